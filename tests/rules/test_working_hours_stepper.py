"""Opening hours against a stepper that looks at the local clock once a minute, in every zone of the world."""

from bisect import bisect_left
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from itertools import accumulate
from typing import NamedTuple
from zoneinfo import ZoneInfo, available_timezones

from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from rules.working_hours import Calendar

MINUTE = timedelta(minutes=1)
WINDOW = 5 * 24 * 60
ODD = ["Australia/Lord_Howe", "Antarctica/Troll", "Africa/Casablanca", "Europe/Dublin", "Pacific/Chatham", "Asia/Gaza"]
ODD += ["America/Nuuk", "America/Havana", "America/Santiago", "Africa/Cairo", "Asia/Beirut", "Atlantic/Azores"]
FAR_CHANGES = [
    ("Pacific/Apia", datetime(2011, 12, 29, tzinfo=UTC)),
    ("Pacific/Kwajalein", datetime(1993, 8, 19, tzinfo=UTC)),
    ("Asia/Pyongyang", datetime(2018, 5, 3, tzinfo=UTC)),
    ("America/Caracas", datetime(2016, 4, 29, tzinfo=UTC)),
    ("America/St_Johns", datetime(2006, 4, 1, tzinfo=UTC)),
]


class Openings(NamedTuple):
    """A calendar's facts, plain enough for both to be built from: minutes of the local day, for each weekday."""

    zone: str
    week: dict[int, list[tuple[int, int]]]
    closed: frozenset[date]
    short: dict[date, list[tuple[int, int]]]

    def calendar(self) -> Calendar:
        week = {day: [_times(span) for span in spans] for day, spans in self.week.items()}
        short = {day: [_times(span) for span in spans] for day, spans in self.short.items()}
        return Calendar(self.zone, week, self.closed, short)

    def stepped(self, first: datetime) -> list[int]:
        """The open minutes before each minute of the window that begins at `first`, counted one by one."""
        minutes = (first + MINUTE * n for n in range(WINDOW))
        return list(accumulate((self._shows_open(at) for at in minutes), initial=0))

    def _shows_open(self, at: datetime) -> bool:
        local = at.astimezone(ZoneInfo(self.zone))
        day, minute = local.date(), 60 * local.hour + local.minute
        spans = self.short[day] if day in self.short else self.week.get(day.weekday(), [])
        if day in self.closed and day not in self.short:
            return False
        return any(begin <= minute < end for begin, end in spans)


def _times(span: tuple[int, int]) -> tuple[time, time]:
    begin, end = span
    return time(*divmod(begin, 60)), time.max if end == 24 * 60 else time(*divmod(end, 60))


@cache
def _changes(zone: str, year: int) -> list[datetime]:
    """The hours of a year in which a zone's clock is changed."""
    hours = [datetime(year, 1, 1, tzinfo=UTC) + timedelta(hours=n) for n in range(366 * 24)]
    offsets = [hour.astimezone(ZoneInfo(zone)).utcoffset() for hour in hours]
    return [hours[n] for n in range(1, len(hours)) if offsets[n] != offsets[n - 1]]


@st.composite
def places(draw: st.DrawFn) -> tuple[str, datetime]:
    """A zone and the beginning of a window there, most often around a change of its clock."""
    zone = draw(st.sampled_from(ODD) | st.sampled_from(sorted(available_timezones())))
    year = draw(st.integers(2020, 2040))
    anywhere = st.integers(0, 365).map(lambda day: datetime(year, 1, 1, tzinfo=UTC) + timedelta(day))
    changes = _changes(zone, year)
    around = st.sampled_from(changes).map(lambda change: change - timedelta(days=2)) if changes else anywhere
    return draw(st.sampled_from(FAR_CHANGES) | st.tuples(st.just(zone), around | anywhere))


edges = st.sampled_from([0, 1, 60, 90, 105, 120, 150, 180, 540, 960, 1380, 1439, 1440]) | st.integers(0, 1440)
spans = st.tuples(edges, edges).filter(lambda span: span[0] != span[1]).map(lambda span: (min(span), max(span)))
some_spans = st.lists(spans, max_size=3)


@st.composite
def settled(draw: st.DrawFn) -> tuple[Openings, datetime]:
    zone, first = draw(places())
    week = draw(st.dictionaries(st.integers(0, 6), some_spans, min_size=4))
    near = st.integers(-1, 6).map(lambda days: (first + timedelta(days)).date())
    openings = Openings(
        zone, week, draw(st.frozensets(near, max_size=2)), draw(st.dictionaries(near, some_spans, max_size=2))
    )
    return openings, first


