"""Rate limits, on the real clock: for each method by its tier, for messages by channel and for the whole workspace.

All with a burst, "some bursts are allowed" (docs.slack.dev/apis/web-api/rate-limits; docs/slack.md 5.5): a channel
takes a message a second and three at once, a method what its tier allows in a minute. "Several hundred messages a
minute" for the workspace is 300 here, the stricter reading, all at once if need be.
"""

import math
import time

BURST = 3
PER_SECOND = 1.0


class Pace:
    """A bucket of tokens for each key."""

    def __init__(self, burst: int = BURST, per_second: float = PER_SECOND) -> None:
        self._burst = burst
        self._per_second = per_second
        self._left: dict[str, tuple[float, float]] = {}

    def take(self, key: str, burst: int | None = None) -> int:
        """0 when the call may go, else the whole seconds to wait (Retry-After). `burst`: this key's own."""
        now, most = time.monotonic(), burst or self._burst
        left, at = self._left.get(key, (float(most), now))
        left = min(most, left + (now - at) * self._per_second)
        if left < 1:
            self._left[key] = (left, now)
            return math.ceil((1 - left) / self._per_second)
        self._left[key] = (left - 1, now)
        return 0
