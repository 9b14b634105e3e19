"""The countdown to a promised answer, and the reminders of who waits for one (process.md sections 4 and 8).

Everything is counted on the case's own clock, without its pauses: while that stands still, nothing falls due.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import IntEnum, StrEnum

from rules.cases import OVER, Case
from rules.levels import Level, Promise
from rules.people import PersonId
from rules.sla import Pause, deadline, elapsed
from rules.working_hours import Calendar


class Step(IntEnum):
    """How far the countdown of a promise was told. What comes after DUE is the breach, repeated."""

    NOTHING = 0
    BEGUN = 1
    HALF = 2
    THREE_QUARTERS = 3
    NINE_TENTHS = 4
    DUE = 5


class About(StrEnum):
    """What a reminder is about: the promised answer, or a message of the customer's that nobody has answered."""

    ANSWER = "answer"
    TURN = "turn"


PERCENT = {Step.BEGUN: 0, Step.HALF: 50, Step.THREE_QUARTERS: 75, Step.NINE_TENTHS: 90, Step.DUE: 100}
BREACH_EVERY = timedelta(minutes=30)
MOMENT = timedelta(microseconds=1)
LATE = timedelta(minutes=1)  # what is told this long after its instant is marked late
MOST_TOLD = 20  # in one channel at one time; more than that is one digest

OUR_TURN = {Level.A: timedelta(hours=1), Level.B: timedelta(hours=4)}
OUR_TURN_OTHERWISE = timedelta(hours=7)
EVERYBODY_AT = 2  # times the target; the assignee hears at once the target


@dataclass(frozen=True)
class Reminder:
    """A reminder as it was told at `told_at`, which fell due at `fell_at`, both UTC: of which case, about what, which
    step (of a turn: how many times the target), and in which digest, None for one told by itself."""

    id: int
    case_id: int
    about: About
    step: int
    fell_at: datetime
    told_at: datetime
    digest_id: int | None = None

    @property
    def is_late(self) -> bool:
        """True when it should have been told before: nobody was there to."""
        return self.told_at - self.fell_at > LATE


def used_at(step: int, budget: timedelta) -> timedelta:
    """How much of the clock's time has passed at this step."""
    if step <= Step.DUE:
        return budget * PERCENT[Step(step)] / 100
    return budget + BREACH_EVERY * (step - Step.DUE)


def instant(step: int, promised: Promise, submitted_at: datetime, pauses: Sequence[Pause]) -> datetime:
    """When (UTC) the step falls due; one with nothing used yet when the clock begins to run."""
    used = used_at(step, promised.budget)
    if not used:
        return deadline(submitted_at, MOMENT, promised.clock, pauses) - MOMENT
    return deadline(submitted_at, used, promised.clock, pauses)


def reached(used: timedelta, budget: timedelta) -> int:
    """The last step that falls due when this much is used."""
    if used < budget:
        return max(step for step in PERCENT if used_at(step, budget) <= used)
    return Step.DUE + (used - budget) // BREACH_EVERY


def follows(told: int, level: Level) -> int:
    """The step after the one that was told last: a Level A has its card at once, others from half of the time."""
    return max(told + 1, Step.BEGUN if level is Level.A else Step.HALF)


def is_ticking(case: Case) -> bool:
    """True while the response clock of a promise runs."""
    return case.due_at is not None and case.answered_at is None and case.paused_at is None and case.state not in OVER


def reckoned(case: Case, promised: Promise | None, pauses: Sequence[Pause], now: datetime) -> Case:
    """The case with its deadline and the countdown's next step reckoned anew from its submission.

    What was told stays told, unless the promise is a longer one now, so that it comes again.
    """
    if promised is None:
        return replace(case, due_at=None, step_at=None)
    due = promised.due(case.submitted_at, pauses)
    stands = case.paused_at is not None and case.paused_at < due
    case = replace(case, due_at=None if stands else due, step_at=None)
    if not is_ticking(case):
        return case
    so_far = reached(elapsed(case.submitted_at, now, promised.clock, pauses), promised.budget)
    told = min(case.told_step, so_far)
    step_at = instant(follows(told, case.level), promised, case.submitted_at, pauses)
    return replace(case, told_step=told, step_at=step_at)


def target(case: Case) -> timedelta:
    """Within how much of the case's clock a message of the customer's is to be answered."""
    return OUR_TURN.get(case.level, OUR_TURN_OTHERWISE)


def turned(case: Case, clock: Calendar) -> Case:
    """The case with the next reminder of the message that waits; while a promise runs, its countdown is enough."""
    if case.wrote_at is None or is_ticking(case):
        return replace(case, nudge_at=None, nudges=0)
    if case.nudges >= EVERYBODY_AT:
        return replace(case, nudge_at=None)
    return replace(case, nudge_at=clock.add(case.wrote_at, target(case) * (case.nudges + 1)))


def waited(case: Case, clock: Calendar, now: datetime) -> timedelta:
    """How long the customer has waited, on the case's clock."""
    return clock.between(case.wrote_at, now) if case.wrote_at is not None else timedelta(0)


def is_silent(fell_at: datetime, now: datetime, clock: Calendar) -> bool:
    """True while a step that was missed has to wait: nothing is told while the clock does not run.

    What falls due at the very closing time is told then.
    """
    return now - fell_at > LATE and not clock.is_open(now)


@dataclass(frozen=True)
class Team:
    """Whom there is to mention: Customer Success, who has duty, the leads."""

    desk: tuple[PersonId, ...] = ()
    duty: tuple[PersonId, ...] = ()
    leads: tuple[PersonId, ...] = ()


def mentions_desk(case: Case, step: int, desk_is_open: bool) -> bool:
    """Whether Customer Success is mentioned: at once for a Level A, and of what is nobody's in opening hours."""
    return (case.level is Level.A and step == Step.BEGUN) or (case.assignee is None and desk_is_open)


def mentioned(case: Case, step: int, desk_is_open: bool, team: Team) -> tuple[PersonId, ...]:
    """Whom a step of the countdown mentions: the assignee; Customer Success; the duty for Level A or outside opening
    hours; at a breach the leads too."""
    who: list[PersonId] = [case.assignee] if case.assignee else []
    who += team.desk if mentions_desk(case, step, desk_is_open) else ()
    who += team.duty if case.level is Level.A or not desk_is_open else ()
    who += team.leads if step >= Step.DUE else ()
    return _once(who)


def _once(people: Iterable[PersonId]) -> tuple[PersonId, ...]:
    return tuple(dict.fromkeys(people))


def reminded_of_turn(case: Case, times: int, desk: tuple[PersonId, ...]) -> tuple[PersonId, ...]:
    """Whom a message that waits is told to: the assignee at the target, Customer Success at twice that, or at once
    when the case is nobody's."""
    return (case.assignee,) if case.assignee and times < EVERYBODY_AT else desk
