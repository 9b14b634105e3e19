"""The promise of a case: when its first response is due, as its level, its submission and its pauses say."""

from dataclasses import replace

from rules.cases import Case
from rules.countdown import is_ticking, reckoned, turned
from rules.levels import Level, Promise, promise
from rules.notices import ONCALL, Notice, card, case_thread
from rules.working_hours import Calendar
from services.customers import agreement_at
from storage.tx import Tx


def kept(tx: Tx, case: Case, desk: Calendar) -> Case:
    """The case with its response clock stopped or running as its state says, and the deadline moved by what it
    stood still (process.md section 4). The pause is stored; the case is not."""
    if case.clock_stands != (case.paused_at is not None):
        if case.paused_at is not None:
            tx.pauses.add(case.id, case.paused_at, tx.now)
        case = promised_anew(tx, replace(case, paused_at=tx.now if case.clock_stands else None), desk)
    return waiting(tx, case if is_ticking(case) else replace(case, step_at=None), desk)


def waiting(tx: Tx, case: Case, desk: Calendar) -> Case:
    """The case with its reminders of the customer's message that waits, or without any."""
    return turned(case, desk if case.wrote_at is None else clock_of(promise_of(tx, case, desk), desk))


def clock_of(promised: Promise | None, desk: Calendar) -> Calendar:
    """The case's clock: its promise's, else the desk's."""
    return promised.clock if promised is not None else desk


def promise_of(tx: Tx, case: Case, desk: Calendar) -> Promise | None:
    """What is promised for this case, by the agreement in force at its submission."""
    return promise(case.level, desk, agreement_at(tx, case.customer_id, case.submitted_at, desk))


def on_call_card(tx: Tx, case: Case) -> list[Notice]:
    """Shows the case's present state on its card in the on-call channel, if it has one there or one is under way."""
    thread = case_thread(case.id, ONCALL)
    may_have_one = case.told_step or case.level is Level.A
    has_one = may_have_one and (tx.cards.place(case.id, ONCALL) or tx.outbox.waits_in(thread))
    return [card(case.id, ONCALL)] if has_one else []


def promised_anew(tx: Tx, case: Case, desk: Calendar) -> Case:
    """The case with its deadline and its countdown reckoned again from its submission."""
    return reckoned(case, promise_of(tx, case, desk), tx.pauses.of(case.id), tx.now)
