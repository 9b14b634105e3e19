"""The shifts of a calendar: its events, repeated as they say, each somebody's whose name is in the title."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, tzinfo
from enum import StrEnum

from rules.oncall import Rotation, Shift
from rules.people import Person, PersonId
from rules.rota_setup import Shifts

AHEAD = timedelta(days=400)  # of repeated events, so much is taken
MOST_SHIFTS = 5000
LAST_SURE_DAY = 28  # of a month: events on later ones are left out in short months, which turns are not


@dataclass(frozen=True)
class Event:
    """An event of the calendar: aware instants in the event's own zone. `every` and `length` say how it is repeated
    (every two weeks), `until` and `count` for how long; `without` are repetitions that are left out; `unclear` is
    what of it cannot be followed."""

    title: str
    start: datetime
    end: datetime
    zone: tzinfo
    every: Shift | None = None
    length: int = 1
    until: datetime | None = None
    count: int | None = None
    without: tuple[datetime, ...] = ()
    unclear: str | None = None


class Wrong(StrEnum):
    """Why an event cannot be taken."""

    NOBODY = "nobody"
    SEVERAL = "several"
    ENDS_FIRST = "ends_first"
    UNCLEAR = "unclear"
    TOO_MANY = "too_many"


@dataclass(frozen=True)
class Problem:
    """An event that cannot be taken, and why."""

    event: Event
    why: Wrong


def shifts_of(events: Sequence[Event], people: Iterable[Person], now: datetime) -> tuple[Shifts, list[Problem]]:
    """The shifts from now on, by start, and what is wrong with the others: then none should be taken."""
    known = list(people)
    found: list[tuple[datetime, datetime, PersonId]] = []
    problems = []
    for event in events:
        who = named_in(event.title, known)
        if event.unclear is not None or (event.every is Shift.MONTHLY and event.start.day > LAST_SURE_DAY):
            problems.append(Problem(event, Wrong.UNCLEAR))
        elif event.end <= event.start:
            problems.append(Problem(event, Wrong.ENDS_FIRST))
        elif len(who) != 1:
            problems.append(Problem(event, Wrong.SEVERAL if who else Wrong.NOBODY))
        else:
            found += [(start, end, who[0]) for start, end in times(event, now) if end > now]
            if len(found) > MOST_SHIFTS:
                problems.append(Problem(event, Wrong.TOO_MANY))
                break
    return tuple(sorted(found, key=lambda one: one[:2])), problems


def times(event: Event, now: datetime) -> list[tuple[datetime, datetime]]:
    """When the event is, in UTC: by the wall clock of its zone, so a night is a night when the clock is changed."""
    if event.every is None:
        return [(event.start.astimezone(UTC), event.end.astimezone(UTC))]
    until = min(event.until + timedelta(seconds=1), now + AHEAD) if event.until is not None else now + AHEAD
    if until <= event.start:
        return []
    begin, stop = (
        Rotation(participants=[event], start=at, shift=event.every, length=event.length, timezone=event.zone)
        for at in (event.start, event.end)
    )
    starts = [one[0] for one in begin.shifts(event.start, until)][: event.count]
    ends = [event.end.astimezone(UTC)]
    ends += [one[0] for one in stop.shifts(event.end, until + (event.end - event.start) + AHEAD)][1:]
    left_out = {at.astimezone(UTC) for at in event.without}
    return [(start, end) for start, end in zip(starts, ends, strict=False) if start not in left_out]


def named_in(title: str, people: Sequence[Person]) -> list[PersonId]:
    """Whose name the title has: the whole name, else a first name that only one of them has."""
    said = title.casefold()
    whole = [one.id for one in people if one.name and one.name.casefold() in said]
    if whole:
        return whole
    words = set("".join(char if char.isalnum() or char == "-" else " " for char in said).split())
    return [one.id for one in people if one.name and one.name.casefold().split()[0] in words]
