"""The edge: every error of a listener ends here. A person's mistake becomes a sentence, our bug is logged once."""

import asyncio
import logging
import secrets
from collections.abc import Awaitable, Callable
from typing import Any

from slack_bolt.context.ack.async_ack import AsyncAck
from slack_bolt.context.async_context import AsyncBoltContext
from slack_bolt.response import BoltResponse
from slack_sdk.errors import SlackApiError

from handlers.forms import meant, slack_id
from handlers.house import House
from handlers.middleware import who_acts
from handlers.slack import UNREACHABLE, code_of
from handlers.views.customers import said
from handlers.views.errors import broken, field_sentences, sentence, too_late
from handlers.views.words import Mrkdwn, Words
from rules.errors import FieldErrors, RuleError
from services.people import reads
from storage.errors import Unavailable

TRIGGER_GONE = {
    "expired_trigger_id",
    "trigger_expired",
    "exchanged_trigger_id",
    "trigger_exchanged",
    "invalid_trigger_id",
}
BEST_EFFORT = 1.0  # seconds for telling the person; the receipt must still reach Slack in time
LOOKING_UP = 0.5  # seconds for the person's language

log = logging.getLogger(__name__)


def edge(house: House) -> Callable[..., Awaitable[BoltResponse | None]]:
    """The one `app.error` handler. Returns a BoltResponse, never raises."""

    async def handle(
        error: Exception, body: dict[str, Any], ack: AsyncAck, context: AsyncBoltContext
    ) -> BoltResponse | None:
        refused = isinstance(error, RuleError) or _came_too_late(error)
        reference = secrets.token_hex(2)
        if not refused:
            log.error("a listener broke (ref %s)", reference, exc_info=error)
        if "event" in body:
            # A refusal changes nothing however often it comes; our bug gets another chance when Slack delivers again.
            return BoltResponse(status=200 if refused else 500)
        t = await _words(house, body)
        text = _sentence(t, error, reference)
        if body.get("type") == "view_submission":
            return await _under_fields(ack, t, error, text, body.get("view") or {})
        if "command" in body:
            return await ack(text=text)
        if await _tell(house, t, text, body):
            return await ack()
        # Nobody could be told, so no receipt either: Slack then shows its own error at the button.
        return BoltResponse(status=500)

    return handle


async def _under_fields(ack: AsyncAck, t: Words, error: Exception, text: Mrkdwn, view: dict[str, Any]) -> BoltResponse:
    """What was typed stays: the sentence stands under its field, or under the first one when it is about none."""
    inputs = [block["block_id"] for block in view.get("blocks", []) if block.get("type") == "input"]
    if not inputs:
        return await ack(response_action="update", view=said(t, text))
    if isinstance(error, FieldErrors):
        mendable = {name: words for name, words in field_sentences(t, error).items() if name in inputs}
        if mendable:
            return await ack(response_action="errors", errors=mendable)
    readable = text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
    return await ack(response_action="errors", errors={inputs[0]: readable})


def _came_too_late(error: Exception) -> bool:
    """Slack no longer opens a window for this click: its trigger lives 3 seconds (docs/slack.md 3.2)."""
    return isinstance(error, SlackApiError) and code_of(error) in TRIGGER_GONE


def _sentence(t: Words, error: Exception, reference: str) -> Mrkdwn:
    if isinstance(error, RuleError):
        return sentence(t, error)
    return too_late(t) if _came_too_late(error) else broken(t, reference)


async def _words(house: House, body: dict[str, Any]) -> Words:
    """The words of who pressed, by the channel it was in; the house's when the database cannot tell."""
    try:
        async with asyncio.timeout(LOOKING_UP):
            return house.words(await house.desk.ask(reads, who_acts(body), _channel(body)))
    except (Unavailable, TimeoutError) as trouble:
        log.warning("could not look up a language (%s)", trouble)
        return house.words(None)


def _channel(body: dict[str, Any]) -> str | None:
    """Where it was pressed, typed, or the form opened."""
    place = body.get("channel") or {}
    return slack_id(place.get("id") or body.get("channel_id") or meant(body.get("view") or {}).get("channel"))


async def _tell(house: House, t: Words, text: Mrkdwn, body: dict[str, Any]) -> bool:
    """Staff get a message only they see; customers a window from their click, as whispers to other workspaces
    are unconfirmed (docs/slack.md 1.1). Best effort, within a second; false when
    it could not be said."""
    who, channel_id = who_acts(body), _channel(body)
    try:
        async with asyncio.timeout(BEST_EFFORT):
            # The shortcut on a message may be asked for where the app is not.
            here = body.get("channel") and body.get("type") != "message_action"
            if house.is_home(who) and here and channel_id:
                thread_ts = (body.get("container") or {}).get("thread_ts")
                await house.slack.whisper(channel_id, who.user_id, text, thread_ts)
            else:
                await house.slack.open_view(str(body.get("trigger_id")), said(t, text))
    except (SlackApiError, *UNREACHABLE) as failure:
        log.warning("could not tell %s that %r: %s", who.user_id, text, failure)
        return False
    return True
