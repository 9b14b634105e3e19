"""The course of a case (process.md section 5): its states, and one table of every move between them."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from enum import StrEnum

from rules.errors import NotAllowed, NotUrgentEnough, OnlyApprover, ReopenTooLate, RuleError, WrongState
from rules.levels import Level, Urgency
from rules.people import US, PersonId, Role

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
    OPEN = "open"
    WRITE = "write"


class Turn(StrEnum):
    """Who has to do something next."""

    US = "us"
    CUSTOMER = "customer"
    NOBODY = "nobody"


@dataclass(frozen=True)
class Case:
    """A case as recorded. Instants are UTC; `version` counts its moves, so a button knows if it is stale.

    `approved_round` is the test round the customer approved, None while nothing is approved;
    `restored` marks a publication before approval (*Restore service*), whose approval is asked afterwards.
    """

    id: int
    number: int
    customer_id: int
    contact: PersonId | None
    opened_by: PersonId
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

    @property
    def title(self) -> str:
        """The first line of the problem."""
        return self.problem.split("\n", 1)[0].strip()

    @property
    def approver(self) -> PersonId | None:
        """Who approves publication: nobody is named yet, so the contact whose case it is (process.md section 1)."""
        return self.contact

    @property
    def turn(self) -> Turn:
        """Whose turn it is, from the state alone."""
        if self.state in {State.LIVE, State.CLOSED, State.WITHDRAWN}:
            return Turn.NOBODY
        return Turn.CUSTOMER if self.state in CUSTOMERS_TURN else Turn.US


CUSTOMERS_TURN = {State.WAITING, State.ESTIMATE_SENT, State.IN_TEST}
BEFORE_APPROVED = frozenset(
    {
        State.RECEIVED,
        State.IN_REVIEW,
        State.WAITING,
        State.ESTIMATE_SENT,
        State.READY,
        State.IN_PROGRESS,
        State.IN_TEST,
    }
)

Guard = Callable[[Case, datetime], RuleError | None]
Target = State | Callable[[Case], State]


def always(case: Case, now: datetime) -> RuleError | None:
    """No further condition."""
    return None


def is_level_a(case: Case, now: datetime) -> RuleError | None:
    """Publishing before approval is for a Level A only (alerts come with monitoring)."""
    return None if case.level is Level.A else NotUrgentEnough(case.number)


def within_14_days(case: Case, now: datetime) -> RuleError | None:
    """A closed or withdrawn case reopens within 14 days; later it is a new case."""
    if case.state is State.LIVE or case.ended_at is None:
        return None
    until = case.ended_at + REOPEN_WITHIN
    return None if now < until else ReopenTooLate(case.number, until)


def approval_is_open(case: Case, now: datetime) -> RuleError | None:
    """On a live case only a restored one still awaits its approval."""
    awaits = case.state is not State.LIVE or (case.restored and case.approved_round is None)
    return None if awaits else WrongState(case.number, Action.APPROVE, case.state, ())


def was_recorded(case: Case, now: datetime) -> RuleError | None:
    """There is an approval to deny."""
    if case.approved_round is not None:
        return None
    return WrongState(case.number, Action.DENY_APPROVAL, case.state, ())


def where_it_came_from(case: Case) -> State:
    """An answered question returns the case to where it was asked."""
    return case.resume or State.IN_REVIEW


def back_from(case: Case) -> State:
    """Back to work from approved; from waiting, back to where the question was asked."""
    return where_it_came_from(case) if case.state is State.WAITING else State.IN_PROGRESS


def approved_or_live(case: Case) -> State:
    """Approving a restored case afterwards leaves it live."""
    return State.LIVE if case.state is State.LIVE else State.APPROVED


def after_denial(case: Case) -> State:
    """An approval that was not given: back to the test, or to review when it is already published."""
    return State.IN_TEST if case.state is State.APPROVED else State.IN_REVIEW


@dataclass(frozen=True)
class Move:
    """One row of the table: from these states, this action, by one of these roles, if the guard agrees, to there."""

    sources: frozenset[State]
    action: Action
    roles: frozenset[Role]
    guard: Guard
    to: Target


def _from(*states: State) -> frozenset[State]:
    return frozenset(states)


DEVELOPERS = frozenset({Role.DEVELOPER})
APPROVERS = frozenset({Role.APPROVER})
OURS_OR_CONTACTS = US | {Role.CONTACT}
OURS_OPENER_OR_APPROVER = US | {Role.OPENER, Role.APPROVER}
DUTY_OR_LEAD = frozenset({Role.DEVELOPER, Role.LEAD})  # the rota narrows this to the developer on duty
NOBODY: frozenset[Role] = frozenset()  # the clock alone

S, A = State, Action
MOVES: tuple[Move, ...] = (
    Move(_from(S.RECEIVED), A.TAKE, US, always, S.IN_REVIEW),
    Move(_from(S.IN_REVIEW, S.READY), A.START, US, always, S.IN_PROGRESS),
    Move(_from(S.IN_REVIEW, S.IN_PROGRESS, S.IN_TEST), A.ASK, US, always, S.WAITING),
    Move(_from(S.WAITING), A.ANSWER, frozenset({Role.CONTACT}), always, where_it_came_from),
    Move(_from(S.IN_PROGRESS), A.READY_FOR_TEST, DEVELOPERS, always, S.IN_TEST),
    Move(_from(S.IN_TEST, S.LIVE), A.APPROVE, APPROVERS, approval_is_open, approved_or_live),
    Move(_from(S.IN_TEST, S.APPROVED, S.LIVE), A.ASK_FOR_CHANGES, APPROVERS, approval_is_open, S.IN_PROGRESS),
    Move(_from(S.IN_TEST, S.LIVE), A.RECORD_APPROVAL, US, approval_is_open, approved_or_live),
    Move(_from(S.APPROVED, S.LIVE), A.DENY_APPROVAL, APPROVERS, was_recorded, after_denial),
    Move(_from(S.APPROVED), A.BACK_TO_WORK, DEVELOPERS, always, back_from),
    Move(_from(S.WAITING), A.BACK_TO_WORK, US, always, back_from),
    Move(_from(S.APPROVED), A.PUBLISH, DEVELOPERS, always, S.LIVE),
    Move(BEFORE_APPROVED, A.RESTORE_SERVICE, DUTY_OR_LEAD, is_level_a, S.LIVE),
    Move(_from(S.IN_REVIEW, S.LIVE), A.CLOSE, US, always, S.CLOSED),
    Move(_from(S.LIVE), A.CLOSE_BY_ITSELF, NOBODY, always, S.CLOSED),
    Move(_from(S.LIVE, S.CLOSED, S.WITHDRAWN), A.REOPEN, OURS_OR_CONTACTS, within_14_days, S.IN_REVIEW),
    Move(BEFORE_APPROVED, A.WITHDRAW, OURS_OPENER_OR_APPROVER, always, S.WITHDRAWN),
)


def possible(case: Case, roles: frozenset[Role], now: datetime) -> tuple[Action, ...]:
    """The actions somebody with these roles may do to the case now, in table order."""
    return tuple(
        move.action
        for move in MOVES
        if case.state in move.sources and move.roles & roles and move.guard(case, now) is None
    )


@dataclass(frozen=True)
class Press:
    """A press of a case's button: whose case, what, and what the button had seen when it was drawn."""

    case_id: int
    action: Action
    seen: str


