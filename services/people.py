"""People: who acts with which roles, and keeping what we know of them fresh."""

from collections.abc import Iterable

from rules.cases import Case
from rules.customers import Approvers, Contact, approvers_of, roles_on, speaks_for
from rules.errors import CustomerUnknown, LeadsOnly, NoContact, NotYourCase, RuleError, StaffOnly
from rules.notices import DESK, Kind, Notice, in_thread, person_lane
from rules.people import Actor, Customer, Person, PersonId, Place, Role, house_roles, may_be_us
from services.duty import has_duty, look_again
from storage.tx import Tx

MOST_OF_US = 100  # a choice has no more options


def actor(tx: Tx, who: PersonId) -> Actor:
    """The person with the roles of the house they hold now; a stranger has none."""
    person, places = tx.people.with_places(who)
    return Actor(person or Person(who), house_roles(places))


def actor_on(tx: Tx, who: PersonId, case: Case) -> Actor:
    """The person with every role they hold on this case. NotYourCase or NoContact for who has none at all."""
    ours = actor(tx, who)
    roles = ours.roles | _roles_on(tx, ours.person, case)
    if Role.DEVELOPER in roles and has_duty(tx, who):
        roles |= {Role.DUTY}
    if not roles:
        raise _no_contact(tx, ours.person) or NotYourCase
    return Actor(ours.person, roles)


def customers_roles(tx: Tx, who: PersonId, case: Case) -> frozenset[Role]:
    """What the person is on this case on the customer's side; nothing for everybody else."""
    return _roles_on(tx, known(tx, who), case)


def _roles_on(tx: Tx, person: Person, case: Case) -> frozenset[Role]:
    contacts = tx.contacts.named_and(case.customer_id, person.id)
    contact = next((one for one in contacts if one.person == person.id), None)
    customer = tx.customers.get(case.customer_id)
    approving = approvers_of(contacts, case.contact)
    return roles_on(person, customer, contact, (case.opened_by, case.contact), approving)


def approvers(tx: Tx, case: Case) -> Approvers:
    """Who approves the case's publication now."""
    return approvers_of(tx.contacts.of(case.customer_id), case.contact)


def approvers_names(tx: Tx, case: Case) -> tuple[str, ...]:
    """The names of those who approve the case's publication now."""
    found = approvers(tx, case)
    return (*(known(tx, who).shown for who in found.people), *found.others)


def speaks(tx: Tx, who: PersonId, customer: Customer) -> bool:
    """True while the person is one of the customer's contacts."""
    return speaks_for(known(tx, who), customer, tx.contacts.find(customer.id, who))


def known(tx: Tx, who: PersonId) -> Person:
    """What Slack has told us of the person; only their key where it has not."""
    return tx.people.find(who) or Person(who)


def is_known(tx: Tx, who: PersonId) -> bool:
    """True for whom Slack has told us of."""
    return tx.people.find(who) is not None


def one_of_us(tx: Tx, who: PersonId) -> Actor:
    """The person, who must be staff, developer or lead; StaffOnly otherwise, NoContact to a guest of nobody's."""
    ours = actor(tx, who)
    if not ours.is_us:
        raise _no_contact(tx, ours.person) or StaffOnly
    return ours


def set_up_by(tx: Tx, who: PersonId) -> Actor:
    """The person, who may set customers up: a lead; any of us where nobody is lead. StaffOnly or LeadsOnly."""
    ours = one_of_us(tx, who)
    if not may_set_up(tx, ours):
        raise LeadsOnly
    return ours


def may_set_up(tx: Tx, ours: Actor) -> bool:
    """True for leads, and for any of us where nobody is lead."""
    return Role.LEAD in ours.roles or (ours.is_us and not tx.people.members(Place.LEADS))


def reads(tx: Tx, who: PersonId, channel_id: str | None = None) -> str | None:
    """The language the person reads: their own where Slack tells it, else that of the customer whose channel
    they are in; None: the house's."""
    person = tx.people.find(who)
    if person is not None and person.locale:
        return person.locale
    customer = tx.customers.of_channel(channel_id) if channel_id else None
    return customer.language if customer else None


def staff_reads(tx: Tx, who: PersonId) -> str | None:
    """The language one of us reads; None: the house's. StaffOnly or NoContact for everybody else."""
    return one_of_us(tx, who).person.locale


