"""People coming and going: the events that keep memberships, and so roles, fresh."""

from typing import Any

from handlers import customers
from handlers.house import House
from rules.people import PersonId, Place
from services import people
from services.desk import DeliveryDesk


async def joined(event: dict[str, Any], desk: DeliveryDesk, house: House) -> None:
    """Somebody joined a channel: the app itself, one of us, or a customer's person."""
    if event["user"] == house.identity.bot_user_id:
        return await customers.came_in(event, desk, house)
    person = await house.slack.person(event["user"])
    if (place := house.places.get(event["channel"])) is not None:
        return await desk.do(people.joined, place, person, house.identity.team_id)
    return await desk.do(people.remember, [person])


async def left(event: dict[str, Any], desk: DeliveryDesk, house: House) -> None:
    """Somebody left a channel; leaving an internal one ends the role."""
    if (place := house.places.get(event["channel"])) is not None:
        await desk.do(people.left, place, PersonId(house.identity.team_id, event["user"]))


async def changed(event: dict[str, Any], desk: DeliveryDesk, house: House) -> None:
    """A profile changed: a new name or language, or a member became a guest or was deactivated."""
    person = await house.slack.person(event["user"]["id"])
    await desk.do(people.changed, person, house.identity.team_id)


async def leads_changed(event: dict[str, Any], desk: DeliveryDesk, house: House) -> None:
    """The leads' user group changed."""
    if event.get("subteam_id") == house.leads_group:
        members = await house.slack.people(await house.slack.group_members(house.leads_group))
        await desk.do(people.refresh_place, Place.LEADS, members, house.identity.team_id)


async def nothing(event: dict[str, Any]) -> None:
    """Events nobody waits for: Bolt would answer 404, and Slack would deliver them again three times."""
