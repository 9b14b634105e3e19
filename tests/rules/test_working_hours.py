"""What the desk's opening hours promise: half open, exact, right on every local day."""

from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from zoneinfo import ZoneInfo

import pytest

from rules.working_hours import ALWAYS, NORWAY, Calendar

OSLO = ZoneInfo("Europe/Oslo")
NOON_TO_ONE = [(time(12), time(13))]


def daily(*hours: tuple[time, time]) -> dict[int, list[tuple[time, time]]]:
    return {day: list(hours) for day in range(7)}


DAILY = daily(*NOON_TO_ONE)
NIGHT = daily((time(2, 15), time(2, 45)))
NEVER = Calendar("Europe/Oslo", {})


def at(text: str, zone: tzinfo = OSLO) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=zone)


def hours(count: float) -> timedelta:
    return timedelta(hours=count)


def utc_spans(calendar: Calendar, first: str, beyond: str) -> list[str]:
    found = calendar.spans(at(first, UTC), at(beyond, UTC))
    return [f"{start:%d %H:%M}-{end:%d %H:%M}" for start, end in found]


@pytest.mark.parametrize(
    ("when", "is_open"),
    [
        ("2026-11-25 08:59:59.999999", False),
        ("2026-11-25 09:00:00", True),
        ("2026-11-25 15:59:59.999999", True),
        ("2026-11-25 16:00:00", False),
        ("2026-11-28 12:00", False),
        ("2026-05-17 12:00", False),
        ("2026-05-18 12:00", True),
        ("2026-12-24 12:00", True),
    ],
)
def test_the_desk_is_open_on_weekdays_from_nine_to_four(when: str, is_open: bool) -> None:
    assert NORWAY.is_open(at(when)) is is_open


@pytest.mark.parametrize(
    ("when", "opens"),
    [
        ("2026-11-25 10:00", "2026-11-25 10:00"),
        ("2026-11-25 16:00", "2026-11-26 09:00"),
        ("2026-04-01 16:00", "2026-04-07 09:00"),
        ("2026-12-31 17:00", "2027-01-04 09:00"),
    ],
)
def test_next_open_is_now_or_the_next_opening(when: str, opens: str) -> None:
    assert NORWAY.next_open(at(when)) == at(opens)


@pytest.mark.parametrize(
    ("start", "budget", "due"),
    [
        ("2026-11-27 15:10", hours(7), "2026-11-30 15:10"),
        ("2026-11-27 09:00", hours(7), "2026-11-27 16:00"),
        ("2026-11-28 11:00", hours(7), "2026-11-30 16:00"),
        ("2026-11-27 15:59:59.5", hours(0) + timedelta(seconds=1), "2026-11-30 09:00:00.5"),
        ("2026-11-27 10:00", hours(0), "2026-11-27 10:00"),
        ("2026-11-27 16:00", hours(0), "2026-11-30 09:00"),
        ("2026-03-27 15:00", hours(2), "2026-03-30 10:00"),
    ],
)
def test_a_budget_is_used_up_at_its_earliest_instant(start: str, budget: timedelta, due: str) -> None:
    assert NORWAY.add(at(start), budget) == at(due)


def test_round_the_clock_counts_real_seconds_also_when_the_clock_is_changed() -> None:
    for night in ("2026-03-29 01:30", "2026-10-25 01:30"):
        start = at(night).astimezone(UTC)
        assert ALWAYS.add(at(night), hours(2)) == start + timedelta(seconds=7200)
        assert ALWAYS.spans(start, start + hours(48)) == [(start, start + hours(48))]


def test_answers_are_in_utc() -> None:
    start, end = NORWAY.spans(at("2026-11-25 10:00"), at("2026-11-25 11:00"))[0]
    answers = [start, end, NORWAY.add(at("2026-11-25 10:00"), hours(1)), NORWAY.next_open(at("2026-11-25 10:00"))]
    assert {answer.tzinfo for answer in answers} == {UTC}


def test_spans_are_clipped() -> None:
    found = NORWAY.spans(at("2026-11-27 15:10"), at("2026-11-30 09:20"))
    assert found == [
        (at("2026-11-27 15:10"), at("2026-11-27 16:00")),
        (at("2026-11-30 09:00"), at("2026-11-30 09:20")),
    ]
    assert NORWAY.spans(at("2026-11-27 16:00"), at("2026-11-30 09:00")) == []
    assert NORWAY.spans(at("2026-11-30 10:00"), at("2026-11-27 10:00")) == []


def test_time_does_not_run_backwards() -> None:
    assert NORWAY.between(at("2026-11-26 10:00"), at("2026-11-25 10:00")) == hours(0)
    with pytest.raises(ValueError, match="negative"):
        NORWAY.add(at("2026-11-26 10:00"), hours(-1))


