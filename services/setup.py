"""Setting customers up: what a lead may change of them, from Slack and from a file."""

from dataclasses import replace
from datetime import date
from uuid import uuid4

from rules.customer_file import NO_CHANNEL, has_channel
from rules.customers import Agreement, Contact, Site
from rules.errors import ChangedMeanwhile, CustomerUnknown, FieldErrors, FieldProblem
from rules.forms import Problems
from rules.notices import DESK, Kind, Notice, card, case_thread, customer_lane
from rules.office import DESK_HOURS
from rules.people import Customer, Person, PersonId, may_be_us
from rules.setup import (
    LEFT,
    CustomerFacts,
    Typed,
    agreement_from,
    contact_from,
    customer_from,
    fingerprint,
    site_from,
)
from rules.working_hours import Calendar
from services.checks import save_site as site_saved
from services.help import notice as help_notice
from services.leaving import contact_left
from services.overhearing import claimed
from services.people import introduce, reads, remember, set_up_by
from services.people import known as known_person
from storage.tx import Tx

MOST_INTRODUCED = 500  # people of a new customer who are its contacts at once
MOST_CASES = 100  # open cases whose cards are posted when a customer gets a channel


def settle_channel(tx: Tx, customer: Customer, desk: Calendar = DESK_HOURS) -> Customer:
    """The customer has this channel from now on: who is in it are its contacts, *Need help?* and the cards of open
    cases are posted there, what waited to be said goes out, and what was said there meanwhile becomes inquiries.
    Without one, all of it waits."""
    if not has_channel(customer):
        return _saved(tx, customer)
    channel = tx.channels.of(customer.channel_id)
    teams = customer.team_ids or frozenset(channel.team_ids if channel else ())
    after = _saved(tx, replace(customer, team_ids=teams, help_ts=None, help_shown=None, disconnected_at=None))
    introduce(tx, after, tx.people.of_teams(after.team_ids, MOST_INTRODUCED))
    if channel is not None:
        tx.channels.claim(channel.id, after.id)
        about = Notice(DESK, f"channel:{channel.id}", Kind.WHOSE_CHANNEL, subject_id=channel.id)
        tx.outbox.put(about, at=tx.now)
    lane = customer_lane(after.id)
    open_cases = tx.cases.of_customer(after.id, MOST_CASES)
    cards = [Notice(lane, case_thread(case.id, lane), Kind.CARD, case.id) for case in reversed(open_cases)]
    ours = [card(case.id, DESK) for case in open_cases]  # those said that there is no channel
    tx.outbox.put(help_notice(after.id), *cards, *ours, at=tx.now)
    tx.outbox.free(lane)
    claimed(tx, after, desk)
    return after


def _saved(tx: Tx, customer: Customer) -> Customer:
    tx.customers.save(customer)
    return customer


def known(tx: Tx, who: PersonId, customer_id: int, today: date) -> CustomerFacts:
    """Everything that is set up of a customer, for whoever may set it up. CustomerUnknown for none."""
    set_up_by(tx, who)
    customer = _customer(tx, customer_id)
    contacts = sorted(tx.contacts.ever_of(customer_id), key=lambda one: (one.left_at is not None, one.id))
    agreements = tx.agreements.of(customer_id)[::-1]
    sites = tx.sites.of(customer_id)
    return CustomerFacts(customer, contacts, agreements, sites, today, reads(tx, who))


def save_customer(tx: Tx, who: PersonId, customer_id: int | None, typed: Typed, seen: str, language: str) -> Customer:
    """A customer's name, language and mode; without a row a new one, which has no channel yet."""
    set_up_by(tx, who)
    if customer_id is None:
        return _added(tx, customer_from(typed, Customer(0, "", "", language)))
    before = _customer(tx, customer_id)
    _refuse_changed(before, seen)
    after = customer_from(typed, before)
    _refuse_taken_name(tx, after)
    return become(tx, before, after)


def become(tx: Tx, before: Customer, after: Customer) -> Customer:
    """The customer is as it has become: a new channel is settled in, and *Need help?* speaks their language."""
    if after.channel_id != before.channel_id:
        return settle_channel(tx, after)
    if after.language != before.language and after.help_ts:
        tx.outbox.put(help_notice(after.id), at=tx.now)
    return _saved(tx, after)


def same_person(tx: Tx, contact_id: int | None, user_id: str) -> Person | None:
    """Who the contact is in Slack already, if that is this user: nobody has to be asked again."""
    contact = tx.contacts.get(contact_id) if contact_id is not None else None
    if contact is None or contact.person is None or contact.person.user_id != user_id:
        return None
    return known_person(tx, contact.person)


