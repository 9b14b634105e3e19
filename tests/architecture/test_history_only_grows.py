"""The history has no way to change what it says."""

import ast

from tests.architecture.source import calls, files


def test_the_history_is_only_added_to_and_read() -> None:
    wrong = [
        f"{path}:{call.lineno}"
        for path in files("storage")
        for name, call in calls(path)
        if name in {"update", "delete"} and "history" in [ast.unparse(arg) for arg in call.args]
    ]
    assert not wrong, f"Who did what stays as it was said; add an entry that tells what changed: {wrong}"
