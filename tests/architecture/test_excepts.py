"""Nothing swallows our bugs: a broad `except` stands only at the edge where a thread must live on."""

import ast
from collections import Counter

from tests.architecture.source import PACKAGES, files, nodes

BROAD = {"Exception", "BaseException"}
EDGES = {"storage/writer.py": 2}  # a group commit and one job in it: each caller hears its own error, the thread lives


def test_broad_excepts_stand_only_at_the_edges() -> None:
    found = Counter(
        str(path)
        for path in files(*PACKAGES)
        for node in nodes(path)
        if isinstance(node, ast.ExceptHandler) and _is_broad(node)
    )
    assert found == EDGES, (
        "Catch the error you expect. What nobody expects ends in handlers/edge.py, logged once "
        f"(docs/architecture.md, Errors): {dict(found - Counter(EDGES)) or 'an edge of this list is gone'}"
    )


def _is_broad(handler: ast.ExceptHandler) -> bool:
    if handler.type is None:
        return True
    caught = handler.type.elts if isinstance(handler.type, ast.Tuple) else [handler.type]
    return any(ast.unparse(one) in BROAD for one in caught)
