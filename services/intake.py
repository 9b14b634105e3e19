"""Intake: every door through which a case comes in ends here, in one transaction."""

from dataclasses import dataclass, replace
from datetime import datetime

from rules.cases import Action, Case
from rules.countdown import reckoned
from rules.customers import speaks_for
from rules.errors import FieldErrors, FieldProblem
from rules.facts import Desks, Opened
from rules.forms import CaseForm, check_case
from rules.levels import LEVEL_OF, Level, next_step
from rules.notices import DESK, Kind, Notice, case_thread, customer_lane, in_thread
from rules.offers import Inquiry
from rules.office import local_date
from rules.people import Actor, Customer, PersonId
from rules.records import CardPlace, Entry
from rules.working_hours import Calendar
from services.alarms import duty_is_alerted, opens, raise_alarms
from services.conversation import Said, heard
from services.customers import site_of
from services.inquiries import became, made_from, whole
from services.links import relate
from services.pages import follow
from services.people import actor, met, no_customer, one_of_us, reads, speaks
from services.promises import promise_of
from services.said_before import keep
from storage.tx import Tx

MOST_CONTACTS = 100


@dataclass(frozen=True)
class Door:
    """Where the form was opened: a channel, the message the case is made from, the offer that was taken, the case that
    the new one follows, if any."""

    channel_id: str | None = None
    message_ts: str | None = None
    offer_id: int | None = None
    after: int | None = None


def customer_at(tx: Tx, who: PersonId, channel_id: str) -> Customer:
    """The customer a contact speaks for in this channel; CustomerUnknown, or NoContact to a guest, otherwise."""
    customer = tx.customers.of_channel(channel_id)
    if customer is None or not speaks(tx, who, customer):
        raise no_customer(tx, who)
    return customer


def is_contact_at(tx: Tx, who: PersonId, channel_id: str) -> bool:
    """True where the person is a contact of the customer whose channel it is, whichever workspace they are of."""
    customer = tx.customers.of_channel(channel_id)
    return customer is not None and speaks(tx, who, customer)


def desks(tx: Tx, who: PersonId) -> Desks:
    """Customers and contacts for the form of one of us; StaffOnly for others. Six queries, however many."""
    one_of_us(tx, who)
    customers = tx.customers.all()
    teams = {team for customer in customers for team in customer.team_ids}
    rows = {(contact.customer_id, contact.person): contact for contact in tx.contacts.in_slack()}
    guests = tx.people.named(who for _customer, who in rows if who is not None and who.team_id not in teams)
    people = [*guests.values(), *tx.people.of_teams(teams, MOST_CONTACTS)]
    contacts = {
        customer.id: [one for one in people if speaks_for(one, customer, rows.get((customer.id, one.id)))]
        for customer in customers
    }
    return Desks(customers, contacts, reads(tx, who))


def open_case(tx: Tx, who: PersonId, form: CaseForm, door: Door, desk: Calendar) -> Opened:
    """Records the case under the next number, starts its promise, and tells the desk and the customer.

    Submission is the instant the customer spoke: the inquiry's first message, else the form. FieldErrors name fields
    to mend; CustomerUnknown when the person speaks for no customer here, AlreadyACase when the offer was taken.
    """
    form = check_case(form, local_date(desk, tx.now))
    opener = actor(tx, who)
    customer = _customer_for(tx, opener, form, door)
    contact = form.contact if opener.is_us else who
    return _opened(tx, form, customer, contact, who, door, desk)


def record_inquiry(tx: Tx, inquiry: Inquiry, customer: Customer, desk: Calendar) -> Opened:
    """An inquiry becomes a case by itself, where the channel is set so: nobody has said how urgent it is."""
    inquiry = whole(tx, inquiry)
    problem = inquiry.text or ", ".join(file.name for file in inquiry.files)
    door = Door(inquiry.channel_id, inquiry.root_ts, inquiry.id)
    return _opened(tx, CaseForm(problem, None), customer, inquiry.author, inquiry.author, door, desk)


