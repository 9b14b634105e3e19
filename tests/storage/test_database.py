"""Instants keep their zone, and migrations are safe with several starting at once."""

import asyncio
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from datetime import datetime, timedelta, timezone
from pathlib import Path
from threading import Event

import pytest
from sqlalchemy import create_engine, text

from rules.people import Person, PersonId
from services.desk import Desk
from storage.database import Database, address
from storage.errors import Unavailable
from storage.migrate import migrate
from storage.tx import Tx
from tests.conftest import MONDAY_10


async def test_a_naive_instant_is_refused(desk: Desk) -> None:
    def naive(tx: Tx) -> None:
        tx.inbox.record("key", datetime(2026, 3, 30, 10, 0))  # noqa: DTZ001 - the mistake under test

    with pytest.raises(Exception, match="without a zone"):
        await desk.do(naive)


async def test_instants_come_back_in_utc(desk: Desk) -> None:
    oslo = timezone(timedelta(hours=2))

    def kept(tx: Tx) -> datetime:
        row = tx.channels.ask_about("C1", "kunde", "Fjordmat", ("T2",), MONDAY_10.astimezone(oslo))
        assert tx.channels.get(row) is not None
        return tx.now

    assert await desk.do(kept) == MONDAY_10


def test_several_migrate_at_once(database_url: str) -> None:
    databases = [Database(database_url) for _ in range(4)]
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(migrate, databases))
    for one in databases:
        one.close()


def test_several_open_a_new_file_at_once(tmp_path: Path) -> None:
    def opened(number: int) -> None:
        with closing(Database(f"sqlite:///{tmp_path}/{number // 6}.db")) as database, database.engine.begin():
            pass

    with ThreadPoolExecutor(6) as pool:
        list(pool.map(opened, range(600)))


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_who_starts_while_another_migrates_waits_for_it(database_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("storage.database.BUSY_MS", 50)
    first, second = Database(database_url), Database(database_url)
    with closing(first), closing(second), ThreadPoolExecutor(1) as pool:
        with first.engine.begin():
            starting = pool.submit(migrate, second)
            with pytest.raises(TimeoutError):
                starting.result(0.4)
        starting.result()


async def test_a_question_sees_one_moment_whatever_others_do_meanwhile(database: Database, desk: Desk) -> None:
    anna = Person(PersonId("T1", "U1"), "Anna")

    def asked(tx: Tx) -> tuple[Person | None, Person | None]:
        before = tx.people.find(anna.id)
        database.write(lambda other: other.people.remember(anna), desk.now).result()
        return before, tx.people.find(anna.id)

    assert await desk.ask(asked) == (None, None)
    assert await desk.ask(lambda tx: tx.people.find(anna.id)) is not None


async def test_people_are_keyed_by_workspace_and_user(desk: Desk) -> None:
    def twice(tx: Tx) -> int:
        for team in ("T1", "T2"):
            tx.people.remember(Person(PersonId(team, "U1"), f"Somebody of {team}"))
            tx.people.remember(Person(PersonId(team, "U1"), f"Somebody of {team}"))
        return len(tx.people.named([PersonId("T1", "U1"), PersonId("T2", "U1")]))

    assert await desk.do(twice) == 2


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
def test_who_stops_in_the_middle_of_a_transaction_keeps_the_others_out_no_longer_than_a_moment(
    database: Database, database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("storage.database.LONGEST_PAUSE", 0.2)
    holds, may_go_on = Event(), Event()

    def stops(tx: Tx) -> None:
        tx.alerts.hold()
        holds.set()
        assert may_go_on.wait(10)
        tx.alerts.hold()

    with closing(Database(database_url)) as paused:
        lost = paused.write(stops, lambda: MONDAY_10)
        assert holds.wait(10)
        try:
            database.write(lambda tx: tx.alerts.hold(), lambda: MONDAY_10).result(10)
        finally:
            may_go_on.set()
        with pytest.raises(Unavailable):
            lost.result(10)
        paused.write(lambda tx: tx.alerts.hold(), lambda: MONDAY_10).result(10)


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
async def test_connections_the_server_closed_while_they_rested_are_replaced(
    database: Database, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    await asyncio.gather(*(desk.do(lambda tx: tx.inbox.record(f"key {tx.now}", tx.now)) for _ in range(4)))
    with create_engine(database.url).connect() as other:
        other.execute(
            text(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                " WHERE datname = current_database() AND pid <> pg_backend_pid()"
            )
        )
    monkeypatch.setattr("storage.database.LONGEST_REST", -1.0)
    assert await desk.do(lambda tx: tx.inbox.record("afterwards", tx.now))


@pytest.mark.parametrize("url", ["mysql://root@localhost/x", "oracle://x"])
def test_other_databases_are_refused(url: str) -> None:
    with pytest.raises(ValueError, match="use sqlite or postgresql"):
        address(url)
