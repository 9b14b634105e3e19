"""Shared channels: asked about when the app is invited, then a customer's."""

from dataclasses import replace

from rules.customer_file import has_channel
from rules.errors import ChannelTaken, CustomerUnknown, FieldErrors, FieldProblem
from rules.forms import LONGEST_NAME, Checks
from rules.notices import DESK, Kind, Notice
from rules.office import DESK_HOURS
from rules.people import Customer, Person, PersonId
from rules.records import SharedChannel
from rules.working_hours import Calendar
from services.people import remember, set_up_by
from services.setup import settle_channel
from storage.tx import Tx


def invited(
    tx: Tx, channel_id: str, name: str, suggestion: str, team_ids: tuple[str, ...], people: list[Person]
) -> int:
    """The app came into a shared channel: asks the desk whose it is, once. Until then it stays silent there.

    Returns the row the question is about.
    """
    remember(tx, people)
    if (known := tx.channels.of(channel_id)) is not None:
        return known.id
    row_id = tx.channels.ask_about(channel_id, name, suggestion, team_ids, tx.now)
    customer = tx.customers.of_channel(channel_id)
    if customer is None:
        tx.outbox.put(_about(row_id), at=tx.now)
    else:
        settle_channel(tx, customer)
    return row_id


def asked(tx: Tx, who: PersonId, row_id: int) -> SharedChannel:
    """The channel that is asked about, for whoever may say whose it is; ChannelTaken when somebody has,
    CustomerUnknown for none that was asked about."""
    set_up_by(tx, who)
    channel = tx.channels.get(row_id)
    if channel is None:
        raise CustomerUnknown
    if channel.customer_id is not None:
        raise ChannelTaken(tx.customers.get(channel.customer_id).name)
    return channel


def claim(tx: Tx, who: PersonId, row_id: int, name: str, language: str, desk: Calendar = DESK_HOURS) -> Customer:
    """From now on the channel is this new customer's (`settle_channel` says what follows)."""
    channel = asked(tx, who, row_id)
    checks = Checks()
    name = checks.text("customer_name", name, required=True, longest=LONGEST_NAME)
    checks.settle()
    if tx.customers.by_name(name) is not None:
        raise FieldErrors({"customer_name": (FieldProblem.TAKEN, {})})
    return settle_channel(tx, tx.customers.add(name, channel.channel_id, language, channel.team_ids), desk)


def claim_for(tx: Tx, who: PersonId, row_id: int, customer_id: int, desk: Calendar = DESK_HOURS) -> Customer:
    """From now on the channel is this customer's, who was set up before there was one."""
    channel = asked(tx, who, row_id)
    customer = next((one for one in waiting_for_channel(tx) if one.id == customer_id), None)
    if customer is None:
        raise FieldErrors({"customer": (FieldProblem.NO_CHOICE, {})})
    return settle_channel(tx, replace(customer, channel_id=channel.channel_id), desk)


def waiting_for_channel(tx: Tx) -> list[Customer]:
    """Customers that are set up and have no channel yet, by name."""
    return [one for one in tx.customers.all() if not has_channel(one)]


def is_known(tx: Tx, channel_id: str) -> bool:
    """True once the desk was asked about the channel."""
    return tx.channels.of(channel_id) is not None


def _about(row_id: int) -> Notice:
    return Notice(DESK, f"channel:{row_id}", Kind.WHOSE_CHANNEL, subject_id=row_id)
