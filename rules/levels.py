"""Levels and promises (process.md section 4): which urgency is which level, and what each level promises."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from rules.customers import Agreement
from rules.sla import Pause, deadline
from rules.working_hours import ALWAYS, Calendar


class Level(StrEnum):
    """How much the agency has promised. NOT_SET is a case that came without urgency."""

    A = "A"
    B = "B"
    NONE = "none"
    NOT_SET = "not_set"


class Urgency(StrEnum):
    """How urgent the customer says it is, in the order the form asks."""

    DOWN = "down"
    DEGRADED = "degraded"
    URGENT = "urgent"
    CAN_WAIT = "can_wait"


LEVEL_OF = {
    Urgency.DOWN: Level.A,
    Urgency.DEGRADED: Level.B,
    Urgency.URGENT: Level.NONE,
    Urgency.CAN_WAIT: Level.NONE,
}

BUSINESS_DAY = timedelta(hours=7)
FIRST_RESPONSE = {Level.A: timedelta(hours=2), Level.B: BUSINESS_DAY}
# Business days within which we mean to answer what has no level: our own, never told to a customer.
TARGET_DAYS = {Urgency.DOWN: 1, Urgency.DEGRADED: 1, Urgency.URGENT: 1, Urgency.CAN_WAIT: 5}
TARGET_DAYS_OTHERWISE = 5


@dataclass(frozen=True)
class NextStep:
    """What the customer is told at once, always an instant (UTC): the answer is promised, or the desk looks.

    `promised`: a first response is due at `at`. Otherwise `at` is when the desk has opened or opens. `open_until` is
    when the desk, open now, closes; None while it is closed, or where it never closes.
    """

    promised: bool
    at: datetime
    open_now: bool
    open_until: datetime | None = None


@dataclass(frozen=True)
class Promise:
    """A first response within `budget` of the time that `clock` counts."""

    budget: timedelta
    clock: Calendar

    def due(self, submitted_at: datetime, pauses: Sequence[Pause] = ()) -> datetime:
        """The instant (UTC) the first response is due, moved by the pauses."""
        return deadline(submitted_at, self.budget, self.clock, pauses)


def promise(level: Level, desk: Calendar, agreement: Agreement | None = None) -> Promise | None:
    """What a level promises, at the desk's opening hours; None where nothing is.

    The agreement in force may say other minutes, and the length of a business day; with operation and management the
    clock of Level A runs round the clock.
    """
    if level not in FIRST_RESPONSE:
        return None
    minutes = _agreed(level, agreement) if agreement else None
    budget = FIRST_RESPONSE[level] if minutes is None else timedelta(minutes=minutes)
    has_operation = agreement is not None and agreement.operation
    return Promise(budget, ALWAYS if has_operation and level is Level.A else desk)


def target(level: Level, urgency: Urgency | None, desk: Calendar, agreement: Agreement | None = None) -> Promise | None:
    """Within what time we mean to answer where nothing is promised; None for other levels. For us only.

    In business days, as long as the agreement in force says they are; of what nobody called urgent, what can wait.
    """
    if level is not Level.NONE:
        return None
    days = TARGET_DAYS[urgency] if urgency else TARGET_DAYS_OTHERWISE
    agreed = agreement.business_day_minutes if agreement else None
    return Promise((BUSINESS_DAY if agreed is None else timedelta(minutes=agreed)) * days, desk)


def _agreed(level: Level, agreement: Agreement) -> int | None:
    if level is Level.A:
        return agreement.level_a_minutes
    return agreement.business_day_minutes if agreement.level_b_minutes is None else agreement.level_b_minutes


def next_step(due: datetime | None, submitted_at: datetime, calendar: Calendar) -> NextStep:
    """What to tell the customer on submission: the due instant, or when the desk opens next."""
    open_now = calendar.is_open(submitted_at)
    until = _closes(calendar, submitted_at) if open_now else None
    if due is not None:
        return NextStep(True, due, open_now, until)
    return NextStep(False, calendar.next_open(submitted_at), open_now, until)


def _closes(calendar: Calendar, at: datetime) -> datetime | None:
    """The end of the opening `at` lies in; None when it lasts a day or longer, as round the clock."""
    horizon = at + timedelta(days=1)
    end = calendar.spans(at, horizon)[0][1]
    return end if end < horizon else None
