"""Pages: *Acknowledge*, *Still on it*, words in the thread, and drills."""

from typing import Any

from slack_bolt.context.ack.async_ack import AsyncAck
from slack_bolt.response import BoltResponse

from handlers.forms import row_number
from handlers.house import House
from handlers.markup import as_written
from handlers.middleware import UNKNOWN_TEAM
from rules.people import PersonId
from services import alert_words, pages
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
    match event.get("subtype"):
        case "message_changed":
            message = event["message"]
            await desk.do(alert_words.reads_now, event["channel"], message["ts"], as_written(message.get("text") or ""))
        case "message_deleted":
            await desk.do(alert_words.reads_now, event["channel"], event["deleted_ts"], "")
        case subtype if subtype in WRITTEN_BY_PEOPLE and not event.get("bot_id") and event.get("thread_ts"):
            await _said(event, desk, who, house)
    return True


async def _said(event: Event, desk: DeliveryDesk, who: PersonId, house: House) -> None:
    place = event["channel"], event["thread_ts"]
    if not await desk.ask(alert_words.is_news, *place):
        return
    if who.team_id == UNKNOWN_TEAM:
        who = (await house.slack.person(who.user_id)).id
    await desk.do(alert_words.heard, who, *place, event["ts"], as_written(event.get("text") or ""))