def _opened(
    tx: Tx, form: CaseForm, customer: Customer, contact: PersonId | None, who: PersonId, door: Door, desk: Calendar
) -> Opened:
    inquiry = made_from(tx, customer, door.channel_id, door.message_ts, door.offer_id)
    case = recorded(tx, form, customer, contact, who, inquiry.said_at if inquiry else tx.now, desk)
    _place(tx, case, customer, replace(door, message_ts=inquiry.root_ts) if inquiry else door)
    files = (*form.files, *(inquiry.files if inquiry else ()))
    attachments = [tx.attachments.add(case.id, file) for file in files]
    alerted = duty_is_alerted(tx, case, desk)
    facts = {
        "origin": form.origin,
        "level": case.level.value,
        "duty": alerted,
        "due": case.due_at.isoformat() if case.due_at else "",
        "opens": opens(tx, desk),
    }
    opening = Entry(case.id, case.version, tx.now, who, Action.OPEN, None, case.state, facts)
    by_file = dict(zip((file.id for file in files), attachments, strict=True))
    entry_id = keep(tx, case, inquiry, by_file, opening) if inquiry else tx.history.add(opening)
    _tell(tx, case, entry_id, attachments)
    met(tx, who, case, entry_id)
    if inquiry is not None:
        became(tx, inquiry, case, who)
    raise_alarms(tx, case, desk)
    follow(tx, case, who, desk)
    relate(tx, case, door.after, who, entry_id, desk)
    if inquiry is not None:
        _hear_us(tx, inquiry, desk)
    return Opened(case, next_step(case.due_at, tx.now, desk), alerted)


def _hear_us(tx: Tx, inquiry: Inquiry, desk: Calendar) -> None:
    """What we wrote in the inquiry's thread is on the case like what we write there afterwards."""
    for one in tx.overheard.ours_in(inquiry.id):
        said = Said(one.channel_id, inquiry.root_ts, one.ts, one.text, one.files)
        heard(tx, one.author, said, desk, home=one.author.team_id)


def _customer_for(tx: Tx, opener: Actor, form: CaseForm, door: Door) -> Customer:
    if not opener.is_us:
        return customer_at(tx, opener.person.id, door.channel_id or "")
    if form.customer_id is None:
        raise FieldErrors({"customer": (FieldProblem.MISSING, {})})
    customer = next((one for one in tx.customers.all() if one.id == form.customer_id), None)
    if customer is None:
        raise FieldErrors({"customer": (FieldProblem.NO_CHOICE, {})})
    if form.contact is not None and not speaks(tx, form.contact, customer):
        raise FieldErrors({"contact": (FieldProblem.OTHER_CUSTOMER, {"customer": customer.name})})
    return customer


def recorded(
    tx: Tx,
    form: CaseForm,
    customer: Customer,
    contact: PersonId | None,
    who: PersonId | None,
    submitted_at: datetime,
    desk: Calendar,
) -> Case:
    """The case under the next number, with its promise; nobody is told yet. `who` opens it: None for monitoring."""
    level = LEVEL_OF[form.urgency] if form.urgency else Level.NOT_SET
    case = Case(
        id=0,
        number=tx.cases.next_number(),
        customer_id=customer.id,
        contact=contact,
        opened_by=who,
        origin=form.origin,
        submitted_at=submitted_at,
        problem=form.problem,
        link=form.link,
        urgency=form.urgency,
        level=level,
        needed_by=form.needed_by,
        due_at=None,
        site_id=site.id if (site := site_of(tx, customer.id, form.link)) else None,
    )
    case = reckoned(case, promise_of(tx, case, desk), [], tx.now)
    return replace(case, id=tx.cases.add(case))


def _place(tx: Tx, case: Case, customer: Customer, door: Door) -> None:
    """A case made from a message of the customer's own channel lives in that message's thread; one made from words in
    another case's thread gets a card of its own."""
    if not door.message_ts or door.channel_id != customer.channel_id:
        return
    if tx.cards.case_in(customer.channel_id, door.message_ts) is None:
        place = CardPlace(customer.channel_id, door.message_ts, None)
        tx.cards.put(case.id, customer_lane(customer.id), place)


def _tell(tx: Tx, case: Case, entry_id: int, attachments: list[int]) -> None:
    customers = customer_lane(case.customer_id)
    roots = [Notice(lane, case_thread(case.id, lane), Kind.CARD, case.id) for lane in (DESK, customers)]
    files = [in_thread(Kind.FILE, case.id, DESK, entry_id, row) for row in attachments]
    step = in_thread(Kind.STEP, case.id, DESK, entry_id)
    receipt = in_thread(Kind.RECEIPT, case.id, customers, entry_id)
    tx.outbox.put(*roots, step, receipt, *files, at=tx.now)
