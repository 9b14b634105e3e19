"""*Reply to customer* and *Send to customer*: the form, its preview, and the sending."""

import uuid
from typing import Any

from slack_bolt.context.ack.async_ack import AsyncAck
from slack_bolt.response import BoltResponse

from handlers import ids
from handlers.forms import chosen_files, meant, row_number, slack_id, typed
from handlers.house import House
from handlers.markup import as_written
from handlers.views import replies as views
from handlers.views.replies import Start
from rules.errors import CaseUnknown, ReplyGone
from rules.forms import File
from rules.people import PersonId
from rules.replies import Draft
from services import replies
from services.desk import DeliveryDesk
from services.people import reads


async def open_form(body: dict[str, Any], desk: DeliveryDesk, who: PersonId, house: House, case_id: int) -> None:
    """The form of a reply, from the case's button or menu."""
    facts = await desk.ask(replies.form, who, case_id)
    start = Start(uuid.uuid4().hex, (body.get("channel") or {}).get("id"))
    await house.slack.open_view(body["trigger_id"], views.form(house.words(facts.language), facts, start))


async def shortcut(
    ack: AsyncAck, body: dict[str, Any], desk: DeliveryDesk, who: PersonId, house: House
) -> BoltResponse:
    """*Send to customer* on a message of a staff thread: the form, with its words and files."""
    message, channel_id = body["message"], body["channel"]["id"]
    is_reply = message.get("thread_ts") not in (None, message["ts"])
    facts = await desk.ask(replies.form_of_message, who, channel_id, message["thread_ts"] if is_reply else "")
    text, files = as_written(message.get("text") or ""), chosen_files(message.get("files") or [])
    start = Start(uuid.uuid4().hex, channel_id, text, files)
    await house.slack.open_view(body["trigger_id"], views.form(house.words(facts.language), facts, start))
    return await ack()


async def preview(ack: AsyncAck, view: dict[str, Any], who: PersonId, house: House) -> BoltResponse:
    """The form, sent: what the customer would see, on top of it. It may come again, with other words."""
    carried = meant(view)
    case_id, nonce = row_number(carried.get("case")), slack_id(carried.get("nonce"))
    if case_id is None or nonce is None:
        raise CaseUnknown(0)
    draft = Draft(nonce, case_id, who, typed(view).get(ids.REPLY, ""), _files(view))
    # Not by the delivery's key: whoever goes back and sends the form again sends the same view.
    facts = await house.desk.do(replies.preview, draft, house.hours)
    t = house.words(await house.desk.ask(reads, who))
    shown = views.preview(t, house.words(facts.customer.language), facts, draft, house.desk.now())
    return await ack(response_action="push", view=shown)


async def send(ack: AsyncAck, view: dict[str, Any], desk: DeliveryDesk, who: PersonId, house: House) -> BoltResponse:
    """The preview, agreed to: the reply goes out, and the windows close."""
    nonce = slack_id(meant(view).get("nonce"))
    if nonce is None:
        raise ReplyGone
    intent = f"{who.team_id}:{who.user_id}:reply:{nonce}"
    await desk.do_once(intent, lambda _case: None, replies.send, who, nonce, house.hours)
    return await ack(response_action="clear")


def _files(view: dict[str, Any]) -> tuple[File, ...]:
    """Files chosen in the form, and those of the message that are still ticked."""
    values = view["state"]["values"]
    chosen = values.get(ids.FILES, {}).get(ids.FILES, {}).get("files") or []
    ticked = values.get(ids.MESSAGE_FILES, {}).get(ids.MESSAGE_FILES, {}).get("selected_options") or []
    named = [{"id": str(one["value"])[:32], "name": str(one["text"]["text"])} for one in ticked]
    return chosen_files([*chosen, *named])
