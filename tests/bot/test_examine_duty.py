"""What the doctor says of who is woken."""

import sys
from datetime import UTC, datetime

import pytest

from bot.examine_duty import Standing, duty
from bot.findings import Verdict
from rules.rota import Gap, Lack, Want
from rules.rota_facts import GapFacts

NIGHT = datetime(2026, 3, 30, 1, tzinfo=UTC)
PUBLIC = "https://saksgang.example"


@pytest.mark.parametrize(
    ("found", "says"),
    [
        (Standing(True, GapFacts({}, (Gap(NIGHT, NIGHT),)), 1), ["rota: 1 gaps in the next 30 days"]),
        (Standing(True, GapFacts({}, (), (Lack(Want.WAY),)), 0), ["rota: some on it have no wake-up way"]),
        (Standing(True, GapFacts(), 2), []),
    ],
)
def test_who_may_not_hear_a_page_is_a_problem(found: Standing, says: list[str]) -> None:
    wrong = [finding.says for finding in duty(found, PUBLIC) if finding.verdict is Verdict.PROBLEM]
    assert [one[: len(start)] for one, start in zip(wrong, says, strict=True)] == says


def test_ways_without_the_extra_are_a_problem(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "apprise", None)
    *_, found = duty(Standing(True, GapFacts(), 2), PUBLIC)
    assert (found.verdict, found.mend) == (Verdict.PROBLEM, "uv sync --extra pager")


def test_without_a_public_address_there_is_a_note() -> None:
    assert [one.verdict for one in duty(Standing(True, GapFacts(), 2), "")] == [Verdict.OK, Verdict.OK, Verdict.NOTE]
