"""A layer that has duty at some hours only: nights, weekends (process.md section 9), by the wall clock."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from enum import StrEnum
from typing import Generic, TypeVar
from zoneinfo import ZoneInfo

from rules.oncall import first_instant
from rules.rota import Turns

T = TypeVar("T")

WEEK = timedelta(weeks=1)
MONDAY, FRIDAY = 0, 4


class Hours(StrEnum):
    """When a layer has duty."""

    ALWAYS = "always"
    NIGHTS = "nights"
    WEEKENDS = "weekends"
    CLOSED = "closed"


@dataclass(frozen=True)
class Window:
    """A time of every week, half open: from a weekday (Monday = 0) and time to the next such weekday and time. The
    same one again is a whole week."""

    begins: tuple[int, time]
    ends: tuple[int, time]


def every_day(begin: time, end: time, days: Sequence[int] = range(7)) -> tuple[Window, ...]:
    """A time of each of these days, over midnight where it does not end after it begins."""
    return tuple(Window((day, begin), (day if begin < end else (day + 1) % 7, end)) for day in days)


# As forms offer them; what is closed on a holiday is not known here, so a layer of closed hours has no holidays.
WINDOWS: dict[Hours, tuple[Window, ...]] = {
    Hours.NIGHTS: every_day(time(22), time(7)),
    Hours.WEEKENDS: (Window((FRIDAY, time(16)), (MONDAY, time(9))),),
    Hours.CLOSED: (
        *every_day(time(16), time(9), range(FRIDAY)),
        Window((FRIDAY, time(16)), (MONDAY, time(9))),
    ),
}


@dataclass(frozen=True)
class Restricted(Generic[T]):
    """Turns of which only those parts count that lie in the windows, by the clock of the zone. Who takes turns hands
    over as without them, also in the middle of one."""

    turns: Turns[T]
    windows: tuple[Window, ...]
    zone: str

    def shifts(self, a: datetime, b: datetime) -> list[tuple[datetime, datetime, T]]:
        """The shifts in [a, b), clipped."""
        return [shift for start, end in spans(self.windows, self.zone, a, b) for shift in self.turns.shifts(start, end)]


def spans(windows: Sequence[Window], zone: str, a: datetime, b: datetime) -> list[tuple[datetime, datetime]]:
    """The windows' times inside [a, b) as (start, end) in UTC, in order; those that touch or overlap are one."""
    merged: list[tuple[datetime, datetime]] = []
    for start, end in sorted(_each(windows, ZoneInfo(zone), a.astimezone(UTC), b.astimezone(UTC))):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged


def _each(windows: Sequence[Window], zone: ZoneInfo, a: datetime, b: datetime) -> Iterator[tuple[datetime, datetime]]:
    local = a.astimezone(zone).date()
    monday = datetime.combine(local - timedelta(days=local.weekday()), time()) - WEEK
    for week in range((b - a) // WEEK + 4):
        for one in windows:
            begins, ends = (
                monday + WEEK * week + timedelta(day, 0, 0, 0, clock.minute, clock.hour)
                for day, clock in (one.begins, one.ends)
            )
            ends += WEEK * (ends <= begins)
            start, end = max(a, first_instant(begins, zone)), min(b, first_instant(ends, zone))
            if start < end:
                yield start, end
