"""When the phone is open, and which day it is at the office."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from rules.office import DESK_HOURS, PHONE_HOURS, hours_with, local_date, special_days

OSLO = ZoneInfo("Europe/Oslo")


@pytest.mark.parametrize(
    ("when", "is_open"),
    [
        ("2026-03-30 07:59:59", False),
        ("2026-03-30 08:00", True),
        ("2026-03-30 15:59:59", True),
        ("2026-03-30 16:00", False),
        ("2026-03-28 10:00", False),  # Saturday
        ("2026-04-03 10:00", False),  # Good Friday
    ],
)
def test_the_phone_is_open_an_hour_before_the_desk(when: str, is_open: bool) -> None:
    assert PHONE_HOURS.is_open(datetime.fromisoformat(when).replace(tzinfo=OSLO)) is is_open


def test_the_day_is_the_offices() -> None:
    assert local_date(DESK_HOURS, datetime(2026, 3, 30, 22, 30, tzinfo=UTC)) == date(2026, 3, 31)


SPECIAL = "12-24 09:00-12:00, 12-31, before-maundy-thursday 09:00-12:00, 2026-05-15"


@pytest.mark.parametrize(
    ("day", "opens", "phone", "closes"),
    [
        ("2026-12-24", "09:00", "08:00", "12:00"),
        ("2026-12-31", None, None, None),
        ("2026-04-01", "09:00", "08:00", "12:00"),  # Maundy Thursday is 2 April
        ("2027-03-24", "09:00", "08:00", "12:00"),  # and 25 March
        ("2026-05-15", None, None, None),
        ("2026-05-18", "09:00", "08:00", "16:00"),
        ("2027-05-14", "09:00", "08:00", "16:00"),  # the date was that year's alone
        ("2028-12-24", None, None, None),  # a Sunday
    ],
)
def test_special_days(day: str, opens: str | None, phone: str | None, closes: str | None) -> None:
    midnight = datetime.fromisoformat(day).replace(tzinfo=OSLO)
    for calendar, begin in zip(hours_with(special_days(SPECIAL)), (opens, phone), strict=True):
        open_then = [
            tuple(f"{edge.astimezone(OSLO):%H:%M}" for edge in span)
            for span in calendar.spans(midnight, midnight + timedelta(days=1))
        ]
        assert open_then == ([] if begin is None else [(begin, closes)])


def test_no_day_is_special_unless_it_is_said() -> None:
    assert hours_with(special_days("")) == (DESK_HOURS, PHONE_HOURS)
    assert DESK_HOURS.is_open(datetime(2026, 12, 24, 15, tzinfo=OSLO))


def test_maundy_thursday_is_three_days_before_easter() -> None:
    (rule,) = special_days("before-maundy-thursday")
    # Easter Sundays as the Church of Norway prints them.
    for easter in ("1901-04-07", "1943-04-25", "2008-03-23", "2026-04-05", "2038-04-25", "2100-03-28"):
        sunday = date.fromisoformat(easter)
        assert rule.in_year(sunday.year) == sunday - timedelta(days=4)


@pytest.mark.parametrize(
    "words", ["24.12", "12-32", "12-24 12:00-09:00", "12-24 noon", "easter", "2026-02-30", "12-24 9-12", "2026-05"]
)
def test_what_is_no_day_is_refused_by_name(words: str) -> None:
    with pytest.raises(ValueError, match=words.replace(".", "[.]")):
        special_days(f"12-31, {words}")


def test_the_29th_of_february_is_special_when_there_is_one() -> None:
    (leap,) = special_days("02-29")
    assert (leap.in_year(2028), leap.in_year(2027)) == (date(2028, 2, 29), None)