def admit(case: Case, action: Action, roles: frozenset[Role]) -> None:
    """Raises NotAllowed or OnlyApprover when no row of the table gives this action to any of the roles.

    Judged before anything else, so that a stranger learns nothing of the case's state.
    """
    _admit(case, action, frozenset().union(*(move.roles for move in MOVES if move.action is action)), roles)


def decide(case: Case, action: Action, roles: frozenset[Role], now: datetime) -> State:
    """The state the action leads to, or the RuleError that says why not and what is possible."""
    move = next((row for row in MOVES if row.action is action and case.state in row.sources), None)
    if move is None:
        raise WrongState(case.number, action, case.state, possible(case, roles, now))
    _admit(case, action, move.roles, roles)
    refusal = move.guard(case, now)
    if isinstance(refusal, WrongState):  # a guard knows neither which move was tried nor what else is possible
        raise WrongState(case.number, action, case.state, possible(case, roles, now))
    if refusal is not None:
        raise refusal
    return move.to if isinstance(move.to, State) else move.to(case)


def _admit(case: Case, action: Action, allowed: frozenset[Role], roles: frozenset[Role]) -> None:
    if allowed & roles:
        return
    if allowed == APPROVERS:
        raise OnlyApprover(case.number, None)
    raise NotAllowed(action, tuple(sorted(allowed)))


def seen(case: Case, action: Action) -> str:
    """What a button drawn now carries, so that a later click can be told from a stale one.

    Approval holds for a test round, everything else for the state the case was in when the button was drawn.
    """
    return f"r{case.test_round}" if action in {Action.APPROVE, Action.ASK_FOR_CHANGES} else f"v{case.version}"


def moved(case: Case, action: Action, to: State, now: datetime) -> Case:
    """The case after a legal move: its new state, and what every such move changes with it.

    A new test round voids the approval of an earlier one; so does an objection, work begun again or a reopening.
    """
    case = replace(
        case,
        state=to,
        version=case.version + 1,
        resume=case.state if action is Action.ASK else None,
        closes_at=now + LIVE_CLOSES_AFTER if to is State.LIVE else None,
        ended_at=now if to in {State.CLOSED, State.WITHDRAWN} else None,
    )
    if action is Action.READY_FOR_TEST:
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
    return case


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
ANSWERS = {Action.READY_FOR_TEST, Action.PUBLISH, Action.RESTORE_SERVICE, Action.CLOSE}
