"""Alarms: who should know at once that a site may be down, and our own look at it."""

from rules.cases import Action, Case
from rules.checks import Check, What, check_of
from rules.facts import AlarmFacts, NightFacts
from rules.levels import Level, Urgency
from rules.notices import DESK, ONCALL, Kind, Notice, case_thread, customer_lane, in_thread
from rules.offers import reads_like_outage
from rules.office import local_date
from rules.probe import Looked
from rules.records import Entry
from rules.working_hours import Calendar
from services.duty import duty_facts
from services.people import known
from services.promises import on_call_card, promise_of
from storage.tx import Tx


def has_operation(tx: Tx, customer_id: int, desk: Calendar) -> bool:
    """True while the customer's agreement includes operation and management, so that the duty is there for it."""
    agreement = tx.agreements.in_force(customer_id, local_date(desk, tx.now))
    return agreement is not None and agreement.operation


def duty_is_alerted(tx: Tx, case: Case, desk: Calendar) -> bool:
    """True when a Level A that comes now is the duty's: the desk is closed, and operation is agreed."""
    return case.level is Level.A and not desk.is_open(tx.now) and has_operation(tx, case.customer_id, desk)


def opens(tx: Tx, desk: Calendar) -> str:
    """When the desk opens, as a history row keeps it; empty while it is open."""
    return "" if desk.is_open(tx.now) else desk.next_open(tx.now).isoformat()


def at_night(tx: Tx, channel_id: str | None, customer_id: int | None, desk: Calendar) -> NightFacts | None:
    """What a Level A of this customer, or of the one whose channel it is, means now; None while the desk is open."""
    if desk.is_open(tx.now):
        return None
    if customer_id is None and channel_id is not None:
        customer = tx.customers.of_channel(channel_id)
        customer_id = customer.id if customer else None
    operation = customer_id is not None and has_operation(tx, customer_id, desk)
    return NightFacts(operation, desk.next_open(tx.now))


def raise_alarms(tx: Tx, case: Case, desk: Calendar) -> None:
    """A case has come, or became Level A: the on-call channel has a card of a Level A also while its clock does not
    run, without anybody being mentioned; a site said to be down is looked at, and words for "down" are told where
    nobody has said how urgent it is."""
    promised = promise_of(tx, case, desk)
    if case.level is Level.A and promised is not None and not promised.clock.is_open(tx.now):
        root = Notice(ONCALL, case_thread(case.id, ONCALL), Kind.CARD, case.id)
        tx.outbox.put(*(on_call_card(tx, case) or [root]), at=tx.now)
    if case.urgency is Urgency.DOWN:
        look(tx, case)
    reads_down(tx, case, case.problem, desk)


def reads_down(tx: Tx, case: Case, text: str, desk: Calendar) -> None:
    """Words for "down" on a case whose level nobody has set: told to the desk, outside its hours to the duty."""
    if case.level is Level.NOT_SET and reads_like_outage(text):
        lane = DESK if desk.is_open(tx.now) else ONCALL
        tx.outbox.put(Notice(lane, f"alarm:{case.id}", Kind.CASE_DOWN, subject_id=case.id), at=tx.now)


def look(tx: Tx, case: Case) -> None:
    """The courier looks at the case's page, or its site; without either there is nothing to look at."""
    if _check(tx, case) is not None:
        tx.outbox.put(Notice(DESK, f"probe:{case.id}", Kind.PROBE, subject_id=case.id), at=tx.now)


def _check(tx: Tx, case: Case) -> Check | None:
    """What is looked at: the page the customer named, else its site, else the only site the customer has."""
    site = tx.sites.get(case.site_id) if case.site_id is not None else None
    sites = [site] if site is not None else tx.sites.of(case.customer_id)
    known = sites[0] if len(sites) == 1 else None
    if known is None:
        return Check(case.link) if case.link else None
    failing = {one.check_id for one in tx.checks.failing(known.id, What.DOWN)}
    return check_of(known.checks, failing, case.link) or Check(known.link)


def to_look_at(tx: Tx, case_id: int) -> Check | None:
    """How the site of the case of this row is looked at: as our own checks do it."""
    case = tx.cases.get(case_id)
    return _check(tx, case) if case is not None else None


def looked(tx: Tx, key: str, case_id: int, what: Looked) -> None:
    """Records what our look saw, once for its notice, and tells the customer and staff."""
    case = tx.cases.lock(case_id)
    if case is None or not tx.inbox.record(f"probe:{key}", tx.now):
        return
    entry = Entry(case.id, case.version, tx.now, None, Action.PROBE, None, None, what.as_facts())
    entry_id = tx.history.add(entry)
    lane = customer_lane(case.customer_id)
    tx.outbox.put(
        in_thread(Kind.STEP, case.id, DESK, entry_id), in_thread(Kind.PROBED, case.id, lane, entry_id), at=tx.now
    )


def facts(tx: Tx, case_id: int, lane: str) -> AlarmFacts:
    """What an alarm in this lane is told from, as of now."""
    case = tx.cases.get(case_id)
    if case is None:
        raise KeyError(case_id)
    contact = known(tx, case.contact).shown if case.contact else ""
    return AlarmFacts(case, tx.customers.get(case.customer_id), contact, duty_facts(tx) if lane == ONCALL else None)
