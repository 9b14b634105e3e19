"""Slack's pace: one message a second in a channel, and a bucket for each method (docs/slack.md 5.5).

Machine time, monotonic. A place in the queue is taken at once, so that those who wait keep their order.
"""

import asyncio
import time
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager

from slack_sdk.errors import SlackApiError

PER_CHANNEL = 1.0  # seconds between two messages in one channel
UPDATES_A_MINUTE = 50  # chat.update is tier 3, one bucket for the workspace
UPDATE_BURST = 20
LIMITED = frozenset({"ratelimited", "rate_limited"})


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
    """The buckets of a workspace; `per_channel` is the seconds between two messages in one channel."""

    def __init__(self, per_channel: float = PER_CHANNEL) -> None:
        self.updates = Bucket(60 / UPDATES_A_MINUTE * per_channel / PER_CHANNEL, UPDATE_BURST)
        self._channels: dict[str, Bucket] = defaultdict(lambda: Bucket(per_channel))

    def channel(self, channel_id: str) -> Bucket:
        """The channel's bucket."""
        return self._channels[channel_id]


def asked_to_wait(error: SlackApiError) -> float | None:
    """The seconds Slack asked to wait (Retry-After), None when it refused for another reason."""
    if error.response.get("error") not in LIMITED:
        return None
    return float(error.response.headers.get("Retry-After", PER_CHANNEL))


@contextmanager
def heeding(bucket: Bucket) -> Iterator[None]:
    """While inside, a pause that Slack asks for holds up everything of this bucket, not just the call it met."""
    try:
        yield
    except SlackApiError as error:
        if (pause := asked_to_wait(error)) is not None:
            bucket.pause(pause)
        raise
