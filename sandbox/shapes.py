"""Small rules that say what JSON must look like, and where it does not, in Slack's words.

A rule is called with a value, the JSON pointer of its place, and the list of problems to add to.
"""

import math
import re
from collections.abc import Callable
from typing import Any

from sandbox.kinds import Json

Rule = Callable[[Any, str, list[str]], None]


def problems(rule: Rule, value: Any, path: str) -> list[str]:
    """Everything wrong with the value, as `[ERROR] ... [json-pointer:...]`."""
    found: list[str] = []
    rule(value, path, found)
    return found


def wrong(what: str, path: str) -> str:
    """One problem in Slack's form."""
    return f"[ERROR] {what} [json-pointer:{path or '/'}]"


def text(least: int = 0, most: int | None = None, pattern: str | None = None) -> Rule:
    """A string of so many characters."""

    def rule(value: Any, path: str, found: list[str]) -> None:
        if not isinstance(value, str):
            found.append(wrong("must be a string", path))
        elif len(value) < least:
            found.append(wrong(f"must be more than {least - 1} characters", path))
        elif most is not None and len(value) > most:
            found.append(wrong(f"must be less than {most + 1} characters", path))
        elif pattern is not None and not re.fullmatch(pattern, value):
            found.append(wrong("must be a valid value", path))

    return rule


def one_of(*allowed: str) -> Rule:
    """One of these strings."""

    def rule(value: Any, path: str, found: list[str]) -> None:
        if not isinstance(value, str) or value not in allowed:
            found.append(wrong(f"must be a valid enum value ({', '.join(allowed)})", path))

    return rule


def whole(least: int, most: int) -> Rule:
    """An integer in a range."""

    def rule(value: Any, path: str, found: list[str]) -> None:
        if not isinstance(value, int) or isinstance(value, bool):
            found.append(wrong("must be an integer", path))
        elif not least <= value <= most:
            found.append(wrong(f"must be between {least} and {most}", path))

    return rule


def number(value: Any, path: str, found: list[str]) -> None:
    """A number that is one."""
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        found.append(wrong("must be a number", path))


def flag(value: Any, path: str, found: list[str]) -> None:
    """True or false."""
    if not isinstance(value, bool):
        found.append(wrong("must be a boolean", path))


def anything(value: Any, path: str, found: list[str]) -> None:
    """No rule."""


def an_object(value: Any, path: str, found: list[str]) -> None:
    """An object of whatever keys."""
    if not isinstance(value, dict):
        found.append(wrong("must be an object", path))


def many(of: Rule, least: int = 0, most: int | None = None) -> Rule:
    """A list of so many."""

    def rule(value: Any, path: str, found: list[str]) -> None:
        if not isinstance(value, list):
            found.append(wrong("must be an array", path))
            return
        if len(value) < least:
            found.append(wrong(f"no fewer than {least} items allowed", path))
        if most is not None and len(value) > most:
            found.append(wrong(f"no more than {most} items allowed", path))
            return
        for number, each in enumerate(value):
            of(each, f"{path}/{number}", found)

    return rule


def record(needed: dict[str, Rule], optional: dict[str, Rule] | None = None) -> Rule:
    """An object with these keys and no others."""
    known = {**needed, **(optional or {})}

    def rule(value: Any, path: str, found: list[str]) -> None:
        if not isinstance(value, dict):
            found.append(wrong("must be an object", path))
            return
        found += [wrong(f"missing required field: {name}", path) for name in needed if name not in value]
        for name, each in value.items():
            if name in known:
                known[name](each, f"{path}/{name}", found)
            else:
                found.append(wrong(f"invalid additional property: {name}", path))

    return rule


def by_type(table: dict[str, Rule]) -> Rule:
    """An object whose `type` says which rule is its own."""

    def rule(value: Any, path: str, found: list[str]) -> None:
        if not isinstance(value, dict):
            found.append(wrong("must be an object", path))
            return
        kind = value.get("type")
        if not isinstance(kind, str) or kind not in table:
            found.append(wrong(f"unsupported type: {kind}", f"{path}/type"))
            return
        table[kind](value, path, found)

    return rule


def also(rule: Rule, *checks: Callable[[Json], str | None]) -> Rule:
    """The rule and, where it holds, further checks of the whole object that give what is wrong."""

    def both(value: Any, path: str, found: list[str]) -> None:
        before = len(found)
        rule(value, path, found)
        if len(found) == before:
            found += [wrong(said, path) for said in (check(value) for check in checks) if said]

    return both
