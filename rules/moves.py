"""The course of a case (process.md section 5): one table of every move, with who may make it and when."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from rules.cases import REOPEN_WITHIN, Action, Case, State
from rules.errors import (
    LevelIsSet,
    MergedAway,
    NotAllowed,
    NotRemindedYet,
    NotUrgentEnough,
    OnlyApprover,
    ReopenTooLate,
    RuleError,
    WrongState,
)
from rules.levels import Level
from rules.people import OURS, US, Role

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
OPEN = BEFORE_APPROVED | {State.APPROVED, State.LIVE}
EVERYWHERE = OPEN | {State.CLOSED, State.WITHDRAWN}  # a message on a closed case is our turn, too
REMINDED_ENOUGH = 2  # unanswered reminders, before a case may be closed as unanswered

Guard = Callable[[Case, datetime], RuleError | None]
Target = State | Callable[[Case], State]


def always(case: Case, now: datetime) -> RuleError | None:
    """No further condition."""
    return None


def is_level_a(case: Case, now: datetime) -> RuleError | None:
    """Publishing before approval is for a Level A only (alerts come with monitoring)."""
    return None if case.level is Level.A else NotUrgentEnough(case.number)


def within_14_days(case: Case, now: datetime) -> RuleError | None:
    """A closed case reopens within 14 days; later it is a new case. A withdrawn one was never finished."""
    if case.state is not State.CLOSED or case.ended_at is None:
        return None
    until = case.ended_at + REOPEN_WITHIN
    return None if now < until else ReopenTooLate(case.number, until)


def may_reopen(case: Case, now: datetime) -> RuleError | None:
    """A merged case goes on in the other one; else as within_14_days."""
    return is_its_own(case, now) or within_14_days(case, now)


def is_its_own(case: Case, now: datetime) -> RuleError | None:
    """The case was merged into no other."""
    return None if case.merged_into is None else MergedAway(case.number, case.merged_into)


def has_no_level(case: Case, now: datetime) -> RuleError | None:
    """Nobody has said how urgent it is: neither the customer nor we."""
    return None if case.level is Level.NOT_SET else LevelIsSet(case.number, case.level)


def was_reminded(case: Case, now: datetime) -> RuleError | None:
    """A question counts as unanswered after two reminders."""
    return None if case.reminders >= REMINDED_ENOUGH else NotRemindedYet(case.number)


def has_written(case: Case, now: datetime) -> RuleError | None:
    """A message of the customer's waits for us."""
    if case.wrote_at is not None:
        return None
    return WrongState(case.number, Action.JUST_THANKS, case.state, ())


def approval_is_open(case: Case, now: datetime) -> RuleError | None:
    """On a live case only a restored one still awaits its approval."""
    awaits = case.state is not State.LIVE or (case.restored and case.approved_round is None)
    return None if awaits else WrongState(case.number, Action.APPROVE, case.state, ())


def was_recorded(case: Case, now: datetime) -> RuleError | None:
    """There is an approval to deny."""
    if case.approved_round is not None:
        return None
    return WrongState(case.number, Action.DENY_APPROVAL, case.state, ())


def waits_for_us(case: Case, now: datetime) -> RuleError | None:
    """Somebody is on it as long as nobody has answered, or the customer waits again."""
    if case.answered_at is None or case.wrote_at is not None:
        return None
    return WrongState(case.number, Action.ON_IT, case.state, ())


def stays(case: Case) -> State:
    """A detail changes; the case stays where it is."""
    return case.state


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
CONTACTS = frozenset({Role.CONTACT})
OURS_OR_CONTACTS = US | {Role.CONTACT}
OURS_OPENER_OR_APPROVER = US | {Role.OPENER, Role.APPROVER, Role.MONEY}
DUTY_OR_LEAD = frozenset({Role.DUTY, Role.LEAD})
NOBODY: frozenset[Role] = frozenset()  # the clock alone

S, A = State, Action
MOVES: tuple[Move, ...] = (
    Move(_from(S.RECEIVED), A.TAKE, US, always, S.IN_REVIEW),
    Move(_from(S.IN_REVIEW, S.READY), A.START, US, always, S.IN_PROGRESS),
    Move(_from(S.IN_REVIEW, S.IN_PROGRESS, S.IN_TEST), A.ASK, US, always, S.WAITING),
    Move(EVERYWHERE, A.REPLY, US, is_its_own, stays),
    Move(OPEN, A.ON_IT, US, waits_for_us, stays),
    Move(_from(S.WAITING), A.ANSWER, CONTACTS, always, where_it_came_from),
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
    Move(_from(S.LIVE, S.CLOSED, S.WITHDRAWN), A.REOPEN, OURS_OR_CONTACTS, may_reopen, S.IN_REVIEW),
    Move(BEFORE_APPROVED, A.WITHDRAW, OURS_OPENER_OR_APPROVER, always, S.WITHDRAWN),
    Move(_from(S.WAITING), A.REMIND, US, always, stays),
    Move(_from(S.WAITING), A.CLOSE_AS_UNANSWERED, US, was_reminded, S.CLOSED),
    Move(_from(S.WAITING), A.UNANSWERED, NOBODY, always, stays),
    Move(_from(S.CLOSED, S.WITHDRAWN), A.JUST_THANKS, CONTACTS, has_written, stays),
    Move(OPEN, A.MERGE, US, always, S.CLOSED),
    Move(OPEN, A.ASSIGN, US, always, stays),
    Move(BEFORE_APPROVED | {S.APPROVED}, A.SET_LEVEL, US, always, stays),
    Move(BEFORE_APPROVED | {S.APPROVED}, A.SITE_DOWN, CONTACTS, has_no_level, stays),
    Move(OPEN - {S.RECEIVED}, A.AGREEMENT, US, always, stays),
)

PRESSED = frozenset(move.action for move in MOVES if move.roles)  # the others are the clock's, or another door's


def possible(case: Case, roles: frozenset[Role], now: datetime) -> tuple[Action, ...]:
    """The actions somebody with these roles may do to the case now, in table order."""
    return tuple(
        move.action
        for move in MOVES
        if case.state in move.sources and move.roles & roles and move.guard(case, now) is None
    )


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
        raise OnlyApprover(case.number, ())
    ours, theirs = allowed & OURS, allowed - OURS
    named = (ours or theirs) if roles & US else theirs
    raise NotAllowed(action, tuple(role for role in Role if role in named))
