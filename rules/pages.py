"""Pages (process.md section 9): an escalation until somebody acknowledges it, about a case, an alert, or as a drill."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum

from rules.alerts import Group
from rules.escalation import Target
from rules.office import next_closing
from rules.people import NamesPeople, Person, PersonId
from rules.records import CardPlace
from rules.working_hours import Calendar

STILL_ON_IT_AFTER = timedelta(minutes=30)
STILL_ON_IT_WAIT = timedelta(minutes=10)
UNANSWERED_FOR = timedelta(minutes=15)  # of a Level A, in opening hours
QUIET_FOR = timedelta(hours=4)  # that long what somebody has is not paged again for the same site
LATE = timedelta(minutes=1)  # what is told this long after its instant is marked late


class Why(StrEnum):
    """Why somebody is paged: a Level A outside opening hours, because the desk has closed, or unanswered for 15
    minutes; an alert; a drill."""

    LEVEL_A = "level_a"
    CLOSING = "closing"
    UNANSWERED = "unanswered"
    ALERT = "alert"
    DRILL = "drill"


@dataclass(frozen=True)
class About:
    """What a page is about: the row of a case, or of an alert; neither for a drill."""

    case_id: int | None = None
    alert_id: int | None = None

    @property
    def is_drill(self) -> bool:
        """True when it is about nothing that is wrong."""
        return self.case_id is None and self.alert_id is None


@dataclass(frozen=True)
class Page:
    """One escalation. Instants are UTC. `next_number` is the step of the ladder that comes next, at `next_at`: None
    when none will come. `steps` counts those taken.

    `acknowledged_by` has it since `acknowledged_at` until `lapsed_at`, when *Still on it?* stayed unanswered;
    `asked_at` is since when that is asked. `first_at`: when it was acknowledged first. `asked_by` asked for a drill,
    whose message in the on-call channel is `place`. `told_quiet`: its thread says why nobody is paged.
    """

    id: int
    about: About
    why: Why
    begun_at: datetime
    next_at: datetime | None
    next_number: int = 0
    steps: int = 0
    acknowledged_at: datetime | None = None
    acknowledged_by: PersonId | None = None
    first_at: datetime | None = None
    lapsed_at: datetime | None = None
    asked_at: datetime | None = None
    over_at: datetime | None = None
    asked_by: PersonId | None = None
    place: CardPlace | None = None
    told_quiet: bool = False

    @property
    def is_acknowledged(self) -> bool:
        """True while somebody has it."""
        return self.acknowledged_at is not None and self.lapsed_at is None


class What(StrEnum):
    """What happened to a page: a step told people; `who` acknowledged it, was asked whether they are still on it, is,
    or did not say so; nobody is told, as `who` has another one of the same site; it is over; `who` was not told."""

    TOLD = "told"
    ACKNOWLEDGED = "acknowledged"
    ASKED = "asked"
    STILL = "still"
    LAPSED = "lapsed"
    QUIET = "quiet"
    OVER = "over"
    FAILED = "failed"


@dataclass(frozen=True)
class PageStep:
    """Something that happened to a page at `at`, though it fell due at `fell_at` (both UTC). Of people told: the
    how-manieth time it was, for whom, which targets were skipped because nobody is there, and which step of the ladder
    it was (`rung`); `is_nobody`: nobody at all, so it is for everybody. `other`: the row of another case,
    or of the call that failed."""

    id: int
    page_id: int
    what: What
    at: datetime
    fell_at: datetime
    number: int = 0
    target: Target = Target.DUTY
    rung: int = 0
    skipped: tuple[Target, ...] = ()
    is_nobody: bool = False
    who: PersonId | None = None
    other: int | None = None

    @property
    def is_late(self) -> bool:
        """True when it should have been taken before: nobody was there to."""
        return self.at - self.fell_at > LATE


@dataclass(frozen=True)
class Call:
    """One person told in one step: of which layer (None: of none that has duty now), over how many wake-up ways beyond
    Slack, and whether their Do Not Disturb was on. `place` is where the direct message stands, `failed` why it
    could not be sent."""

    id: int
    page_id: int
    step_id: int
    who: PersonId
    at: datetime
    layer: int | None = None
    wake_ups: int = 0
    is_paused: bool = False
    place: tuple[str, str] | None = None
    failed: str | None = None


@dataclass(frozen=True)
class Subject:
    """What a page is about, in facts: a short name of it, whose it is, since when (UTC); `number` of a case; `group`:
    what sort of an alert that stands for many; `saw`: what our own checks saw, to be worded. `place` is where its card
    stands in the on-call channel, `elsewhere`
    where else it can be looked at. `has_other_page`: it fails, but what stands for it is paged about in its place."""

    title: str
    customer: str
    since: datetime
    place: CardPlace | None
    number: int | None = None
    elsewhere: CardPlace | None = None
    group: Group | None = None
    saw: Mapping[str, str] | None = None
    has_other_page: bool = False


@dataclass(frozen=True)
class PageFacts(NamesPeople):
    """What anything about a page is told from; `step` with its `calls`, or the one `call`, where it is about those, and
    the number of another case where the step names one."""

    page: Page
    subject: Subject
    people: dict[PersonId, Person]
    step: PageStep | None = None
    calls: tuple[Call, ...] = field(default=())
    call: Call | None = None
    other_number: int | None = None


def answers_from(page: Page, told_at: datetime) -> datetime:
    """From when on (UTC) what somebody writes who was told of the page at `told_at` answers it: not before *Still on
    it?* was asked last."""
    asked_at = page.asked_at or (page.lapsed_at - STILL_ON_IT_WAIT if page.lapsed_at else None)
    return max(told_at, asked_at) if asked_at is not None else told_at


def is_same_watch(at: datetime, now: datetime, desk: Calendar) -> bool:
    """True when the desk neither opened nor closed from `at` to `now` (UTC)."""
    return now < (next_closing(desk, at) if desk.is_open(at) else desk.next_open(at))


def first_at(since: datetime, now: datetime, clock: Calendar, desk: Calendar) -> tuple[datetime, Why]:
    """When (UTC) an unanswered Level A pages first, and why: at once where its clock runs while the desk is closed, or
    when the desk closes; else once it was unanswered for 15 minutes of its clock from `since` on."""
    if not clock.is_open(now):
        return clock.add(max(since, now), UNANSWERED_FOR), Why.UNANSWERED
    if not desk.is_open(now):
        return now, Why.LEVEL_A
    at, closing = max(clock.add(since, UNANSWERED_FOR), now), next_closing(desk, now)
    return (closing, Why.CLOSING) if closing < at and clock.is_open(closing) else (at, Why.UNANSWERED)
