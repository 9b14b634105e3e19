"""The App Home: published when it is opened, and after what a person does in it."""

import logging
from collections.abc import Awaitable
from typing import Any

from slack_bolt.context.ack.async_ack import AsyncAck
from slack_bolt.response import BoltResponse
from slack_sdk.errors import SlackApiError

from handlers.forms import row_number
from handlers.house import House
from handlers.middleware import UNKNOWN_TEAM
from handlers.slack import UNREACHABLE, code_of
from handlers.views.home import nothing_here, staff_home
from rules.people import PersonId
from services.desk import DeliveryDesk
from services.home import home

log = logging.getLogger(__name__)


async def opened(event: dict[str, Any], desk: DeliveryDesk, who: PersonId, house: House) -> None:
    """Somebody opened it. One of us finds the queue; everybody else nothing, whatever they found before."""
    if event.get("tab") != "home":
        return
    if who.team_id == UNKNOWN_TEAM:
        who = (await house.slack.person(event["user"])).id
    facts = await desk.ask(home, who, 0, house.hours)
    if facts is not None:
        await house.slack.publish_home(who.user_id, staff_home(house.words(facts.language), facts))
    elif event.get("view"):
        await house.slack.publish_home(who.user_id, nothing_here(house.words(None)))


async def turned(ack: AsyncAck, body: dict[str, Any], desk: DeliveryDesk, who: PersonId, house: House) -> BoltResponse:
    """*Earlier* or *Later* under the customers."""
    await publish(desk, who, house, row_number(body["actions"][0].get("value")) or 0)
    return await ack()


async def publish(desk: DeliveryDesk, who: PersonId, house: House, start: int = 0) -> None:
    """Draws it anew, as it is now. What Slack does not take is drawn again when it is opened next."""
    facts = await desk.ask(home, who, start, house.hours)
    view = staff_home(house.words(facts.language), facts) if facts else nothing_here(house.words(None))
    await drawn(house.slack.publish_home(who.user_id, view))


async def drawn(drawing: Awaitable[None]) -> None:
    """Waits for a view to be drawn anew; what Slack does not take is only logged."""
    try:
        await drawing
    except SlackApiError as error:
        log.warning("could not draw a view anew: %s", code_of(error))
    except UNREACHABLE as failure:
        log.warning("could not draw a view anew: %s", failure)