def save_contact(
    tx: Tx, who: PersonId, row: tuple[int, int | None], typed: Typed, ticked: frozenset[str], person: Person | None,
    seen: str, home_team: str,
) -> Contact:  # fmt: skip
    """A contact of a customer; `row` is the customer's and the contact's (None: a new one), `person` who they are in
    Slack."""
    set_up_by(tx, who)
    customer, before = _customer(tx, row[0]), tx.contacts.get(row[1]) if row[1] is not None else None
    if before is not None:
        _refuse_other(before, customer)
        _refuse_changed(before, seen)
    start = before or Contact(0, customer.id, "")
    after = contact_from(typed, ticked, person.id if person else None, start)
    _refuse_taken_contact(tx, after, customer, person, home_team)
    if person is not None:
        remember(tx, [person])
    if before is not None and LEFT in ticked:
        tx.contacts.save(after)
        if before.left_at is None:
            contact_left(tx, after)
        return after
    return _stored(tx, replace(after, left_at=None))


def save_agreement(
    tx: Tx, who: PersonId, customer_id: int, since: date | None, typed: Typed, ticked: frozenset[str], seen: str
) -> Agreement:
    """What is agreed with a customer; `since` is the day of the agreement that is changed (None: a new one)."""
    set_up_by(tx, who)
    customer = _customer(tx, customer_id)
    there = {one.valid_from: one for one in tx.agreements.of(customer.id)}
    before = there.get(since) if since is not None else None
    if since is not None:
        _refuse_changed(before, seen)
    after = agreement_from(typed, ticked, before or Agreement(0, customer.id, date.min))
    if after.valid_from in there and after.valid_from != since:
        raise FieldErrors({"valid_from": (FieldProblem.DAY_TAKEN, {})})
    if before is not None and before.valid_from != after.valid_from:
        tx.agreements.drop(customer.id, before.valid_from)
    tx.agreements.put(after)
    return after


def save_site(tx: Tx, who: PersonId, customer_id: int, site_id: int | None, typed: Typed, seen: str) -> Site:
    """A site of a customer; without a row a new one."""
    set_up_by(tx, who)
    customer, before = _customer(tx, customer_id), tx.sites.get(site_id) if site_id is not None else None
    if before is not None:
        _refuse_other(before, customer)
        _refuse_changed(before, seen)
    after = site_from(typed, before or Site(0, customer.id, "", "", ""))
    owner = tx.sites.ever_at([after.host]).get(after.host)
    if owner is not None and owner.retired_at is not None and owner.customer_id == customer.id and not after.id:
        after = replace(after, id=owner.id)  # it is a site again, with its history
    if owner is not None and owner.id != after.id:
        of = tx.customers.get(owner.customer_id).name
        raise FieldErrors({"site_link": (FieldProblem.SITE_TAKEN, {"host": after.host, "customer": of})})
    if after.id:
        site_saved(tx, after)
        return after
    return replace(after, id=tx.sites.add(after))


def _customer(tx: Tx, customer_id: int) -> Customer:
    try:
        return tx.customers.get(customer_id)
    except KeyError:
        raise CustomerUnknown from None


def _added(tx: Tx, wanted: Customer) -> Customer:
    _refuse_taken_name(tx, wanted)
    row = tx.customers.add(wanted.name, f"{NO_CHANNEL}{uuid4().hex[:20]}", wanted.language, ())
    return settle_channel(tx, replace(row, mode=wanted.mode))


def _stored(tx: Tx, contact: Contact) -> Contact:
    if contact.id:
        tx.contacts.save(contact)
        return contact
    return replace(contact, id=tx.contacts.add(contact))


def _refuse_other(one: Contact | Site, customer: Customer) -> None:
    if one.customer_id != customer.id:
        raise CustomerUnknown


def _refuse_changed(now: object, seen: str) -> None:
    if fingerprint(now) != seen:
        raise ChangedMeanwhile


def _refuse_taken_name(tx: Tx, customer: Customer) -> None:
    other = tx.customers.by_name(customer.name)
    if other is not None and other.id != customer.id:
        raise FieldErrors({"customer_name": (FieldProblem.TAKEN, {})})


def _refuse_taken_contact(tx: Tx, contact: Contact, customer: Customer, person: Person | None, home_team: str) -> None:
    """Only a guest of ours or somebody of the customer's workspaces, and only one contact for each person and
    address."""
    problems: Problems = {}
    owner = tx.contacts.by_email(contact.email) if contact.email else None
    if owner is not None and owner.id != contact.id:
        of = tx.customers.get(owner.customer_id).name
        problems["email"] = (FieldProblem.EMAIL_TAKEN, {"name": owner.name, "customer": of})
    if person is not None:
        same = tx.contacts.find(customer.id, person.id)
        if same is not None and same.id != contact.id:
            problems["person"] = (FieldProblem.PERSON_TAKEN, {"name": same.name})
        elif may_be_us(person, home_team):
            problems["person"] = (FieldProblem.ONE_OF_US, {})
    if problems:
        raise FieldErrors(problems)
