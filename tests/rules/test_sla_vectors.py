"""Other systems' tests and documentation, as rows read in place from VECTORS_DIR (never copied: they are not ours)."""

import json
import os
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from rules.sla import Pause, deadline, elapsed
from rules.working_hours import Calendar, Span

Row = dict[str, Any]
WEEKDAYS = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
DAY = timedelta(days=1)


def _rows() -> Iterator[Any]:
    folder = os.environ.get("VECTORS_DIR")
    if not folder or not Path(folder, "sla.jsonl").exists():
        yield pytest.param({}, marks=pytest.mark.skip(reason="VECTORS_DIR names no folder with sla.jsonl"))
        return
    for name in ("sla.jsonl", "sla_docs.jsonl"):
        for line in Path(folder, name).read_text("utf-8").splitlines():
            row = json.loads(line)
            if row["use"] == "test":
                yield pytest.param(row, id=row["id"])


def _clock(text: str) -> time:
    return time.max if text == "24:00" else time.fromisoformat(text)


def _spans(texts: list[list[str]]) -> list[Span]:
    return [(_clock(begin), _clock(end)) for begin, end in texts]


def _without(spans: list[Span], breaks: list[Span]) -> list[Span]:
    """The spans with the breaks taken out."""
    for pause, resume in breaks:
        halves = [half for begin, end in spans for half in ((begin, min(end, pause)), (max(begin, resume), end))]
        spans = [(begin, end) for begin, end in halves if begin < end]
    return spans


def _calendar(row: Row) -> Calendar:
    week = {WEEKDAYS.index(day): _spans(spans) for day, spans in row["week"].items()}
    closed = {date.fromisoformat(day) for day in row["holidays"]}
    short = {date.fromisoformat(day): _spans(spans) for day, spans in row.get("overrides", {}).items()}
    for text, breaks in row.get("breaks", {}).items():
        day = date.fromisoformat(text)
        usual = [] if day in closed else week.get(day.weekday(), [])
        short[day] = _without(short.get(day, usual), _spans(breaks))
    return Calendar(row["tz"], week, closed, short)


def _pauses(row: Row) -> list[Pause]:
    return [(datetime.fromisoformat(begin), datetime.fromisoformat(end)) for begin, end in row.get("pauses", [])]


def _budget(row: Row) -> timedelta:
    return timedelta(seconds=row["duration_s"]) if "duration_s" in row else timedelta(minutes=row["duration_min"])


def _start(row: Row) -> datetime:
    return datetime.fromisoformat(row["start"])


def due(row: Row) -> None:
    found = deadline(_start(row), _budget(row), _calendar(row), _pauses(row))
    assert found == datetime.fromisoformat(row["expected_due"])


def passed(row: Row) -> None:
    calendar, start, end = _calendar(row), _start(row), datetime.fromisoformat(row["end"])
    assert elapsed(start, end, calendar, _pauses(row)) == timedelta(seconds=row["expected_elapsed_s"])
    if "periods" in row:
        periods = [(datetime.fromisoformat(begin), datetime.fromisoformat(end)) for begin, end in row["periods"]]
        assert calendar.spans(start, end) == periods


def next_open(row: Row) -> None:
    assert _calendar(row).next_open(_start(row)) == datetime.fromisoformat(row["expected"])


def in_hours(row: Row) -> None:
    assert _calendar(row).is_open(datetime.fromisoformat(row["at"])) is row["expected"]


def error(row: Row) -> None:
    with pytest.raises(ValueError, match="never opens"):
        deadline(_start(row), _budget(row), _calendar(row), [])


def _open_on(calendar: Calendar, day: date) -> bool:
    midnight = datetime.combine(day, time.min, ZoneInfo(calendar.timezone))
    return calendar.between(midnight, datetime.combine(day + DAY, time.min, midnight.tzinfo)) > timedelta(0)


def _nth_open_day(calendar: Calendar, day: date, count: int) -> date:
    while count:
        day += DAY
        count -= _open_on(calendar, day)
    return day


def due_bdays(row: Row) -> None:
    """These systems keep the clock and move the date, where our business day is a length; open days are the same."""
    calendar = _calendar(row)
    opens = calendar.next_open(_start(row)).astimezone(ZoneInfo(row["tz"]))
    day = _nth_open_day(calendar, opens.date(), row["business_days"])
    assert datetime.combine(day, opens.timetz()).astimezone(UTC) == datetime.fromisoformat(row["expected_due"])


def bdate(row: Row) -> None:
    found = _nth_open_day(_calendar(row), date.fromisoformat(row["date"]), row["business_days"])
    assert found == date.fromisoformat(row["expected_date"])


def count_bdays_inclusive(row: Row) -> None:
    calendar, first = _calendar(row), date.fromisoformat(row["date_from"])
    days = (date.fromisoformat(row["date_to"]) - first).days + 1
    assert sum(_open_on(calendar, first + n * DAY) for n in range(days)) == row["expected"]


ASK: dict[str, Callable[[Row], None]] = {
    "due": due,
    "elapsed": passed,
    "next_open": next_open,
    "in_hours": in_hours,
    "error": error,
    "due_bdays": due_bdays,
    "bdate": bdate,
    "count_bdays_inclusive": count_bdays_inclusive,
}


@pytest.mark.parametrize("row", list(_rows()))
def test_row(row: Row) -> None:
    ASK[row["op"]](row)
