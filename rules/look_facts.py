"""What is shown of a case to who asks: why its deadline is what it is, its history, whom to call."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from rules.cases import Case
from rules.facts import CaseFacts
from rules.levels import Promise
from rules.records import Entry
from rules.sla import Span


@dataclass(frozen=True)
class StoodStill:
    """A pause of the response clock: from, to (None: it still lasts), and how much of the clock's time it covers."""

    begin: datetime
    end: datetime | None
    covers: timedelta


@dataclass(frozen=True)
class DeadlineFacts:
    """Why the deadline is what it is: the promise (None: nothing is), what is counted until the deadline or until the
    clock stood still (rules.sla.explain), the pauses, and the moves that changed it. Where nothing is promised it is
    our own `target` that is counted, if we have one."""

    told: CaseFacts
    promise: Promise | None
    counted: tuple[Span, ...]
    pauses: tuple[StoodStill, ...]
    changes: tuple[Entry, ...]
    language: str | None
    target: Promise | None = None


@dataclass(frozen=True)
class HistoryFacts:
    """One page of a case's history, newest first; page 0 is the newest."""

    told: CaseFacts
    entries: tuple[Entry, ...]
    page: int
    has_older: bool
    language: str | None


@dataclass(frozen=True)
class PhoneFacts:
    """Whom to call about a case: the contact's name and phone, None where unknown."""

    case: Case
    name: str | None
    phone: str | None
    language: str | None
