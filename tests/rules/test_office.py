"""When the phone is open, and which day it is at the office."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from rules.office import DESK_HOURS, PHONE_HOURS, local_date

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
