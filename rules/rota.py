"""The rota (process.md section 9): layers of people who take turns, and what is agreed to differ from them.

The first layer is alerted first. Overrides are laid on in the order they were made, each on what those before it left.
"""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, time, timedelta, tzinfo
from enum import StrEnum
from itertools import pairwise
from typing import Generic, Protocol, TypeVar

from rules.oncall import first_instant

T = TypeVar("T")
T_co = TypeVar("T_co", covariant=True)

INSTANT = timedelta(microseconds=1)
GAPS_AHEAD = timedelta(days=30)
DRILL_HOLDS = timedelta(days=30)  # who has answered none for so long may not hear a page
REPORT_AT = time(9)  # on Mondays, in the office's zone


class Turns(Protocol[T_co]):
    """Whose turn it is, over a time: a `rules.oncall.Rotation`, or shifts read from a calendar."""

    def shifts(self, a: datetime, b: datetime) -> Sequence[tuple[datetime, datetime, T_co]]: ...


@dataclass(frozen=True)
class Listed(Generic[T]):
    """Shifts (start, end, who) as a calendar has them; several people at once, and nobody, are both possible."""

    rows: tuple[tuple[datetime, datetime, T], ...]

    def shifts(self, a: datetime, b: datetime) -> list[tuple[datetime, datetime, T]]:
        """The shifts in [a, b), clipped."""
        return [(max(start, a), min(end, b), who) for start, end, who in self.rows if start < b and end > a]


@dataclass(frozen=True)
class Dated(Generic[T]):
    """Turns that were set anew in the course of time: (from when, turns), each until the next; None: nobody's."""

    rows: tuple[tuple[datetime, Turns[T] | None], ...]

    def shifts(self, a: datetime, b: datetime) -> list[tuple[datetime, datetime, T]]:
        """The shifts in [a, b), clipped."""
        found: list[tuple[datetime, datetime, T]] = []
        for (since, turns), (until, _next) in pairwise([*self.rows, (b, None)]):
            start, end = max(since, a), min(until, b)
            if turns is not None and start < end:
                found += turns.shifts(start, end)
        return found


@dataclass(frozen=True)
class Layer(Generic[T]):
    """One layer: before `since` nobody has its turns; None is for all times. Without turns it is empty."""

    turns: Turns[T] | None
    since: datetime | None = None
    id: int = 0


@dataclass(frozen=True)
class Override(Generic[T]):
    """For [start, end): `add` joins who has duty; or takes the place of `remove`, where that one has duty; or, `alone`,
    the place of everybody. Without `layer` (a layer's id) `remove` goes from all layers, and the rest is of the first.
    """

    start: datetime
    end: datetime
    add: T | None = None
    remove: T | None = None
    alone: bool = False
    layer: int | None = None


@dataclass(frozen=True)
class Span(Generic[T]):
    """A time [start, end) in UTC in which the same people have duty."""

    start: datetime
    end: datetime
    people: tuple[T, ...]


@dataclass(frozen=True)
class Gap(Generic[T]):
    """A time in which nobody has duty at all, or in which `who` has it and cannot be reached."""

    start: datetime
    end: datetime
    who: T | None = None


class Want(StrEnum):
    """What somebody on the rota has not, without which a page may not reach them."""

    WAY = "way"
    DRILL = "drill"


@dataclass(frozen=True)
class Lack(Generic[T]):
    """`who` on the rota has no wake-up way, or answered no drill for 30 days; None: nobody on it has."""

    want: Want
    who: T | None = None


