"""Rotations by the wall clock: our own rows, other systems' rows, and a stepper that knows nothing of the code."""

import json
import os
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rules.oncall import Rotation

OWN = Path(__file__).parent.parent / "vectors" / "oncall_norway.jsonl"
KINDS = {"hourly", "daily", "weekly", "monthly"}
INSTANT = timedelta(microseconds=1)
NAIVE = datetime.fromisoformat("2026-01-01 09:00")


def _read(path: Path) -> Iterator[Any]:
    for line in path.read_text("utf-8").splitlines():
        row = json.loads(line)
        if row["kind"] == "rotation" and row["type"] in KINDS:
            yield pytest.param(row, id=row["id"])


def _rows() -> Iterator[Any]:
    yield from _read(OWN)
    theirs = Path(os.environ.get("VECTORS_DIR", ""), "oncall.jsonl")
    if theirs.is_absolute() and theirs.exists():
        yield from _read(theirs)
    else:
        yield pytest.param({}, marks=pytest.mark.skip(reason="VECTORS_DIR names no folder with oncall.jsonl"))


def _instant(text: str, zone: str) -> datetime:
    read = datetime.fromisoformat(text)
    return read if read.tzinfo else read.replace(tzinfo=ZoneInfo(zone))


@pytest.mark.parametrize("row", list(_rows()))
def test_rows(row: dict[str, Any]) -> None:
    zone, people = row["timezone"], row.get("participants") or ["A", "B", "C"]
    start, at = _instant(row["start"], zone), _instant(row["query_time"], zone)
    rota = Rotation(participants=people, start=start, shift=row["type"], length=row["shift_length"], timezone=zone)
    if "expected_oncall" in row:
        assert [rota.on_duty(at)] == row["expected_oncall"]
    if "expected_shift_start" in row:
        begin = _instant(row["expected_shift_start"], zone)
        assert _hand_over_at(rota, begin)
        assert len(rota.shifts(begin, at + INSTANT)) == 1
    if "expected_shift_end" in row:
        end = _instant(row["expected_shift_end"], zone)
        assert _hand_over_at(rota, end)
        assert len(rota.shifts(at, end)) == 1


def _hand_over_at(rota: Rotation[str], at: datetime) -> bool:
    return [(begin, end) for begin, end, _who in rota.shifts(at - INSTANT, at + INSTANT)] == [
        (at - INSTANT, at),
        (at, at + INSTANT),
    ]


def test_a_hand_over_in_the_skipped_hour_is_at_the_first_time_that_exists() -> None:
    rota = _nightly("Europe/Oslo", "2026-03-27 02:30")
    _first, _second, sunday, *_rest = rota.shifts(_utc(2026, 3, 27, 1, 30), _utc(2026, 4, 1))
    assert sunday[:2] == (_utc(2026, 3, 29, 1), _utc(2026, 3, 30, 0, 30))


def test_a_hand_over_in_the_repeated_hour_is_at_the_first_of_the_two() -> None:
    rota = _nightly("Europe/Oslo", "2026-10-24 02:30")
    (_saturday, sunday) = rota.shifts(_utc(2026, 10, 24, 0, 30), _utc(2026, 10, 26))[:2]
    assert sunday[:2] == (_utc(2026, 10, 25, 0, 30), _utc(2026, 10, 26))


def test_the_turn_of_a_day_that_never_was_begins_when_the_next_one_does() -> None:
    rota = _nightly("Pacific/Apia", "2011-12-28 08:00")
    _thursday, never, _saturday = rota.shifts(_utc(2011, 12, 29, 18), _utc(2011, 12, 31, 10))
    assert never == (_utc(2011, 12, 30, 10), _utc(2011, 12, 30, 18), "Ane")


def test_months_count_from_the_start_and_keep_to_the_months_last_day() -> None:
    start = datetime(2026, 1, 31, 9, tzinfo=ZoneInfo("Europe/Oslo"))
    rota = Rotation(participants=["Ane"], start=start, shift="monthly", length=1, timezone="Europe/Oslo")
    begins = [begin for begin, _end, _who in rota.shifts(start, datetime(2026, 5, 30, 9, tzinfo=UTC))]
    assert [(begin.month, begin.day) for begin in begins] == [(1, 31), (2, 28), (3, 31), (4, 30)]


@pytest.mark.parametrize(
    ("wrong", "why"),
    [
        ({"participants": []}, "somebody"),
        ({"length": 0}, "cannot last 0"),
        ({"shift": "yearly"}, "yearly"),
        ({"start": NAIVE}, "without a zone"),
    ],
)
def test_what_is_no_rotation_is_refused(wrong: dict[str, Any], why: str) -> None:
    right: dict[str, Any] = {"participants": ["Ane"], "start": _utc(2026, 1, 1), "shift": "daily", "timezone": "UTC"}
    with pytest.raises(ValueError, match=why):
        Rotation(**right | wrong)


