"""Shared channels: asked about when the app is invited, then a customer's."""

from rules.errors import ChannelTaken, CustomerUnknown, FieldErrors, FieldProblem
from rules.forms import LONGEST_NAME, Checks
from rules.notices import DESK, Kind, Notice
from rules.office import DESK_HOURS
from rules.people import Customer, Person, PersonId
from rules.records import SharedChannel
from rules.working_hours import Calendar
from services.help import notice as help_notice
from services.overhearing import claimed
from services.people import introduce, remember, set_up_by
from storage.tx import Tx

MOST_INTRODUCED = 500


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
    tx.outbox.put(_about(row_id), at=tx.now)
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
    """From now on the channel is this customer's: *Need help?* is posted and pinned there, and what was said there
    meanwhile becomes inquiries."""
    channel = asked(tx, who, row_id)
    checks = Checks()
    name = checks.text("customer_name", name, required=True, longest=LONGEST_NAME)
    checks.settle()
    if tx.customers.by_name(name) is not None:
        raise FieldErrors({"customer_name": (FieldProblem.TAKEN, {})})
    customer = tx.customers.add(name, channel.channel_id, language, channel.team_ids)
    introduce(tx, customer, tx.people.of_teams(customer.team_ids, MOST_INTRODUCED))
    tx.channels.claim(row_id, customer.id)
    tx.outbox.put(_about(row_id), help_notice(customer.id), at=tx.now)
    claimed(tx, customer, desk)
    return customer


def is_known(tx: Tx, channel_id: str) -> bool:
    """True once the desk was asked about the channel."""
    return tx.channels.of(channel_id) is not None


def _about(row_id: int) -> Notice:
    return Notice(DESK, f"channel:{row_id}", Kind.WHOSE_CHANNEL, subject_id=row_id)
