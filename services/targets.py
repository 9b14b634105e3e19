"""By when we mean to answer what no level promises (process.md section 4). Ours alone: no customer is told."""

from collections.abc import Iterable
from datetime import datetime

from rules.cases import OVER, Case
from rules.customers import in_force
from rules.levels import Level, Promise, target
from rules.office import local_date
from rules.working_hours import Calendar
from services.customers import agreement_at
from storage.tx import Tx


def target_of(tx: Tx, case: Case, desk: Calendar) -> Promise | None:
    """Within what time we mean to answer this case; None where something is promised, or no level is set."""
    if case.level is not Level.NONE:
        return None
    return target(case.level, case.urgency, desk, agreement_at(tx, case.customer_id, case.submitted_at, desk))


def targets(tx: Tx, cases: Iterable[Case], desk: Calendar) -> dict[int, datetime]:
    """The instants (UTC) by which we mean to answer those of the cases, by row, that wait for a first answer which
    nobody promised. Two queries at most, however many cases."""
    open_still = [case for case in cases if _waits(case)]
    if not open_still:
        return {}
    agreements = tx.agreements.of_many({case.customer_id for case in open_still})
    pauses = tx.pauses.of_many({case.id for case in open_still})
    found = {}
    for case in open_still:
        agreement = in_force(agreements, case.customer_id, local_date(desk, case.submitted_at))
        meant = target(case.level, case.urgency, desk, agreement)
        if meant is not None:
            found[case.id] = meant.due(case.submitted_at, pauses.get(case.id, ()))
    return found


def _waits(case: Case) -> bool:
    unanswered = case.answered_at is None and case.paused_at is None
    return case.level is Level.NONE and unanswered and case.state not in OVER
