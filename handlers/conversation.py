"""Messages in customers' channels."""

from typing import Any

from handlers.forms import chosen_files
from handlers.house import House
from handlers.markup import as_written
from handlers.middleware import UNKNOWN_TEAM
from rules.people import PersonId
from services.conversation import Said, heard
from services.desk import DeliveryDesk

WRITTEN_BY_PEOPLE = {None, "file_share", "thread_broadcast"}


async def said(event: dict[str, Any], desk: DeliveryDesk, who: PersonId, house: House) -> None:
    """Somebody wrote in a thread: kept once, however it reached us. What bots and the app itself say is not.

    Who does not come with a workspace is looked up: an unknown one would be nobody's.
    """
    written = event.get("subtype") in WRITTEN_BY_PEOPLE and not event.get("bot_id")
    if not written or "thread_ts" not in event or event["channel"] in house.places:
        return
    message = Said(
        event["channel"],
        event["thread_ts"],
        event["ts"],
        as_written(event.get("text", "")),
        chosen_files(event.get("files") or []),
    )
    if who.team_id == UNKNOWN_TEAM:
        who = (await house.slack.person(who.user_id)).id
    intent = f"message:{message.channel_id}:{message.ts}"
    await desk.do_once(intent, lambda _none: None, heard, who, message, house.hours)
