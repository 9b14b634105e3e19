"""The days on which clocks go wrong, the next of each."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from handlers.views.words import OSLO
from rules.holidays_norway import norwegian_holidays

EASTER_TO_WHIT = timedelta(weeks=7)
DAY = timedelta(days=1)
EASTER, MAY = "Easter", "the 17th of May"
LESS, MORE = "the night with an hour less", "the night with an hour more"


def odd_days(now: datetime) -> list[tuple[str, date]]:
    """The next of each from a week on, by its name, in the order they come."""
    return sorted(_odd_days(now), key=lambda known: known[1])


def _odd_days(now: datetime) -> Iterator[tuple[str, date]]:
    today = now.astimezone(OSLO).date()
    for name, in_year in (
        (EASTER, _easter_monday),
        (MAY, lambda year: date(year, 5, 17)),
        (LESS, lambda year: _last_sunday(year, 3)),
        (MORE, lambda year: _last_sunday(year, 10)),
    ):
        yield name, next(day for year in (today.year, today.year + 1) if (day := in_year(year)) > today + 7 * DAY)


def _easter_monday(year: int) -> date:
    """The holiday seven weeks before the other Monday."""
    mondays = sorted(day for day in norwegian_holidays(year) if day.weekday() == 0)
    return next(day for day in mondays if day + EASTER_TO_WHIT in mondays)


def _last_sunday(year: int, month: int) -> date:
    last = date(year, month, 31)
    return last - timedelta(days=(last.weekday() + 1) % 7)
