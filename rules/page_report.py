"""Pages per person over a month, for payroll (process.md section 9): pages, call-outs, and how long each took."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta, tzinfo

from rules.oncall import first_instant
from rules.pages import Why
from rules.people import NamesPeople, Person, PersonId

MONTH = re.compile(r"([0-9]{4})-([0-9]{2})")
YEARS = range(2000, 2101)
MINUTE = timedelta(minutes=1)


@dataclass(frozen=True)
class Paged:
    """One page that reached a person: begun, and first told to them (UTC); whether they went to work on it (a
    call-out), when it was acknowledged first, by whomever, and when it was over; the case's number, if it has one."""

    who: PersonId
    why: Why
    begun_at: datetime
    told_at: datetime
    is_call_out: bool
    acknowledged_at: datetime | None = None
    over_at: datetime | None = None
    number: int | None = None

    @property
    def to_acknowledged(self) -> int | None:
        """Whole minutes from the page to the acknowledgement; None without one."""
        return _minutes(self.begun_at, self.acknowledged_at)

    @property
    def to_over(self) -> int | None:
        """Whole minutes from the page until the customer was answered, or the alert over; None while it is not."""
        return _minutes(self.begun_at, self.over_at)


@dataclass(frozen=True)
class Summary:
    """A person's month: pages that reached them, those they went to work on, and of these the minutes in all, from page
    to acknowledgement and from page to the end."""

    who: PersonId
    pages: int
    call_outs: int
    to_acknowledged: int
    to_over: int


@dataclass(frozen=True)
class ReportFacts(NamesPeople):
    """A month of pages, the first day of it, who was paged, and the reader's language."""

    month: date
    rows: tuple[Paged, ...]
    people: dict[PersonId, Person] = field(default_factory=dict)
    language: str | None = None


def month_of(words: str) -> date | None:
    """The first day of a month written as 2026-03; None for what is none."""
    found = MONTH.fullmatch(words.strip())
    if found is None or int(found[1]) not in YEARS or not 1 <= int(found[2]) <= 12:
        return None
    return date(int(found[1]), int(found[2]), 1)


def bounds(month: date, zone: tzinfo) -> tuple[datetime, datetime]:
    """The instants (UTC) at which the month begins and ends in the zone."""
    after = (month.replace(day=28) + timedelta(days=4)).replace(day=1)
    begin, end = (first_instant(datetime.combine(day, time()), zone).astimezone(UTC) for day in (month, after))
    return begin, end


def summaries(rows: Iterable[Paged]) -> list[Summary]:
    """Each person's month, who was paged most first."""
    of: dict[PersonId, list[Paged]] = {}
    for row in rows:
        of.setdefault(row.who, []).append(row)
    return sorted((_sum(who, mine) for who, mine in of.items()), key=lambda one: (-one.pages, one.who.user_id))


def _sum(who: PersonId, rows: Sequence[Paged]) -> Summary:
    came = [row for row in rows if row.is_call_out]
    acknowledged = sum(row.to_acknowledged or 0 for row in came)
    return Summary(who, len(rows), len(came), acknowledged, sum(row.to_over or 0 for row in came))


def _minutes(begin: datetime, end: datetime | None) -> int | None:
    return None if end is None else max(end - begin, timedelta(0)) // MINUTE
