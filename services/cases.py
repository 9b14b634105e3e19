"""Cases: what is pressed on them, and what falls due. Each function is one transaction."""

from rules.cases import Action, Case, Press, State
from rules.errors import AlreadyTheirs, FieldErrors, FieldProblem
from rules.facts import MoveFacts
from rules.move_forms import check_move
from rules.moves import where_it_came_from
from rules.office import local_date
from rules.people import PersonId
from rules.working_hours import Calendar
from services.course import Facts, commit, judge, known_case
from services.links import bring_together, lock_both, offer_link
from services.people import actor_on, approvers_names, choosable, known, met
from storage.tx import Tx

MOST_AT_ONCE = 50


def form_facts(tx: Tx, who: PersonId, press: Press) -> MoveFacts:
    """What the move's form is drawn from, if the person may do this to the case now. Raises RuleError."""
    case = known_case(tx.cases.get(press.case_id), press)
    actor = actor_on(tx, who, case)
    judge(tx, case, actor, press)
    language = actor.person.locale or (None if actor.is_us else tx.customers.get(case.customer_id).language)
    us = choosable(tx) if press.action is Action.ASSIGN else ()
    return MoveFacts(case, approvers_names(tx, case), language, tuple(us))


def move(tx: Tx, who: PersonId, press: Press, values: dict[str, str], desk: Calendar) -> Case:
    """Does what was pressed, with what the form said: the case moves, the history grows, and all are told.

    Raises RuleError when the person, the state or the form does not allow it; then nothing is changed.
    """
    merges = press.action is Action.MERGE
    case = known_case((lock_both if merges else _lock)(tx, press, values), press)
    actor = actor_on(tx, who, case)
    to = judge(tx, case, actor, press)
    facts = check_move(press.action, case, values, local_date(desk, tx.now))
    if merges:
        return bring_together(tx, case, who, facts, desk)
    if press.action is Action.ASSIGN:
        _check_assignee(tx, case, who, str(facts["assignee"]))
    if press.action is Action.ON_IT and case.state is State.RECEIVED:
        case = commit(tx, case, Action.TAKE, State.IN_REVIEW, who, {}, desk)
        to = case.state
    case = commit(tx, case, press.action, to, who, facts, desk)
    if not actor.is_us:
        met(tx, who, case, tx.history.newest(case.id))
    if press.action is Action.SET_LEVEL:
        offer_link(tx, case, tx.history.newest(case.id))
    return case


def answer(tx: Tx, case: Case, who: PersonId, facts: Facts, desk: Calendar) -> Case:
    """A contact answered the open question aloud, so no form's limits hold; the case is locked and waits for it."""
    return commit(tx, case, Action.ANSWER, where_it_came_from(case), who, facts, desk)


def close_due(tx: Tx, desk: Calendar) -> int:
    """Closes the live cases whose 14 days are over, some at a time; returns how many. One in which a message of the
    customer's waits for us stays open."""
    closed = 0
    for case_id in tx.cases.due(tx.now, MOST_AT_ONCE):
        case = tx.cases.lock(case_id)
        if case is not None and case.closes_at is not None and case.closes_at <= tx.now and case.wrote_at is None:
            commit(tx, case, Action.CLOSE_BY_ITSELF, State.CLOSED, None, {}, desk)
            closed += 1
    return closed


def _check_assignee(tx: Tx, case: Case, who: PersonId, assignee: str) -> None:
    if assignee not in {_key(one.id) for one in choosable(tx)}:
        raise FieldErrors({"assignee": (FieldProblem.NO_CHOICE, {})})
    if case.assignee is not None and assignee == _key(case.assignee):
        raise AlreadyTheirs(case.number, None if case.assignee == who else known(tx, case.assignee).shown)


def _lock(tx: Tx, press: Press, values: dict[str, str]) -> Case | None:
    return tx.cases.lock(press.case_id)


def _key(who: PersonId) -> str:
    return f"{who.team_id}:{who.user_id}"
