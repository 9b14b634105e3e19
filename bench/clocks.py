"""An idle tick of the waiter with a million promises being counted down against one with a thousand."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime

from sqlalchemy import update

from bench.rounds import Better, Comparison, Pair, Round, Size, by_turns
from bench.stage import desk_over, folder, opened, prepared
from services import due
from services.desk import Desk
from storage.cases import cases
from storage.database import Database

TICKS = 200
NOT_YET = datetime(2090, 1, 1, tzinfo=UTC)


@asynccontextmanager
async def stage(size: Size, rounds: int) -> AsyncIterator[Round]:
    """Two files of untaken cases, each with a step of its countdown to come."""
    with folder() as where:
        few, many = (f"sqlite:///{where / name}.db" for name in ("few", "many"))
        await prepared(few, size.few, size.few)
        await prepared(many, size.many, size.many)
        with opened(many) as crowded, opened(few) as sparse:
            for database in (crowded, sparse):
                await asyncio.to_thread(_wind_up, database)

            async def play(number: int) -> Pair:
                return await by_turns(number, _ticks(desk_over(crowded)), _ticks(desk_over(sparse)))

            yield play


def _wind_up(database: Database) -> None:
    with database.engine.begin() as connection:
        connection.execute(update(cases).values(step_at=NOT_YET))


def _ticks(desk: Desk) -> Callable[[], Awaitable[None]]:
    async def ticks() -> None:
        for _ in range(TICKS):
            await desk.ask(due.next_due)

    return ticks


COMPARISONS = [
    Comparison(
        "open-clocks",
        "an idle tick with 1,000,000 promises counted down",
        "the same with 1,000",
        1.5,
        Better.LOW,
        stage,
    )
]
