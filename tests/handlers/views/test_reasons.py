"""Whatever a reader of monitors says, staff read in the house's language."""

import ast
from collections.abc import Iterator

import pytest

from handlers.views.reasons import reason
from handlers.views.set_aside import unreadable
from handlers.views.words import words
from rules.monitors import SetAside
from tests.architecture.source import calls, files
from tests.promised import oslo

SAYS = {"UnknownPayload", "Unreadable", "lenient.Unreadable", "NotAuthentic"}
BOKMAL = words("nb")


def said() -> Iterator[str]:
    """Every reason a reader gives, with X where something of the body stands."""
    for path in files("handlers/webhooks"):
        for name, call in calls(path):
            if name in SAYS and isinstance(call.args[0], ast.Constant):
                yield str(call.args[0].value)
            if name in SAYS and isinstance(call.args[0], ast.JoinedStr):
                yield "".join(
                    str(part.value) if isinstance(part, ast.Constant) else "X" for part in call.args[0].values
                )


def test_there_are_reasons_to_judge() -> None:
    assert len(set(said())) > 30


@pytest.mark.parametrize("english", sorted(set(said())))
def test_staff_read_it_in_their_language(english: str) -> None:
    shown = reason(BOKMAL, english)
    assert shown != english, "Add it to REASONS in handlers/views/reasons.py"
    assert shown.count("X") == english.count("X")
    assert reason(words("en"), english) == english


def test_a_reason_within_a_reason_too_and_what_is_none_of_ours_as_it_is() -> None:
    broken = "The body is broken JSON: a value was expected at character 7."
    aside = SetAside(1, "grafana", "", broken, "{", 1, oslo(30, 10))
    assert "Innholdet er ødelagt JSON: en verdi var ventet ved tegn 7." in str(unreadable(BOKMAL, aside).blocks)
    assert reason(BOKMAL, "Something else.") == "Something else."
