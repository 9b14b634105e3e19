"""Cases: opening one, and every move along its course. Each function is one transaction."""

from dataclasses import replace
from datetime import datetime
from typing import TypeAlias

from rules.cases import LONGEST_SEEN, Action, Case, Press, State, moved, seen
from rules.errors import AlreadyMoved, CaseUnknown, OnlyApprover
from rules.facts import MoveFacts
from rules.move_forms import check_move
from rules.moves import admit, decide, where_it_came_from
from rules.notices import DESK, Kind, card, customer_lane, in_thread, refresh
from rules.office import local_date
from rules.people import Actor, Person, PersonId
from rules.records import Entry
from rules.working_hours import Calendar
from services.people import actor_on
from storage.tx import Tx

# What the customer is told in a message; every other move only updates their card (process.md section 5).
TOLD: dict[Action, Kind] = {
    Action.ASK: Kind.QUESTION,
    Action.READY_FOR_TEST: Kind.TEST_ROUND,
    Action.RECORD_APPROVAL: Kind.APPROVAL_RECORDED,
    Action.PUBLISH: Kind.PUBLISHED,
    Action.RESTORE_SERVICE: Kind.RESTORED,
    Action.CLOSE: Kind.CLOSED,
    Action.CLOSE_BY_ITSELF: Kind.CLOSED,
    Action.WITHDRAW: Kind.WITHDRAWN,
}
MOST_AT_ONCE = 50

Facts: TypeAlias = dict[str, str | int]


def form_facts(tx: Tx, who: PersonId, press: Press) -> MoveFacts:
    """What the move's form is drawn from, if the person may do this to the case now. Raises RuleError."""
    case = _known(tx.cases.get(press.case_id), press)
    actor = actor_on(tx, who, case)
    _judge(tx, case, actor, press)
    language = actor.person.locale or (None if actor.is_us else tx.customers.get(case.customer_id).language)
    return MoveFacts(case, _name(tx, case.approver), language)


def move(tx: Tx, who: PersonId, press: Press, values: dict[str, str], desk: Calendar) -> Case:
    """Does what was pressed, with what the form said: the case moves, the history grows, and all are told.

    Raises RuleError when the person, the state or the form does not allow it; then nothing is changed.
    """
    case = _known(tx.cases.lock(press.case_id), press)
    actor = actor_on(tx, who, case)
    to = _judge(tx, case, actor, press)
    facts = check_move(press.action, case, values, local_date(desk, tx.now))
    return _commit(tx, case, press.action, to, who, facts)


def answer(tx: Tx, case: Case, who: PersonId, facts: Facts, desk: Calendar) -> Case:
    """A contact answered the open question aloud, so no form's limits hold; the case is locked and waits for it."""
    return _commit(tx, case, Action.ANSWER, where_it_came_from(case), who, facts)


def close_due(tx: Tx) -> int:
    """Closes the live cases whose 14 days are over, some at a time; returns how many."""
    closed = 0
    for case_id in tx.cases.due(tx.now, MOST_AT_ONCE):
        case = tx.cases.lock(case_id)
        if case is not None and case.closes_at is not None and case.closes_at <= tx.now:
            _commit(tx, case, Action.CLOSE_BY_ITSELF, State.CLOSED, None, {})
            closed += 1
    return closed


def next_due(tx: Tx) -> datetime | None:
    """The instant (UTC) at which a case closes by itself next; None when none ever will."""
    return tx.cases.next_due()


def tell(tx: Tx, case: Case, action: Action, entry_id: int) -> None:
    """Puts all that a move makes people see in the outbox: step, message, both cards, old buttons."""
    customers = customer_lane(case.customer_id)
    notices = [in_thread(Kind.STEP, case.id, DESK, entry_id)]
    if action in TOLD:
        notices.append(in_thread(TOLD[action], case.id, customers, entry_id))
    notices += [card(case.id, DESK), card(case.id, customers)]
    notices += [refresh(case.id, post.lane, post.id) for post in tx.cards.posts(case.id)]
    tx.outbox.put(*notices, at=tx.now)


def _known(case: Case | None, press: Press) -> Case:
    if case is None:
        raise CaseUnknown(press.case_id)
    return case


def _judge(tx: Tx, case: Case, actor: Actor, press: Press) -> State:
    """Where the move leads. Role first; then whether somebody was faster; then the state."""
    try:
        admit(case, press.action, actor.roles)
    except OnlyApprover as refusal:
        raise OnlyApprover(case.number, _name(tx, case.approver)) from refusal
    if press.seen != seen(case, press.action):
        raise _overtaken(tx, case, press.seen)
    return decide(case, press.action, actor.roles, tx.now)


def _overtaken(tx: Tx, case: Case, drawn: str) -> AlreadyMoved:
    """Names who moved the case on from what the button showed."""
    drawn_at = drawn[1:] if drawn[:1] == "v" and len(drawn) <= LONGEST_SEEN else ""
    then = int(drawn_at) + 1 if drawn_at.isdecimal() else case.version
    entry = tx.history.that_made(case.id, min(then, case.version))
    if entry is None:
        return AlreadyMoved(case.number, None, Action.OPEN, case.state)
    return AlreadyMoved(case.number, _name(tx, entry.actor), entry.action, case.state)


def _name(tx: Tx, who: PersonId | None) -> str | None:
    if who is None:
        return None
    return (tx.people.find(who) or Person(who)).shown


def _commit(tx: Tx, before: Case, action: Action, to: State, who: PersonId | None, facts: Facts) -> Case:
    """Stores a legal move and everything it makes people see."""
    case = _with_facts(moved(before, action, to, tx.now), action, who, facts)
    tx.cases.save(case)
    entry = Entry(case.id, case.version, tx.now, who, action, before.state, case.state, {**facts, **_round(case)})
    tell(tx, case, action, tx.history.add(entry))
    return case


def _round(case: Case) -> Facts:
    return {"round": case.test_round, "link": case.live_link or case.link}


def _with_facts(case: Case, action: Action, who: PersonId | None, facts: Facts) -> Case:
    """What the form said that the case itself keeps."""
    match action:
        case Action.TAKE:
            return replace(case, assignee=who)
        case Action.START:
            return replace(case, expected_minutes=int(facts["expected"]), assignee=case.assignee or who)
        case Action.READY_FOR_TEST:
            return replace(case, test_link=str(facts["test_link"]))
        case Action.PUBLISH | Action.RESTORE_SERVICE:
            return replace(case, live_link=str(facts.get("live_link", "")))
        case _:
            return case
