"""Our own source as the conventions see it: files, and their syntax trees."""

import ast
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[2]
FLOORS = ("bot", "handlers", "services", "storage", "rules")
PACKAGES = (*FLOORS, "sandbox")
Function = ast.FunctionDef | ast.AsyncFunctionDef


def files(*folders: str) -> Iterator[Path]:
    """Every Python file of these folders, in order, relative to the root."""
    for folder in folders:
        yield from (path.relative_to(ROOT) for path in sorted((ROOT / folder).rglob("*.py")))


def text(path: Path) -> str:
    """What stands in the file."""
    return (ROOT / path).read_text("utf-8")


def nodes(path: Path) -> Iterator[ast.AST]:
    """Every node of the file's tree."""
    return ast.walk(ast.parse(text(path)))


def functions(path: Path) -> Iterator[Function]:
    """Every function and method of the file, nested ones too."""
    return (node for node in nodes(path) if isinstance(node, Function))


def calls(path: Path) -> Iterator[tuple[str, ast.Call]]:
    """Every call in the file with the dotted name of what is called, like `datetime.now`."""
    return ((ast.unparse(node.func), node) for node in nodes(path) if isinstance(node, ast.Call))
