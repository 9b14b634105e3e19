"""When a promise is due, and how much of it is used (process.md section 4): opening time less the pauses.

A pause is (from, to), half open, and stops the clock by the opening time it covers. Pauses may overlap, come in any
order and lie outside opening hours; one that ends before it begins is none. `to` None: it still lasts.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, timedelta

from rules.working_hours import Calendar, utc

Pause = tuple[datetime, datetime | None]
Span = tuple[datetime, datetime]


def deadline(start: datetime, budget: timedelta, calendar: Calendar, pauses: Sequence[Pause]) -> datetime:
    """The earliest instant (UTC) at which `budget` of unpaused opening time has passed since `start`.

    It moves by the paused opening time only: a pause before `start` or after the deadline does nothing. A pause that
    still lasts and begins before the deadline is a ValueError, for then none is known: end it now to learn what the
    deadline would be if the clock ran on.
    """
    due = calendar.add(start, budget)
    paused = timedelta(0)
    for begin, end in _apart(pauses, utc(start)):
        if begin >= due:
            break
        if end is None:
            raise ValueError(f"the clock has stood still since {begin}: there is no deadline until it runs")
        paused += calendar.between(begin, end)
        due = calendar.add(start, budget + paused)
    return due


def elapsed(start: datetime, end: datetime, calendar: Calendar, pauses: Sequence[Pause]) -> timedelta:
    """The unpaused opening time in [start, end); zero when `end` is not after `start`."""
    start, end = utc(start), utc(end)
    paused = (
        calendar.between(begin, end if until is None else min(end, until)) for begin, until in _apart(pauses, start)
    )
    return calendar.between(start, end) - sum(paused, timedelta(0))


def explain(start: datetime, budget: timedelta, calendar: Calendar, pauses: Sequence[Pause]) -> list[Span]:
    """What is counted until the deadline, as (from, to) in UTC, in order: openings without what was paused of them.

    They add up to `budget`; while a pause still lasts that began before the deadline, to what was counted until then.
    """
    start = utc(start)
    apart = list(_apart(pauses, start))
    over = [(begin, end) for begin, end in apart if end is not None]
    until = deadline(start, budget, calendar, over)
    if len(over) < len(apart):
        until = min(until, apart[-1][0])
    begins, ends = [start, *(end for _begin, end in over)], [*(begin for begin, _end in over), until]
    return [span for begin, end in zip(begins, ends, strict=True) for span in calendar.spans(begin, min(end, until))]


def _apart(pauses: Sequence[Pause], start: datetime) -> Iterator[Pause]:
    """The pauses from `start` on, in order, in UTC, each instant in one of them at most."""
    done = start
    for begin, end in sorted(_in_utc(pauses), key=lambda pause: pause[0]):
        begin = max(begin, done)
        if end is None:
            yield begin, None
            return
        if end > begin:
            yield begin, end
            done = end


def _in_utc(pauses: Iterable[Pause]) -> Iterator[Pause]:
    return ((utc(begin), None if end is None else utc(end)) for begin, end in pauses)
