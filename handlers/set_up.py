"""The forms of set-up, sent: what they say is stored, and the windows below show it."""

import asyncio
from datetime import date
from typing import Any

from slack_bolt.context.ack.async_ack import AsyncAck
from slack_bolt.response import BoltResponse
from slack_sdk.errors import SlackApiError

from handlers import ids
from handlers.forms import meant, row_number, slack_id, ticked, typed
from handlers.home import drawn, publish
from handlers.house import House
from handlers.slack import UNREACHABLE
from handlers.views import manage
from rules.errors import FieldErrors, FieldProblem
from rules.office import local_date
from rules.people import Person, PersonId
from services.desk import DeliveryDesk
from services.setup import known, same_person, save_agreement, save_contact, save_customer, save_site

NOBODY = 0  # no customer has it: what a forged form names is none that can be set up
DRAWING = 1.2  # seconds for showing what was saved, so that the form is answered in time


class Sent:
    """What a form carried since it was drawn, and what was typed."""

    def __init__(self, view: dict[str, Any]) -> None:
        carried = meant(view)
        self.customer_id = row_number(carried.get("customer"))
        self.row = carried.get("row")
        self.start = row_number(carried.get("start")) or 0
        self.seen = str(carried.get("seen"))
        self.typed = typed(view)
        self.ticked = ticked(view, ids.TICKED)
        self.below, self.root = view.get("previous_view_id"), view.get("root_view_id")


async def customer(
    ack: AsyncAck, view: dict[str, Any], desk: DeliveryDesk, who: PersonId, house: House
) -> BoltResponse:
    """Name, language and mode of a customer, or a new one."""
    sent = Sent(view)
    await desk.do(save_customer, who, sent.customer_id, sent.typed, sent.seen, house.language)
    await _show(desk, who, house, sent, None)
    return await ack()


async def contact(ack: AsyncAck, view: dict[str, Any], desk: DeliveryDesk, who: PersonId, house: House) -> BoltResponse:
    """A contact."""
    sent = Sent(view)
    row = (sent.customer_id or NOBODY, row_number(sent.row))
    chosen = slack_id(sent.typed.get(ids.PERSON))
    person = await _person(desk, house, row[1], chosen) if chosen else None
    home = house.identity.team_id
    await desk.do(save_contact, who, row, sent.typed, sent.ticked, person, sent.seen, home)
    await _show(desk, who, house, sent, "contacts")
    return await ack()


async def agreement(
    ack: AsyncAck, view: dict[str, Any], desk: DeliveryDesk, who: PersonId, house: House
) -> BoltResponse:
    """An agreement."""
    sent = Sent(view)
    since = _day(sent.row)
    of = sent.customer_id or NOBODY
    await desk.do(save_agreement, who, of, since, sent.typed, sent.ticked, sent.seen)
    await _show(desk, who, house, sent, "agreements")
    return await ack()


async def site(ack: AsyncAck, view: dict[str, Any], desk: DeliveryDesk, who: PersonId, house: House) -> BoltResponse:
    """A site."""
    sent = Sent(view)
    await desk.do(save_site, who, sent.customer_id or NOBODY, row_number(sent.row), sent.typed, sent.seen)
    await _show(desk, who, house, sent, "sites")
    return await ack()


async def _person(desk: DeliveryDesk, house: House, contact_id: int | None, user_id: str) -> Person:
    """Who was chosen in the form. What Slack does not say in time is said under the field: nothing typed is lost."""
    if (same := await desk.ask(same_person, contact_id, user_id)) is not None:
        return same
    try:
        return await house.slack.person_soon(user_id)
    except (SlackApiError, *UNREACHABLE) as failure:
        raise FieldErrors({ids.PERSON: (FieldProblem.NOT_ANSWERED, {})}) from failure


async def _show(desk: DeliveryDesk, who: PersonId, house: House, sent: Sent, kind: str | None) -> None:
    """Draws what lies below the form anew: its list, all of the customer, and the App Home. Best effort: it is stored
    already, and drawn anew when it is opened next."""
    drawings = [publish(desk, who, house)]
    if sent.customer_id is not None and sent.root and sent.below:
        facts = await desk.ask(known, who, sent.customer_id, local_date(house.hours, desk.now()))
        t = house.words(facts.language)
        drawings.append(drawn(house.slack.update_view(sent.root, manage.overview(t, facts, house.slack.team_names))))
        if kind is not None:
            drawings.append(drawn(house.slack.update_view(sent.below, manage.listed(t, facts, kind, sent.start))))
    try:
        async with asyncio.timeout(DRAWING):
            await asyncio.gather(*drawings)
    except TimeoutError:
        return


def _day(carried: object) -> date | None:
    try:
        return date.fromisoformat(carried) if isinstance(carried, str) else None
    except ValueError:
        return None