@dataclass(frozen=True)
class Rota(Generic[T]):
    """Layers in the order in which they are alerted, and overrides in the order in which they were made."""

    layers: tuple[Layer[T], ...] = ()
    overrides: tuple[Override[T], ...] = field(default=())

    def on_duty(self, at: datetime) -> list[tuple[T, ...]]:
        """Who has duty at the instant, layer by layer."""
        return [self.spans(number, at, at + INSTANT)[0].people for number in range(len(self.layers))]

    def spans(self, number: int, a: datetime, b: datetime) -> list[Span[T]]:
        """A layer over [a, b), in order, without holes; neighbours differ in who has duty."""
        return _merged(self._pieces(number, a.astimezone(UTC), b.astimezone(UTC)))

    def next_edge(self, at: datetime, within: timedelta = GAPS_AHEAD) -> datetime:
        """The next instant at which anybody's duty begins or ends; the end of the look-out where nothing changes."""
        ends = [self.spans(number, at, at + within)[0].end for number in range(len(self.layers))]
        return min(ends, default=at + within)

    def gaps(self, a: datetime, b: datetime, is_there: Callable[[T], bool]) -> list[Gap[T]]:
        """The times in [a, b) in which nobody has duty in any layer, or somebody who is not there; by start."""
        layers = [self.spans(number, a, b) for number in range(len(self.layers))]
        found = [Gap[T](one.start, one.end) for one in _together(layers, a, b) if not one.people]
        for layer in layers:
            found += [Gap(one.start, one.end, who) for one in layer for who in one.people if not is_there(who)]
        return sorted(found, key=lambda gap: (gap.start, gap.end))

    def people(self, a: datetime, b: datetime) -> list[T]:
        """Everybody who has duty some time in [a, b), in any layer, by when and in which."""
        spans = [one for number in range(len(self.layers)) for one in self.spans(number, a, b)]
        return list(dict.fromkeys(who for one in spans for who in one.people))

    def _pieces(self, number: int, a: datetime, b: datetime) -> Iterator[Span[T]]:
        layer = self.layers[number]
        since = max(a, layer.since.astimezone(UTC)) if layer.since is not None else a
        turns = list(layer.turns.shifts(since, b)) if layer.turns is not None and since < b else []
        over = [one for one in self.overrides if one.start < b and one.end > a and one.layer in {None, layer.id}]
        edges = {edge for start, end, *_ in turns for edge in (start, end)}
        edges |= {edge.astimezone(UTC) for one in over for edge in (one.start, one.end)}
        for start, end in pairwise(sorted({a, b} | {edge for edge in edges if a < edge < b})):
            people = tuple(dict.fromkeys(who for begin, stop, who in turns if begin <= start < stop))
            for one in over:
                if one.start <= start < one.end:
                    people = _overridden(people, one, is_first=number == 0)
            yield Span(start, end, people)


def next_report(after: datetime, zone: tzinfo) -> datetime:
    """The next Monday 09:00 in the zone, after this instant, in UTC."""
    local = after.astimezone(zone)
    monday = local.date() - timedelta(days=local.weekday())
    coming = (first_instant(datetime.combine(monday + timedelta(weeks=week), REPORT_AT), zone) for week in range(2))
    return next(at for at in coming if at > after)


def is_known(gap: Gap[T], known: Sequence[tuple[datetime, datetime, T | None]]) -> bool:
    """True when the gap was told of: one of the same kind touches it, which has become longer or shorter since."""
    return any(start <= gap.end and gap.start <= end and who == gap.who for start, end, who in known)


def lacks(people: Sequence[T], have: Mapping[Want, Collection[T]]) -> list[Lack[T]]:
    """What these people lack, given who has each: one for a person and want, one for all where nobody has it."""
    found: list[Lack[T]] = []
    for want, owners in have.items():
        without = [who for who in people if who not in owners]
        nobody_has = len(without) == len(people) > 0
        found += [Lack[T](want)] if nobody_has else [Lack(want, who) for who in without]
    return found


def is_lack_known(lack: Lack[T], known: Collection[Lack[T]]) -> bool:
    """True when it was told of, of this person or of everybody."""
    return lack in known or Lack[T](lack.want) in known


def _overridden(people: tuple[T, ...], one: Override[T], *, is_first: bool) -> tuple[T, ...]:
    added = () if one.add is None else (one.add,)
    joins = is_first or one.layer is not None
    if one.remove is not None:
        changed = tuple(new for who in people for new in (added if who == one.remove else (who,)))
    elif one.alone:
        changed = added if joins else people
    else:
        changed = people + added if joins else people
    return tuple(dict.fromkeys(changed))


def _merged(pieces: Iterator[Span[T]]) -> list[Span[T]]:
    merged: list[Span[T]] = []
    for one in pieces:
        if merged and merged[-1].people == one.people:
            merged[-1] = Span(merged[-1].start, one.end, one.people)
        else:
            merged.append(one)
    return merged


def _together(layers: list[list[Span[T]]], a: datetime, b: datetime) -> list[Span[T]]:
    """All layers as one."""
    edges = sorted({a.astimezone(UTC), b.astimezone(UTC)} | {one.start for layer in layers for one in layer})
    return _merged(
        Span(
            start,
            end,
            tuple(who for layer in layers for one in layer if one.start <= start < one.end for who in one.people),
        )
        for start, end in pairwise(edges)
    )
