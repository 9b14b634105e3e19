"""Paired rounds: ours and theirs do the same work by turns, and only the ratio of each round counts."""

import gc
import statistics
import time
from collections.abc import Awaitable, Callable
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from enum import Enum


class NotHere(Exception):
    """What this comparison needs is not on this machine."""


class Better(Enum):
    """Which way is better: the ratio of times should be small, that of speeds large."""

    LOW = "at most"
    HIGH = "at least"


@dataclass(frozen=True)
class Pair:
    """Seconds that the same amount of work took."""

    ours: float
    theirs: float


@dataclass(frozen=True)
class Size:
    """How much work is in a round."""

    acks: int = 100
    clicks: int = 320
    channels: int = 20
    messages: int = 500
    in_blocks: int = 200
    few: int = 1_000
    many: int = 1_000_000
    open: int = 100_000
    due: int = 300


QUICK = Size(acks=3, clicks=32, channels=3, messages=6, in_blocks=6, few=40, many=400, open=100, due=8)

Round = Callable[[int], Awaitable[Pair]]


@dataclass(frozen=True)
class Comparison:
    """One row of the table. `stage` prepares so many rounds of that size and yields what plays one of them."""

    name: str
    ours: str
    theirs: str
    goal: float
    better: Better
    stage: Callable[[Size, int], AbstractAsyncContextManager[Round]]

    def ratio(self, pair: Pair) -> float:
        """Ours to theirs: of times where low is better, of speeds where high is."""
        return pair.ours / pair.theirs if self.better is Better.LOW else pair.theirs / pair.ours

    def holds(self, ratio: float) -> bool:
        """True where the goal is met."""
        return ratio <= self.goal if self.better is Better.LOW else ratio >= self.goal


@dataclass(frozen=True)
class Result:
    """What the rounds of a comparison gave."""

    comparison: Comparison
    pairs: list[Pair]

    @property
    def ratios(self) -> list[float]:
        """One for each round, smallest first."""
        return sorted(map(self.comparison.ratio, self.pairs))

    @property
    def median(self) -> float:
        """The middle ratio."""
        return statistics.median(self.ratios)


async def compare(comparison: Comparison, size: Size, rounds: int) -> Result:
    """Prepares once and plays every round."""
    async with comparison.stage(size, rounds) as play:
        return Result(comparison, [await play(number) for number in range(rounds)])


async def by_turns(number: int, ours: Callable[[], Awaitable[None]], theirs: Callable[[], Awaitable[None]]) -> Pair:
    """Times both, in the other order every other round, so that what drifts hits both."""
    if number % 2:
        second = await timed(theirs)
        return Pair(await timed(ours), second)
    first = await timed(ours)
    return Pair(first, await timed(theirs))


async def timed(work: Callable[[], Awaitable[None]]) -> float:
    """Seconds the work takes; the rubbish of what was before is not its fault."""
    gc.collect()
    begun = time.perf_counter()
    await work()
    return time.perf_counter() - begun