def test_a_question_without_a_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="without a zone"):
        _nightly("UTC", "2026-01-01 09:00").on_duty(NAIVE)


ZONES = st.sampled_from(["Europe/Oslo", "Australia/Lord_Howe", "Antarctica/Troll", "Pacific/Apia", "America/St_Johns"])
MINUTES = st.integers(0, 60 * 24 * 365 * 12)
BEGAN = datetime(2011, 6, 1, tzinfo=UTC)


@given(ZONES, MINUTES, MINUTES, st.sampled_from(sorted(KINDS)), st.integers(1, 5), st.integers(1, 4))
def test_the_shifts_follow_one_another_and_agree_with_who_is_on_duty(
    zone: str, began: int, asked: int, shift: str, length: int, people: int
) -> None:
    start, at = BEGAN + timedelta(minutes=began), BEGAN + timedelta(minutes=asked)
    rota = Rotation(participants=range(people), start=start, shift=shift, length=length, timezone=zone)
    shifts = rota.shifts(at, at + timedelta(days=3))
    assert shifts[0][0] == at
    assert shifts[-1][1] == at + timedelta(days=3)
    assert all(one[1] == next_one[0] and one[0] < one[1] for one, next_one in pairwise(shifts))
    assert all(rota.on_duty(begin) == rota.on_duty(end - INSTANT) == who for begin, end, who in shifts)


@settings(deadline=None)  # each example steps through days
@given(ZONES, st.integers(0, 365 * 12), st.integers(0, 60 * 24 - 1))
def test_a_daily_hand_over_is_when_a_clock_first_reads_its_time(zone: str, day: int, minute: int) -> None:
    """A stepper looks at the clock every minute of two days around the hand-over."""
    wall = datetime.fromisoformat("2011-06-01") + timedelta(days=day, minutes=minute)
    rota = _nightly(zone, str(wall - timedelta(days=1)))
    steps = (_utc(2011, 5, 30) + timedelta(days=day, minutes=minute + after) for after in range(60 * 96))
    passed = next(at for at in steps if at.astimezone(ZoneInfo(zone)).replace(tzinfo=None) >= wall)
    assert rota.on_duty(passed) == "Bo"
    assert rota.shifts(passed - timedelta(minutes=1), passed)[-1][2] == "Ane"


@settings(deadline=None)
@given(
    ZONES,
    st.integers(0, 60 * 24 * 365 * 12),
    st.integers(-40, 40),
    st.sampled_from(sorted(KINDS)),
    st.integers(1, 9),
    st.integers(-4000, 4000),
)
def test_a_hand_over_of_any_kind_is_when_a_clock_first_reads_its_time(
    zone: str, began: int, number: int, shift: str, length: int, minutes: int
) -> None:
    """Straight from what is said of hand-overs, before the start too; only the clock is looked at."""
    start = BEGAN + timedelta(minutes=began)
    wall = start.astimezone(ZoneInfo(zone)).replace(tzinfo=None)
    rota = Rotation(participants=range(11), start=start, shift=shift, length=length, timezone=zone)
    begins, ends = (_first_reads(_moved_on(wall, shift, one * length), zone) for one in (number, number + 1))
    if begins < ends:
        assert rota.shifts(begins, ends) == [(begins, ends, number % 11)]
        assert rota.on_duty(begins - INSTANT) != number % 11
    asked = begins + timedelta(minutes=minutes)
    if begins <= asked < ends:
        assert rota.on_duty(asked) == number % 11


def _moved_on(wall: datetime, shift: str, count: int) -> datetime:
    units = {"hourly": timedelta(hours=1), "daily": timedelta(days=1), "weekly": timedelta(weeks=1)}
    if shift in units:
        return wall + count * units[shift]
    year, month = divmod(wall.year * 12 + wall.month - 1 + count, 12)
    days = (datetime(year + month // 11, (month + 1) % 12 + 1, 1, tzinfo=UTC) - timedelta(days=1)).day
    return wall.replace(year=year, month=month + 1, day=min(wall.day, days))


def _first_reads(wall: datetime, zone: str) -> datetime:
    """The first minute in which a clock there reads this or later."""
    at = wall.replace(tzinfo=UTC) - timedelta(hours=26)
    return next(
        minute
        for minute in (at + timedelta(minutes=after) for after in range(60 * 80))
        if minute.astimezone(ZoneInfo(zone)).replace(tzinfo=None) >= wall
    )


def _nightly(zone: str, wall: str) -> Rotation[str]:
    start = datetime.fromisoformat(wall).replace(tzinfo=ZoneInfo(zone))
    return Rotation(participants=["Ane", "Bo"], start=start, shift="daily", length=1, timezone=zone)


def _utc(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=UTC)  # type: ignore[arg-type, misc]
