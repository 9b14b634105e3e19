"""When an open question is asked about again (process.md section 5): after 2 and 5 business days, then every 5."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.questions import after, asks_us, next_reminder, reminds_customer
from rules.working_hours import NORWAY

OSLO = ZoneInfo("Europe/Oslo")


def at(text: str) -> datetime:
    """A local time of 2026, as "11-27 15:10"."""
    return datetime.fromisoformat(f"2026-{text}").replace(tzinfo=OSLO)


@pytest.mark.parametrize(
    ("reminders", "since", "then"),
    [
        (0, "11-23 10:00", "11-25 10:00"),  # Monday to Wednesday
        (0, "11-27 15:10", "12-01 15:10"),  # over a weekend
        (0, "11-23 09:00", "11-25 09:00"),  # used up at closing time, said at the next opening
        (0, "11-22 12:00", "11-25 09:00"),  # asked on a Sunday
        (1, "11-25 10:00", "11-30 10:00"),  # three more: five in all
        (2, "11-30 10:00", "12-07 10:00"),
        (9, "11-30 10:00", "12-07 10:00"),
        (0, "04-01 15:00", "04-08 15:00"),  # over Easter
    ],
)
def test_it_counts_business_days_of_opening_time(reminders: int, since: str, then: str) -> None:
    assert next_reminder(reminders, at(since), NORWAY) == at(then)


@pytest.mark.parametrize(
    ("reminder", "customer", "us"), [(1, True, False), (2, True, True), (3, False, True), (7, False, True)]
)
def test_two_go_to_the_customer_and_from_the_second_on_we_are_asked(reminder: int, customer: bool, us: bool) -> None:
    assert (reminds_customer(reminder), asks_us(reminder)) == (customer, us)


def test_one_in_time_keeps_the_plan_and_a_late_one_begins_it_anew() -> None:
    due = at("11-25 10:00")
    assert after(1, due, due + timedelta(seconds=1), NORWAY) == at("11-30 10:00")
    assert after(1, due, at("12-02 12:00"), NORWAY) == at("12-07 12:00"), "not both at once after a week off"


@given(st.timedeltas(timedelta(0), timedelta(days=700)), st.integers(0, 5))
def test_nobody_is_reminded_outside_opening_hours(later: timedelta, reminders: int) -> None:
    since = at("01-01 00:00") + later
    then = next_reminder(reminders, since, NORWAY)
    assert NORWAY.is_open(then)
    assert then > since
