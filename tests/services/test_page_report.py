"""Pages per person: a month of them, in Slack for leads and at the command line for payroll."""

import csv
from datetime import date
from pathlib import Path

import pytest

from bot.cli import main
from handlers.views.page_report import report
from handlers.views.words import words
from rules.cases import Action, Case
from rules.errors import FieldErrors, LeadsOnly
from rules.page_report import Summary, month_of, summaries
from services import pages
from services.desk import Desk
from services.page_report import for_lead
from storage.database import Database
from tests.cast import INGRID, JONAS, agency, does, opened
from tests.conftest import TestClock
from tests.paged import PER, on_rota, page_of
from tests.promised import LEVEL_A, MINUTE, oslo, passes, with_operation


async def _a_night_and_a_drill(desk: Desk, clock: TestClock) -> Case:
    """Jonas and Per are paged at 03:00; Per has it at 03:07 and answers at 03:20. A drill counts for nothing."""
    customer = await agency(desk)
    await with_operation(desk, customer.id)
    clock.at = oslo(31, 3)
    await on_rota(desk, JONAS, PER)
    case = await opened(desk, LEVEL_A)
    await passes(desk, clock, oslo(31, 3, 7))
    await desk.do(pages.acknowledge, PER, (await page_of(desk, case)).id)
    await passes(desk, clock, oslo(31, 3, 20))
    await does(desk, PER, Action.ON_IT, case)
    await desk.do(pages.begin_drill, PER)
    await passes(desk, clock, clock.at + MINUTE)
    return case


async def test_a_month_of_pages_per_person(desk: Desk, clock: TestClock) -> None:
    await _a_night_and_a_drill(desk, clock)
    facts = await desk.ask(for_lead, INGRID, "2026-03")
    assert summaries(facts.rows) == [Summary(JONAS, 1, 0, 0, 0), Summary(PER, 1, 1, 7, 20)]
    assert "Per: 1 page, 1 call-out: 7 min until acknowledged, 20 min until it was over" in report(words("en"), facts)
    assert (await desk.ask(for_lead, INGRID, "")).rows == facts.rows
    assert (await desk.ask(for_lead, INGRID, "2026-02")).rows == ()
    with pytest.raises(LeadsOnly):
        await desk.ask(for_lead, JONAS, "")
    with pytest.raises(FieldErrors):
        await desk.ask(for_lead, INGRID, "March")


async def test_each_page_of_each_person_is_a_row_for_payroll(
    desk: Desk, clock: TestClock, database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    case = await _a_night_and_a_drill(desk, clock)
    monkeypatch.setenv("DATABASE_URL", database.engine.url.render_as_string(hide_password=False))
    written = tmp_path / "pages.csv"
    with pytest.raises(SystemExit) as ended:
        main(["rota", "pages", "--month", "2026-03", "--csv", str(written)])
    assert ended.value.code == 0
    rows = list(csv.DictReader(written.open(encoding="utf-8")))
    assert [(row["person"], row["case"], row["told"], row["call_out"], row["minutes_to_over"]) for row in rows] == [
        ("Jonas", f"SG-{case.number}", "2026-03-31T03:00:00+02:00", "no", "20"),
        ("Per", f"SG-{case.number}", "2026-03-31T03:05:00+02:00", "yes", "20"),
    ]


@pytest.mark.parametrize("words_of_month", ["", "2026", "2026-13", "2026-3", "26-03", "2026-03-01"])
def test_what_is_no_month_is_none(words_of_month: str) -> None:
    assert month_of(words_of_month) is None
    assert month_of(" 2026-03 ") == date(2026, 3, 1)