def met(tx: Tx, who: PersonId, case: Case, entry_id: int) -> None:
    """Somebody of the customer acted or wrote: the first time makes them a contact without rights, and staff see it
    in the case's thread (process.md section 1)."""
    customer = tx.customers.get(case.customer_id)
    if who.team_id not in customer.team_ids or tx.contacts.find(customer.id, who) is not None:
        return
    tx.contacts.add(Contact(0, customer.id, known(tx, who).shown, who))
    tx.outbox.put(in_thread(Kind.NEW_CONTACT, case.id, DESK, entry_id), at=tx.now)


def introduce(tx: Tx, customer: Customer, people: Iterable[Person]) -> None:
    """Those of these people who are of the customer's workspaces are its contacts from now on, without rights."""
    for person in people:
        if person.id.team_id in customer.team_ids and tx.contacts.find(customer.id, person.id) is None:
            tx.contacts.add(Contact(0, customer.id, person.shown, person.id))


def remember(tx: Tx, people: Iterable[Person]) -> None:
    """Keeps what Slack says of these people now."""
    for person in people:
        tx.people.remember(person)
        if person.name is not None:
            tx.contacts.christen(person.id, person.name)


def refresh_place(tx: Tx, place: Place, members: Iterable[Person], home_team: str) -> None:
    """Makes the place's members exactly these, of whom only people of the house who are no guests count."""
    present = list(members)
    remember(tx, present)
    wanted = {person.id for person in present if may_be_us(person, home_team)}
    held = tx.people.members(place)
    for key in wanted - held:
        _join(tx, place, key)
    for key in sorted(held - wanted, key=lambda who: who.user_id):
        _leave(tx, place, key)


def joined(tx: Tx, place: Place, person: Person, home_team: str) -> None:
    """Somebody came to a place that gives a role."""
    tx.people.remember(person)
    if may_be_us(person, home_team):
        _join(tx, place, person.id)


def left(tx: Tx, place: Place, who: PersonId) -> None:
    """Somebody left a place that gives a role."""
    if place in tx.people.places(who):
        _leave(tx, place, who)


def changed(tx: Tx, person: Person, home_team: str) -> None:
    """Slack says a person changed; who became a guest is no longer one of us."""
    tx.people.remember(person)
    if not may_be_us(person, home_team):
        for place in tx.people.places(person.id):
            _leave(tx, place, person.id)


def _join(tx: Tx, place: Place, who: PersonId) -> None:
    tx.people.join(place, who)
    if place is Place.ONCALL:
        look_again(tx)


def _leave(tx: Tx, place: Place, who: PersonId) -> None:
    """With the last place one of us is gone; whoever leads is told what they leave behind."""
    person = tx.people.lock(who)  # who leaves two places at once leaves one after the other, or neither were the last
    tx.people.leave(place, who)
    if place is Place.ONCALL:
        look_again(tx)
    if person is None or tx.people.places(who) or not tx.cases.assigned(who.user_id, 1):
        return
    lanes = leads_lanes(tx) or [DESK]
    tx.outbox.put(
        *(Notice(lane, f"left:{person.row_id}@{lane}", Kind.LEFT_US, subject_id=person.row_id) for lane in lanes),
        at=tx.now,
    )


def leads_lanes(tx: Tx) -> list[str]:
    """The lanes of each lead's direct messages; none where nobody is lead."""
    leads = tx.people.named(tx.people.members(Place.LEADS)).values()
    return [person_lane(row_id) for row_id in sorted(one.row_id for one in leads)]


def us(tx: Tx) -> list[Person]:
    """All of us by name, of whom a case can be one's."""
    members = {who for place in Place for who in tx.people.members(place)}
    names = tx.people.named(members)
    return sorted((names.get(who, Person(who)) for who in members), key=lambda one: one.shown)


def choosable(tx: Tx) -> list[Person]:
    """The first of us, as many as a choice of a form takes."""
    return us(tx)[:MOST_OF_US]


def no_customer(tx: Tx, who: PersonId) -> RuleError:
    """The refusal for who speaks for nobody here."""
    return _no_contact(tx, known(tx, who)) or CustomerUnknown()


def _no_contact(tx: Tx, person: Person) -> NoContact | None:
    """The refusal for a guest whom no customer has: there is a way to set that right."""
    present = [contact for contact in tx.contacts.of_person(person.id) if contact.left_at is None]
    return NoContact() if person.is_guest and not present else None
