"""docs/glossary.md holds the words of states, levels and buttons as they are shown, in both languages."""

import pytest

from handlers.views import labels
from handlers.views.words import BOKMAL, words
from tests.architecture.source import ROOT

GLOSSARY = (ROOT / "docs/glossary.md").read_text("utf-8").splitlines()
SHOWN = [*labels.STATES.values(), *labels.LEVELS.values(), *labels.BUTTONS.values()]


@pytest.mark.parametrize("english", [*SHOWN, labels.OPEN_A_CASE, labels.MY_CASES, labels.ASSIGN_TO_CUSTOMER])
def test_what_is_shown_is_in_the_glossary(english: str) -> None:
    row = f"| {english} | {words(BOKMAL)(english)} | "
    assert any(line.startswith(row) for line in GLOSSARY), f"docs/glossary.md lacks: {row}"
