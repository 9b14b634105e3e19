"""The floors and their doors: imports go only where the contracts in pyproject.toml let them."""

import subprocess
import sys

from tests.architecture.source import ROOT

CHECK = "import sys; from importlinter.cli import lint_imports; sys.exit(lint_imports(no_cache=True, no_logo=True))"


def test_every_import_contract_holds() -> None:
    # In a process of its own: under coverage its native code has been seen to spin for ever.
    checked = subprocess.run(
        [sys.executable, "-c", CHECK], cwd=ROOT, capture_output=True, text=True, timeout=100, check=False
    )
    assert checked.returncode == 0, (
        f"{checked.stdout}{checked.stderr}\nMove what is imported to the floor that may have it "
        "(docs/architecture.md). A new file in handlers/ needs a line in the contract `handlers`."
    )
