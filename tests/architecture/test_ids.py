"""What can be pressed or sent has exactly one listener, and every id stands in handlers/ids.py."""

import ast
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from handlers import ids
from tests.architecture.listeners import bound
from tests.architecture.source import calls, files

VIEWS, REGISTER = "handlers/views", Path("handlers/register.py")
ID_AT = {"button": 1, "menu": 0, "modal": 0}  # where the id stands among the arguments of these parts


def test_every_listener_is_registered_once() -> None:
    twice = [one for one, count in Counter((one.kind, one.id) for one in bound()).items() if count > 1]
    assert not twice, f"Only the first of these would ever be called; delete the other line: {twice}"


def test_registered_ids_come_from_ids_py() -> None:
    literal = [
        f"{REGISTER}:{call.lineno}"
        for name, call in calls(REGISTER)
        if name in {"app.action", "app.view", "app.command", "app.shortcut"} and "ids." not in ast.unparse(call)
    ]
    assert not literal, f"Give these ids a name in handlers/ids.py: {literal}"


def test_what_can_be_pressed_or_sent_has_a_listener_and_the_other_way_round() -> None:
    drawn = {(kind, one) for kind, name in _drawn() for one in _values(name)}
    heard = {(one.kind, one.id) for one in bound() if one.kind in {"action", "view"}}
    assert drawn == heard, (
        f"Without a line in handlers/register.py: {sorted(drawn - heard)}. "
        f"Registered, and drawn by no view: {sorted(heard - drawn)}"
    )


def test_ids_differ_where_one_place_holds_both() -> None:
    named = [value for name, value in vars(ids).items() if name.isupper() and isinstance(value, str)]
    twice = [
        value for value, count in Counter([*named, *ids.MOVES.values(), *ids.ALERTS.values()]).items() if count > 1
    ]
    assert not twice, f"Two names of handlers/ids.py mean the same id: {twice}"


def _drawn() -> Iterator[tuple[str, str]]:
    """Kind and name (`ids.MORE`) of every button, menu and form that can be sent."""
    for path in files(VIEWS):
        for name, call in calls(path):
            if name not in ID_AT:
                continue
            words = {word.arg: word.value for word in call.keywords}
            if name == "modal" and ast.unparse(words["submit"]) == "None":
                continue
            yield "view" if name == "modal" else "action", ast.unparse(call.args[ID_AT[name]])


def _values(name: str) -> list[str]:
    if name.startswith("ids.MOVES["):
        return list(ids.MOVES.values())
    if name.startswith("ids.ALERTS["):
        return list(ids.ALERTS.values())
    value: str = getattr(ids, name.removeprefix("ids."))
    return [value]
