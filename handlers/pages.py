"""Pages: *Acknowledge*, *Still on it*, words in the thread, and drills."""

from typing import Any

from slack_bolt.context.ack.async_ack import AsyncAck
from slack_bolt.response import BoltResponse

from handlers.forms import row_number
from handlers.house import House
from handlers.middleware import UNKNOWN_TEAM
from rules.people import PersonId
from services import pages
from services.desk import DeliveryDesk

NOTHING = 0  # what a forged button names
WRITTEN_BY_PEOPLE = {None, "file_share", "thread_broadcast", "me_message"}
Event = dict[str, Any]


async def acknowledged(ack: AsyncAck, body: dict[str, Any], desk: DeliveryDesk, who: PersonId) -> BoltResponse:
    """*Acknowledge*, and *Still on it* of who has it."""
    await desk.do(pages.acknowledge, who, row_number(body["actions"][0].get("value")) or NOTHING)
    return await ack()


async def heard(event: Event, desk: DeliveryDesk, who: PersonId, house: House) -> bool:
    """Somebody wrote in the on-call channel: in the thread of a page, by who was told, that acknowledges it. True for
    what is said there at all: it is nobody else's to hear."""
    if event.get("channel") != house.oncall_channel:
        return False
    thread_ts = event.get("thread_ts")
    if event.get("subtype") in WRITTEN_BY_PEOPLE and not event.get("bot_id") and thread_ts:
        page_id = await desk.ask(pages.open_in, event["channel"], thread_ts)
        if page_id is not None:
            if who.team_id == UNKNOWN_TEAM:
                who = (await house.slack.person(who.user_id)).id
            await desk.do(pages.spoke, who, page_id)
    return True
