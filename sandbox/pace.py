"""Rate limits, on the real clock. One message a second per channel, with a short burst (docs/slack.md 5.5)."""

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

    def take(self, key: str) -> int:
        """0 when the call may go, else the whole seconds to wait (Retry-After)."""
        now = time.monotonic()
        left, at = self._left.get(key, (float(self._burst), now))
        left = min(self._burst, left + (now - at) * self._per_second)
        if left < 1:
            self._left[key] = (left, now)
            return math.ceil((1 - left) / self._per_second)
        self._left[key] = (left - 1, now)
        return 0
