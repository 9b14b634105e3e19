"""How late a step of a countdown is told: from the instant it falls due to the commit of its notice in the outbox.

The real waiter, by the machine's clock, among many promises that are being counted down.
"""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from math import ceil
from random import Random
from typing import Any, TypeVar

from sqlalchemy import Connection, bindparam, func, select, update

from bench.rounds import Better, Comparison, NotHere, Pair, Round, Size
from bench.stage import folder, machine_now, opened, prepared
from bot.jobs import Waiter
from rules.countdown import Step, used_at
from rules.levels import FIRST_RESPONSE, Level
from rules.working_hours import ALWAYS
from services.desk import Desk
from storage.cases import cases
from storage.clocks import reminders
from storage.database import Database
from storage.tx import Tx
from tests import postgres

T = TypeVar("T")
ALLOWED = 0.05  # seconds
A_SECOND = 20  # steps that fall due: what 100,000 promises of a business day come to
FIRST_IN, NOT_BEFORE, SPREAD = timedelta(seconds=1), timedelta(hours=1), timedelta(hours=4)
BUDGET = FIRST_RESPONSE[Level.B]
USED = used_at(Step.HALF, BUDGET)
SEED = 20260329

_FALLS_DUE = (
    update(cases)
    .where(cases.c.id == bindparam("of_id"))
    .values(step_at=bindparam("at"), submitted_at=bindparam("since"), due_at=bindparam("due"), told_step=0)
)
_TOLD = select(reminders.c.fell_at, reminders.c.told_at).where(reminders.c.told_at > bindparam("after"))


class Watched(Desk):
    """A desk that notes when each transaction was committed, by the instant it carries."""

    def __init__(self, database: Database) -> None:
        super().__init__(database, machine_now, lambda: None)
        self.committed: dict[datetime, datetime] = {}

    async def do(self, service: Callable[..., T], /, *args: Any, **kwargs: Any) -> T:
        """The service, and then a look at the clock."""

        def noted(tx: Tx) -> tuple[datetime, T]:
            return tx.now, service(tx, *args, **kwargs)

        now, result = await super().do(noted)
        self.committed[now] = machine_now()
        return result


@asynccontextmanager
async def on_sqlite(size: Size, rounds: int) -> AsyncIterator[Round]:
    """A file with that many open promises."""
    with folder() as where:
        async with _over(f"sqlite:///{where / 'open.db'}", size) as play:
            yield play


@asynccontextmanager
async def on_postgres(size: Size, rounds: int) -> AsyncIterator[Round]:
    """The same on a server of its own."""
    if (reason := postgres.why_not()) is not None:
        raise NotHere(reason)
    with postgres.running() as server:
        async with _over(server.fresh(), size) as play:
            yield play


@asynccontextmanager
async def _over(url: str, size: Size) -> AsyncIterator[Round]:
    ids = await prepared(url, size.open, size.open)
    with opened(url) as database:
        await asyncio.to_thread(_wind_up, database, ids)

        async def play(number: int) -> Pair:
            mine = ids[number * size.due : (number + 1) * size.due]
            return Pair(await _lateness(database, mine, Random(SEED + number)), ALLOWED)

        yield play


def _wind_up(database: Database, ids: list[int]) -> None:
    """Every promise has its next step hours from now."""
    later = machine_now() + NOT_BEFORE
    with database.engine.begin() as connection:
        step = SPREAD / len(ids)
        _plan(connection, [(row, later + step * place) for place, row in enumerate(ids)])
        connection.execute(select(func.count()).select_from(cases))


def _plan(connection: Connection, steps: list[tuple[int, datetime]]) -> None:
    """The first half of the time is used then."""
    rows = [{"of_id": row, "at": at, "since": at - USED, "due": at - USED + BUDGET} for row, at in steps]
    connection.execute(_FALLS_DUE, rows)


async def _lateness(database: Database, ids: list[int], chance: Random) -> float:
    """Seconds after which 99 of 100 of these are committed, when they fall due at random."""
    began = machine_now()
    whole = timedelta(seconds=len(ids) / A_SECOND)
    instants = sorted(began + FIRST_IN + whole * chance.random() for _ in ids)
    await asyncio.to_thread(_plan_now, database, list(zip(ids, instants, strict=True)))
    desk = Watched(database)
    waiter = Waiter(desk, ALWAYS)
    running = asyncio.create_task(waiter.run())
    await asyncio.sleep((instants[-1] - machine_now()).total_seconds() + 1)
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)
    return _p99(await asyncio.to_thread(_told, desk, database, began), len(ids))


def _plan_now(database: Database, steps: list[tuple[int, datetime]]) -> None:
    with database.engine.begin() as connection:
        _plan(connection, steps)


def _told(desk: Watched, database: Database, after: datetime) -> list[float]:
    with database.engine.connect() as connection:
        rows = list(connection.execute(_TOLD, {"after": after}))
    return sorted((desk.committed[row.told_at.astimezone(UTC)] - row.fell_at).total_seconds() for row in rows)


def _p99(late: list[float], many: int) -> float:
    """AssertionError where one was not told, or too early: then there is nothing to measure."""
    assert len(late) == many
    assert late[0] >= 0
    return late[ceil(len(late) * 0.99) - 1]


ALLOWANCE = "the 50 ms that are allowed"
COMPARISONS = [
    Comparison(
        "lateness",
        "99 of 100 steps of 100,000 open promises, from due to committed",
        ALLOWANCE,
        1.0,
        Better.LOW,
        on_sqlite,
    ),
    Comparison("lateness-postgres", "the same on PostgreSQL", ALLOWANCE, 1.0, Better.LOW, on_postgres),
]
