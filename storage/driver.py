"""Statements said straight to the driver.

SQLAlchemy compiles each statement once for its database: the SQL, how values go in, how they come out. What it does
beside that for every single execution is most of a short statement's time (docs/performance.md), so it is left
out here: the transaction, its savepoints and the errors stay SQLAlchemy's.
"""

from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import Connection, Dialect, Executable
from sqlalchemy.exc import DBAPIError

from storage.wording import Row, Spoken, Values


class Driver:
    """What the drawers are given to say their statements to, for one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
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
        if self._cursor is None:
            self._cursor = self._begun()
        try:
            spoken.say(self._cursor, values)
            return Answer(spoken.rows(self._cursor), self._cursor.rowcount)
        except self._dialect.loaded_dbapi.Error as error:
            raise self._as_sqlalchemy_says(error, spoken.sql) from error

    def _begun(self) -> Any:
        """A cursor in a transaction: SQLAlchemy begins one by itself only for what it executes itself."""
        if not self._connection.in_transaction():
            self._connection.begin()
        return self._connection.connection.cursor()

    def _as_sqlalchemy_says(self, error: Any, sql: str) -> Exception:
        """The same error by SQLAlchemy's name; a connection that is gone is not used again."""
        driver = self._connection.connection.dbapi_connection
        gone = self._dialect.is_disconnect(error, driver, self._cursor)
        if gone:
            self._connection.invalidate(error)
        base: Any = self._dialect.loaded_dbapi.Error
        named: Exception = DBAPIError.instance(
            sql, None, error, base, connection_invalidated=gone, dialect=self._dialect
        )
        return named


class Answer:
    """What a statement brought: its rows, and how many rows it changed."""

    def __init__(self, rows: Sequence[Row], rowcount: int) -> None:
        self._rows = rows
        self.rowcount = rowcount

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


# By database and by statement with the names of its values: statements are made once, so they are few.
_KNOWN: dict[str, dict[tuple[Any, ...], Spoken]] = {}


def learn(known_as: str, dialect: Dialect) -> None:
    """Compiles for this database what was said to the one of that name."""
    learned = _KNOWN.setdefault(dialect.name, {})
    for key in list(_KNOWN.get(known_as, ())):
        statement, *names = key
        if key not in learned:
            learned[key] = Spoken(statement, dialect, names)
