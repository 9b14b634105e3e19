"""People: who acts with which roles, and keeping what we know of them fresh."""

from collections.abc import Iterable

from rules.cases import Case
from rules.errors import LeadsOnly, NotYourCase, StaffOnly
from rules.people import Actor, Person, PersonId, Place, Role, customer_roles, house_roles, may_be_us
from storage.tx import Tx


def actor(tx: Tx, who: PersonId) -> Actor:
    """The person with the roles of the house they hold now; a stranger has none."""
    person = tx.people.find(who) or Person(who)
    return Actor(person, house_roles(tx.people.places(who)))


def actor_on(tx: Tx, who: PersonId, case: Case) -> Actor:
    """The person with every role they hold on this case. NotYourCase for who has none at all."""
    ours = actor(tx, who)
    customer = tx.customers.get(case.customer_id)
    roles = ours.roles | customer_roles(who, customer, case.opened_by, case.approver)
    if not roles:
        raise NotYourCase
    return Actor(ours.person, roles)


def one_of_us(tx: Tx, who: PersonId) -> Actor:
    """The person, who must be staff, developer or lead; StaffOnly otherwise."""
    ours = actor(tx, who)
    if not ours.is_us:
        raise StaffOnly
    return ours


def set_up_by(tx: Tx, who: PersonId) -> Actor:
    """The person, who may set customers up: a lead; any of us where nobody is lead. StaffOnly or LeadsOnly."""
    ours = one_of_us(tx, who)
    if Role.LEAD not in ours.roles and tx.people.members(Place.LEADS):
        raise LeadsOnly
    return ours


def reads(tx: Tx, who: PersonId, channel_id: str | None = None) -> str | None:
    """The language the person reads: their own where Slack tells it, else that of the customer whose channel
    they are in; None: the house's."""
    person = tx.people.find(who)
    if person is not None and person.locale:
        return person.locale
    customer = tx.customers.of_channel(channel_id) if channel_id else None
    return customer.language if customer else None


def remember(tx: Tx, people: Iterable[Person]) -> None:
    """Keeps what Slack says of these people now."""
    for person in people:
        tx.people.remember(person)


def refresh_place(tx: Tx, place: Place, members: Iterable[Person], home_team: str) -> None:
    """Makes the place's members exactly these, of whom only people of the house who are no guests count."""
    present = list(members)
    remember(tx, present)
    wanted = {person.id for person in present if may_be_us(person, home_team)}
    held = tx.people.members(place)
    for key in wanted - held:
        tx.people.join(place, key)
    for key in held - wanted:
        tx.people.leave(place, key)


def joined(tx: Tx, place: Place, person: Person, home_team: str) -> None:
    """Somebody came to a place that gives a role."""
    tx.people.remember(person)
    if may_be_us(person, home_team):
        tx.people.join(place, person.id)


def left(tx: Tx, place: Place, who: PersonId) -> None:
    """Somebody left a place that gives a role."""
    tx.people.leave(place, who)


def changed(tx: Tx, person: Person, home_team: str) -> None:
    """Slack says a person changed; who became a guest is no longer one of us."""
    tx.people.remember(person)
    if not may_be_us(person, home_team):
        for place in tx.people.places(person.id):
            tx.people.leave(place, person.id)
