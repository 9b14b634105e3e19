"""The floors and their doors: imports go only where the contracts in pyproject.toml let them."""

import pytest
from importlinter.cli import lint_imports

from tests.architecture.source import ROOT


def test_every_import_contract_holds(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    broken = lint_imports(no_cache=True, no_logo=True)
    assert not broken, (
        f"{capsys.readouterr().out}\nMove what is imported to the floor that may have it (docs/architecture.md). "
        "A new file in handlers/ needs a line in the contract `handlers`."
    )
