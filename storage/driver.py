"""Statements said straight to the driver.

SQLAlchemy compiles each statement once for its database: the SQL, how values go in, how they come out. What it does
beside that for every single execution is most of a short statement's time (docs/performance.md), so it is left
out here: the errors stay SQLAlchemy's, and on SQLite the transaction and its savepoints too.

On PostgreSQL what is said is under way while the next is said (`storage/pipeline.py`).
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any, Protocol

from sqlalchemy import Connection, Dialect, Executable
from sqlalchemy.exc import DBAPIError

from storage.wording import Row, Spoken, Values


class Pipeline(Protocol):
    """Statements under way at once: nobody waits until one of them is answered."""

    def sync(self) -> None:
        """Waits until all of them are answered; raises the first of their errors."""


class Driver:
    """What the drawers are given to say their statements to, for one transaction."""

    def __init__(self, connection: Connection, pipeline: Pipeline | None = None) -> None:
        self._connection = connection
        self._pipeline = pipeline
        self._dialect = connection.dialect
        self._known = _KNOWN.setdefault(connection.dialect.name, {})
        self._cursor: Any = None

    def execute(self, statement: Executable, values: Values | list[Values] | None = None) -> "Answer":
        """Runs the statement; with a list of values once for each of them. Errors are SQLAlchemy's; TypeError when a
        value is missing."""
        if isinstance(values, list) and not values:
            return Answer([], 0)
        sample = values if isinstance(values, dict) else next(iter(values or ()), {})
        key = (statement, *sample)
        if (spoken := self._known.get(key)) is None:
            spoken = self._known[key] = Spoken(statement, self._dialect, list(sample))
        with named(self._connection, spoken.sql):
            return self._said(spoken, values)

    def _said(self, spoken: Spoken, values: Values | list[Values] | None) -> "Answer":
        cursor = self._said_to()
        spoken.say(cursor, values)
        if self._pipeline is not None and not spoken.brings_rows:
            return UnderWay(self._connection, cursor, self._pipeline)
        rows = spoken.rows(cursor) if spoken.brings_rows else []
        return Answer(rows, cursor.rowcount)

    def _said_to(self) -> Any:
        """A cursor in a transaction; of statements under way each has its own, where its answer comes."""
        if self._pipeline is not None:
            return self._connection.connection.cursor()
        if self._cursor is None:
            if not self._connection.in_transaction():  # SQLAlchemy begins one by itself only for what it executes
                self._connection.begin()
            self._cursor = self._connection.connection.cursor()
        return self._cursor


@contextmanager
def named(connection: Connection, sql: str) -> Iterator[None]:
    """While inside, the driver's errors have SQLAlchemy's names; a connection that is gone is not used again."""
    dialect = connection.dialect
    try:
        yield
    except dialect.loaded_dbapi.Error as error:
        gone = dialect.is_disconnect(error, connection.connection.dbapi_connection, None)
        if gone:
            connection.invalidate(error)
        base: Any = dialect.loaded_dbapi.Error
        raise DBAPIError.instance(sql, None, error, base, connection_invalidated=gone, dialect=dialect) from error


class Answer:
    """What a statement brought: its rows, and how many rows it changed."""

    def __init__(self, rows: Sequence[Row], rowcount: int) -> None:
        self._rows = rows
        self._rowcount = rowcount

    @property
    def rowcount(self) -> int:
        """How many rows were changed."""
        return self._rowcount

    def __iter__(self) -> Iterator[Row]:
        return iter(self._rows)

    def first(self) -> Row | None:
        """The first row; None when there is none."""
        return self._rows[0] if self._rows else None

    def one(self) -> Row:
        """The only row; ValueError when there is another number of them."""
        (row,) = self._rows
        return row

    def scalar(self) -> Any:
        """The first value of the first row; None when there is none."""
        return self._rows[0][0] if self._rows else None

    def scalar_one(self) -> Any:
        """The first value of the only row."""
        return self.one()[0]

    def scalars(self) -> list[Any]:
        """The first value of each row."""
        return [row[0] for row in self._rows]


class UnderWay(Answer):
    """The answer to what brings no rows: only who asks how many it changed waits for it."""

    def __init__(self, connection: Connection, cursor: Any, pipeline: Pipeline) -> None:
        super().__init__([], 0)
        self._connection, self._cursor, self._pipeline = connection, cursor, pipeline

    @property
    def rowcount(self) -> int:
        """How many rows were changed. Errors are SQLAlchemy's, also of what was said before."""
        with named(self._connection, "what was said until now"):
            self._pipeline.sync()
        changed: int = self._cursor.rowcount
        return changed


# By database and by statement with the names of its values: statements are made once, so they are few.
_KNOWN: dict[str, dict[tuple[Any, ...], Spoken]] = {}


def learn(known_as: str, dialect: Dialect) -> None:
    """Compiles for this database what was said to the one of that name."""
    learned = _KNOWN.setdefault(dialect.name, {})
    for key in list(_KNOWN.get(known_as, ())):
        statement, *names = key
        if key not in learned:
            learned[key] = Spoken(statement, dialect, names)