minutes = st.integers(0, WINDOW - 1)
instants = st.integers(0, WINDOW * 60 * 10**6)
patient = settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@patient
@given(settled(), st.lists(st.tuples(minutes, minutes), min_size=20, max_size=20))
def test_every_answer_is_the_steppers(place: tuple[Openings, datetime], pairs: list[tuple[int, int]]) -> None:
    openings, first = place
    calendar, before = openings.calendar(), openings.stepped(first)
    for a, b in pairs:
        start, end = first + MINUTE * a, first + MINUTE * b
        passed = max(0, before[b] - before[a])
        assert calendar.is_open(start) == (before[a + 1] > before[a])
        assert calendar.between(start, end) == MINUTE * passed
        assert sum((e - s for s, e in calendar.spans(start, end)), timedelta(0)) == MINUTE * passed
        if before[-1] > before[a]:
            opens = bisect_left(before, before[a] + 1) - 1
            assert calendar.next_open(start) == first + MINUTE * opens
        if passed:
            assert calendar.add(start, MINUTE * passed) == first + MINUTE * bisect_left(before, before[b])


@patient
@given(settled(), st.lists(instants, min_size=3, max_size=3))
def test_between_is_additive_and_never_runs_back(place: tuple[Openings, datetime], points: list[int]) -> None:
    openings, first = place
    calendar = openings.calendar()
    a, b, c = (first + timedelta(microseconds=n) for n in sorted(points))
    assert calendar.between(a, b) + calendar.between(b, c) == calendar.between(a, c)
    assert timedelta(0) <= calendar.between(a, b) <= b - a


@patient
@given(settled(), instants, st.integers(1, 3 * 10**10), st.integers(1, 3 * 10**10))
@example((Openings("Europe/Oslo", {0: [(540, 960)]}, frozenset(), {}), datetime(2026, 10, 25, tzinfo=UTC)), 0, 1, 1)
def test_add_and_between_undo_each_other(place: tuple[Openings, datetime], point: int, less: int, more: int) -> None:
    openings, first = place
    calendar, start = openings.calendar(), first + timedelta(microseconds=point)
    if not any(openings.week.values()):
        return
    one, two = timedelta(microseconds=less), timedelta(microseconds=more)
    due = calendar.add(start, one)
    assert calendar.between(start, due) == one
    assert calendar.between(start, due - timedelta(microseconds=1)) < one, "and no earlier instant will do"
    assert calendar.add(due, two) == calendar.add(start, one + two) > due
    assert calendar.next_open(start) < due


@patient
@given(settled(), st.lists(instants, min_size=2, max_size=2), st.integers(0, 3 * 10**10))
def test_who_begins_later_is_never_done_earlier(
    place: tuple[Openings, datetime], points: list[int], length: int
) -> None:
    openings, first = place
    calendar = openings.calendar()
    if not any(openings.week.values()):
        return
    a, b = (first + timedelta(microseconds=n) for n in sorted(points))
    assert calendar.add(a, timedelta(microseconds=length)) <= calendar.add(b, timedelta(microseconds=length))
    if passed := calendar.between(a, b):
        assert calendar.add(a, passed) <= b, "what has passed by then was used up by then"


@patient
@given(settled(), st.lists(instants, min_size=2, max_size=2))
def test_spans_are_apart_in_order_and_open(place: tuple[Openings, datetime], points: list[int]) -> None:
    openings, first = place
    calendar = openings.calendar()
    a, b = (first + timedelta(microseconds=n) for n in sorted(points))
    found = calendar.spans(a, b)
    bounds = [bound for span in found for bound in span]
    assert bounds == sorted(set(bounds))
    assert all(a <= start and end <= b for start, end in found)
    assert all(calendar.is_open(start) and not (end < b and calendar.is_open(end)) for start, end in found)


def test_the_stepper_and_the_calendar_agree_at_every_change_of_the_odd_clocks() -> None:
    week = {day: [(0, 30), (75, 105), (135, 165), (600, 630), (1420, 1440)] for day in range(7)}
    for zone in ODD:
        openings = Openings(zone, week, frozenset(), {})
        calendar = openings.calendar()
        for change in _changes(zone, 2026):
            first = change - timedelta(days=2)
            before = openings.stepped(first)
            passed = [calendar.between(first, first + MINUTE * n) // MINUTE for n in range(WINDOW)]
            assert passed == before[:-1], (zone, change)
