"""Slack's pace: one message a second in a channel, and a bucket for each method (docs/slack.md 5.5).

Machine time, monotonic. Who waits is served by order, then by who came first, so that a page is never behind more
than the one message already on its way.
"""

import asyncio
import bisect
import itertools
import math
import time
from collections import defaultdict
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager, suppress
from typing import TypeVar

from aiohttp import ClientResponseError
from slack_sdk.errors import SlackApiError

from handlers.slack import LIMITED, code_of

PER_CHANNEL = 1.0  # seconds between two messages in one channel
UPDATES_A_MINUTE = 50  # chat.update is tier 3, one bucket for the workspace
UPDATE_BURST = 20

Answer = TypeVar("Answer")


class Crowded(Exception):
    """There is no turn in time; `wait` is the seconds after which to ask again."""

    def __init__(self, wait: float) -> None:
        super().__init__(f"no turn for {wait:.1f} s")
        self.wait = wait


class Bucket:
    """Lets `burst` through at once, then one every `interval` seconds."""

    def __init__(self, interval: float, burst: int = 1) -> None:
        self._interval = interval
        self._ahead = interval * (burst - 1)
        self._free_at = 0.0
        self._paused_until = 0.0
        self._waiting: list[tuple[str, int]] = []
        self._count = itertools.count()
        self._changed = asyncio.Event()
        self._closed = False

    async def take(self, order: str = "", held_until: float = math.inf) -> None:
        """Waits for a turn; Crowded at once when none comes before `held_until` (monotonic), or after `close`."""
        place = (order, next(self._count))
        bisect.insort(self._waiting, place)
        try:
            while (wait := self._wait_for(place, held_until)) > 0:
                await self._rest(wait)
            self._free_at = max(self._free_at, time.monotonic()) + self._interval
        finally:
            self._waiting.remove(place)
            self._wake()

    def pause(self, seconds: float) -> None:
        """Slack asked for a pause: nothing goes through before it is over, whoever waits already."""
        self._paused_until = max(self._paused_until, time.monotonic() + seconds)
        self._wake()

    def close(self) -> None:
        """Nobody waits any more: the process ends."""
        self._closed = True
        self._wake()

    def _wait_for(self, place: tuple[str, int], held_until: float) -> float:
        """Seconds until this place has its turn, if nobody more urgent comes; 0 when it has it."""
        now = time.monotonic()
        turn = max(self._free_at - self._ahead, self._paused_until, now)
        turn += self._waiting.index(place) * self._interval
        if self._closed or turn > held_until:
            raise Crowded(turn - now)
        return turn - now

    async def _rest(self, seconds: float) -> None:
        changed = self._changed
        with suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                await changed.wait()

    def _wake(self) -> None:
        self._changed.set()
        self._changed = asyncio.Event()


class Pace:
    """The buckets of a workspace; `per_channel` is the seconds between two messages in one channel."""

    def __init__(self, per_channel: float = PER_CHANNEL) -> None:
        self.updates = Bucket(60 / UPDATES_A_MINUTE * per_channel / PER_CHANNEL, UPDATE_BURST)
        self._channels: dict[str, Bucket] = defaultdict(lambda: Bucket(per_channel))

    def channel(self, channel_id: str) -> Bucket:
        """The channel's bucket."""
        return self._channels[channel_id]

    def close(self) -> None:
        """Nobody waits any more."""
        for bucket in (self.updates, *self._channels.values()):
            bucket.close()


async def waited_out(ask: Callable[[], Awaitable[Answer]]) -> Answer:
    """The answer to a question; a pause that Slack asks for is kept here: who begins anew each time never comes to the
    end."""
    while True:
        try:
            return await ask()
        except SlackApiError as error:
            if (pause := asked_to_wait(error)) is None:
                raise
            await asyncio.sleep(pause)


def asked_to_wait(error: SlackApiError | ClientResponseError) -> float | None:
    """The seconds Slack asked to wait (Retry-After), None when it refused for another reason."""
    answer = error.response if isinstance(error, SlackApiError) else error
    headers = getattr(answer, "headers", None) or {}
    limited = isinstance(error, SlackApiError) and code_of(error) in LIMITED
    if not limited and 429 not in {getattr(answer, "status_code", None), getattr(answer, "status", None)}:
        return None
    try:
        return max(float(headers.get("Retry-After", PER_CHANNEL)), 0.0)
    except ValueError:
        return PER_CHANNEL


@contextmanager
def heeding(bucket: Bucket) -> Iterator[None]:
    """While inside, a pause that Slack asks for holds up everything of this bucket, not just the call it met."""
    try:
        yield
    except SlackApiError as error:
        if (pause := asked_to_wait(error)) is not None:
            bucket.pause(pause)
        raise
