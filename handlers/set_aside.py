"""What other monitors sent and nobody could read: looked at, read, dropped."""

from typing import Any

from slack_bolt.context.ack.async_ack import AsyncAck
from slack_bolt.response import BoltResponse

from handlers.forms import pressed_row
from handlers.home import drawn
from handlers.house import House
from handlers.views import set_aside as views
from rules.monitors import SetAsideFacts
from rules.people import PersonId
from services import set_aside
from services.desk import DeliveryDesk


async def look(ack: AsyncAck, body: dict[str, Any], desk: DeliveryDesk, who: PersonId, house: House) -> BoltResponse:
    """*Look at it*, in the on-call channel."""
    facts = await desk.ask(set_aside.shown, who, pressed_row(body))
    await house.slack.open_view(body["trigger_id"], views.window(house.words(facts.language), facts))
    return await ack()


async def look_at_all(
    ack: AsyncAck, body: dict[str, Any], desk: DeliveryDesk, who: PersonId, house: House
) -> BoltResponse:
    """*Look at them*, in the window of monitors: the newest first."""
    facts = await desk.ask(set_aside.newest, who, pressed_row(body))
    await house.slack.push_view(body["trigger_id"], views.window(house.words(facts.language), facts))
    return await ack()


async def turned(ack: AsyncAck, body: dict[str, Any], desk: DeliveryDesk, who: PersonId, house: House) -> BoltResponse:
    """*Newer* or *Older*."""
    facts = await desk.ask(set_aside.shown, who, pressed_row(body))
    await _draw(body, house, facts, facts.language)
    return await ack()


async def read(ack: AsyncAck, body: dict[str, Any], desk: DeliveryDesk, who: PersonId, house: House) -> BoltResponse:
    """*Mark as read*."""
    await desk.do(set_aside.read, who, pressed_row(body))
    facts = await desk.ask(set_aside.shown, who, pressed_row(body))
    await _draw(body, house, facts, facts.language)
    return await ack()


async def dropped(ack: AsyncAck, body: dict[str, Any], desk: DeliveryDesk, who: PersonId, house: House) -> BoltResponse:
    """*Delete*: the next one takes its place."""
    facts = await desk.ask(set_aside.shown, who, pressed_row(body))
    await desk.do(set_aside.drop, who, facts.item.id)
    beside = facts.older or facts.newer
    await _draw(body, house, await desk.ask(set_aside.shown, who, beside) if beside else None, facts.language)
    return await ack()


async def _draw(body: dict[str, Any], house: House, facts: SetAsideFacts | None, language: str | None) -> None:
    t = house.words(language)
    if view_id := (body.get("view") or {}).get("id"):
        await drawn(house.slack.update_view(view_id, views.window(t, facts) if facts else views.nothing_left(t)))
