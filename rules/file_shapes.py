"""Shapes of values in a file people write: each reads one value, or says at which line and field it is wrong."""

from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal, InvalidOperation
from difflib import get_close_matches
from enum import StrEnum
from re import Pattern
from typing import Any, TypeAlias

from rules.errors import FieldErrors, FieldProblem
from rules.forms import Checks, storable

TRUE, FALSE = {"true", "yes", "on"}, {"false", "no", "off"}
LONGEST_NUMBER = 9  # digits


class Wrong(StrEnum):
    """What can be wrong with a value of a file."""

    UNKNOWN_KEY = "unknown_key"
    MISSING = "missing"
    BLANK = "blank"
    TWICE = "twice"
    NOT_A_TEXT = "not_a_text"
    NOT_A_LIST = "not_a_list"
    NOT_A_RECORD = "not_a_record"
    NO_CHOICE = "no_choice"
    NOT_A_FLAG = "not_a_flag"
    NOT_A_DAY = "not_a_day"
    NOT_A_NUMBER = "not_a_number"
    NOT_AN_AMOUNT = "not_an_amount"
    NOT_A_LINK = "not_a_link"
    TOO_LONG = "too_long"
    TOO_MANY = "too_many"
    MORE_LINES = "more_lines"
    NOT_LIKE = "not_like"
    SAME_AS = "same_as"
    TAKEN = "taken"


@dataclass(frozen=True)
class Node:
    """A value as written, and the line (from 1) it stands on: a text, None, a list, or pairs by key."""

    line: int
    value: "str | list[Node] | dict[str, Node] | None"
    twice: tuple[tuple[str, int], ...] = ()  # keys written again, with their lines


@dataclass(frozen=True)
class Problem:
    """Something wrong, at its line and field: `customers[2].contacts[0].email`."""

    line: int
    path: str
    wrong: Wrong
    facts: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class At:
    """A place in the file, and where its problems are kept."""

    line: int
    path: str
    problems: list[Problem]

    def says(self, wrong: Wrong, **facts: Any) -> Any:
        """Records a problem of this place, whose value is then None."""
        self.problems.append(Problem(self.line, self.path, wrong, facts))
        return None

    def key(self, name: str, line: int) -> "At":
        """The place of one of its fields."""
        return At(line, f"{self.path}.{name}" if self.path else name, self.problems)

    def item(self, number: int, line: int) -> "At":
        """The place of one of its items."""
        return At(line, f"{self.path}[{number}]", self.problems)


Shape: TypeAlias = Callable[[Node, At], Any]


@dataclass(frozen=True)
class Listed:
    """An item of a list, and where it stands."""

    value: Any
    at: At


def text(longest: int, *, lines: bool = False) -> Shape:
    """A text as it is written; one line unless `lines`. Nothing written is None."""

    def read(node: Node, at: At) -> Any:
        if not isinstance(node.value, str):
            return at.says(Wrong.NOT_A_TEXT) if node.value is not None else None
        value = storable(node.value)
        if not value.strip():
            return at.says(Wrong.BLANK)
        if len(value) > longest:
            return at.says(Wrong.TOO_LONG, longest=longest, length=len(value))
        if not lines and len(value.splitlines()) > 1:
            return at.says(Wrong.MORE_LINES)
        return value

    return read


def like(pattern: Pattern[str], example: str, longest: int = 254) -> Shape:
    """A text of this pattern; the example shows how it looks."""
    plain = text(longest)

    def read(node: Node, at: At) -> Any:
        value: str | None = plain(node, at)
        if value is not None and not pattern.fullmatch(value):
            return at.says(Wrong.NOT_LIKE, example=example, written=value)
        return value

    return read


def choice(options: Collection[str]) -> Shape:
    """One of these words."""
    plain = text(200)

    def read(node: Node, at: At) -> Any:
        value: str | None = plain(node, at)
        if value is not None and value not in options:
            return at.says(Wrong.NO_CHOICE, written=value, options=tuple(options), meant=closest(value, options))
        return value

    return read


def flag(node: Node, at: At) -> Any:
    """Yes or no."""
    word = node.value.lower() if isinstance(node.value, str) else ""
    if word not in TRUE | FALSE:
        return at.says(Wrong.NOT_A_FLAG)
    return word in TRUE


