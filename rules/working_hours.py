"""Opening hours as arithmetic on instants (process.md section 4): exact to the microsecond, over every clock change.

What counts is real time during which the *local* clock stands inside opening hours on a local date that is not closed.
So an opening in the hour that comes twice counts twice, and one in the hour that is skipped does not happen.
Openings are half open: 09:00 is inside, 16:00 outside. Whatever is handed out is aware and in UTC; naive input is a
ValueError, and so is an instant before 1901 or after 2100: neither zones nor holidays are known beyond, and a
guess would look like an answer. Those years are also how far an opening is searched before it is said never to come.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from itertools import accumulate
from threading import Lock
from types import MappingProxyType
from typing import TypeVar
from zoneinfo import ZoneInfo

from rules.holidays_norway import norwegian_holidays

FIRST_YEAR, LAST_YEAR = 1901, 2100

Span = tuple[time, time]
Hours = tuple[tuple[timedelta, timedelta], ...]
Dates = Iterable[date]
DayHours = Mapping[date, Sequence[Span]]
_Given = TypeVar("_Given")
_Kept = TypeVar("_Kept")

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_NOTHING = timedelta(0)
_SECOND = timedelta(seconds=1)
_DAY = timedelta(days=1)
_NO_SHORT_DAYS: DayHours = MappingProxyType({})


def utc(at: datetime) -> datetime:
    """The same instant in UTC. Raises ValueError for one without a zone, which would be read as this machine's time."""
    if at.tzinfo is UTC:
        return at
    try:
        # Half the price of astimezone(), and naive input cannot slip through.
        return _EPOCH + (at - _EPOCH)
    except TypeError:
        raise ValueError(f"{at!r} has no time zone") from None
    except OverflowError:
        raise ValueError(f"{at!r} lies outside the years that can be written") from None


@dataclass(frozen=True, slots=True)
class _Table:
    """The openings of [low, high), longest possible, in order, and `high` as one more start behind the last.

    `opened[i]` is the opening time before the i-th.
    """

    low: datetime
    high: datetime
    starts: list[datetime]
    ends: list[datetime]
    opened: list[timedelta]

    def until(self, at: datetime) -> timedelta:
        """The opening time in [low, at)."""
        i = bisect_right(self.ends, at)
        start = self.starts[i]
        return self.opened[i] + (at - start) if start < at else self.opened[i]


class Calendar:
    """When somebody is at work: a week of local opening hours in one IANA zone, with its exceptions.

    `week` maps a weekday (Monday = 0) to its (from, to) spans; a day left out is closed, `time.max` as `to` is
    midnight. `closed` are dates without opening; `short` gives single dates their own hours and wins over `closed`
    (no spans: closed). Both may be functions of a year, asked once for each. Spans of a day may come in any order and
    overlap; one that does not end after it begins is a ValueError, so an opening over midnight is written as two.

    Each question takes 1-2 us however long its span: the openings stand in a table, rebuilt wider when a question
    reaches past it (1.5 ms a year). May be shared by threads. Datetimes may be in any zone.
    """

    def __init__(
        self,
        timezone: str,
        week: Mapping[int, Sequence[Span]],
        closed: Dates | Callable[[int], Dates] = (),
        short: DayHours | Callable[[int], DayHours] = _NO_SHORT_DAYS,
    ) -> None:
        if not set(week) <= set(range(7)):
            raise ValueError(f"a week has the days 0 (Monday) to 6, not {sorted(week)}")
        self.timezone = timezone
        self._zone = ZoneInfo(timezone)
        self._week = [_hours(week.get(day, ())) for day in range(7)]
        self._closed = _by_year(closed, _dates)
        self._short = _by_year(short, _hours_by_date)
        self._lock = Lock()
        self._table = _Table(_EPOCH, _EPOCH, [_EPOCH], [], [_NOTHING])

    def is_open(self, at: datetime) -> bool:
        """Whether `at` lies inside an opening."""
        at = utc(at)
        table = self._covering(at, at)
        return table.starts[bisect_right(table.ends, at)] <= at

    def next_open(self, at: datetime) -> datetime:
        """`at` itself when open, else the beginning of the next opening. Raises ValueError when none comes."""
        at = utc(at)
        table = self._covering(at, at)
        while (i := bisect_right(table.ends, at)) == len(table.ends):
            table = self._longer(table)
        return max(at, table.starts[i])

    def add(self, start: datetime, budget: timedelta) -> datetime:
        """The earliest instant at which `budget` of opening time has passed since `start` (16:00, not 09:00 tomorrow).

        Nothing to pass means `next_open(start)`. Raises ValueError for less than nothing, and when there is not that
        much opening time left.
        """
        if budget <= _NOTHING:
            if budget:
                raise ValueError(f"opening time only runs forward: {budget} is negative")
            return self.next_open(start)
        start = utc(start)
        table = self._covering(start, start)
        while budget > table.opened[-1] - (before := table.until(start)):
            table = self._longer(table)
        i = bisect_left(table.opened, before + budget) - 1
        return table.starts[i] + (before + budget - table.opened[i])

    def between(self, a: datetime, b: datetime) -> timedelta:
        """The opening time in [a, b); zero when b is not after a."""
        a, b = utc(a), utc(b)
        if b <= a:
            return _NOTHING
        table = self._covering(a, b)
        return table.until(b) - table.until(a)

    def spans(self, a: datetime, b: datetime) -> list[tuple[datetime, datetime]]:
        """The openings inside [a, b) as (start, end), in order, clipped; openings that touch are one."""
        a, b = utc(a), utc(b)
        if b <= a:
            return []
        table = self._covering(a, b)
        inside = slice(bisect_right(table.ends, a), bisect_left(table.starts, b))
        return [
            (max(a, start), min(b, end)) for start, end in zip(table.starts[inside], table.ends[inside], strict=True)
        ]

    def _covering(self, low: datetime, high: datetime) -> _Table:
        """A table that knows both instants; a question keeps it, for another thread may put a wider one here."""
        table = self._table
        if table.low <= low and high < table.high:
            return table
        return self._widened(low, high)

    def _longer(self, table: _Table) -> _Table:
        if table.high.year > LAST_YEAR:
            raise ValueError(f"not enough opening time through {LAST_YEAR}: the calendar never opens, or too seldom")
        return self._widened(table.low, table.high)

    def _widened(self, low: datetime, high: datetime) -> _Table:
        for at in (low, high):
            if not FIRST_YEAR <= at.year <= LAST_YEAR:
                raise ValueError(f"opening hours are known from {FIRST_YEAR} through {LAST_YEAR}, not at {at}")
        with self._lock:
            self._table = self._table_of(_years(self._table, low.year, high.year + 1))
            return self._table

    def _table_of(self, years: range) -> _Table:
        low, high = (datetime(year, 1, 1, tzinfo=UTC) for year in (years.start, years.stop))
        starts: list[datetime] = []
        ends: list[datetime] = []
        for start, end in self._openings(low, high):
            if ends and start <= ends[-1]:
                ends[-1] = max(end, ends[-1])
            else:
                starts.append(start)
                ends.append(end)
        lengths = (end - start for start, end in zip(starts, ends, strict=True))
        return _Table(low, high, [*starts, high], ends, list(accumulate(lengths, initial=_NOTHING)))

    def _openings(self, low: datetime, high: datetime) -> Iterator[tuple[datetime, datetime]]:
        """Every span of every local day in [low, high), ordered by its start; they may touch and overlap."""
        for begin, end, offset in _steady_stretches(self._zone, low, high):
            midnight = datetime.combine((begin + offset).date(), time.min, UTC) - offset
            while midnight < end:
                for start, stop in self._hours_of((midnight + offset).date()):
                    if midnight + start < end and midnight + stop > begin:
                        yield max(midnight + start, begin), min(midnight + stop, end)
                midnight += _DAY

    def _hours_of(self, day: date) -> Hours:
        short = self._short(day.year)
        if day in short:
            return short[day]
        return () if day in self._closed(day.year) else self._week[day.weekday()]


