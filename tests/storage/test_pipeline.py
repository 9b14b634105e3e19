"""On PostgreSQL a transaction is under way while more of it is said: still all or nothing, and its errors come."""

import asyncio
import logging
from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from sqlalchemy import delete, select, text, update
from sqlalchemy.exc import IntegrityError, ProgrammingError

from services.desk import Desk
from storage.channels import channels
from storage.database import Database
from storage.driver import Driver
from storage.errors import Unavailable
from storage.tx import Tx

AT = datetime(2026, 3, 30, 8, 0, tzinfo=UTC)
ADD = channels.insert().inline()
NAMES = select(channels.c.name).order_by(channels.c.name)
RENAME = update(channels)
EMPTY = delete(channels)


def channel(name: str) -> dict[str, object]:
    return {"channel_id": f"C{name}", "name": name, "suggestion": "", "team_ids": [], "asked_at": AT}


def done(database: Database, *jobs: Callable[[Driver], object]) -> list[object]:
    """What the jobs return, in one transaction."""
    return database.write(lambda tx: [job(tx.channels._connection) for job in jobs], lambda: AT).result(10)


def names(database: Database) -> list[object]:
    return done(database, lambda driver: driver.execute(NAMES).scalars())[0]  # type: ignore[return-value]


def test_what_was_written_is_read_in_its_turn_and_counted_when_asked(database: Database) -> None:
    first, count, changed, gone, after = done(
        database,
        lambda driver: driver.execute(ADD, [channel("a"), channel("b")]) and driver.execute(NAMES).scalars(),
        lambda driver: driver.execute(ADD, [channel("c"), channel("d"), channel("e")]).rowcount,
        lambda driver: driver.execute(RENAME, {"suggestion": "fjord"}).rowcount,
        lambda driver: driver.execute(EMPTY).rowcount,
        lambda driver: driver.execute(NAMES).scalars(),
    )
    assert (first, count, changed, gone, after) == (["a", "b"], 3, 5, 5, [])


@pytest.mark.parametrize("is_asked", [False, True], ids=["at the end", "when something is read"])
def test_what_fails_while_nobody_waits_for_it_is_told_once_and_nothing_is_kept(
    database: Database, caplog: pytest.LogCaptureFixture, is_asked: bool
) -> None:
    done(database, lambda driver: driver.execute(ADD, channel("a")))

    def again(driver: Driver) -> None:
        driver.execute(ADD, channel("b"))
        driver.execute(ADD, channel("a"))
        driver.execute(ADD, channel("c"))
        if is_asked:
            driver.execute(NAMES)

    with caplog.at_level(logging.WARNING), pytest.raises(IntegrityError):
        done(database, again)
    assert names(database) == ["a"]
    assert not caplog.records


def test_who_gives_up_leaves_nothing_and_the_next_one_begins_anew(
    database: Database, caplog: pytest.LogCaptureFixture
) -> None:
    def gives_up(driver: Driver) -> None:
        driver.execute(ADD, channel("a"))
        raise LookupError

    def errs(driver: Driver) -> None:
        driver.execute(ADD, channel("b"))
        driver.execute(text("SELECT 1 FROM nowhere"))

    for _ in range(7):  # more than there are connections
        with pytest.raises(LookupError):
            done(database, gives_up)
        if not database.is_sqlite:
            with pytest.raises(ProgrammingError):
                done(database, errs)
    with caplog.at_level(logging.WARNING):
        assert names(database) == []
    assert not caplog.records


async def test_a_server_that_goes_away_meanwhile_is_unavailable_and_later_there_again(database: Database) -> None:
    if database.is_sqlite:
        return  # SQLite has no server to go away
    desk = Desk(database, lambda: AT, lambda: None)

    def cut_off(tx: Tx) -> None:
        driver = tx.channels._connection
        driver.execute(ADD, channel("a"))
        driver.execute(text("SELECT pg_terminate_backend(pg_backend_pid())"))

    with pytest.raises(Unavailable):
        await asyncio.wait_for(desk.do(cut_off), 10)
    assert await desk.do(lambda tx: tx.channels._connection.execute(NAMES).scalars()) == []
