"""What opening hours refuse (naive times, unknown years, weeks that cannot be meant), and how their table grows."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, time, timedelta, timezone, tzinfo
from functools import partial
from statistics import median
from time import perf_counter
from timeit import repeat
from zoneinfo import ZoneInfo

import pytest

from rules.holidays_norway import norwegian_holidays
from rules.working_hours import ALWAYS, DESK_WEEK, NORWAY, Calendar

OSLO = ZoneInfo("Europe/Oslo")


def at(text: str, zone: tzinfo = OSLO) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=zone)


def hours(count: float) -> timedelta:
    return timedelta(hours=count)


class Nowhere(tzinfo):
    """A zone that does not know its offset: Python calls such a datetime naive too."""

    def utcoffset(self, _at: datetime | None) -> None:
        return None

    dst = tzname = utcoffset


@pytest.mark.parametrize("zone", [None, Nowhere()])
def test_a_time_without_a_zone_is_refused(zone: tzinfo | None) -> None:
    naive, aware = datetime(2026, 11, 25, 12, tzinfo=zone), at("2026-11-25")
    questions: list[Callable[[], object]] = [
        lambda: NORWAY.is_open(naive),
        lambda: NORWAY.next_open(naive),
        lambda: NORWAY.add(naive, hours(1)),
        lambda: NORWAY.add(naive, hours(0)),
        lambda: NORWAY.between(naive, aware),
        lambda: NORWAY.between(aware, naive),
        lambda: NORWAY.spans(naive, aware),
    ]
    for question in questions:
        with pytest.raises(ValueError, match="no time zone"):
            question()


EARLIEST, LATEST = datetime.min.replace(tzinfo=UTC), datetime.max.replace(tzinfo=UTC)


@pytest.mark.parametrize(
    "far",
    [
        EARLIEST,
        EARLIEST.replace(tzinfo=timezone(hours(14))),
        LATEST,
        LATEST.replace(tzinfo=timezone(hours(-12))),
        at("1900-12-31 23:59:59", UTC),
        at("2101-01-01", UTC),
    ],
)
def test_beyond_the_known_years_nothing_is_guessed(far: datetime) -> None:
    for question in (NORWAY.is_open, NORWAY.next_open, lambda when: ALWAYS.add(when, hours(1))):
        with pytest.raises(ValueError, match=r"known from 1901|years that can be written"):
            question(far)


def test_the_first_and_the_last_year_are_known() -> None:
    assert NORWAY.is_open(at("1901-01-02 12:00"))
    assert NORWAY.is_open(at("2100-12-31 12:00"))
    with pytest.raises(ValueError, match="not enough opening time"):
        NORWAY.next_open(at("2100-12-31 16:00"))


@pytest.mark.parametrize(
    ("week", "why"),
    [
        ({0: [(time(16), time(9))]}, "ends after it begins"),
        ({0: [(time(9), time(9))]}, "ends after it begins"),
        ({0: [(time(22), time(0))]}, "midnight is written"),
        ({7: [(time(12), time(13))]}, "0 .Monday. to 6"),
        ({0: [(time(9, tzinfo=UTC), time(10, tzinfo=UTC))]}, "zone of its own"),
    ],
)
def test_a_week_that_cannot_be_meant_is_refused(week: dict[int, list[tuple[time, time]]], why: str) -> None:
    with pytest.raises(ValueError, match=why):
        Calendar("Europe/Oslo", week)


def test_a_closed_day_is_a_date() -> None:
    for wrong in (at("2026-12-24"), "2026-12-24"):
        with pytest.raises(ValueError, match="not a date"):
            Calendar("Europe/Oslo", DESK_WEEK, closed=[wrong])  # type: ignore[list-item]


def test_threads_may_widen_one_calendar_at_once() -> None:
    years = [*range(1990, 2060), *range(2059, 1989, -1)] * 3
    expected = {year: norway_anew().between(at("2026-01-01"), at(f"{year}-06-01")) for year in (1990, 2027, 2059)}
    shared = norway_anew()
    with ThreadPoolExecutor(8) as threads:
        answers = list(threads.map(lambda year: shared.between(at("2026-01-01"), at(f"{year}-06-01")), years))
    for year, answer in zip(years, answers, strict=True):
        assert answer == expected.get(year, answer)
        assert answer == shared.between(at("2026-01-01"), at(f"{year}-06-01"))


def norway_anew() -> Calendar:
    return Calendar("Europe/Oslo", DESK_WEEK, norwegian_holidays)


def test_growing_in_any_order_changes_no_answer() -> None:
    forwards, backwards = norway_anew(), norway_anew()
    years = range(2000, 2050)
    asked = [(forwards, years), (backwards, years[::-1])]
    first, second = ({y: c.add(at(f"{y}-12-22"), hours(70)) for y in order} for c, order in asked)
    assert first == second


def test_questions_far_apart_do_not_tear_the_table_down() -> None:
    calendar, began = norway_anew(), perf_counter()
    for _ in range(1000):
        calendar.is_open(at("1990-06-01"))
        calendar.is_open(at("2060-06-01"))
    with pytest.raises(ValueError, match="never opens"):
        Calendar("Europe/Oslo", {}).next_open(at("1990-06-01"))
    assert perf_counter() - began < 20, "a table rebuilt for each question or each year takes far longer"


def test_a_question_costs_the_same_however_long_its_span() -> None:
    start, hour, years = at("2024-03-27 12:30", UTC), at("2024-03-27 13:30", UTC), at("2032-03-27 12:30", UTC)
    NORWAY.between(start, years)
    short, long = (median(repeat(partial(NORWAY.between, start, end), number=1000, repeat=15)) for end in (hour, years))
    assert long < 3 * short
