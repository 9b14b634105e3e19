"""Who has duty when (process.md section 9): rotations that hand over by the wall clock.

A hand-over happens at the first instant at which the local clock reads its time or later: the first of two when
the clock is set back, the first that exists when it is set forward.
"""

import calendar
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta, tzinfo
from enum import StrEnum
from typing import Generic, TypeVar
from zoneinfo import ZoneInfo

T = TypeVar("T")


class Shift(StrEnum):
    """What a shift is counted in."""

    HOURLY = "hourly"
    DAILY = "daily"
    WEEKLY = "weekly"
    MONTHLY = "monthly"


UNITS = {Shift.HOURLY: timedelta(hours=1), Shift.DAILY: timedelta(days=1), Shift.WEEKLY: timedelta(weeks=1)}
MONTHS_A_YEAR = 12


class Rotation(Generic[T]):
    """Participants who take turns, each for `length` hours, days, weeks or months.

    Hand-over number i is the start's wall clock plus i times the length, in the rotation's zone; months count from
    the start and are clamped to the month's last day. It runs backwards from its start as well.
    """

    def __init__(
        self, *, participants: Sequence[T], start: datetime, shift: str, length: int = 1, timezone: str | tzinfo
    ) -> None:
        """ValueError for a naive start, an unknown kind of shift, a length below 1, or nobody at all."""
        if not participants:
            raise ValueError("a rotation needs somebody to take turns")
        if length < 1:
            raise ValueError(f"a shift cannot last {length} of anything")
        self.participants = tuple(participants)
        self.shift = Shift(shift)
        self.length = length
        self.zone = ZoneInfo(timezone) if isinstance(timezone, str) else timezone
        self._start = _wall(_aware(start), self.zone)

    def on_duty(self, at: datetime) -> T:
        """Whose shift the instant is in: a hand-over belongs to who comes. ValueError for a naive instant."""
        return self._holder(self._number_at(_aware(at)))

    def shifts(self, a: datetime, b: datetime) -> list[tuple[datetime, datetime, T]]:
        """The shifts in [a, b) as (start, end, participant), clipped, in UTC, in order."""
        return list(self._shifts(_aware(a).astimezone(UTC), _aware(b).astimezone(UTC)))

    def _shifts(self, a: datetime, b: datetime) -> Iterator[tuple[datetime, datetime, T]]:
        number = self._number_at(a)
        start = a
        while start < b:
            end = min(self._hand_over(number + 1), b)
            if end > start:  # hand-overs inside a skipped hour fall on the same instant
                yield start, end, self._holder(number)
            start, number = end, number + 1

    def _holder(self, number: int) -> T:
        return self.participants[number % len(self.participants)]

    def _number_at(self, at: datetime) -> int:
        """The last hand-over at or before the instant: reckoned by the wall clock, then put right where the clock
        was set and one wall time means two instants, or none."""
        number = self._reckoned(_wall(at, self.zone))
        while self._hand_over(number) > at:
            number -= 1
        while self._hand_over(number + 1) <= at:
            number += 1
        return number

    def _reckoned(self, wall: datetime) -> int:
        if self.shift is Shift.MONTHLY:
            months = (wall.year - self._start.year) * MONTHS_A_YEAR + wall.month - self._start.month
            return months // self.length
        return (wall - self._start) // (UNITS[self.shift] * self.length)

    def _hand_over(self, number: int) -> datetime:
        """The instant of hand-over number `number`, in UTC."""
        count = number * self.length
        if self.shift is Shift.MONTHLY:
            return first_instant(_months_later(self._start, count), self.zone)
        return first_instant(self._start + UNITS[self.shift] * count, self.zone)


def first_instant(wall: datetime, zone: tzinfo) -> datetime:
    """The first instant (UTC) at which a clock in the zone reads this naive time or later."""
    early, late = (wall.replace(tzinfo=zone, fold=fold).astimezone(UTC) for fold in (1, 0))
    if early >= late:  # equal on ordinary days; with the clock set back, fold 0 is the first of the two
        return late
    # The clock was set forward over this time, somewhere between what it reads by the old offset and by the new.
    seconds = range(int((late - early).total_seconds()) + 1)
    missing = bisect_left(seconds, True, key=lambda after: _wall(early + timedelta(seconds=after), zone) >= wall)
    return early + timedelta(seconds=missing)


def _wall(at: datetime, zone: tzinfo) -> datetime:
    """What a clock in the zone reads at the instant, without a zone."""
    return at.astimezone(zone).replace(tzinfo=None, fold=0)


def _months_later(wall: datetime, months: int) -> datetime:
    year, month = divmod(wall.year * MONTHS_A_YEAR + wall.month - 1 + months, MONTHS_A_YEAR)
    last = calendar.monthrange(year, month + 1)[1]
    return wall.replace(year=year, month=month + 1, day=min(wall.day, last))


def _aware(instant: datetime) -> datetime:
    if instant.tzinfo is None:
        raise ValueError(f"an instant without a zone: {instant!r}")
    return instant
