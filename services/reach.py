"""Whether a customer's channel can be reached, and by which id (docs/slack.md 1.1)."""

from dataclasses import replace

from rules.customer_file import has_channel
from rules.errors import NoChannel
from rules.leaving import ReachFacts
from rules.notices import DESK, Kind, Notice, customer_lane
from rules.people import Customer
from services.internal import Held
from storage.tx import Tx

LISTENING = "listening"  # the duty to hear what is said; it cannot be done in a channel that is gone


def is_in_reach(customer: Customer) -> bool:
    """False without a channel, and while it cannot be reached."""
    return has_channel(customer) and customer.disconnected_at is None


def moved(tx: Tx, old: str, new: str) -> None:
    """Slack gave a channel another id: whatever stands in it stands in the new one."""
    customer = tx.customers.of_channel(old)
    tx.channels.rename(old, new)
    if customer is not None:
        _tell(tx, customer, Kind.CHANNEL_MOVED)


def shared_with(tx: Tx, channel_id: str, team_ids: frozenset[str]) -> None:
    """A channel is shared with these workspaces now; without one of the customer's, nobody of theirs reads it.

    A customer of whom no workspace is known (guests only) reads it as it is."""
    customer = tx.customers.of_channel(channel_id)
    if customer is not None:
        (back if not customer.team_ids or customer.team_ids & team_ids else gone)(tx, channel_id)


def channels(tx: Tx) -> list[str]:
    """Every customer's channel, those out of reach too."""
    return [one.channel_id for one in tx.customers.all() if has_channel(one)]


def is_there(tx: Tx, channel_id: str) -> bool:
    """True in a customer's channel that can be reached."""
    customer = tx.customers.of_channel(channel_id)
    return customer is not None and is_in_reach(customer)


def gone(tx: Tx, channel_id: str) -> None:
    """A customer's channel cannot be reached any more: what is to be said there waits, and staff are told, once."""
    customer = tx.customers.of_channel(channel_id)
    if customer is not None and customer.disconnected_at is None:
        tx.customers.save(replace(customer, disconnected_at=tx.now))
        tx.progress.reach(unread(customer), tx.progress.until(LISTENING) or tx.now)
        _tell(tx, customer, Kind.CHANNEL_GONE)


def back(tx: Tx, channel_id: str) -> None:
    """The channel can be reached again: what waited goes out, and staff are told."""
    customer = tx.customers.of_channel(channel_id)
    if customer is not None and customer.disconnected_at is not None:
        tx.customers.save(replace(customer, disconnected_at=None))
        tx.outbox.free(customer_lane(customer.id))
        _tell(tx, customer, Kind.CHANNEL_BACK)


def can_be_told(customer: Customer) -> None:
    """NoChannel before there is one: words that would count as said are not taken then. What a move tells waits."""
    if not has_channel(customer):
        raise NoChannel(customer.name)


def unread(customer: Customer) -> str:
    """The duty to read what was said since we could not."""
    return f"unread:{customer.id}"


def hold(customer: Customer) -> None:
    """Held while the customer has no channel, or it cannot be reached."""
    if not has_channel(customer):
        raise Held("the customer has no channel yet")
    if customer.disconnected_at is not None:
        raise Held("the customer's channel cannot be reached")


def facts(tx: Tx, customer_id: int) -> ReachFacts:
    """How much it matters."""
    waiting = tx.outbox.waiting_in(customer_lane(customer_id))
    return ReachFacts(tx.customers.get(customer_id), tx.cases.count_of_customer(customer_id), waiting)


def _tell(tx: Tx, customer: Customer, kind: Kind) -> None:
    tx.outbox.put(Notice(DESK, f"reach:{customer.id}", kind, subject_id=customer.id), at=tx.now)
