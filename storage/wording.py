"""Statements in the words of one database: the SQL, how values go in, how rows come out."""

from collections import namedtuple
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, TypeAlias

from sqlalchemy import Dialect, Executable
from sqlalchemy.sql.compiler import SQLCompiler

Values = dict[str, Any]
Convert = Callable[[Any], Any]
Row: TypeAlias = Any  # a named tuple: the columns by their names, known only once the statement has run
LONGEST_DOUBLED = 1024  # values of a list


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

    def in_words(self, values: Values) -> tuple[str, Any]:
        """The SQL for these values, and the values as the driver takes them."""
        given = {**self._given, **values}
        wording = self._wording(given)
        return wording.sql, wording.bound(given)

    def _wording(self, values: Values) -> Wording:
        """The SQL for lists as long as these; without any it is always the same."""
        lengths = () if not self._lists else tuple([_room(len(values[name])) for name in self._lists])
        if (found := self._wordings.get(lengths)) is None:
            found = self._wordings[lengths] = self._worded(values, lengths)
        return found

    def _worded(self, values: Values, lengths: tuple[int, ...]) -> Wording:
        lists = {name: _filled(values[name], room) for name, room in zip(self._lists, lengths, strict=True)}
        said = self._compiled.construct_expanded_state(values | lists)
        processors = {**self._compiled._bind_processors, **said.processors}
        into = [(name, convert) for name, convert in processors.items() if name not in lists]
        return Wording(said.statement, said.positiontup, into, dict(said.parameter_expansion))  # type: ignore[arg-type]

    def say(self, cursor: Any, values: Values | list[Values] | None) -> None:
        """Executes it, for each of several values if a list is given."""
        if isinstance(values, list):
            several = [{**self._given, **each} for each in values]
            wording = self._wording(several[0])
            cursor.executemany(wording.sql, [wording.bound(each) for each in several])
        else:
            cursor.execute(*self.in_words(values or {}))

    def rows(self, cursor: Any) -> list[Row]:
        """All it brought."""
        if cursor.description is None:
            return []
        if self._row is None:
            self._row = self._reader(cursor.description)
        return [self._row(row) for row in cursor.fetchall()]

    def _reader(self, description: Sequence[Any]) -> Callable[[Sequence[Any]], Row]:
        """Makes a row out of what the driver fetched."""
        names = [column.keyname for column in self._compiled._result_columns] or [column[0] for column in description]
        make = _row_type(*names)._make
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


def _room(length: int) -> int:
    """For how many values a list of this length is worded: in few sizes, so that few wordings are kept and prepared."""
    if length <= LONGEST_DOUBLED:
        return 1 << (length - 1).bit_length() if length else 0
    return -(-length // LONGEST_DOUBLED) * LONGEST_DOUBLED


def _filled(values: Collection[Any], room: int) -> list[Any]:
    """The values, the last of them repeated: it is in the list or not, however often it stands there."""
    listed = [*values]
    return listed + listed[-1:] * (room - len(listed))


@cache
def _row_type(*names: str) -> Any:
    """Made once (0.2 ms), also for both databases: a rehearsal on one of them does it for the other."""

    class Row(namedtuple("Row", names, rename=True)):  # type: ignore[misc]
        __slots__ = ()

        @property
        def _mapping(self) -> dict[str, Any]:
            return self._asdict()

    return Row
