"""Every import of ours stands at the top of a file, where the contracts and the reader see it."""

import ast

from tests.architecture.source import PACKAGES, ROOT, files, functions, text


def test_inits_are_empty() -> None:
    full = [str(path) for path in files(*PACKAGES) if path.name == "__init__.py" and text(path).strip()]
    assert not full, f"An import hidden in an __init__.py escapes the contracts. Empty these: {full}"


def test_tests_are_no_package() -> None:
    found = [str(path.relative_to(ROOT)) for path in (ROOT / "tests").rglob("__init__.py")]
    assert not found, f"tests/handlers would hide our own handlers. Delete these: {found}"


def test_no_import_of_ours_hides_in_a_function() -> None:
    hidden = {
        f"{path}:{node.lineno}"
        for path in files(*PACKAGES)
        for function in functions(path)
        for node in ast.walk(function)
        if isinstance(node, ast.Import | ast.ImportFrom) and _is_ours(node)
    }
    assert not hidden, f"Move these imports to the top of their files; a circle means a file is two: {sorted(hidden)}"


def _is_ours(node: ast.Import | ast.ImportFrom) -> bool:
    names = [node.module or ""] if isinstance(node, ast.ImportFrom) else [alias.name for alias in node.names]
    return any(name.split(".")[0] in PACKAGES for name in names)
