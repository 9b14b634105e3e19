"""What is said straight to the driver is answered as SQLAlchemy would."""

from datetime import UTC, datetime

import pytest
from sqlalchemy import bindparam, select, text
from sqlalchemy.exc import IntegrityError, OperationalError, ProgrammingError

from storage.channels import channels
from storage.database import Database
from storage.driver import Driver
from storage.tables import metadata

AT = datetime(2026, 3, 30, 8, 0, 0, 5, tzinfo=UTC)
ADD = channels.insert().inline()
OF_IDS = select(channels.c.channel_id).where(channels.c.channel_id.in_(bindparam("of", expanding=True)))
TEAMS = ["TFJORD", "TBRE"]


def channel(channel_id: str) -> dict[str, object]:
    return {"channel_id": channel_id, "name": "fjord", "suggestion": "", "team_ids": TEAMS, "asked_at": AT}


def test_instants_lists_and_nothing_come_back_as_they_went_in(database: Database) -> None:
    with database.engine.begin() as connection:
        driver = Driver(connection)
        driver.execute(ADD, channel("C1"))
        row = driver.execute(select(channels)).one()
        told = connection.execute(select(channels)).one()
    assert (row.asked_at, row.team_ids, row.customer_id) == (AT, TEAMS, None)
    assert row == tuple(told)
    assert row._mapping == dict(told._mapping)


def test_many_at_once_none_at_all_and_lists_of_any_length(database: Database) -> None:
    with database.engine.begin() as connection:
        driver = Driver(connection)
        driver.execute(ADD, [channel("C1"), channel("C2"), channel("C3")])
        driver.execute(ADD, [])
        assert sorted(driver.execute(OF_IDS, {"of": ["C1", "C3", "C9"]}).scalars()) == ["C1", "C3"]
        assert list(driver.execute(OF_IDS, {"of": []}).scalars()) == []


def test_a_value_that_is_missing_is_refused(database: Database) -> None:
    with database.engine.begin() as connection, pytest.raises(TypeError, match="of_id"):
        Driver(connection).execute(select(channels).where(channels.c.id == bindparam("of_id")), {})


def test_errors_have_sqlalchemys_names(database: Database) -> None:
    with database.engine.begin() as connection:
        Driver(connection).execute(ADD, channel("C1"))
    with pytest.raises(IntegrityError), database.engine.begin() as connection:
        Driver(connection).execute(ADD, channel("C1"))
    with pytest.raises((OperationalError, ProgrammingError)), database.engine.begin() as connection:
        Driver(connection).execute(text("SELECT 1 FROM nowhere"))


def test_what_is_read_is_one_snapshot(database: Database) -> None:
    count = select(channels.c.id)
    with database._snapshot() as reading:
        driver = Driver(reading)
        assert driver.execute(count).first() is None
        if not database.is_sqlite:
            return  # PostgreSQL shows each statement what is committed by then
        with database.engine.begin() as writing:
            Driver(writing).execute(ADD, channel("C1"))
        assert driver.execute(count).first() is None


def test_every_table_can_be_read_straight(database: Database) -> None:
    with database.engine.begin() as connection:
        for table in metadata.sorted_tables:
            assert list(Driver(connection).execute(select(table).limit(bindparam("most")), {"most": 1})) is not None


@pytest.mark.parametrize("length", [1, 2, 3, 5, 8, 9, 1024, 1025, 3000])
def test_lists_of_many_lengths_share_few_wordings(database: Database, length: int) -> None:
    wanted = [f"C{number}" for number in range(length)]
    with database.engine.begin() as connection:
        driver = Driver(connection)
        driver.execute(ADD, [channel(one) for one in wanted[-2:]] + [channel("other")])
        assert sorted(driver.execute(OF_IDS, {"of": wanted}).scalars()) == sorted(wanted[-2:])
        assert list(driver.execute(OF_IDS, {"of": set()}).scalars()) == []
    said = driver._known[(OF_IDS, "of")]
    assert len(said._wordings) <= 9, "one of each power of two, and of each thousand"