@pytest.mark.parametrize(
    ("zone", "first", "beyond", "openings"),
    [
        ("Europe/Oslo", "2026-03-28", "2026-03-31", ["28 01:15-28 01:45", "30 00:15-30 00:45"]),
        ("Europe/Oslo", "2026-10-24 12:00", "2026-10-25 12:00", ["25 00:15-25 00:45", "25 01:15-25 01:45"]),
        ("Australia/Lord_Howe", "2026-04-04 12:00", "2026-04-05 12:00", ["04 15:45-04 16:15"]),
        ("Australia/Lord_Howe", "2026-10-03 12:00", "2026-10-04 12:00", ["03 15:30-03 15:45"]),
        ("Antarctica/Troll", "2026-10-24 12:00", "2026-10-25 12:00", ["25 00:15-25 00:45", "25 02:15-25 02:45"]),
        ("Antarctica/Troll", "2026-03-28 12:00", "2026-03-29 12:00", []),
    ],
)
def test_an_opening_happens_as_often_as_the_clock_shows_it(
    zone: str, first: str, beyond: str, openings: list[str]
) -> None:
    assert utc_spans(Calendar(zone, NIGHT), first, beyond) == openings


def test_an_opening_is_counted_once_for_each_pass_of_a_repeated_half_hour() -> None:
    calendar = Calendar("Australia/Lord_Howe", daily((time(1, 40), time(1, 50))))
    assert utc_spans(calendar, "2026-04-04 12:00", "2026-04-05 12:00") == ["04 14:40-04 14:50", "04 15:10-04 15:20"]


def test_apia_had_no_thirtieth_of_december_2011() -> None:
    calendar = Calendar("Pacific/Apia", DAILY)
    assert utc_spans(calendar, "2011-12-29", "2012-01-01") == [
        "29 22:00-29 23:00",
        "30 22:00-30 23:00",
        "31 22:00-31 23:00",
    ]
    assert calendar.between(at("2011-12-29", UTC), at("2012-01-01", UTC)) == hours(3)


def test_short_hours_win_over_a_closed_day() -> None:
    christmas_eve = date(2026, 12, 24)
    calendar = Calendar("Europe/Oslo", DAILY, [christmas_eve], {christmas_eve: [(time(9), time(11))]})
    assert calendar.between(at("2026-12-24"), at("2026-12-25")) == hours(2)
    assert calendar.is_open(at("2026-12-24 12:00")) is False


def test_short_hours_without_a_span_close_the_day() -> None:
    calendar = Calendar("Europe/Oslo", DAILY, short={date(2026, 12, 24): []})
    assert calendar.next_open(at("2026-12-24")) == at("2026-12-25 12:00")


def test_yearly_rules_are_functions_of_the_year() -> None:
    asked: list[int] = []

    def christmas(year: int) -> list[date]:
        asked.append(year)
        return [date(year, 12, 25)]

    calendar = Calendar("UTC", DAILY, christmas, lambda year: {date(year, 12, 24): [(time(9), time(10))]})
    for year in (2026, 2050, 1999):
        assert calendar.between(at(f"{year}-12-24", UTC), at(f"{year}-12-26", UTC)) == hours(1)
    assert len(asked) == len(set(asked)), "each year is asked once"


def test_spans_of_a_day_may_touch_overlap_and_come_in_any_order() -> None:
    calendar = Calendar("UTC", {2: [(time(12), time(14)), (time(9), time(10)), (time(10), time(13))]})
    assert utc_spans(calendar, "2026-11-25", "2026-11-26") == ["25 09:00-25 14:00"]


def test_the_end_of_the_day_is_midnight() -> None:
    evening = Calendar("Europe/Oslo", {4: [(time(22), time.max)], 5: [(time.min, time(6))]})
    assert evening.between(at("2026-11-27 12:00"), at("2026-11-28 12:00")) == hours(8)
    assert len(evening.spans(at("2026-11-27 12:00"), at("2026-11-28 12:00"))) == 1


def test_a_calendar_that_never_opens() -> None:
    noon = at("2026-11-25 12:00")
    assert NEVER.is_open(noon) is False
    assert NEVER.between(noon, noon + timedelta(days=400)) == hours(0)
    assert NEVER.spans(noon, noon + timedelta(days=400)) == []
    questions: list[Callable[[], datetime]] = [
        lambda: NEVER.next_open(noon),
        lambda: NEVER.add(noon, hours(0)),
        lambda: NEVER.add(noon, hours(1)),
    ]
    for question in questions:
        with pytest.raises(ValueError, match="never opens"):
            question()


def test_a_far_opening_is_found_and_one_too_many_hours_are_refused() -> None:
    once = Calendar("Europe/Oslo", {}, short={date(2071, 6, 1): NOON_TO_ONE})
    assert once.next_open(at("2026-11-25")) == at("2071-06-01 12:00")
    assert once.add(at("2026-11-25"), hours(1)) == at("2071-06-01 13:00")
    for budget in (hours(1) + timedelta(microseconds=1), timedelta.max):
        with pytest.raises(ValueError, match="not enough opening time"):
            once.add(at("2026-11-25"), budget)
