"""Statements said straight to the driver.

SQLAlchemy compiles each statement once for its database: the SQL, how values go in, how they come out. What it does
beside that for every single execution is most of a short statement's time (docs/performance.md), so it is left
out here: the transaction, its savepoints and the errors stay SQLAlchemy's, and so does what has no fixed text.
"""

from collections import namedtuple
from collections.abc import Callable, Iterator, Sequence
from typing import Any, TypeAlias

from sqlalchemy import Connection, Dialect, Executable
from sqlalchemy.exc import DBAPIError
from sqlalchemy.sql.compiler import SQLCompiler

Values = dict[str, Any]
Convert = Callable[[Any], Any]
Row: TypeAlias = Any  # a named tuple: the columns by their names, known only once the statement has run


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
        if not spoken.has_fixed_text:
            result = self._connection.execute(statement, values)
            return Answer(list(result) if result.returns_rows else [], result.rowcount)
        if self._cursor is None:
            self._cursor = self._begun()
        try:
            return spoken.say(self._cursor, values)
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


class Spoken:
    """A statement in the words of one database, for values of these names."""

    def __init__(self, statement: Executable, dialect: Dialect, names: list[str]) -> None:
        compiled = statement.compile(dialect=dialect, column_keys=names)  # type: ignore[attr-defined]
        assert isinstance(compiled, SQLCompiler)
        if missing := {bind.key for bind in compiled.bind_names if bind.required} - set(names):
            raise TypeError(f"no value for {', '.join(sorted(missing))} in: {compiled.string}")
        # A list of any length, a default made in Python, a name the driver cannot say: those are made for each run.
        self.has_fixed_text = not (
            compiled.post_compile_params
            or compiled.literal_execute_params
            or compiled.insert_prefetch
            or compiled.update_prefetch
            or compiled.escaped_bind_names
        )
        self.sql = compiled.string
        self._dialect = dialect
        self._given = compiled.params
        self._order = compiled.positiontup
        self._into: list[tuple[str, Convert]] = list(compiled._bind_processors.items())  # type: ignore[arg-type]
        self._columns = compiled._result_columns
        self._row: Callable[[Sequence[Any]], Row] | None = None

    def say(self, cursor: Any, values: Values | list[Values] | None) -> "Answer":
        """Executes it and fetches all there is."""
        if isinstance(values, list):
            cursor.executemany(self.sql, [self.bound(each) for each in values])
            return Answer([], cursor.rowcount)
        cursor.execute(self.sql, self.bound(values or {}))
        if cursor.description is None:
            return Answer([], cursor.rowcount)
        if self._row is None:
            self._row = self._reader(cursor.description)
        return Answer([self._row(row) for row in cursor.fetchall()], cursor.rowcount)

    def bound(self, given: Values) -> Any:
        """The values as the driver takes them: by place, or by name."""
        values = {**self._given, **given}
        for name, convert in self._into:
            values[name] = convert(values[name])
        return values if self._order is None else [values[name] for name in self._order]

    def _reader(self, description: Sequence[Any]) -> Callable[[Sequence[Any]], Row]:
        """Makes a row out of what the driver fetched."""
        names = [column.keyname for column in self._columns] or [column[0] for column in description]
        make = _row_type(names)._make
        converts = [
            (place, convert)
            for place, (column, told) in enumerate(zip(self._columns, description, strict=False))
            if (convert := column.type._cached_result_processor(self._dialect, told[1])) is not None
        ]

        def read(fetched: Sequence[Any]) -> Row:
            row = list(fetched)
            for place, convert in converts:
                row[place] = convert(row[place])
            return make(row)

        return read if converts else make


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


def _row_type(names: list[str]) -> Any:
    class Row(namedtuple("Row", names, rename=True)):  # type: ignore[misc]
        __slots__ = ()

        @property
        def _mapping(self) -> dict[str, Any]:
            return self._asdict()

    return Row
