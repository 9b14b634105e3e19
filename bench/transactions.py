"""A click's transaction through the desk against the same writes by the bare driver."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from pathlib import Path

from bench.raw import Statements, recorded, replay_postgres, replay_sqlite
from bench.rounds import Better, Comparison, NotHere, Pair, Round, Size, by_turns
from bench.stage import desk_over, folder, opened, prepared, sqlite_twins, take_all
from storage.database import Database
from tests import postgres

POSTGRES_AT_ONCE = 8
Stage = Callable[[Size, int], AbstractAsyncContextManager[Round]]


def on_sqlite(at_once: int, *, reads: bool = False) -> Stage:
    """Clicks through the desk, so many at once; the bare driver does one after the other, as SQLite does too."""

    @asynccontextmanager
    async def stage(size: Size, rounds: int) -> AsyncIterator[Round]:
        with folder() as where:
            ids, (ours, copy, theirs) = await sqlite_twins(where, size.clicks * rounds, "ours", "recorded", "raw")
            with opened(copy) as database:
                script = await recorded(database, ids, reads=reads)
            with opened(ours) as database:
                path = Path(theirs.removeprefix("sqlite:///"))

                async def play(number: int) -> Pair:
                    mine = slice(number * size.clicks, (number + 1) * size.clicks)
                    return await by_turns(
                        number,
                        lambda: take_all(desk_over(database), ids[mine], at_once),
                        lambda: asyncio.to_thread(replay_sqlite, path, script[mine]),
                    )

                yield play

    return stage


def on_postgres(*, reads: bool = False) -> Stage:
    """Clicks through the desk, eight at once, and eight bare connections."""

    @asynccontextmanager
    async def stage(size: Size, rounds: int) -> AsyncIterator[Round]:
        async with _on_server(size, rounds, reads) as play:
            yield play

    return stage


@asynccontextmanager
async def _on_server(size: Size, rounds: int, reads: bool) -> AsyncIterator[Round]:
    if (reason := postgres.why_not()) is not None:
        raise NotHere(reason)
    with postgres.running() as server:
        ours, copy, theirs = (server.fresh() for _ in range(3))
        ids = [await prepared(url, size.clicks * rounds, size.clicks * rounds) for url in (ours, copy, theirs)].pop()
        with opened(copy) as database:
            script = await recorded(database, ids, reads=reads)
        with opened(ours) as database:
            yield _on_postgres(database, theirs, ids, script, size.clicks)
        for url in (ours, copy, theirs):
            server.drop(url)


def _on_postgres(database: Database, theirs: str, ids: list[int], script: list[Statements], clicks: int) -> Round:
    async def play(number: int) -> Pair:
        mine = slice(number * clicks, (number + 1) * clicks)
        return await by_turns(
            number,
            lambda: take_all(desk_over(database), ids[mine], POSTGRES_AT_ONCE),
            lambda: asyncio.to_thread(replay_postgres, theirs, script[mine], POSTGRES_AT_ONCE),
        )

    return play


COMPARISONS = [
    Comparison(
        "transaction-1",
        "a click's transaction through the desk, SQLite",
        "raw sqlite3, the same writes",
        0.4,
        Better.HIGH,
        on_sqlite(1),
    ),
    Comparison(
        "transaction-32",
        "the same, 32 at once",
        "raw sqlite3, the same writes one by one",
        0.9,
        Better.HIGH,
        on_sqlite(32),
    ),
    Comparison(
        "transaction-postgres",
        "a click's transaction through the desk, PostgreSQL, 8 at once",
        "raw psycopg, 8 connections, the same writes",
        0.8,
        Better.HIGH,
        on_postgres(),
    ),
    Comparison(
        "statements-postgres",
        "the same",
        "raw psycopg, 8 connections, the same writes and the reads they need",
        0.8,
        Better.HIGH,
        on_postgres(reads=True),
    ),
]
