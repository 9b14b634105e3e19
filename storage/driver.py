"""Statements said straight to the driver.

SQLAlchemy compiles each statement once for its database: the SQL, how values go in, how they come out. What it does
beside that for every single execution is most of a short statement's time (docs/performance.md), so it is left
out here: the transaction, its savepoints and the errors stay SQLAlchemy's.
"""

from collections import namedtuple
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

from sqlalchemy import Connection, Dialect, Executable
from sqlalchemy.exc import DBAPIError
from sqlalchemy.sql.compiler import SQLCompiler

Values = dict[str, Any]
Convert = Callable[[Any], Any]
LONGEST_DOUBLED = 1024  # values of a list
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


@dataclass(frozen=True)
class Wording:
    """The SQL for lists of some lengths: which values it takes in which order, and how they go in."""

    sql: str
    order: Sequence[str] | None  # None: by name
    into: Sequence[tuple[str, Convert]]
    elements: dict[str, list[str]]  # of a list, the names of its places

    def bound(self, values: Values) -> Any:
        """The values as the driver takes them: by place, or by name."""
        for name, places in self.elements.items():
            values.update(zip(places, _filled(values.pop(name), len(places)), strict=True))
        for name, convert in self.into:
            values[name] = convert(values[name])
        return values if self.order is None else [values[name] for name in self.order]


class Spoken:
    """A statement in the words of one database, for values of these names."""

    def __init__(self, statement: Executable, dialect: Dialect, names: list[str]) -> None:
        compiled = statement.compile(dialect=dialect, column_keys=names)  # type: ignore[attr-defined]
        assert isinstance(compiled, SQLCompiler)
        if missing := {bind.key for bind in compiled.bind_names if bind.required} - set(names):
            raise TypeError(f"no value for {', '.join(sorted(missing))} in: {compiled.string}")
        made_anew = compiled.insert_prefetch or compiled.update_prefetch or compiled.literal_execute_params
        if made_anew or compiled.escaped_bind_names:
            raise TypeError(f"not one text for all its values: {compiled.string}")
        self.sql = compiled.string
        self._compiled, self._dialect = compiled, dialect
        self._given = compiled.params
        self._lists = [compiled.bind_names[bind] for bind in compiled.post_compile_params]
        self._wordings: dict[tuple[int, ...], Wording] = {}
        self._row: Callable[[Sequence[Any]], Row] | None = None

    def wording(self, values: Values) -> Wording:
        """The SQL for lists as long as these."""
        lengths = tuple([_room(len(values[name])) for name in self._lists])
        if (found := self._wordings.get(lengths)) is None:
            found = self._wordings[lengths] = self._worded(values, lengths)
        return found

    def _worded(self, values: Values, lengths: tuple[int, ...]) -> Wording:
        lists = {name: _filled(values[name], room) for name, room in zip(self._lists, lengths, strict=True)}
        said = self._compiled.construct_expanded_state(values | lists)
        processors = {**self._compiled._bind_processors, **said.processors}
        into = [(name, convert) for name, convert in processors.items() if name not in lists]
        return Wording(said.statement, said.positiontup, into, dict(said.parameter_expansion))  # type: ignore[arg-type]

    def say(self, cursor: Any, values: Values | list[Values] | None) -> "Answer":
        """Executes it and fetches all there is."""
        if isinstance(values, list):
            wording = self.wording({**self._given, **values[0]})
            cursor.executemany(wording.sql, [wording.bound({**self._given, **each}) for each in values])
            return Answer([], cursor.rowcount)
        given = {**self._given, **(values or {})}
        wording = self.wording(given)
        cursor.execute(wording.sql, wording.bound(given))
        if cursor.description is None:
            return Answer([], cursor.rowcount)
        if self._row is None:
            self._row = self._reader(cursor.description)
        return Answer([self._row(row) for row in cursor.fetchall()], cursor.rowcount)

    def _reader(self, description: Sequence[Any]) -> Callable[[Sequence[Any]], Row]:
        """Makes a row out of what the driver fetched."""
        names = [column.keyname for column in self._compiled._result_columns] or [column[0] for column in description]
        make = _row_type(names)._make
        converts = [
            (place, convert)
            for place, (column, told) in enumerate(zip(self._compiled._result_columns, description, strict=False))
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


def _room(length: int) -> int:
    """For how many values a list of this length is worded: in few sizes, so that few wordings are kept and prepared."""
    if length <= LONGEST_DOUBLED:
        return 1 << (length - 1).bit_length() if length else 0
    return -(-length // LONGEST_DOUBLED) * LONGEST_DOUBLED


def _filled(values: Collection[Any], room: int) -> list[Any]:
    """The values, the last of them repeated: it is in the list or not, however often it stands there."""
    listed = [*values]
    return listed + listed[-1:] * (room - len(listed))


def _row_type(names: list[str]) -> Any:
    class Row(namedtuple("Row", names, rename=True)):  # type: ignore[misc]
        __slots__ = ()

        @property
        def _mapping(self) -> dict[str, Any]:
            return self._asdict()

    return Row
