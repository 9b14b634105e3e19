"""Shared channels: the app is invited, a lead says whose it is; people come and go."""

from typing import Any

from slack_bolt.context.ack.async_ack import AsyncAck
from slack_bolt.response import BoltResponse

from handlers import ids, internal
from handlers.forms import NO_ROW, meant, pressed_row, row_number, typed
from handlers.house import House
from handlers.views.customers import channel_form
from rules.people import PersonId
from services import reach
from services.channels import asked, claim, claim_for, invited, is_known, waiting_for_channel
from services.desk import DeliveryDesk
from services.people import reads


async def came_in(event: dict[str, Any], desk: DeliveryDesk, house: House) -> None:
    """The app was invited somewhere: a channel shared with another organisation is asked about in the desk's."""
    channel_id = event["channel"]
    if channel_id in house.places:
        return
    if await desk.ask(is_known, channel_id):
        await desk.do(reach.back, channel_id)
        house.gap.set()
        return
    info = await house.slack.channel(channel_id)
    if not info.is_shared_outside:
        return
    others = tuple(team for team in info.team_ids if team != house.identity.team_id)
    suggestion = (await house.slack.team_name(others[0]) if others else None) or info.name
    people = await house.slack.people(await house.slack.members(channel_id))
    await desk.do(invited, channel_id, info.name, suggestion, others, people)


async def cut_off(event: dict[str, Any], desk: DeliveryDesk) -> None:
    """A channel was archived, or the app was removed from it."""
    await desk.do(reach.gone, event["channel"])


async def opened_again(event: dict[str, Any], desk: DeliveryDesk, house: House) -> None:
    """A channel is archived no longer."""
    await desk.do(reach.back, event["channel"])
    house.gap.set()


async def sharing_changed(event: dict[str, Any], desk: DeliveryDesk, house: House) -> None:
    """A channel began or ceased to be shared with another organisation; Slack is asked how it is now."""
    if event["channel"] in house.places:
        return await internal.sharing_changed(event, desk, house)
    channel = await house.slack.channel(event["channel"])
    await desk.do(reach.shared_with, event["channel"], frozenset(channel.team_ids))
    return house.gap.set()


async def id_changed(event: dict[str, Any], desk: DeliveryDesk, house: House) -> None:
    """A channel got a new id, as happens when its sharing begins or ends."""
    if event["old_channel_id"] in house.places:
        return await internal.id_changed(event, desk, house)
    return await desk.do(reach.moved, event["old_channel_id"], event["new_channel_id"])


async def assign(ack: AsyncAck, body: dict[str, Any], desk: DeliveryDesk, who: PersonId, house: House) -> BoltResponse:
    """*Assign to customer* under the question whose channel it is."""
    channel = await desk.ask(asked, who, pressed_row(body))
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
