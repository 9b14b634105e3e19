"""Slack's pace: one message a second in a channel, and a bucket for each method (slack-platform 5.5).

Machine time, monotonic. A place in the queue is taken at once, so that those who wait keep their order.
"""

import asyncio
import time
from collections import defaultdict

PER_CHANNEL = 1.0  # seconds between two messages in one channel
UPDATES_A_MINUTE = 50  # chat.update is tier 3, one bucket for the workspace
UPDATE_BURST = 20


class Bucket:
    """Lets `burst` through at once, then one every `interval` seconds."""

    def __init__(self, interval: float, burst: int = 1) -> None:
        self._interval = interval
        self._ahead = interval * (burst - 1)
        self._free_at = 0.0

    async def take(self) -> None:
        """Waits for a place."""
        now = time.monotonic()
        turn = max(self._free_at, now - self._ahead)
        self._free_at = turn + self._interval
        await asyncio.sleep(max(turn - now, 0.0))

    def pause(self, seconds: float) -> None:
        """Slack asked for a pause: nothing goes through before it is over."""
        self._free_at = max(self._free_at, time.monotonic() + seconds)


class Pace:
    """The buckets of a workspace."""

    def __init__(self) -> None:
        self.updates = Bucket(60 / UPDATES_A_MINUTE, UPDATE_BURST)
        self._channels: dict[str, Bucket] = defaultdict(lambda: Bucket(PER_CHANNEL))

    def channel(self, channel_id: str) -> Bucket:
        """The channel's bucket."""
        return self._channels[channel_id]
