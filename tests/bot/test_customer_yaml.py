"""What is set up, written to a file, says just the same when it is read again, whatever people are called."""

import tempfile
from datetime import UTC, date, datetime
from functools import partial

from hypothesis import given, settings

from bot.customer_yaml import read, write
from rules.customer_changes import Held, House, conflicts, plan
from rules.customer_file import check
from services.customer_file import bring, everything
from storage.database import Database
from storage.migrate import migrate
from tests.customers import everything as any_customers

HOUSE = House(date(2026, 3, 30), "nb")
NOW = datetime(2026, 3, 30, 8, 0, tzinfo=UTC)


@given(any_customers())
@settings(max_examples=200, deadline=None)
def test_an_import_of_any_export_changes_nothing(held: list[Held]) -> None:
    found = check(read(write(held)))
    assert found.problems == []
    by_name = {one.customer.name: one for one in held}
    assert sorted(by_name) == sorted(entry.name for entry in found.entries)
    assert [step for entry in found.entries for step in plan(entry, by_name[entry.name], HOUSE)] == []
    assert conflicts(found.entries, held, HOUSE) == []


@given(any_customers())
@settings(max_examples=15, deadline=None)
def test_an_export_of_any_import_is_the_same_file(held: list[Held]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        database = Database(f"sqlite:///{folder}/other.db")
        migrate(database)
        file = write(held)
        for entry in check(read(file)).entries:
            while database.write(partial(bring, entry=entry, house=HOUSE, most=20), lambda: NOW).result() == 20:
                pass
        again = database.read(everything, lambda: NOW).result()
        database.close()
    # Contacts are told in the order they came, all else in an order of its own.
    assert write(again) == file
