"""Letters about persistent downtime (process.md section 10): when the customer is told, again and for the last time."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import Any

FIRST_AFTER = timedelta(minutes=15)  # down-minutes of one event
WINDOW = timedelta(minutes=60)  # in which they count when it comes and goes
AGAIN_EVERY = timedelta(minutes=60)
GOOD_AFTER_FLAPPING = timedelta(minutes=30)
EVER = datetime(2000, 1, 1, tzinfo=UTC)


class LetterKind(StrEnum):
    """What a letter is of its event; each event has one FIRST and one LAST at most, and either is never said twice."""

    FIRST = "first"
    AGAIN = "again"
    NEWS = "news"
    LAST = "last"


@dataclass(frozen=True)
class Spell:
    """A time (UTC) in which the site was down; `end` is None while it is."""

    begin: datetime
    end: datetime | None = None


@dataclass(frozen=True)
class Downtime:
    """One event: when the site was down, in order and without the times of maintenance (where these are still to come,
    it is down again after them); `flaps` when it came and went.

    `over_at` is when the event was found to be over."""

    spells: tuple[Spell, ...]
    flaps: bool = False
    over_at: datetime | None = None

    @property
    def is_down(self) -> bool:
        """True while the site is down."""
        return bool(self.spells) and self.spells[-1].end is None

    @property
    def up_at(self) -> datetime | None:
        """When the site came up last; None while it is down."""
        return self.spells[-1].end if self.spells else None

    def lasted(self, now: datetime) -> timedelta:
        """How long the site was down in all, to the second."""
        parts = (min(spell.end or now, now) - spell.begin for spell in self.spells)
        return sum((part for part in parts if part > timedelta()), timedelta())


@dataclass(frozen=True)
class Written:
    """Which letters of an event were written: when the first, the newest, and whether the last was."""

    first_at: datetime | None = None
    newest_at: datetime | None = None
    is_last: bool = False


@dataclass(frozen=True)
class Thread:
    """The letters about one outage of a site, whichever alerts tell of it: `case_id` is the case they are of, `due_at`
    when it is looked at next (UTC; None: not by itself). What was down before `opened_at` is another outage. Updates
    up to the row `told_change` of an alert's history are told."""

    id: int
    site_id: int
    customer_id: int
    opened_at: datetime
    written: Written = Written()
    case_id: int | None = None
    due_at: datetime | None = None
    told_change: int = 0


@dataclass(frozen=True)
class Due:
    """The letter that comes next if nothing changes, and when."""

    kind: LetterKind
    at: datetime


@dataclass(frozen=True)
class Letter:
    """A letter as it was written, whatever became of the site since: `since` is when it first was down, `until` when
    it was up for good (None before), `down` how long it was down in all; `words` are those one of us added."""

    kind: LetterKind
    site: str
    address: str
    since: datetime
    down: timedelta
    until: datetime | None = None
    flaps: bool = False
    words: str = ""
    readers: int = 1

    def as_facts(self) -> dict[str, Any]:
        """As a history row keeps it."""
        facts = {
            "letter": self.kind.value,
            "site": self.site,
            "address": self.address,
            "since": self.since.isoformat(),
            "until": self.until.isoformat() if self.until else None,
            "down": int(self.down.total_seconds()),
            "flaps": self.flaps,
            "readers": self.readers,
        }
        return facts | ({"words": self.words} if self.words else {})


def as_written(facts: dict[str, Any]) -> Letter:
    """As it was put into a history row."""
    return Letter(
        LetterKind(facts["letter"]),
        str(facts["site"]),
        str(facts["address"]),
        datetime.fromisoformat(facts["since"]),
        timedelta(seconds=facts["down"]),
        datetime.fromisoformat(facts["until"]) if facts.get("until") else None,
        bool(facts.get("flaps")),
        str(facts.get("words", "")),
        int(facts.get("readers", 1)),
    )


