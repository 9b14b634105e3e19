"""A case (process.md sections 3 and 5): its states, what may be done to it, and what a move changes.

Which moves are legal, and for whom, is the table in rules/moves.py.
"""

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from enum import StrEnum

from rules.levels import Level, Urgency
from rules.people import PersonId

ESTIMATE_FROM = timedelta(hours=4)
REOPEN_WITHIN = timedelta(days=14)
LIVE_CLOSES_AFTER = timedelta(days=14)


class State(StrEnum):
    """Where a case stands."""

    RECEIVED = "received"
    IN_REVIEW = "in_review"
    WAITING = "waiting"
    ESTIMATE_SENT = "estimate_sent"
    READY = "ready"
    IN_PROGRESS = "in_progress"
    IN_TEST = "in_test"
    APPROVED = "approved"
    LIVE = "live"
    CLOSED = "closed"
    WITHDRAWN = "withdrawn"


class Action(StrEnum):
    """What somebody does to a case; each is one row of MOVES, and one word in the history."""

    TAKE = "take"
    START = "start"
    ASK = "ask"
    ANSWER = "answer"
    READY_FOR_TEST = "ready_for_test"
    APPROVE = "approve"
    ASK_FOR_CHANGES = "ask_for_changes"
    RECORD_APPROVAL = "record_approval"
    DENY_APPROVAL = "deny_approval"
    BACK_TO_WORK = "back_to_work"
    PUBLISH = "publish"
    RESTORE_SERVICE = "restore_service"
    CLOSE = "close"
    CLOSE_BY_ITSELF = "close_by_itself"
    REOPEN = "reopen"
    WITHDRAW = "withdraw"
    ASSIGN = "assign"
    SET_LEVEL = "set_level"
    AGREEMENT = "agreement"
    REMIND = "remind"
    UNANSWERED = "unanswered"
    CLOSE_AS_UNANSWERED = "close_as_unanswered"
    JUST_THANKS = "just_thanks"
    LINK = "link"
    MERGE = "merge"
    ABSORB = "absorb"
    SITE_DOWN = "site_down"
    PROBE = "probe"
    CONTACT_LEFT = "contact_left"
    REPLY = "reply"
    READ = "read"
    OPEN = "open"
    ON_IT = "on_it"
    WRITE = "write"
    EDIT = "edit"
    DELETE = "delete"
    LETTER = "letter"
    ALERT = "alert"
    DUTY_WROTE = "duty_wrote"


class Look(StrEnum):
    """What one of us may look at; nothing changes by it."""

    CALL = "call"
    WHY_DEADLINE = "why_deadline"
    HISTORY = "history"


class Coverage(StrEnum):
    """Whether the agreement covers a case: a recorded decision (process.md section 3)."""

    COVERED = "covered"
    BILLABLE = "billable"
    OUT_OF_SCOPE = "out_of_scope"


class Turn(StrEnum):
    """Who has to do something next."""

    US = "us"
    CUSTOMER = "customer"
    NOBODY = "nobody"


@dataclass(frozen=True)
class Case:
    """A case as recorded. Instants are UTC; `version` counts its moves, so a button knows if it is stale.

    `stage` is the version its last move along the course made: what changes a detail only (DETAILS) leaves it, and
    with it the course's buttons. `paused_at`: the response clock stands still since then, and `due_at` is None when
    that was before the deadline. `remind_at` is when the open question is asked about again, `reminders` how often it
    was. `wrote_at` is the customer's oldest message that nobody has answered. `merged_into` is a case's number.
    `told_step` is how far the countdown was told (rules.countdown.Step), `step_at` when its next step is due; `nudges`
    is how often we were told that the customer waits, `nudge_at` when the next time is.
    `approved_round` is the test round the customer approved, None while nothing is approved;
    `restored` marks a publication before approval (*Restore service*), whose approval is asked afterwards.
    """

    id: int
    number: int
    customer_id: int
    contact: PersonId | None
    opened_by: PersonId | None
    origin: str
    submitted_at: datetime
    problem: str
    link: str
    urgency: Urgency | None
    level: Level
    needed_by: date | None
    due_at: datetime | None
    state: State = State.RECEIVED
    version: int = 1
    resume: State | None = None
    assignee: PersonId | None = None
    expected_minutes: int | None = None
    test_round: int = 0
    test_link: str = ""
    approved_round: int | None = None
    restored: bool = False
    live_link: str = ""
    answered_at: datetime | None = None
    ended_at: datetime | None = None
    closes_at: datetime | None = None
    site_id: int | None = None
    stage: int = 1
    paused_at: datetime | None = None
    remind_at: datetime | None = None
    reminders: int = 0
    wrote_at: datetime | None = None
    coverage: Coverage | None = None
    coverage_by: PersonId | None = None
    coverage_at: datetime | None = None
    merged_into: int | None = None
    told_step: int = 0
    step_at: datetime | None = None
    nudges: int = 0
    nudge_at: datetime | None = None

    @property
    def title(self) -> str:
        """The first line of the problem."""
        return self.problem.split("\n", 1)[0].strip()

    @property
    def turn(self) -> Turn:
        """Whose turn it is: ours while a message of the customer's is unanswered, else from the state alone."""
        if self.wrote_at is not None:
            return Turn.US
        if self.state in OVER or self.state is State.LIVE:
            return Turn.NOBODY
        return Turn.CUSTOMER if self.state in CUSTOMERS_TURN else Turn.US

    @property
    def clock_stands(self) -> bool:
        """True while the response clock does not run: a question is out, or the case ended without an answer."""
        return self.answered_at is None and (self.state is State.WAITING or self.state in OVER)


