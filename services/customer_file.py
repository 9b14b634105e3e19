"""Customers from a file, and everything that is set up of them, for a file."""

from collections.abc import Callable
from functools import partial
from typing import TypeVar
from uuid import uuid4

from rules.customer_changes import Held, House, Known, Step, as_written, steps
from rules.customer_file import NO_CHANNEL, Entry
from rules.customers import Agreement, Contact, Site
from rules.people import Customer
from services.checks import retire_site, save_site
from services.leaving import contact_left
from services.setup import become, settle_channel
from storage.tx import Tx

One = TypeVar("One", Contact, Site)


class TakenMeanwhile(Exception):
    """Somebody else got the name, channel, address or host after the file was compared; nothing was kept."""


def everything(tx: Tx) -> list[Held]:
    """All that is set up, by customer."""
    return [held(tx, customer) for customer in tx.customers.all()]


def held(tx: Tx, customer: Customer) -> Held:
    """All that is set up of one customer."""
    return Held(
        customer,
        tx.contacts.ever_of(customer.id),
        tx.agreements.of(customer.id),
        tx.sites.of(customer.id),
        tx.sites.retired(customer.id),
        tx.sites.with_history(customer.id),
    )


def end(tx: Tx, entry: Entry, house: House, most: int) -> int:
    """Ends what the file leaves out of a known customer's lists, at most so much at a time; returns how much."""
    customer = _meant(tx, entry)
    if customer is None:
        return 0
    todo = [step for step in steps(entry, held(tx, customer), house.today) if step.after is None and not step.stays]
    return _done(tx, todo[:most])


def bring(tx: Tx, entry: Entry, house: House, most: int) -> int:
    """Makes the customer what the file says, at most so many differences at a time; returns how many that were.

    It compares again what it is about to change, so it goes on where an earlier import stopped.
    """
    customer = _meant(tx, entry) or _added(tx, entry, house)
    after = as_written(entry, customer)
    if after != customer:
        customer = _saved(tx, customer, after)
    todo = [step for step in steps(entry, held(tx, customer), house.today) if not step.stays]
    return _done(tx, todo[:most])


def _meant(tx: Tx, entry: Entry) -> Customer | None:
    found = (tx.customers.of_channel(entry.channel_id or ""), tx.customers.by_name(entry.name))
    return Known(one for one in found if one is not None).meant(entry)


def _added(tx: Tx, entry: Entry, house: House) -> Customer:
    channel_id = entry.channel_id or f"{NO_CHANNEL}{uuid4().hex[:20]}"
    customer = tx.customers.add(entry.name, channel_id, entry.language or house.language, entry.team_ids or ())
    return settle_channel(tx, customer)


def _saved(tx: Tx, before: Customer, after: Customer) -> Customer:
    others = (tx.customers.of_channel(after.channel_id), tx.customers.by_name(after.name))
    if any(one is not None and one.id != after.id for one in others):
        raise TakenMeanwhile(after.name)
    return become(tx, before, after)


def _done(tx: Tx, todo: list[Step]) -> int:
    for step in todo:
        WAYS[type(step.about)](tx, step)
    return len(todo)


def _contact(tx: Tx, step: Step) -> None:
    match step.before, step.after:
        case Contact() as before, None:
            contact_left(tx, before)
        case _, Contact() as after:
            owner = tx.contacts.by_email(after.email) if after.email else None
            _put(after, owner, after.email or "", tx.contacts.add, tx.contacts.save)


def _agreement(tx: Tx, step: Step) -> None:
    match step.before, step.after:
        case Agreement() as before, None:
            tx.agreements.drop(before.customer_id, before.valid_from)
        case _, Agreement() as after:
            tx.agreements.put(after)


def _site(tx: Tx, step: Step) -> None:
    match step.before, step.after:
        case Site() as before, None if step.retires:
            retire_site(tx, before)
        case Site() as before, None:
            tx.sites.drop(before.id)
        case _, Site() as after:
            owner = tx.sites.ever_at([after.host]).get(after.host)
            _put(after, owner, after.host, tx.sites.add, partial(save_site, tx))


def _put(
    after: One, owner: One | None, known_as: str, add: Callable[[One], int], save: Callable[[One], None]
) -> None:  # fmt: skip
    """Stored as it has become, or anew, where what it is known by is nobody else's."""
    if owner is not None and owner.id != after.id:
        raise TakenMeanwhile(known_as)
    if after.id:
        save(after)
    else:
        add(after)


WAYS: dict[type, Callable[[Tx, Step], None]] = {Contact: _contact, Agreement: _agreement, Site: _site}
