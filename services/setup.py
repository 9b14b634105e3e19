"""Setting customers up: what a lead may change of them, from Slack and from a file."""

from dataclasses import replace

from rules.customer_file import has_channel
from rules.customers import Contact
from rules.notices import DESK, Kind, Notice, customer_lane
from rules.people import Customer
from storage.tx import Tx


def settle_channel(tx: Tx, customer: Customer) -> Customer:
    """The customer has this channel from now on: where the app is in it already, it is taken as asked for, and *Need
    help?* is posted. Without one, nothing can be said to it yet."""
    after = replace(customer, help_ts=None, help_shown=None, disconnected_at=None if has_channel(customer) else tx.now)
    channel = tx.channels.of(customer.channel_id)
    if channel is not None:
        after = replace(after, team_ids=after.team_ids or frozenset(channel.team_ids))
        tx.channels.claim(channel.id, customer.id)
        about = Notice(DESK, f"channel:{channel.id}", Kind.WHOSE_CHANNEL, subject_id=channel.id)
        tx.outbox.put(about, need_help(customer), at=tx.now)
    tx.customers.save(after)
    return after


def need_help(customer: Customer) -> Notice:
    """*Need help?*, posted or drawn again."""
    lane = customer_lane(customer.id)
    return Notice(lane, f"{lane}#help", Kind.NEED_HELP, subject_id=customer.id)


def leaves(tx: Tx, contact: Contact) -> None:
    """The contact is none any more, and has no rights since now."""
    tx.contacts.save(replace(contact, left_at=tx.now))
