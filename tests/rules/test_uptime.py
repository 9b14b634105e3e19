"""Uptime to the second."""

from datetime import UTC, datetime, timedelta

import pytest

from rules.uptime import Outage, uptime

MARCH, APRIL = datetime(2026, 3, 1, tzinfo=UTC), datetime(2026, 4, 1, tzinfo=UTC)


def at(day: int, hour: int = 0, second: int = 0) -> datetime:
    return datetime(2026, 3, day, hour, tzinfo=UTC) + timedelta(seconds=second)


@pytest.mark.parametrize(
    ("outages", "down", "count"),
    [([], 0, 0),
     ([Outage(at(3), at(3, 0, 61))], 61, 1),
     ([Outage(at(3), at(3, 2)), Outage(at(3, 1), at(3, 3))], 3 * 3600, 2),  # they overlap: no second counts twice
     ([Outage(at(3), at(3, 3)), Outage(at(3, 1), at(3, 2))], 3 * 3600, 2),
     ([Outage(at(1) - timedelta(days=1), at(1, 0, 30))], 30, 1),  # since February
     ([Outage(APRIL - timedelta(seconds=5), None)], 5, 1),  # and it lasts
     ([Outage(APRIL, None)], 0, 0), ([Outage(MARCH - timedelta(1), MARCH)], 0, 0)],
)  # fmt: skip
def test_down_time_of_a_month(outages: list[Outage], down: int, count: int) -> None:
    found = uptime(outages, MARCH, APRIL)
    assert (found.down, found.outages) == (timedelta(seconds=down), count)
    assert found.share == pytest.approx(1 - down / (31 * 86400))


def test_a_time_nobody_looked_has_no_share() -> None:
    assert uptime([], APRIL, MARCH).share is None