def day(node: Node, at: At) -> Any:
    """A date, like 2026-03-30."""
    try:
        return date.fromisoformat(node.value if isinstance(node.value, str) else "")
    except ValueError:
        return at.says(Wrong.NOT_A_DAY)


def whole(least: int, most: int) -> Shape:
    """A whole number between these two."""

    def read(node: Node, at: At) -> Any:
        written = node.value if isinstance(node.value, str) else ""
        number = int(written) if written.isascii() and written.isdigit() and len(written) <= LONGEST_NUMBER else -1
        return number if least <= number <= most else at.says(Wrong.NOT_A_NUMBER, least=least, most=most)

    return read


def amount(most: int) -> Shape:
    """An amount of money with at most two decimals, in hundredths."""

    def read(node: Node, at: At) -> Any:
        hundredths = in_hundredths(node.value if isinstance(node.value, str) else "")
        return hundredths if hundredths is not None and hundredths <= most else at.says(Wrong.NOT_AN_AMOUNT)

    return read


def in_hundredths(written: str) -> int | None:
    """1250, 1250.5 or 1250,50 in hundredths; None for what is no such amount."""
    try:
        value = Decimal(written.strip().replace(",", ".")) * 100
        whole_ones = int(value)
    except (InvalidOperation, ValueError, OverflowError):
        return None
    return whole_ones if value == whole_ones and whole_ones >= 0 else None


def link(node: Node, at: At) -> Any:
    """An http(s) address; a bare host gets https:// in front."""
    if node.value is None:
        return None
    checks = Checks()
    try:
        value = checks.link("link", node.value if isinstance(node.value, str) else " : ", required=True)
        checks.settle()
    except FieldErrors as errors:
        problem, facts = errors.fields["link"]
        wrong = {FieldProblem.TOO_LONG: Wrong.TOO_LONG, FieldProblem.MISSING: Wrong.BLANK}
        return at.says(wrong.get(problem, Wrong.NOT_A_LINK), **facts)
    return value


def every(shape: Shape) -> Shape:
    """A list of these, each with its place."""

    def read(node: Node, at: At) -> Any:
        if not isinstance(node.value, list):
            return at.says(Wrong.NOT_A_LIST)
        places = [(one, at.item(number, one.line)) for number, one in enumerate(node.value)]
        return [Listed(shape(one, place), place) for one, place in places]

    return read


def record(shapes: dict[str, Shape], needed: Collection[str], make: Callable[[dict[str, Any], At], Any]) -> Shape:
    """Fields by name, made into a value; what is not written is not in the fields."""

    def read(node: Node, at: At) -> Any:
        if not isinstance(node.value, dict):
            return at.says(Wrong.NOT_A_RECORD, options=tuple(shapes))
        for name, line in node.twice:
            at.key(name, line).says(Wrong.TWICE)
        for name, value in node.value.items():
            if name not in shapes:
                at.key(name, value.line).says(Wrong.UNKNOWN_KEY, meant=closest(name, shapes), options=tuple(shapes))
        for name in needed:
            if name not in node.value or node.value[name].value is None:
                at.key(name, node.line).says(Wrong.MISSING)
        given = {name: one for name, one in node.value.items() if name in shapes and one.value is not None}
        return make({name: shapes[name](one, at.key(name, one.line)) for name, one in given.items()}, at)

    return read


def closest(written: str, options: Collection[str]) -> str | None:
    """What somebody probably meant."""
    return next(iter(get_close_matches(written, list(options), 1, 0.5)), None)


def refuse_doubles(listed: list[Listed], keys: Callable[[Any], list[tuple[str, Any]]]) -> None:
    """No two items have the same value in a field; `keys` gives (field, value) of an item, None for nothing."""
    seen: dict[tuple[str, Any], At] = {}
    for one in listed:
        for name, value in keys(one.value) if one.value is not None else []:
            first = seen.setdefault((name, value), one.at) if value is not None else one.at
            if first is not one.at:
                one.at.key(name, one.at.line).says(Wrong.SAME_AS, written=value, other=first.path)
