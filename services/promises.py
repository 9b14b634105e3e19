"""The promise of a case: when its first response is due, as its level, its submission and its pauses say."""

from dataclasses import replace
from datetime import datetime

from rules.cases import Case
from rules.levels import Promise, promise
from rules.working_hours import Calendar
from services.customers import agreement_at
from storage.tx import Tx


def kept(tx: Tx, case: Case, desk: Calendar) -> Case:
    """The case with its response clock stopped or running as its state says, and the deadline moved by what it
    stood still (process.md section 4). The pause is stored; the case is not."""
    if case.clock_stands == (case.paused_at is not None):
        return case
    if case.paused_at is not None:
        tx.pauses.add(case.id, case.paused_at, tx.now)
    return promised_anew(tx, replace(case, paused_at=tx.now if case.clock_stands else None), desk)


def promise_of(tx: Tx, case: Case, desk: Calendar) -> Promise | None:
    """What is promised for this case, by the agreement in force at its submission."""
    return promise(case.level, desk, agreement_at(tx, case.customer_id, case.submitted_at, desk))


def promised_anew(tx: Tx, case: Case, desk: Calendar) -> Case:
    """The case with its deadline reckoned again from its submission."""
    return replace(case, due_at=_due(tx, case, desk))


def _due(tx: Tx, case: Case, desk: Calendar) -> datetime | None:
    """The instant (UTC), None where nothing is promised, or while the clock stands still before it."""
    promised = promise_of(tx, case, desk)
    if promised is None:
        return None
    due = promised.due(case.submitted_at, tx.pauses.of(case.id))
    return None if case.paused_at is not None and case.paused_at < due else due
