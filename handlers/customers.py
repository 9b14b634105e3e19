"""Shared channels: the app is invited, a lead says whose it is; people come and go."""

from typing import Any

from slack_bolt.context.ack.async_ack import AsyncAck
from slack_bolt.response import BoltResponse

from handlers import ids
from handlers.forms import meant, row_number, typed
from handlers.house import House
from handlers.views.customers import channel_form
from rules.people import PersonId
from services.channels import asked, claim, claim_for, invited, is_known, waiting_for_channel
from services.desk import DeliveryDesk
from services.people import reads

NO_ROW = 0  # no channel has it: what a forged button names is none that was asked about


async def came_in(event: dict[str, Any], desk: DeliveryDesk, house: House) -> None:
    """The app was invited somewhere: a channel shared with another organisation is asked about in the desk's."""
    channel_id = event["channel"]
    if channel_id in house.places or await desk.ask(is_known, channel_id):
        return
    info = await house.slack.channel(channel_id)
    if not info.is_shared_outside:
        return
    others = tuple(team for team in info.team_ids if team != house.identity.team_id)
    suggestion = (await house.slack.team_name(others[0]) if others else None) or info.name
    people = await house.slack.people(await house.slack.members(channel_id))
    await desk.do(invited, channel_id, info.name, suggestion, others, people)


async def assign(ack: AsyncAck, body: dict[str, Any], desk: DeliveryDesk, who: PersonId, house: House) -> BoltResponse:
    """*Assign to customer* under the question whose channel it is."""
    channel = await desk.ask(asked, who, row_number(body["actions"][0].get("value")) or NO_ROW)
    t = house.words(await desk.ask(reads, who))
    waiting = await desk.ask(waiting_for_channel)
    await house.slack.open_view(body["trigger_id"], channel_form(t, channel, waiting))
    return await ack()


async def assigned(
    ack: AsyncAck, view: dict[str, Any], desk: DeliveryDesk, who: PersonId, house: House
) -> BoltResponse:
    """The form that says whose it is, sent."""
    row_id = row_number(meant(view).get("channel")) or NO_ROW
    intent = f"{who.team_id}:{who.user_id}:claim:{row_id}"
    if (chosen := typed(view).get(ids.CUSTOMER)) is not None:
        await desk.do_once(intent, lambda _customer: None, claim_for, who, row_id, row_number(chosen) or NO_ROW)
        return await ack()
    name = typed(view).get(ids.CUSTOMER_NAME, "")
    await desk.do_once(intent, lambda _customer: None, claim, who, row_id, name, house.language)
    return await ack()
