"""Who acted is decided in one place (`who_acts`): Bolt's own answer names the installing workspace for presses."""

import ast
import inspect
from collections.abc import Iterator
from pathlib import Path

from tests.architecture.listeners import bound
from tests.architecture.source import files, nodes

OURS = {"house", "who", "desk"}  # what handlers/middleware.py puts in Bolt's context
WORKSPACES = {"team", "team_id", "user_team", "source_team", "authorizations", "enterprise_id"}
MAY_READ_A_WORKSPACE = {
    "handlers/middleware.py",  # who_acts itself
    "handlers/slack.py",  # answers to our own questions
}


def test_no_listener_asks_bolt_who_acts() -> None:
    asks = {
        f"{one.function.__module__}.{one.function.__name__}({name})"
        for one in bound()
        for name in inspect.signature(one.function).parameters
        if name == "context" or name.startswith("actor")
    }
    assert not asks, f"Take `who: PersonId`, which handlers/middleware.py fills in by who_acts: {sorted(asks)}"


def test_bolts_context_is_read_for_our_own_things_only() -> None:
    read = {f"{path}:{line} context: {name}" for path in files("bot", "handlers") for line, name in _of_context(path)}
    assert not read, (
        f"For clicks and submissions Bolt names the installing team there; who acts is `who`: {sorted(read)}"
    )


def test_a_deliverys_workspace_is_read_in_who_acts_only() -> None:
    read = {
        f"{path}:{line} {key}"
        for path in files("handlers")
        if str(path) not in MAY_READ_A_WORKSPACE
        for line, key in _keys(path)
        if key in WORKSPACES
    }
    assert not read, f"Several workspaces stand in a delivery; which one acts says who_acts alone: {sorted(read)}"


def _of_context(path: Path) -> Iterator[tuple[int, str]]:
    """What is read of Bolt's context, beside what we put there."""
    for node in nodes(path):
        if isinstance(node, ast.Attribute) and (_of_actor(node) or (_is_context(node.value) and node.attr != "get")):
            yield node.lineno, node.attr
        if isinstance(node, ast.Subscript) and _is_context(node.value) and _text(node.slice) not in OURS:
            yield node.lineno, ast.unparse(node.slice)
        if (
            isinstance(node, ast.Call)
            and _is_get(node)
            and _is_context(_owner(node))
            and _text(node.args[0]) not in OURS
        ):
            yield node.lineno, ast.unparse(node.args[0])


def _keys(path: Path) -> Iterator[tuple[int, str | None]]:
    """Every literal key that is looked up."""
    for node in nodes(path):
        if isinstance(node, ast.Subscript):
            yield node.lineno, _text(node.slice)
        if isinstance(node, ast.Call) and _is_get(node):
            yield node.lineno, _text(node.args[0])


def _is_context(node: ast.AST) -> bool:
    return isinstance(node, ast.Name) and node.id == "context"


def _is_get(call: ast.Call) -> bool:
    return isinstance(call.func, ast.Attribute) and call.func.attr == "get" and bool(call.args)


def _owner(call: ast.Call) -> ast.AST:
    return call.func.value if isinstance(call.func, ast.Attribute) else call


def _text(node: ast.AST) -> str | None:
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else None


def _of_actor(node: ast.Attribute) -> bool:
    return node.attr.startswith("actor_")
