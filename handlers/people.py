"""People coming and going: the events that keep memberships, and so roles, fresh; and what who leaves leaves behind."""

from typing import Any

from slack_bolt.context.ack.async_ack import AsyncAck
from slack_bolt.response import BoltResponse

from handlers import customers, ids
from handlers.forms import NO_ROW, meant, pressed_row, row_number, typed
from handlers.house import House
from handlers.views.people import reassign_form
from rules.people import PersonId, Place
from services import leaving, people
from services.desk import DeliveryDesk


async def joined(event: dict[str, Any], desk: DeliveryDesk, house: House) -> None:
    """Somebody joined a channel: the app itself, one of us, or a customer's person."""
    if event["user"] == house.identity.bot_user_id:
        return await customers.came_in(event, desk, house)
    person = await house.slack.person(event["user"])
    if (place := house.places.get(event["channel"])) is not None:
        return await desk.do(people.joined, place, person, house.identity.team_id)
    return await desk.do(leaving.came_back, event["channel"], person)


async def left(event: dict[str, Any], desk: DeliveryDesk, house: House) -> None:
    """Somebody left a channel: an internal one, which ends the role, or a customer's; or the app was removed."""
    if event["user"] == house.identity.bot_user_id:
        return await customers.cut_off(event, desk)
    if (place := house.places.get(event["channel"])) is not None:
        return await desk.do(people.left, place, PersonId(house.identity.team_id, event["user"]))
    return await desk.do(leaving.left_channel, event["channel"], event["user"])


async def changed(event: dict[str, Any], desk: DeliveryDesk, house: House) -> None:
    """A profile changed: a new name or language, or a member became a guest or was deactivated."""
    person = await house.slack.person(event["user"]["id"])
    is_gone = bool(event["user"].get("deleted"))
    await desk.do(leaving.changed, person, house.identity.team_id, is_gone)


async def leads_changed(event: dict[str, Any], desk: DeliveryDesk, house: House) -> None:
    """The leads' user group changed."""
    if event.get("subteam_id") == house.leads_group:
        members = await house.slack.people(await house.slack.group_members(house.leads_group))
        await desk.do(people.refresh_place, Place.LEADS, members, house.identity.team_id)


async def reassign(
    ack: AsyncAck, body: dict[str, Any], desk: DeliveryDesk, who: PersonId, house: House
) -> BoltResponse:
    """*Reassign all* on the card of one of us who left."""
    row_id = pressed_row(body)
    facts = await desk.ask(leaving.to_reassign, who, row_id)
    await house.slack.open_view(body["trigger_id"], reassign_form(house.words(facts.language), facts))
    return await ack()


async def reassigned(
    ack: AsyncAck, view: dict[str, Any], desk: DeliveryDesk, who: PersonId, house: House
) -> BoltResponse:
    """The form that says who gets their cases, sent."""
    row_id = row_number(meant(view).get("person")) or NO_ROW
    assignee = typed(view).get(ids.ASSIGNEE, "")
    await desk.do(leaving.reassign, who, row_id, assignee, house.hours)
    return await ack()


async def nothing(event: dict[str, Any]) -> None:
    """Events nobody waits for: Bolt would answer 404, and Slack would deliver them again three times."""
