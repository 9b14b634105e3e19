"""The Level A case of an outage that monitoring found: one that is there already, else a new one that pages nobody."""

from collections.abc import Sequence

from rules.alerts import Alert
from rules.cases import OVER, Action, Case
from rules.customers import Site
from rules.forms import LONGEST_TEXT, CaseForm
from rules.levels import Urgency
from rules.notices import DESK, Kind, Notice, case_thread, customer_lane, in_thread
from rules.records import Entry
from rules.working_hours import Calendar
from services.intake import recorded
from storage.tx import Tx

MONITORING = "monitoring"


def case_of(tx: Tx, case_id: int | None, site: Site, alerts: Sequence[Alert], desk: Calendar) -> Case:
    """The case the outage is of, locked: the one of this row, else an open one of these alerts, else an open Level A of
    the site, else a new one. A merged one goes on in the other."""
    known = tx.cases.lock(case_id) if case_id is not None else None
    if known is not None:
        return _going_on(tx, known)
    ours = [tx.cases.get(one.case_id) for one in alerts if one.case_id is not None]
    there = [_going_on(tx, one) for one in ours if one is not None]
    there = [one for one in there if one.state not in OVER] or tx.cases.open_at_level_a(site.id)
    found = tx.cases.lock(there[0].id) if there else None
    return found if found is not None else _opened(tx, site, alerts, desk)


def _going_on(tx: Tx, case: Case) -> Case:
    into = tx.cases.numbered(case.merged_into) if case.merged_into is not None else None
    return into if into is not None else case


def _opened(tx: Tx, site: Site, alerts: Sequence[Alert], desk: Calendar) -> Case:
    """Nobody opened it, so nobody is named, and nobody is paged: whoever has the alert knows."""
    titles = [one.title for one in alerts if one.title]
    problem = ": ".join([site.name, *titles[:1]])[:LONGEST_TEXT]
    form = CaseForm(problem, Urgency.DOWN, link=site.link, origin=MONITORING)
    case = recorded(tx, form, tx.customers.get(site.customer_id), None, None, tx.now, desk)
    facts = {"origin": MONITORING, "level": case.level.value, "due": case.due_at.isoformat() if case.due_at else ""}
    entry_id = tx.history.add(Entry(case.id, case.version, tx.now, None, Action.OPEN, None, case.state, facts))
    lanes = (DESK, customer_lane(case.customer_id))
    roots = [Notice(lane, case_thread(case.id, lane), Kind.CARD, case.id) for lane in lanes]
    tx.outbox.put(*roots, in_thread(Kind.STEP, case.id, DESK, entry_id), at=tx.now)
    return case
