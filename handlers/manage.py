"""Setting customers up from the App Home: windows on top of each other, three at most: all of a customer, one of its
lists, a form."""

import asyncio
from collections.abc import Callable
from functools import partial
from typing import Any

from slack_bolt.context.ack.async_ack import AsyncAck
from slack_bolt.response import BoltResponse

from handlers.forms import row_number
from handlers.home import drawn
from handlers.house import House
from handlers.slack import UNREACHABLE
from handlers.views import manage, set_up_forms
from handlers.views.words import Words
from rules.errors import CustomerUnknown
from rules.office import local_date
from rules.people import PersonId
from rules.setup import CustomerFacts
from services.desk import DeliveryDesk
from services.people import reads, set_up_by
from services.setup import known

NAMING = 0.5  # seconds
NOBODY = 0  # no customer has it: what a forged button names is none that can be set up


class Pressed:
    """What a button of these windows carries: a customer, then what it is about, then where its list began."""

    def __init__(self, body: dict[str, Any]) -> None:
        self.trigger = str(body["trigger_id"])
        customer, _, rest = str(body["actions"][0].get("value") or "").partition(":")
        self.customer_id = row_number(customer) or NOBODY
        self.about, _, start = rest.partition(":")
        self.start = row_number(start) or 0
        view = body.get("view") or {}
        self.view_id, self.hash = str(view.get("id")), view.get("hash")


Window = Callable[[Words, CustomerFacts, Pressed], dict[str, Any]]


async def customer(
    ack: AsyncAck, body: dict[str, Any], desk: DeliveryDesk, who: PersonId, house: House
) -> BoltResponse:
    """*Manage* at a customer: all that is set up of it."""
    pressed = Pressed(body)
    facts = await _known(desk, who, house, pressed.customer_id)
    t, named = house.words(facts.language), house.slack.team_names
    view_id = await house.slack.open_view(pressed.trigger, manage.overview(t, facts, named))
    unnamed = facts.customer.team_ids - named.keys()
    if view_id and unnamed and await _learnt(house, unnamed):
        await drawn(house.slack.update_view(view_id, manage.overview(t, facts, named)))
    return await ack()


async def _learnt(house: House, team_ids: frozenset[str]) -> bool:
    """Asks Slack what these workspaces are called, once the window is open; True when it told soon of any. Else their
    ids stay: a name is not worth a late answer."""
    try:
        async with asyncio.timeout(NAMING):
            return any(await asyncio.gather(*(house.slack.team_name(one) for one in sorted(team_ids))))
    except UNREACHABLE:
        return False


async def new_customer(
    ack: AsyncAck, body: dict[str, Any], desk: DeliveryDesk, who: PersonId, house: House
) -> BoltResponse:
    """*New customer*: set up before there is a shared channel."""
    await desk.ask(set_up_by, who)
    t = house.words(await desk.ask(reads, who))
    await house.slack.open_view(body["trigger_id"], set_up_forms.customer_form(t, None, house.language))
    return await ack()


async def edit_customer(
    ack: AsyncAck, body: dict[str, Any], desk: DeliveryDesk, who: PersonId, house: House
) -> BoltResponse:
    """Name, language and mode."""

    def form(t: Words, facts: CustomerFacts, _pressed: Pressed) -> dict[str, Any]:
        return set_up_forms.customer_form(t, facts.customer, house.language)

    return await _pushed(ack, body, desk, who, house, form)


async def contacts(
    ack: AsyncAck, body: dict[str, Any], desk: DeliveryDesk, who: PersonId, house: House
) -> BoltResponse:
    """The list of contacts."""
    return await _pushed(ack, body, desk, who, house, partial(_list, kind="contacts"))


async def agreements(
    ack: AsyncAck, body: dict[str, Any], desk: DeliveryDesk, who: PersonId, house: House
) -> BoltResponse:
    """The list of agreements."""
    return await _pushed(ack, body, desk, who, house, partial(_list, kind="agreements"))


async def sites(ack: AsyncAck, body: dict[str, Any], desk: DeliveryDesk, who: PersonId, house: House) -> BoltResponse:
    """The list of sites."""
    return await _pushed(ack, body, desk, who, house, partial(_list, kind="sites"))


async def turned(ack: AsyncAck, body: dict[str, Any], desk: DeliveryDesk, who: PersonId, house: House) -> BoltResponse:
    """*Earlier* or *Later* in a list. Drawn anew meanwhile: then that is what there is to see."""
    pressed = Pressed(body)
    facts = await _known(desk, who, house, pressed.customer_id)
    if pressed.about not in manage.LISTS:
        raise CustomerUnknown
    view = manage.listed(house.words(facts.language), facts, pressed.about, pressed.start)
    await drawn(house.slack.update_view(pressed.view_id, view, pressed.hash))
    return await ack()


async def edit_contact(
    ack: AsyncAck, body: dict[str, Any], desk: DeliveryDesk, who: PersonId, house: House
) -> BoltResponse:
    """The form of a contact, or of a new one."""
    return await _pushed(ack, body, desk, who, house, _contact)


async def edit_agreement(
    ack: AsyncAck, body: dict[str, Any], desk: DeliveryDesk, who: PersonId, house: House
) -> BoltResponse:
    """The form of an agreement, or of a new one."""
    return await _pushed(ack, body, desk, who, house, _agreement)


async def edit_site(
    ack: AsyncAck, body: dict[str, Any], desk: DeliveryDesk, who: PersonId, house: House
) -> BoltResponse:
    """The form of a site, or of a new one."""
    return await _pushed(ack, body, desk, who, house, _site)


async def _pushed(
    ack: AsyncAck, body: dict[str, Any], desk: DeliveryDesk, who: PersonId, house: House, window: Window
) -> BoltResponse:
    """Another window on top, drawn from all that is known of the customer."""
    pressed = Pressed(body)
    facts = await _known(desk, who, house, pressed.customer_id)
    await house.slack.push_view(pressed.trigger, window(house.words(facts.language), facts, pressed))
    return await ack()


def _list(t: Words, facts: CustomerFacts, _pressed: Pressed, kind: str) -> dict[str, Any]:
    return manage.listed(t, facts, kind)


def _contact(t: Words, facts: CustomerFacts, pressed: Pressed) -> dict[str, Any]:
    one = next((one for one in facts.contacts if str(one.id) == pressed.about), None)
    return set_up_forms.contact_form(t, facts, one, pressed.start)


def _agreement(t: Words, facts: CustomerFacts, pressed: Pressed) -> dict[str, Any]:
    one = next((one for one in facts.agreements if one.valid_from.isoformat() == pressed.about), None)
    return set_up_forms.agreement_form(t, facts, one, pressed.start)


def _site(t: Words, facts: CustomerFacts, pressed: Pressed) -> dict[str, Any]:
    one = next((one for one in facts.sites if str(one.id) == pressed.about), None)
    return set_up_forms.site_form(t, facts, one, pressed.start)


async def _known(desk: DeliveryDesk, who: PersonId, house: House, customer_id: int) -> CustomerFacts:
    return await desk.ask(known, who, customer_id, local_date(house.hours, desk.now()))
