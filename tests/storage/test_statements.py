"""What is asked of tables that grow is found by an index: a case costs the same when there are a million others."""

import importlib
import pkgutil
import re
from collections.abc import Iterator
from typing import Any

import pytest
from sqlalchemy import event
from sqlalchemy.sql import Delete, Select, Update

import storage.tx
from storage.database import Database
from storage.migrate import migrate
from storage.tables import metadata

# Of the rest there are few for ever: customers and what is set up of them, who is one of us, who has duty; the slices
# of a minute are as many as rules/checks.py says.
FEW = {
    "agreements", "beats", "canary", "channels", "check_slices", "contacts", "counters", "customer_teams", "customers",
    "digests", "drafts", "layers", "listed_shifts", "memberships", "monitors", "overrides", "progress",
    "rota_watch", "sites",
}  # fmt: skip
MAY_READ_ALL = {
    "cases._LIKE": "a search reads the newest first, until it has found enough",
    "cases._NEWEST": "the same, and every row is found",
    "outbox._ALL": "the kill test alone asks for everything",
    "outbox._STUCK": "what one of us asks for by hand, of seven days",
    "outbox._RETRY": "the same",
    "overheard._PRESENT": "never said itself: others are made of it",
    "outbox._FORGET": "once a night, of seven days",
}
GROWING = set(metadata.tables) - FEW
SCANS = re.compile(r"^SCAN (\w+)( USING (?:COVERING )?INDEX ix_\w+)?$")


def statements() -> Iterator[tuple[str, Any]]:
    for module in pkgutil.iter_modules(storage.__path__):
        if module.name == "migrations":
            continue
        for name, found in vars(importlib.import_module(f"storage.{module.name}")).items():
            several = found.items() if isinstance(found, dict) else [(None, found)]
            for key, one in several:
                if name.startswith("_") and isinstance(one, Select | Update | Delete):
                    yield f"{module.name}.{name}" + (f"[{key}]" if key else ""), one


@pytest.fixture(scope="module")
def sqlite(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    found = Database(f"sqlite:///{tmp_path_factory.mktemp('plans') / 'saksgang.db'}")
    migrate(found)
    yield found
    found.close()


class Planned(Exception):
    """Instead of running the statement: how SQLite finds its rows."""


def plan(database: Database, statement: Any) -> list[str]:
    binds = statement.compile(dialect=database.engine.dialect).bind_names
    values = {bind.key: [1, 2] if bind.expanding else None for bind in binds if bind.required and bind.key != "id"}
    with database.engine.connect() as connection:
        event.listen(connection, "before_cursor_execute", explain)
        with pytest.raises(Planned) as planned:
            connection.execute(statement, values)
    return list(planned.value.args)


def explain(_connection: Any, cursor: Any, said: str, values: Any, *_: object) -> None:
    raise Planned(*(row[3] for row in cursor.execute(f"EXPLAIN QUERY PLAN {said}", values).fetchall()))


@pytest.mark.parametrize(("name", "statement"), [one for one in statements() if one[0] not in MAY_READ_ALL])
def test_no_statement_reads_a_growing_table_whole(sqlite: Database, name: str, statement: Any) -> None:
    steps = plan(sqlite, statement)
    whole = {found[1] for step in steps if (found := SCANS.match(step)) and not found[2]}
    assert not whole & GROWING, f"{name}: {steps}"