OVER = {State.CLOSED, State.WITHDRAWN}
CUSTOMERS_TURN = {State.WAITING, State.ESTIMATE_SENT, State.IN_TEST}


@dataclass(frozen=True)
class Press:
    """A press of a case's button: whose case, what, and what the button had seen when it was drawn."""

    case_id: int
    action: Action
    seen: str


LONGEST_SEEN = 10  # characters; a button never carries more, a forged one may


def seen(case: Case, action: Action) -> str:
    """What a button drawn now carries, so that a later click can be told from a stale one.

    Approval holds for a test round, a move for the stage of the course the button was drawn in, a detail for the case
    exactly as it was.
    """
    if action in {Action.APPROVE, Action.ASK_FOR_CHANGES}:
        return f"r{case.test_round}"
    return f"v{case.version if action in DETAILS else case.stage}"


def moved(case: Case, action: Action, to: State, now: datetime) -> Case:
    """The case after a legal move: its new state, and what every such move changes with it.

    A new test round voids the approval of an earlier one; so does an objection, work begun again or a reopening.
    """
    on_course = action not in DETAILS
    case = _along_the_course(case, action, to, now) if on_course else replace(case, version=case.version + 1)
    if action in ASKS_FOR_APPROVAL:
        case = replace(case, test_round=case.test_round + 1)
    if action in VOIDS_APPROVAL:
        case = replace(case, approved_round=None)
    if action in GIVES_APPROVAL:
        case = replace(case, approved_round=case.test_round)
    if action in {Action.REOPEN, Action.ASK_FOR_CHANGES, Action.DENY_APPROVAL}:
        case = replace(case, restored=False)
    if action is Action.RESTORE_SERVICE:
        case = replace(case, restored=True)
    if action in ANSWERS and case.answered_at is None:
        case = replace(case, answered_at=now)
    return settled(case, now) if action in SETTLES else case


def settled(case: Case, now: datetime) -> Case:
    """The case when no message of the customer's waits any more; a live one for which one did closes 14 days later."""
    waited_live = case.wrote_at is not None and case.state is State.LIVE
    return replace(case, wrote_at=None, closes_at=now + LIVE_CLOSES_AFTER if waited_live else case.closes_at)


def _along_the_course(case: Case, action: Action, to: State, now: datetime) -> Case:
    return replace(
        case,
        state=to,
        version=case.version + 1,
        stage=case.version + 1,
        resume=case.state if action is Action.ASK else None,
        closes_at=now + LIVE_CLOSES_AFTER if to is State.LIVE else None,
        ended_at=now if to in OVER else None,
        remind_at=None,
        reminders=0,
    )


# These change a detail of the case and leave it where it stands on its course.
DETAILS = {
    Action.ASSIGN,
    Action.SET_LEVEL,
    Action.AGREEMENT,
    Action.REMIND,
    Action.UNANSWERED,
    Action.JUST_THANKS,
    Action.LINK,
    Action.ABSORB,
    Action.SITE_DOWN,
    Action.REPLY,
    Action.ON_IT,
}
ASKS_FOR_APPROVAL = {Action.READY_FOR_TEST, Action.RESTORE_SERVICE}  # each is a round of its own
GIVES_APPROVAL = {Action.APPROVE, Action.RECORD_APPROVAL}
VOIDS_APPROVAL = {
    Action.READY_FOR_TEST,
    Action.ASK_FOR_CHANGES,
    Action.BACK_TO_WORK,
    Action.DENY_APPROVAL,
    Action.REOPEN,
    Action.RESTORE_SERVICE,
}
# What a person writes to the customer is an answer and stops the response clock; a question only pauses it
# (process.md section 4).
ANSWERS = {Action.READY_FOR_TEST, Action.PUBLISH, Action.RESTORE_SERVICE, Action.CLOSE, Action.REPLY, Action.ON_IT}
# After these no message of the customer's waits any more: we wrote to them, or they went on themselves.
SETTLES = ANSWERS | {
    Action.ASK,
    Action.ANSWER,
    Action.APPROVE,
    Action.ASK_FOR_CHANGES,
    Action.DENY_APPROVAL,
    Action.CLOSE_AS_UNANSWERED,
    Action.WITHDRAW,
    Action.REOPEN,
    Action.JUST_THANKS,
    Action.MERGE,
}
