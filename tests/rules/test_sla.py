"""Promises on the clock: when they are due, and how much is used, with pauses of every kind."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rules.office import PHONE_HOURS
from rules.sla import Pause, deadline, elapsed, explain
from rules.working_hours import ALWAYS, NORWAY, Calendar

OSLO = ZoneInfo("Europe/Oslo")
LEVEL_A, LEVEL_B = timedelta(hours=2), timedelta(hours=7)


def at(text: str) -> datetime:
    """A local time of the week from Monday 23 to Monday 30 November 2026, as "23 10:00"."""
    return datetime.fromisoformat(f"2026-11-{text}").replace(tzinfo=OSLO)


def pauses(*texts: str) -> list[Pause]:
    """Pauses as "23 10:00 > 23 11:00"; without an end they still last."""
    ends = (text.split(" > ") for text in texts)
    return [(at(begin), at(end) if end else None) for begin, end in ends]


@pytest.mark.parametrize(
    ("submitted", "level", "due"),
    [
        ("27 15:10", LEVEL_B, "30 15:10"),
        ("27 09:00", LEVEL_B, "27 16:00"),
        ("27 15:10", LEVEL_A, "30 10:10"),
        ("23 14:00", LEVEL_A, "23 16:00"),
        ("28 03:00", LEVEL_A, "30 11:00"),
    ],
)
def test_a_promise_counts_opening_hours(submitted: str, level: timedelta, due: str) -> None:
    assert deadline(at(submitted), level, NORWAY, []) == at(due)


def test_a_promise_round_the_clock_counts_every_hour() -> None:
    assert deadline(at("28 03:00"), LEVEL_A, ALWAYS, []) == at("28 05:00")
    assert deadline(at("28 03:00"), LEVEL_A, ALWAYS, pauses("28 04:00 > 28 04:30")) == at("28 05:30")


@pytest.mark.parametrize(
    ("paused", "due"),
    [
        (["23 10:30 > 23 11:00"], "23 12:30"),
        (["23 11:00 > 23 11:10", "23 10:30 > 23 10:40"], "23 12:20"),
        (["23 10:30 > 23 11:00", "23 10:45 > 23 11:15"], "23 12:45"),
        (["23 10:30 > 23 11:30", "23 10:45 > 23 11:00"], "23 13:00"),
        (["23 09:00 > 23 10:00"], "23 12:00"),
        (["23 09:00 > 23 10:15"], "23 12:15"),
        (["23 12:00 > 23 13:00"], "23 12:00"),
        (["23 11:59 > 23 13:00"], "23 13:01"),
        (["23 11:30 > 23 12:30", "23 12:45 > 23 13:00"], "23 13:15"),
        (["23 11:30 > 24 09:30"], "24 10:00"),
        (["23 17:00 > 23 20:00"], "23 12:00"),
        (["23 11:00 > 23 10:00"], "23 12:00"),
        (["23 12:00 > "], "23 12:00"),
    ],
)
def test_a_pause_moves_the_deadline_by_its_opening_time(paused: list[str], due: str) -> None:
    assert deadline(at("23 10:00"), LEVEL_A, NORWAY, pauses(*paused)) == at(due)


def test_a_pause_that_ends_at_closing_time_leaves_the_deadline_at_closing_time() -> None:
    assert deadline(at("23 10:00"), LEVEL_B, NORWAY, pauses("23 16:00 > 24 09:00")) == at("24 10:00")
    assert deadline(at("23 09:00"), LEVEL_B, NORWAY, pauses("23 16:00 > 24 12:00")) == at("23 16:00")


def test_there_is_no_deadline_while_the_clock_stands_still() -> None:
    with pytest.raises(ValueError, match="stood still since 2026-11-23 10:30"):
        deadline(at("23 10:00"), LEVEL_A, NORWAY, pauses("23 11:30 > "))


@pytest.mark.parametrize(
    ("start", "end", "paused", "minutes"),
    [
        ("23 10:00", "23 12:00", [], 120),
        ("27 15:10", "30 09:40", [], 90),
        ("23 10:00", "23 12:00", ["23 10:30 > 23 11:00"], 90),
        ("23 10:00", "23 12:00", ["23 10:30 > "], 30),
        ("23 10:00", "23 12:00", ["23 10:30 > ", "23 11:00 > 23 11:30"], 30),
        ("23 10:00", "23 12:00", ["23 09:00 > 23 10:10", "23 11:55 > 23 13:00"], 105),
        ("23 10:00", "23 12:00", ["23 13:00 > 23 14:00", "23 08:00 > 23 09:30"], 120),
        ("23 10:00", "24 10:00", ["23 15:00 > 24 09:30", "23 15:30 > 24 09:15"], 330),
        ("23 12:00", "23 10:00", ["23 09:00 > 23 13:00"], 0),
    ],
)
def test_what_is_used_is_unpaused_opening_time(start: str, end: str, paused: list[str], minutes: int) -> None:
    assert elapsed(at(start), at(end), NORWAY, pauses(*paused)) == timedelta(minutes=minutes)


def test_pauses_are_instants_also_in_the_hour_that_comes_twice() -> None:
    first, second = (datetime(2026, 10, 25, 2, 30, tzinfo=OSLO, fold=fold) for fold in (0, 1))
    begin = datetime(2026, 10, 25, 0, 0, tzinfo=UTC)
    assert deadline(begin, LEVEL_A, ALWAYS, [(first, second)]) == begin + timedelta(hours=3)
    assert elapsed(first, second, ALWAYS, []) == timedelta(hours=1)


def test_naive_times_are_refused() -> None:
    naive = datetime(2026, 11, 23, 10)  # noqa: DTZ001
    for paused in ([(naive, at("23 11:00"))], [(at("23 10:00"), naive)]):
        with pytest.raises(ValueError, match="no time zone"):
            deadline(at("23 10:00"), LEVEL_A, NORWAY, paused)
    with pytest.raises(ValueError, match="no time zone"):
        elapsed(naive, at("23 11:00"), NORWAY, [])


instants = st.integers(0, 14 * 24 * 60 * 60).map(lambda s: datetime(2026, 10, 19, tzinfo=UTC) + timedelta(seconds=s))
some_pauses = st.lists(st.tuples(instants, instants), max_size=5)


@settings(max_examples=300, deadline=None)
@given(instants, st.integers(1, 3 * 86400), some_pauses, st.sampled_from([NORWAY, ALWAYS]))
def test_the_deadline_is_the_first_instant_at_which_the_budget_is_used(
    start: datetime, seconds: int, paused: list[Pause], calendar: Calendar
) -> None:
    budget, moment = timedelta(seconds=seconds), timedelta(microseconds=1)
    due = deadline(start, budget, calendar, paused)
    assert elapsed(start, due, calendar, paused) == budget
    assert elapsed(start, due - moment, calendar, paused) < budget
    assert deadline(start, budget, calendar, paused[::-1]) == due
    assert deadline(start, budget, calendar, [*paused, (due, due + budget)]) == due


@settings(max_examples=300, deadline=None)
@given(instants, st.integers(0, 3 * 86400), some_pauses, st.sampled_from([NORWAY, PHONE_HOURS, ALWAYS]))
def test_what_is_counted_adds_up(start: datetime, seconds: int, paused: list[Pause], calendar: Calendar) -> None:
    budget = timedelta(seconds=seconds)
    counted = explain(start, budget, calendar, paused)
    assert sum((end - begin for begin, end in counted), timedelta(0)) == budget
    assert all(begin < end for begin, end in counted)
    edges = [edge for span in counted for edge in span]
    assert edges == sorted(edges)
    for begin, end in counted:
        assert calendar.between(begin, end) == end - begin
        assert elapsed(begin, end, calendar, paused) == end - begin, "nothing of a pause is in it"
    if counted:
        assert counted[-1][1] == deadline(start, budget, calendar, paused)


@settings(max_examples=200, deadline=None)
@given(instants, st.integers(1, 3 * 86400), some_pauses, instants)
def test_while_a_pause_lasts_it_is_counted_until_then(
    start: datetime, seconds: int, paused: list[Pause], since: datetime
) -> None:
    budget = timedelta(seconds=seconds)
    counted = explain(start, budget, NORWAY, [*paused, (since, None)])
    used = elapsed(start, max(start, since), NORWAY, paused)
    assert sum((end - begin for begin, end in counted), timedelta(0)) == min(budget, used)


def test_the_sum_of_a_friday_afternoon() -> None:
    counted = explain(at("27 15:10"), LEVEL_B, NORWAY, pauses("30 10:00 > 30 10:40"))
    assert counted == [
        (at("27 15:10"), at("27 16:00")),
        (at("30 09:00"), at("30 10:00")),
        (at("30 10:40"), at("30 15:50")),
    ]