def next_letter(
    downtime: Downtime, written: Written, *, held: bool = False, news_at: datetime | None = None
) -> Due | None:
    """The letter due next and when, in the past if it is late; None when there is none to come by itself.

    `held`: somebody holds letters back, or a person's yes is waited for. What fell due meanwhile is one letter, with
    what is true then; of an event that is over, that is the last one alone. `news_at`: since when one of us has an
    update to tell, which any letter takes along: what was over sooner has its last one for it."""
    if held or written.is_last:
        return None
    lasting = persistent_at(downtime)
    if downtime.over_at is not None:
        is_worth_it = written.first_at is not None or lasting is not None or news_at is not None
        return Due(LetterKind.LAST, _good_at(downtime, downtime.over_at)) if is_worth_it else None
    if written.first_at is None:
        return Due(LetterKind.FIRST, lasting) if lasting is not None else None
    if news_at is not None:
        return Due(LetterKind.NEWS, news_at)
    if not downtime.is_down and not downtime.flaps:
        return None  # it is over in some minutes, or down again
    again = (written.newest_at or written.first_at) + AGAIN_EVERY
    return Due(LetterKind.AGAIN, again if downtime.flaps else max(again, downtime.spells[-1].begin))


def persistent_at(downtime: Downtime) -> datetime | None:
    """When the site has been down for 15 minutes of the event, in any 60 when it flaps; in the future if it stays down.

    None while it is up and has not been."""
    found = (_reached(downtime.spells[: count + 1], downtime.flaps) for count in range(len(downtime.spells)))
    return next((at for at in found if at is not None), None)


def together(events: Iterable[Downtime], since: datetime) -> Downtime:
    """Events of one site as one outage, from `since` on: down while any says so, and over once all of them are."""
    events = list(events)
    spells = joined(spell for one in events for spell in one.spells)
    over = [one.over_at for one in events if one.over_at is not None]
    return Downtime(
        outside(spells, [Spell(EVER, since)]),
        any(one.flaps for one in events),
        max(over) if over and len(over) == len(events) else None,
    )


def joined(spells: Iterable[Spell]) -> tuple[Spell, ...]:
    """The spells in order, those that meet or overlap as one."""
    found: list[Spell] = []
    for spell in sorted(spells, key=lambda one: one.begin):
        last = found[-1] if found else None
        if last is not None and (last.end is None or spell.begin <= last.end):
            end = None if last.end is None or spell.end is None else max(last.end, spell.end)
            found[-1] = Spell(last.begin, end)
        else:
            found.append(spell)
    return tuple(found)


def outside(spells: Sequence[Spell], maintenance: Iterable[Spell]) -> tuple[Spell, ...]:
    """The spells without what of them falls into maintenance; a window without end lasts for good."""
    left = list(spells)
    for window in maintenance:
        left = [part for spell in left for part in _without(spell, window)]
    return tuple(left)


def _reached(spells: Sequence[Spell], flaps: bool) -> datetime | None:
    """When the last of these spells brings it to 15 minutes; None when it ends before that."""
    last = spells[-1]
    at = last.begin
    while (missing := FIRST_AFTER - _down_until(spells, at, flaps)) > timedelta():
        at += missing  # what leaves the window meanwhile is missing then
        if last.end is not None and at > last.end:
            return None
    return at


def _down_until(spells: Sequence[Spell], at: datetime, flaps: bool) -> timedelta:
    begin = at - WINDOW if flaps else spells[0].begin
    parts = (min(spell.end or at, at) - max(spell.begin, begin) for spell in spells)
    return sum((part for part in parts if part > timedelta()), timedelta())


def _good_at(downtime: Downtime, over_at: datetime) -> datetime:
    """When the last letter may be written: at once, or after 30 good minutes when it flapped."""
    if not downtime.flaps or downtime.up_at is None:
        return over_at
    return max(over_at, downtime.up_at + GOOD_AFTER_FLAPPING)


def _without(spell: Spell, window: Spell) -> list[Spell]:
    if window.end is not None and window.end <= spell.begin:
        return [spell]
    if spell.end is not None and window.begin >= spell.end:
        return [spell]
    before = [Spell(spell.begin, window.begin)] if spell.begin < window.begin else []
    rest = window.end is not None and (spell.end is None or window.end < spell.end)
    return before + ([Spell(window.end, spell.end)] if rest and window.end is not None else [])
