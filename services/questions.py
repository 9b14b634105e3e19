"""Questions that stay open, and words that answer none: reminders, and what a closed or waiting case shows again."""

from dataclasses import replace

from rules.cases import OVER, Action, Case, State, settled
from rules.moves import APPROVERS, CONTACTS, possible
from rules.notices import DESK, Kind, card, customer_lane, in_thread
from rules.people import PersonId
from rules.questions import after, asks_us, reminds_customer
from rules.working_hours import Calendar
from services.course import commit
from services.pages import follow
from services.promises import kept, on_call_card, waiting
from storage.tx import Tx

MOST_AT_ONCE = 50


def remind_due(tx: Tx, desk: Calendar) -> int:
    """Asks again about the questions whose time has come, some at a time; returns how many.

    Outside opening hours nobody is reminded: it waits for the next opening.
    """
    reminded = 0
    for case_id in tx.cases.to_remind(tx.now, MOST_AT_ONCE):
        case = tx.cases.lock(case_id)
        if case is None or case.remind_at is None or case.remind_at > tx.now:
            continue
        if desk.is_open(tx.now):
            _remind(tx, case, desk)
            reminded += 1
        else:
            tx.cases.save(replace(case, remind_at=desk.next_open(tx.now)))
    return reminded


def _remind(tx: Tx, case: Case, desk: Calendar) -> None:
    assert case.remind_at is not None
    reminders = case.reminders + 1
    case = replace(case, reminders=reminders, remind_at=after(reminders, case.remind_at, tx.now, desk))
    if reminds_customer(reminders):
        case = commit(tx, case, Action.REMIND, case.state, None, {}, desk)
    if asks_us(reminders):
        commit(tx, case, Action.UNANSWERED, case.state, None, {}, desk)


def customer_wrote(tx: Tx, case: Case, who: PersonId, entry_id: int, desk: Calendar) -> None:
    """A customer's message that answers no question, kept as this history row: it waits for us, and what can be
    pressed is shown again. A case closed as unanswered is open again (process.md section 5)."""
    if _was_given_up(tx, case) and Action.REOPEN in possible(case, CONTACTS, tx.now):
        commit(tx, case, Action.REOPEN, State.IN_REVIEW, who, {"by_reply": 1}, desk)
        return
    if case.wrote_at is not None:
        return
    case = waiting(tx, replace(case, wrote_at=tx.now), desk)
    tx.cases.save(case)
    lane = customer_lane(case.customer_id)
    tx.outbox.put(card(case.id, DESK), card(case.id, lane), at=tx.now)
    shown = _shown_again(tx, case)
    if shown is not None:
        tx.outbox.put(in_thread(shown, case.id, lane, entry_id), at=tx.now)


def we_wrote(tx: Tx, case: Case, who: PersonId, desk: Calendar) -> None:
    """One of us wrote to the customer: nothing of theirs waits, and the first time stops the response clock."""
    answered = kept(tx, replace(settled(case, tx.now), answered_at=case.answered_at or tx.now), desk)
    if answered != case:
        tx.cases.save(answered)
        cards = (card(case.id, DESK), card(case.id, customer_lane(case.customer_id)))
        tx.outbox.put(*cards, *on_call_card(tx, case), at=tx.now)
        follow(tx, answered, who, desk, case.level)


def _was_given_up(tx: Tx, case: Case) -> bool:
    ending = tx.history.that_made(case.id, case.stage) if case.state is State.CLOSED else None
    return ending is not None and ending.action is Action.CLOSE_AS_UNANSWERED


def _shown_again(tx: Tx, case: Case) -> Kind | None:
    if case.state in OVER:
        return Kind.WROTE_AFTERWARDS
    return Kind.STILL_ASKED if Action.APPROVE in possible(case, APPROVERS, tx.now) else None
