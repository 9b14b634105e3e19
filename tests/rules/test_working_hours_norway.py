"""The Norwegian desk: its holidays, and the rows of tests/vectors/norway.jsonl (a minute stepper's answers)."""

import json
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from rules.holidays_norway import norwegian_holidays
from rules.sla import deadline, elapsed
from rules.working_hours import DESK_WEEK, NORWAY

VECTORS = Path(__file__).parents[1] / "vectors"
FACTS = json.loads((VECTORS / "norway_calendar.json").read_text("utf-8"))
ROWS = [json.loads(line) for line in (VECTORS / "norway.jsonl").read_text("utf-8").splitlines()]
BUSINESS_DAY = timedelta(hours=7)


def instant(point: dict[str, Any]) -> datetime:
    return datetime.fromtimestamp(point["epoch"], UTC)


def rows(op: str) -> list[Any]:
    return [pytest.param(row, id=row["id"]) for row in ROWS if row["op"] == op]


def test_every_row_is_asked() -> None:
    assert {row["op"] for row in ROWS} == {"due", "elapsed", "due_bdays"}
    assert len(ROWS) == 116


@pytest.mark.parametrize("row", rows("due"))
def test_due(row: dict[str, Any]) -> None:
    pauses = [(instant(begin), instant(end)) for begin, end in row.get("pauses", [])]
    due = deadline(instant(row["start"]), timedelta(minutes=row["duration_min"]), NORWAY, pauses)
    assert due == instant(row["expected_due"])


@pytest.mark.parametrize("row", rows("due_bdays"))
def test_due_in_business_days(row: dict[str, Any]) -> None:
    due = deadline(instant(row["start"]), row["business_days"] * BUSINESS_DAY, NORWAY, [])
    assert due == instant(row["alternatives"]["S4_open_minutes_earliest"])


@pytest.mark.parametrize("row", rows("elapsed"))
def test_elapsed(row: dict[str, Any]) -> None:
    passed = elapsed(instant(row["start"]), instant(row["end"]), NORWAY, [])
    assert passed == timedelta(minutes=row["expected_elapsed_min"])


def test_the_desk_keeps_the_calendars_week() -> None:
    assert FACTS["tz"] == NORWAY.timezone
    names = ["mon", "tue", "wed", "thu", "fri"]
    assert {names[day]: [[f"{t:%H:%M}" for t in span] for span in spans] for day, spans in DESK_WEEK.items()} == FACTS[
        "week"
    ]


def test_norwegian_holidays_are_those_of_the_calendar() -> None:
    listed = {date.fromisoformat(day["date"]) for day in FACTS["holidays"]}
    years = sorted({day.year for day in listed})
    assert set().union(*map(norwegian_holidays, years)) == listed


@pytest.mark.parametrize("year", range(1950, 2101))
def test_norwegian_holidays_follow_easter(year: int) -> None:
    around_easter = {easter(year) + timedelta(days) for days in (-3, -2, 0, 1, 39, 49, 50)}
    fixed = {date(year, month, day) for month, day in ((1, 1), (5, 1), (5, 17), (12, 25), (12, 26))}
    assert norwegian_holidays(year) == around_easter | fixed


def easter(year: int) -> date:
    """Easter Sunday by the anonymous Gregorian computus (Meeus)."""
    a, (b, c) = year % 19, divmod(year, 100)
    (d, e), f = divmod(b, 4), (b + 8) // 25
    h = (19 * a + b - d - (b - f + 1) // 3 + 15) % 30
    i, k = divmod(c, 4)
    weekday = (32 + 2 * e + 2 * i - h - k) % 7
    m = (a + 11 * h + 22 * weekday) // 451
    month, day = divmod(h + weekday - 7 * m + 114, 31)
    return date(year, month, day + 1)
