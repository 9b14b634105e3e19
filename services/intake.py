"""Intake: every door through which a case comes in ends here, in one transaction."""

from dataclasses import dataclass, replace

from rules.cases import Action, Case
from rules.errors import CustomerUnknown, FieldErrors, FieldProblem
from rules.facts import Desks, Opened
from rules.forms import CaseForm, check_case
from rules.levels import LEVEL_OF, Level, next_step, promised_by
from rules.notices import DESK, Kind, Notice, case_thread, customer_lane, in_thread
from rules.office import local_date
from rules.people import Actor, Customer, PersonId
from rules.records import CardPlace, Entry
from rules.working_hours import Calendar
from services.alarms import duty_is_alerted, opens, raise_alarms
from services.customers import agreement_at, site_of
from services.inquiries import became, made_from, whole
from services.links import relate
from services.people import actor, met, no_customer, one_of_us, reads, speaks
from storage.tx import Tx

MOST_CONTACTS = 100


@dataclass(frozen=True)
class Door:
    """Where the form was opened: a channel, and the message the case is made from, if any."""

    channel_id: str | None = None
    message_ts: str | None = None


def customer_at(tx: Tx, who: PersonId, channel_id: str) -> Customer:
    """The customer a person of another workspace speaks for in this channel; CustomerUnknown otherwise."""
    customer = tx.customers.of_channel(channel_id)
    if customer is None or who.team_id not in customer.team_ids:
        raise CustomerUnknown
    return customer


def desks(tx: Tx, who: PersonId) -> Desks:
    """Customers and contacts for the form of one of us; StaffOnly for others. Four queries, however many."""
    one_of_us(tx, who)
    customers = tx.customers.all()
    teams = {team for customer in customers for team in customer.team_ids}
    people = tx.people.of_teams(teams, MOST_CONTACTS)
    contacts = {
        customer.id: [person for person in people if person.id.team_id in customer.team_ids] for customer in customers
    }
    return Desks(customers, contacts, reads(tx, who))


def open_case(tx: Tx, who: PersonId, form: CaseForm, door: Door, desk: Calendar) -> Opened:
    """Records the case under the next number, starts its promise, and tells the desk and the customer.

    The instant of submission is the transaction's. FieldErrors name fields to mend; CustomerUnknown when the
    person speaks for no customer here.
    """
    form = check_case(form, local_date(desk, tx.now))
    opener = actor(tx, who)
    customer = _customer_for(tx, opener, form, door)
    contact = form.contact if opener.is_us else who
    case = _recorded(tx, form, customer, contact, who, desk)
    _place(tx, case, customer, door)
    attachments = [tx.attachments.add(case.id, file) for file in form.files]
    entry = Entry(case.id, case.version, tx.now, who, Action.OPEN, None, case.state, {"origin": form.origin})
    _tell(tx, case, tx.history.add(entry), attachments)
    return Opened(case, next_step(case.due_at, case.submitted_at, desk))


def _customer_for(tx: Tx, opener: Actor, form: CaseForm, door: Door) -> Customer:
    if not opener.is_us:
        return customer_at(tx, opener.person.id, door.channel_id or "")
    if form.customer_id is None:
        raise FieldErrors({"customer": (FieldProblem.MISSING, {})})
    customer = next((one for one in tx.customers.all() if one.id == form.customer_id), None)
    if customer is None:
        raise FieldErrors({"customer": (FieldProblem.NO_CHOICE, {})})
    if form.contact is not None and form.contact.team_id not in customer.team_ids:
        raise FieldErrors({"contact": (FieldProblem.OTHER_CUSTOMER, {"customer": customer.name})})
    return customer


def _recorded(
    tx: Tx, form: CaseForm, customer: Customer, contact: PersonId | None, who: PersonId, desk: Calendar
) -> Case:
    level = LEVEL_OF[form.urgency] if form.urgency else Level.NOT_SET
    case = Case(
        id=0,
        number=tx.cases.next_number(),
        customer_id=customer.id,
        contact=contact,
        opened_by=who,
        origin=form.origin,
        submitted_at=tx.now,
        problem=form.problem,
        link=form.link,
        urgency=form.urgency,
        level=level,
        needed_by=form.needed_by,
        due_at=promised_by(level, submitted_at, desk, agreement_at(tx, customer.id, submitted_at, desk)),
        site_id=site.id if (site := site_of(tx, customer.id, form.link)) else None,
    )
    return replace(case, id=tx.cases.add(case))


def _place(tx: Tx, case: Case, customer: Customer, door: Door) -> None:
    """A case made from a message of the customer's own channel lives in that message's thread."""
    if door.message_ts and door.channel_id == customer.channel_id:
        place = CardPlace(customer.channel_id, door.message_ts, None)
        tx.cards.put(case.id, customer_lane(customer.id), place)


def _tell(tx: Tx, case: Case, entry_id: int, attachments: list[int]) -> None:
    customers = customer_lane(case.customer_id)
    roots = [Notice(lane, case_thread(case.id, lane), Kind.CARD, case.id) for lane in (DESK, customers)]
    files = [in_thread(Kind.FILE, case.id, DESK, entry_id, row) for row in attachments]
    step = in_thread(Kind.STEP, case.id, DESK, entry_id)
    receipt = in_thread(Kind.RECEIPT, case.id, customers, entry_id)
    tx.outbox.put(*roots, step, receipt, *files, at=tx.now)
