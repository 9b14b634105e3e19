"""Levels and what they promise (process.md section 4), at the desk's Norwegian hours and round the clock."""

from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from rules.customers import Agreement
from rules.levels import LEVEL_OF, Level, Urgency, next_step, promise, target
from rules.working_hours import ALWAYS, NORWAY, Calendar

OSLO = ZoneInfo("Europe/Oslo")


def at(text: str) -> datetime:
    """A local time of 2026, as "11-27 15:10"."""
    return datetime.fromisoformat(f"2026-{text}").replace(tzinfo=OSLO)


def _due(level: Level, submitted: str, desk: Calendar = NORWAY, agreement: Agreement | None = None) -> datetime:
    promised = promise(level, desk, agreement)
    assert promised is not None
    return promised.due(at(submitted))


def test_urgency_in_plain_words_is_a_level() -> None:
    assert LEVEL_OF == {
        Urgency.DOWN: Level.A,
        Urgency.DEGRADED: Level.B,
        Urgency.URGENT: Level.NONE,
        Urgency.CAN_WAIT: Level.NONE,
    }
    assert list(Urgency) == list(LEVEL_OF), "the form asks in this order"


@pytest.mark.parametrize(
    ("level", "submitted", "due"),
    [
        (Level.B, "11-27 15:10", "11-30 15:10"),  # Friday to Monday
        (Level.B, "11-23 09:00", "11-23 16:00"),  # stays at closing time
        (Level.B, "11-28 12:00", "11-30 16:00"),  # Saturday: from Monday's opening
        (Level.B, "04-01 15:00", "04-07 15:00"),  # over Easter
        (Level.A, "11-23 10:00", "11-23 12:00"),
        (Level.A, "11-23 15:00", "11-24 10:00"),
        (Level.A, "11-22 23:00", "11-23 11:00"),
    ],
)
def test_a_promise_is_an_instant(level: Level, submitted: str, due: str) -> None:
    assert _due(level, submitted) == at(due)


@pytest.mark.parametrize("submitted", ["03-29 01:30", "10-25 01:30", "12-25 03:00"])
def test_level_a_round_the_clock_is_7200_seconds(submitted: str) -> None:
    assert _due(Level.A, submitted, ALWAYS) - at(submitted).astimezone(UTC) == timedelta(seconds=7200)


@pytest.mark.parametrize(
    ("level", "agreed", "submitted", "due"),
    [
        (Level.A, {}, "11-27 23:00", "11-30 11:00"),
        (Level.A, {"operation": True}, "11-27 23:00", "11-28 01:00"),
        (Level.A, {"operation": True, "level_a_minutes": 30}, "11-28 23:45", "11-29 00:15"),
        (Level.A, {"level_a_minutes": 30}, "11-27 15:45", "11-30 09:15"),
        (Level.B, {"operation": True}, "11-27 15:10", "11-30 15:10"),
        (Level.B, {"business_day_minutes": 450}, "11-27 09:00", "11-30 09:30"),
        (Level.B, {"business_day_minutes": 450, "level_b_minutes": 60}, "11-27 15:30", "11-30 09:30"),
    ],
)
def test_an_agreement_may_promise_otherwise(level: Level, agreed: dict[str, Any], submitted: str, due: str) -> None:
    agreement = Agreement(1, 1, date(2026, 1, 1), **agreed)
    assert _due(level, submitted, NORWAY, agreement) == at(due)


@pytest.mark.parametrize(
    ("urgency", "agreed", "by"),
    [
        (Urgency.URGENT, {}, "11-30 15:10"),
        (Urgency.CAN_WAIT, {}, "12-04 15:10"),
        (Urgency.DEGRADED, {}, "11-30 15:10"),  # we set the level; the customer is no less in a hurry
        (None, {}, "12-04 15:10"),
        (Urgency.CAN_WAIT, {"business_day_minutes": 210}, "12-02 11:40"),
        (Urgency.URGENT, {"level_b_minutes": 60, "operation": True}, "11-30 15:10"),
    ],
)
def test_what_has_no_level_has_a_target_of_our_own(urgency: Urgency | None, agreed: dict[str, Any], by: str) -> None:
    meant = target(Level.NONE, urgency, NORWAY, Agreement(1, 1, date(2026, 1, 1), **agreed))
    assert meant is not None
    assert meant.due(at("11-27 15:10")) == at(by)


@pytest.mark.parametrize("level", [Level.A, Level.B, Level.NOT_SET])
def test_where_something_is_promised_or_no_level_is_set_there_is_no_target(level: Level) -> None:
    assert target(level, Urgency.URGENT, NORWAY) is None


@pytest.mark.parametrize("level", [Level.NONE, Level.NOT_SET])
def test_other_levels_promise_nothing(level: Level) -> None:
    assert promise(level, NORWAY) is None


@pytest.mark.parametrize(
    ("submitted", "open_now"), [("11-23 10:00", True), ("11-23 09:00", True), ("11-23 16:00", False)]
)
def test_the_next_step_of_a_promise_is_its_instant(submitted: str, open_now: bool) -> None:
    due = at("11-24 10:00")
    step = next_step(due, at(submitted), NORWAY)
    assert (step.promised, step.at, step.open_now) == (True, due, open_now)


@pytest.mark.parametrize(
    ("submitted", "until"),
    [
        ("11-25 09:00", "11-25 16:00"),
        ("11-25 15:59", "11-25 16:00"),
        ("11-25 16:00", None),
        ("11-25 08:59", None),
        ("11-28 12:00", None),
    ],
)
def test_who_is_told_that_the_desk_is_open_is_told_until_when(submitted: str, until: str | None) -> None:
    closes = at(until) if until else None
    for due in (None, at("11-30 10:00")):
        assert next_step(due, at(submitted), NORWAY).open_until == closes


def test_who_never_closes_names_no_closing_time() -> None:
    step = next_step(None, at("11-25 10:00"), ALWAYS)
    assert (step.open_now, step.open_until) == (True, None)


@pytest.mark.parametrize(
    ("submitted", "looked_at", "open_now"),
    [
        ("11-23 10:00", "11-23 10:00", True),
        ("11-23 08:59", "11-23 09:00", False),
        ("11-27 16:00", "11-30 09:00", False),
        ("12-24 16:00", "12-28 09:00", False),
    ],
)
def test_where_nothing_is_promised_the_next_step_is_the_opening(submitted: str, looked_at: str, open_now: bool) -> None:
    step = next_step(None, at(submitted), NORWAY)
    assert (step.promised, step.at, step.open_now) == (False, at(looked_at), open_now)
