"""Layers of some hours only: other systems' rows, and a look at the clock every quarter of an hour."""

import json
import os
from collections.abc import Iterator
from datetime import UTC, datetime, time, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rules.oncall import Rotation
from rules.rota_windows import WINDOWS, Hours, Restricted, Window, every_day, spans

DAYS = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
INSTANT, QUARTER = timedelta(microseconds=1), timedelta(minutes=15)
OSLO = ZoneInfo("Europe/Oslo")


def _rows() -> Iterator[Any]:
    theirs = Path(os.environ.get("VECTORS_DIR", ""), "oncall.jsonl")
    if not (theirs.is_absolute() and theirs.exists()):
        yield pytest.param({}, marks=pytest.mark.skip(reason="VECTORS_DIR names no folder with oncall.jsonl"))
        return
    for line in theirs.read_text("utf-8").splitlines():
        row = json.loads(line)
        if row["kind"] in {"rule_active", "weekly_window", "restricted_rotation"}:
            yield pytest.param(row, id=row["id"])


def _windows(row: dict[str, Any]) -> tuple[Window, ...]:
    if rule := row.get("rule"):
        days = [DAYS.index(day) for day in rule["days"]]
        return every_day(time.fromisoformat(rule["from"]), time.fromisoformat(rule["to"]), days)
    if daily := row.get("daily_window"):
        return every_day(time.fromisoformat(daily[0]), time.fromisoformat(daily[1]))
    begins, ends = (
        (DAYS.index(day), time.fromisoformat(clock)) for day, clock in (row["window"]["from"], row["window"]["to"])
    )
    return (Window(begins, ends),)


@pytest.mark.parametrize("row", list(_rows()))
def test_rows(row: dict[str, Any]) -> None:
    at = datetime.fromisoformat(row["query_time"])
    if row["kind"] != "restricted_rotation":
        assert bool(spans(_windows(row), row["timezone"], at, at + INSTANT)) is row["expected"]
        return
    known = row["rotation"]
    turns = Rotation(
        participants=known["participants"],
        start=datetime.fromisoformat(known["start"]),
        shift=known["type"],
        length=known["shift_length"],
        timezone=row["timezone"],
    )
    shifts = Restricted(turns, _windows(row), row["timezone"]).shifts(at, at + INSTANT)
    assert [who for _start, _end, who in shifts] == row["expected_oncall"]


def test_what_a_form_offers_reads_as_it_says() -> None:
    monday = datetime(2026, 11, 23, tzinfo=OSLO)

    def hours(kind: Hours) -> list[str]:
        found = spans(WINDOWS[kind], "Europe/Oslo", monday, monday + timedelta(days=7))
        return [" > ".join(f"{edge.astimezone(OSLO):%a %H:%M}" for edge in span) for span in found]

    assert hours(Hours.WEEKENDS) == ["Mon 00:00 > Mon 09:00", "Fri 16:00 > Mon 00:00"]
    assert hours(Hours.NIGHTS)[:2] == ["Mon 00:00 > Mon 07:00", "Mon 22:00 > Tue 07:00"]
    assert hours(Hours.CLOSED)[-2:] == ["Thu 16:00 > Fri 09:00", "Fri 16:00 > Mon 00:00"]


WALLS = st.tuples(st.integers(0, 6), st.integers(0, 95).map(lambda quarter: time(quarter // 4, quarter % 4 * 15)))
ZONES = st.sampled_from(["Europe/Oslo", "Australia/Lord_Howe", "America/St_Johns", "UTC"])
CHANGES = st.sampled_from([datetime(2026, 3, 27, tzinfo=UTC), datetime(2026, 10, 23, tzinfo=UTC)])


@settings(max_examples=60, deadline=None)
@given(st.lists(st.builds(Window, WALLS, WALLS), max_size=3), ZONES, CHANGES)
def test_a_window_is_open_while_the_clock_stands_in_it(windows: list[Window], zone: str, first: datetime) -> None:
    """Where the clock is set forward or back over an edge, the first instant at which it reads it counts."""
    last = first + timedelta(days=9)
    found = spans(windows, zone, first, last)
    assert all(start < end for start, end in found)
    assert all(one[1] < other[0] for one, other in pairwise(found))
    for count in range((last - first) // QUARTER):
        at = first + QUARTER * count
        local = at.astimezone(ZoneInfo(zone))
        if abs((local.utcoffset() or QUARTER) - (_a_day_around(at, zone))) > timedelta(0):
            continue
        place = (local.weekday(), local.time())
        expected = any(_is_in(place, one) for one in windows)
        assert any(start <= at < end for start, end in found) is expected, (at, local)


def _a_day_around(at: datetime, zone: str) -> timedelta:
    """The offset there, or another where it changes within half a day."""
    around = {(at + timedelta(hours=hours)).astimezone(ZoneInfo(zone)).utcoffset() for hours in range(-12, 13)}
    only = around.pop()
    assert only is not None
    return only if not around else only + timedelta(days=1)


def _is_in(place: tuple[int, time], one: Window) -> bool:
    if one.begins < one.ends:
        return one.begins <= place < one.ends
    return place >= one.begins or place < one.ends
