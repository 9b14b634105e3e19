"""Pages: *Acknowledge*, *Still on it*, words in the thread, and drills."""

from typing import Any

from slack_bolt.context.ack.async_ack import AsyncAck
from slack_bolt.response import BoltResponse

from handlers.forms import pressed_row
from handlers.house import House
from handlers.markup import as_written
from handlers.middleware import UNKNOWN_TEAM
from rules.people import PersonId
from services import alert_words, pages
from services.desk import DeliveryDesk

WRITTEN_BY_PEOPLE = {None, "file_share", "thread_broadcast", "me_message"}
Event = dict[str, Any]


async def acknowledged(ack: AsyncAck, body: dict[str, Any], desk: DeliveryDesk, who: PersonId) -> BoltResponse:
    """*Acknowledge*, and *Still on it* of who has it."""
    await desk.do(pages.acknowledge, who, pressed_row(body))
    return await ack()


async def heard(event: Event, desk: DeliveryDesk, who: PersonId, house: House) -> bool:
    """Somebody wrote in the on-call channel: in the thread of a page, by who was told, that acknowledges it. True for
    what is said there at all: it is nobody else's to hear."""
    if event.get("channel") != house.oncall_channel:
        return False
    match event.get("subtype"):
        case "message_changed":
            await _changed(event["channel"], event["message"], desk)
        case "message_deleted":
            thread_ts = (event.get("previous_message") or {}).get("thread_ts") or event.get("thread_ts") or ""
            await desk.do(alert_words.deleted, event["channel"], thread_ts, event["deleted_ts"])
        case subtype if subtype in WRITTEN_BY_PEOPLE and not event.get("bot_id") and event.get("thread_ts"):
            await _said(event, desk, who, house)
    return True


async def _changed(channel_id: str, message: Event, desk: DeliveryDesk) -> None:
    """Slack also says "changed" when it shows a preview of a link, or somebody answers: that is no edit."""
    edited_ts = (message.get("edited") or {}).get("ts")
    if edited_ts and not message.get("bot_id"):
        words = as_written(message.get("text") or "")
        await desk.do(alert_words.edited, channel_id, message.get("thread_ts") or "", message["ts"], words, edited_ts)


async def _said(event: Event, desk: DeliveryDesk, who: PersonId, house: House) -> None:
    place = event["channel"], event["thread_ts"], event["ts"]
    edited_ts = (event.get("edited") or {}).get("ts")
    if not await desk.ask(alert_words.is_news, *place, edited_ts):
        return
    if who.team_id == UNKNOWN_TEAM:
        who = (await house.slack.person(who.user_id)).id
    await desk.do(alert_words.heard, who, *place, as_written(event.get("text") or ""), edited_ts)
