"""docs/rules.md speaks of what exists: every piece of code and every test it names."""

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from pkgutil import resolve_name

import pytest

from tests.architecture.source import ROOT, functions

PAGE = "docs/rules.md"
NAMED = re.compile(r"`([^`]+)`")


def _rows() -> Iterator[tuple[str, list[str], list[str]]]:
    """Rule, names of code, names of tests."""
    for line in (ROOT / PAGE).read_text("utf-8").splitlines():
        if line.startswith("| ") and not line.startswith("| rule "):
            rule, code, tests = (cell.strip() for cell in line.strip("|").split(" | "))
            yield rule, NAMED.findall(code), NAMED.findall(tests)


@pytest.mark.parametrize(("rule", "code", "tests"), [pytest.param(*row, id=row[0][:60]) for row in _rows()])
def test_the_rule_exists_in_code_and_in_a_test(rule: str, code: list[str], tests: list[str]) -> None:
    assert code, f"name the code that holds it: {rule}"
    assert tests, f"name a test that shows it: {rule}"
    for name in code:
        resolve_name(name)
    for name in tests:
        path, _, test = name.partition("::")
        assert test in _tests(path), f"{PAGE} names a test that is gone: {name}"


@cache
def _tests(path: str) -> frozenset[str]:
    return frozenset(function.name for function in functions(Path(path)))
