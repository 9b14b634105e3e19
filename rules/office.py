"""The office: when its desk and its phone are open (process.md section 4), and which day it is there."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from rules.holidays_norway import norwegian_holidays
from rules.working_hours import DESK_WEEK, NORWAY, Calendar, Span

PHONE_WEEK = {day: [(time(8), time(16))] for day in range(5)}
DESK_HOURS = NORWAY
PHONE_HOURS = Calendar(NORWAY.timezone, PHONE_WEEK, closed=norwegian_holidays)

BEFORE_MAUNDY_THURSDAY = "before-maundy-thursday"
LEAP_YEAR = 2000
_SPECIAL = re.compile(r"(\S+)(?:\s+(\d\d:\d\d)-(\d\d:\d\d))?")


@dataclass(frozen=True)
class SpecialDay:
    """A day on which the office is closed or has hours of its own: one date, or by a rule once a year."""

    day: str
    hours: Span | None = None

    def in_year(self, year: int) -> date | None:
        """The date it is that year; None where there is none."""
        if self.day == BEFORE_MAUNDY_THURSDAY:
            return _maundy_thursday(year) - timedelta(days=1)
        if self.day.count("-") == 2:
            found = date.fromisoformat(self.day)
            return found if found.year == year else None
        try:
            return date.fromisoformat(f"{year:04}-{self.day}")
        except ValueError:
            return None  # 29 February


def special_days(words: str) -> tuple[SpecialDay, ...]:
    """Days separated by commas, each a date, a day of every year or `before-maundy-thursday`, closed or with hours:
    "12-24 09:00-12:00, 12-31, 2026-05-15". ValueError names the one that cannot be read."""
    return tuple(_special(part.strip()) for part in words.split(",") if part.strip())


def hours_with(special: Sequence[SpecialDay]) -> tuple[Calendar, Calendar]:
    """The desk's and the phone's hours with these days. A holiday or weekend is never opened by one; the phone keeps
    the hour it opens at, and closes with the desk."""
    if not special:
        return DESK_HOURS, PHONE_HOURS
    phone = tuple(SpecialDay(one.day, one.hours and (min(time(8), one.hours[0]), one.hours[1])) for one in special)
    return _calendar(DESK_WEEK, special), _calendar(PHONE_WEEK, phone)


def next_closing(hours: Calendar, at: datetime) -> datetime:
    """The end of the opening this instant (UTC) lies in, or of the next one."""
    start = hours.next_open(at)
    return hours.spans(start, start + timedelta(days=1))[0][1]


def zone_of(name: str | None) -> ZoneInfo:
    """The zone of this name, as Slack tells a person's; the office's where there is none that we know."""
    try:
        return ZoneInfo(name or NORWAY.timezone)
    except (ZoneInfoNotFoundError, ValueError):
        return ZoneInfo(NORWAY.timezone)


def local_date(hours: Calendar, at: datetime) -> date:
    """The office's date at this instant."""
    return at.astimezone(ZoneInfo(hours.timezone)).date()


def _special(words: str) -> SpecialDay:
    found = _SPECIAL.fullmatch(words)
    try:
        if found is None:
            raise ValueError
        day, begin, end = found.groups()
        special = SpecialDay(day, (time.fromisoformat(begin), time.fromisoformat(end)) if begin else None)
        if special.in_year(int(day[:4]) if day.count("-") == 2 and day[:4].isdecimal() else LEAP_YEAR) is None:
            raise ValueError
        if special.hours and special.hours[0] >= special.hours[1]:
            raise ValueError
    except ValueError:
        raise ValueError(f"{words!r} is no special day") from None
    return special


def _calendar(week: Mapping[int, Sequence[Span]], special: Sequence[SpecialDay]) -> Calendar:
    return Calendar(NORWAY.timezone, week, closed=norwegian_holidays, short=_short(special))


def _short(special: Sequence[SpecialDay]) -> Callable[[int], dict[date, list[Span]]]:
    def of(year: int) -> dict[date, list[Span]]:
        days = {day: one.hours for one in special if (day := one.in_year(year)) is not None}
        return {day: [hours] if hours else [] for day, hours in days.items() if _is_working(day)}

    return of


def _is_working(day: date) -> bool:
    return day.weekday() in DESK_WEEK and day not in norwegian_holidays(day.year)


def _maundy_thursday(year: int) -> date:
    """The first Thursday off with the Friday and the Monday after it."""
    off = norwegian_holidays(year)
    return min(day for day in off if {day + timedelta(days=days) for days in (1, 4)} <= off and day.weekday() == 3)