def _steady_stretches(zone: ZoneInfo, low: datetime, high: datetime) -> Iterator[tuple[datetime, datetime, timedelta]]:
    """[low, high) cut where the zone's clock is changed: (from, to, offset from UTC)."""
    begin = low
    while begin < high:
        end = _next_change(zone, begin, high)
        yield begin, end, _offset(zone, begin)
        begin = end


def _next_change(zone: ZoneInfo, begin: datetime, high: datetime) -> datetime:
    """The first second after `begin` with another offset, or `high`. No zone changes there and back within a day."""
    offset = _offset(zone, begin)

    def changed(seconds: int) -> bool:
        return _offset(zone, begin + _SECOND * seconds) != offset

    while begin < high:
        ahead = min(_DAY, high - begin) // _SECOND
        if changed(ahead):
            return begin + _SECOND * bisect_left(range(ahead), True, key=changed)
        begin += _SECOND * ahead
    return high


def _offset(zone: ZoneInfo, at: datetime) -> timedelta:
    return at.astimezone(zone).utcoffset() or _NOTHING


def _years(table: _Table, first: int, beyond: int) -> range:
    """The years for a wider table: those asked for, those it had, and as many again, so that growing stays cheap."""
    low, high = table.low.year, table.high.year
    if low == high:
        return range(first, beyond)
    first = low if low <= first else max(FIRST_YEAR, min(first, 2 * low - high))
    beyond = high if beyond <= high else min(LAST_YEAR + 1, max(beyond, 2 * high - low))
    return range(first, beyond)


def _by_year(given: _Given | Callable[[int], _Given], keep: Callable[[_Given], _Kept]) -> Callable[[int], _Kept]:
    """What is kept of a year, asked and checked once, whether a function was given or the same for all years."""
    if callable(given):
        return cache(lambda year: keep(given(year)))
    kept = keep(given)
    return lambda year: kept


def _dates(days: Dates) -> frozenset[date]:
    """As a set. A datetime or a text would never equal a date and silently close nothing."""
    kept = frozenset(days)
    for day in kept:
        if isinstance(day, datetime) or not isinstance(day, date):
            raise ValueError(f"{day!r} is not a date")
    return kept


def _hours_by_date(days: DayHours) -> dict[date, Hours]:
    _dates(days)
    return {day: _hours(spans) for day, spans in days.items()}


def _hours(spans: Sequence[Span]) -> Hours:
    """Spans as distances from local midnight, in order."""
    hours = tuple(sorted((_since_midnight(begin), _since_midnight(end)) for begin, end in spans))
    for begin, end in hours:
        if end <= begin:
            raise ValueError(f"an opening ends after it begins, not {begin} to {end}; midnight is written time.max")
    return hours


def _since_midnight(clock: time) -> timedelta:
    if clock.tzinfo is not None:
        raise ValueError(f"{clock!r} has a zone of its own; opening hours are in the calendar's")
    if clock == time.max:
        return _DAY
    return timedelta(0, clock.second, clock.microsecond, 0, clock.minute, clock.hour)


DESK_WEEK: dict[int, list[Span]] = {day: [(time(9), time(16))] for day in range(5)}
NORWAY = Calendar("Europe/Oslo", DESK_WEEK, closed=norwegian_holidays)
ALWAYS = Calendar("UTC", {day: [(time.min, time.max)] for day in range(7)})
