"""Messages in customers' channels: said, changed, deleted."""

import time
from typing import Any

from handlers.forms import chosen_files
from handlers.house import House
from handlers.markup import as_written
from handlers.middleware import UNKNOWN_TEAM
from handlers.overheard import marked, overheard
from handlers.pages import heard as heard_on_call
from rules.people import PersonId
from services.conversation import Said, deleted, edited, heard, is_news
from services.desk import DeliveryDesk
from services.people import is_known, remember
from services.reading import is_question, read

WRITTEN_BY_PEOPLE = {None, "file_share", "thread_broadcast", "me_message"}
Event = dict[str, Any]


async def happened(event: Event, desk: DeliveryDesk, who: PersonId, house: House) -> None:
    """Something happened to a message: somebody wrote, changed or deleted it. What was said elsewhere than in a
    thread, by bots or by the app itself is not listened to."""
    if await heard_on_call(event, desk, who, house) or await overheard(event, desk, who, house):
        return
    match event.get("subtype"):
        case "message_changed":
            await changed(event["message"] | {"channel": event["channel"]}, desk, house)
        case "message_deleted":
            await _gone(event, desk, house)
        case _:
            await said(event, desk, who, house)


async def said(message: Event, desk: DeliveryDesk, who: PersonId, house: House) -> None:
    """Somebody wrote in a thread: kept once, however it reached us.

    Who does not come with a workspace is looked up: an unknown one would be nobody's.
    """
    words = _words(message)
    if not _is_a_persons(message, house) or not await desk.ask(is_news, words):
        return
    if who.team_id == UNKNOWN_TEAM:
        who = (await house.slack.person(who.user_id)).id
    if house.is_home(who) and not await desk.ask(is_known, who):
        # Whether they are a guest says whether they are us.
        await house.desk.do(remember, [await house.slack.person(who.user_id)])
    await desk.do(heard, who, words, house.hours, time.time() + house.mirror_wait, house.identity.team_id)


async def reacted(event: Event, desk: DeliveryDesk, house: House) -> None:
    """Somebody put an emoji on a message: the agreed one asks for a case, any on a question says that it was read."""
    place = event.get("item") or {}
    if place.get("type") == "message" and await desk.ask(is_question, place["channel"], place["ts"]):
        await desk.do(read, await house.slack.person(event["user"]), place["channel"], place["ts"])
    else:
        await marked(event, desk, house)


async def changed(message: Event, desk: DeliveryDesk, house: House) -> None:
    """Somebody edited their message. Slack also says "changed" when it shows a preview of a link: that is no edit."""
    words = _words(message)
    if words.edited_ts and _is_a_persons(message, house) and await desk.ask(is_news, words):
        await desk.do(edited, words)


async def _gone(event: Event, desk: DeliveryDesk, house: House) -> None:
    before = event.get("previous_message") or {}
    thread_ts = before.get("thread_ts") or event.get("thread_ts") or ""
    message = before | {"channel": event["channel"], "ts": event["deleted_ts"], "thread_ts": thread_ts}
    words = Said(message["channel"], thread_ts, message["ts"])
    if thread_ts and _is_a_persons(message, house):
        await desk.do(deleted, words)


def _is_a_persons(message: Event, house: House) -> bool:
    """A person's words in a thread of a customer's channel."""
    by_a_person = message.get("subtype") in WRITTEN_BY_PEOPLE and not message.get("bot_id")
    return by_a_person and "thread_ts" in message and message["channel"] not in house.places


def _words(message: Event) -> Said:
    return Said(
        message["channel"],
        message.get("thread_ts", ""),
        message["ts"],
        as_written(message.get("text", "")),
        chosen_files(message.get("files") or []),
        (message.get("edited") or {}).get("ts"),
    )
