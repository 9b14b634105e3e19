"""Clicks done, that is committed, in a second: ours against the usual tutorial's."""

import asyncio
from collections import defaultdict
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager

from slack_bolt.async_app import AsyncApp

from bench.rounds import Better, Comparison, Pair, Round, Size, by_turns
from bench.slackless import click, deliver, real_app
from bench.stage import folder, sqlite_twins
from bench.tutorial import engine, tutorial_app

AT_ONCE = 32


class Tutorial:
    """The tutorial's app, and when each of its clicks is done."""

    def __init__(self, path: str) -> None:
        self.engine = engine(path)
        self._done: dict[int, asyncio.Event] = defaultdict(asyncio.Event)
        self._app = tutorial_app(self.engine, lambda case_id: self._done[case_id].set())

    async def does(self, case_id: int) -> None:
        """One click, until it is committed."""
        await deliver(self._app, click(case_id))
        await self._done[case_id].wait()


@asynccontextmanager
async def stage(size: Size, rounds: int) -> AsyncIterator[Round]:
    """Both apps on equal files."""
    with folder() as where:
        ids, (ours, theirs) = await sqlite_twins(where, size.clicks * rounds, "ours", "theirs")
        tutorial = Tutorial(theirs.removeprefix("sqlite:///"))
        async with real_app(ours, where) as app:

            async def play(number: int) -> Pair:
                mine = ids[number * size.clicks : (number + 1) * size.clicks]
                return await by_turns(number, lambda: _all(app, mine), lambda: _all_theirs(tutorial, mine))

            yield play
        await tutorial.engine.dispose()


async def _all(app: AsyncApp, case_ids: Iterable[int]) -> None:
    """Every click at us; the ack comes after the commit."""
    waiting = iter(case_ids)

    async def one_after_the_other() -> None:
        for case_id in waiting:
            await deliver(app, click(case_id))

    await asyncio.gather(*(one_after_the_other() for _ in range(AT_ONCE)))


async def _all_theirs(tutorial: Tutorial, case_ids: Iterable[int]) -> None:
    waiting = iter(case_ids)

    async def one_after_the_other() -> None:
        for case_id in waiting:
            await tutorial.does(case_id)

    await asyncio.gather(*(one_after_the_other() for _ in range(AT_ONCE)))


COMPARISONS = [
    Comparison(
        "clicks-32",
        "clicks committed per second, 32 at once",
        "the usual tutorial app (ack first, async ORM)",
        2.0,
        Better.HIGH,
        stage,
    )
]
