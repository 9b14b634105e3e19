"""What is said in shared channels outside any case: offered as one; and the emoji that asks for it."""

import re
import time
from typing import Any

from handlers.forms import chosen_files
from handlers.house import House
from handlers.markup import as_written
from handlers.middleware import UNKNOWN_TEAM, event_actor
from rules.offers import TS, Saying
from rules.people import PersonId
from services import help as help_message
from services import overhearing
from services.desk import DeliveryDesk
from services.people import is_known, remember

WRITTEN_BY_PEOPLE = {None, "file_share", "thread_broadcast", "me_message"}
Event = dict[str, Any]


async def overheard(event: Event, desk: DeliveryDesk, who: PersonId, house: House) -> bool:
    """Something happened to a message: true when it is in no case, and so is nobody else's to hear."""
    match event.get("subtype"):
        case "message_deleted":
            return await _taken_back(event, desk, house)
        case "message_changed" if event["message"].get("subtype") == "tombstone":
            # A deleted message that has replies leaves an empty root behind.
            return await _taken_back(event | {"deleted_ts": event["message"]["ts"]}, desk, house)
        case "message_changed":
            return await _reads(event["message"] | {"channel": event["channel"]}, desk, house)
        case subtype if subtype in WRITTEN_BY_PEOPLE and not event.get("bot_id"):
            return await _said(event, desk, who, house)
    return False


async def marked(event: Event, desk: DeliveryDesk, house: House) -> None:
    """Somebody put an emoji on a message: with the agreed one it is offered as a case. What it says is asked of Slack,
    as the event tells only where it is."""
    place = event.get("item") or {}
    emoji = str(event.get("reaction", "")).partition("::")[0]
    if emoji != house.case_emoji or place.get("type") != "message" or place["channel"] in house.places:
        return
    if not await desk.ask(overhearing.listens, place["channel"]):
        return
    message = await house.slack.message(place["channel"], place["ts"])
    if message is None or message.get("user") == house.identity.bot_user_id or not TS.fullmatch(place["ts"]):
        return
    by_a_person = message.get("user") and not message.get("bot_id")
    author = event_actor(message if by_a_person else event)
    saying = _saying(message | {"channel": place["channel"]}, await _known(author, house), house)
    await desk.do(overhearing.asked_for, saying, house.hours)


async def unpinned(event: Event, desk: DeliveryDesk) -> None:
    """Somebody took a pin away: *Need help?* comes back."""
    message = (event.get("item") or {}).get("message") or {}
    await desk.do(help_message.unpinned, event["channel_id"], message.get("ts", ""))


async def _said(event: Event, desk: DeliveryDesk, who: PersonId, house: House) -> bool:
    saying = _saying(event, who, house)
    if saying.channel_id in house.places or not TS.fullmatch(saying.ts):
        return False
    if not await desk.ask(overhearing.is_news, saying):
        return await _reads(event, desk, house)
    saying = _saying(event, await _known(who, house), house)
    hold_until = time.time() + house.mirror_wait
    await desk.do(overhearing.overheard, saying, house.identity.team_id, house.hours, hold_until)
    return True


async def _reads(message: Event, desk: DeliveryDesk, house: House) -> bool:
    """A message we overheard reads like this since its last edit."""
    saying = _saying(message, event_actor(message), house)
    edited_ts = (message.get("edited") or {}).get("ts")
    if not edited_ts or not await desk.ask(overhearing.is_known, saying):
        return False
    await desk.do(overhearing.changed, saying, edited_ts)
    return True


async def _taken_back(event: Event, desk: DeliveryDesk, house: House) -> bool:
    before = event.get("previous_message") or {}
    message = before | {"channel": event["channel"], "ts": event["deleted_ts"]}
    if message.get("user") == house.identity.bot_user_id:
        await desk.do(help_message.removed, event["channel"], event["deleted_ts"])
        return True
    saying = _saying(message, event_actor(message), house)
    if not await desk.ask(overhearing.may_be_ours, saying):
        return False
    await desk.do(overhearing.took_back, saying)
    return True


async def _known(who: PersonId, house: House) -> PersonId:
    """Who does not come with a workspace is looked up, as an unknown one would be nobody's; and who is of ours and not
    known yet, as a guest is none of us."""
    if who.team_id != UNKNOWN_TEAM and (not house.is_home(who) or await house.desk.ask(is_known, who)):
        return who
    person = await house.slack.person(who.user_id)
    if house.is_home(person.id):
        await house.desk.do(remember, [person])
    return person.id


def _saying(message: Event, author: PersonId, house: House) -> Saying:
    """Slack's message; naming the app is not among the words."""
    named = re.compile(rf"<@{house.identity.bot_user_id}(\|[^>]*)?>\s*")
    text = str(message.get("text") or "")
    thread_ts = message.get("thread_ts")
    return Saying(
        message["channel"],
        message["ts"],
        author,
        as_written(named.sub("", text)),
        thread_ts if thread_ts != message["ts"] else None,
        chosen_files(message.get("files") or []),
        asks=bool(named.search(text)),
    )
