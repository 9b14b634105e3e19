"""Instants keep their zone, and migrations are safe with several starting at once."""

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta, timezone

import pytest

from rules.people import Person, PersonId
from services.desk import Desk
from storage.database import Database, address
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


async def test_people_are_keyed_by_workspace_and_user(desk: Desk) -> None:
    def twice(tx: Tx) -> int:
        for team in ("T1", "T2"):
            tx.people.remember(Person(PersonId(team, "U1"), f"Somebody of {team}"))
            tx.people.remember(Person(PersonId(team, "U1"), f"Somebody of {team}"))
        return len(tx.people.named([PersonId("T1", "U1"), PersonId("T2", "U1")]))

    assert await desk.do(twice) == 2


@pytest.mark.parametrize("url", ["mysql://root@localhost/x", "oracle://x"])
def test_other_databases_are_refused(url: str) -> None:
    with pytest.raises(ValueError, match="use sqlite or postgresql"):
        address(url)
