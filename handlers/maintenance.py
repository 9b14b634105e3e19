"""Maintenance windows, from /oncall: what goes on and is planned, a new one, and one that ends before its time."""

from typing import Any

from slack_bolt.context.ack.async_ack import AsyncAck
from slack_bolt.response import BoltResponse

from handlers.forms import pressed_row, typed
from handlers.home import drawn
from handlers.house import House
from handlers.views import maintenance as views
from rules.people import PersonId
from services.desk import DeliveryDesk
from services.maintenance import end_now, maintenance, plan


async def show(ack: AsyncAck, body: dict[str, Any], desk: DeliveryDesk, who: PersonId, house: House) -> BoltResponse:
    """*Maintenance*."""
    facts = await desk.ask(maintenance, who)
    view = views.overview(house.words(facts.language), facts, desk.now())
    await house.slack.open_view(body["trigger_id"], view)
    return await ack()


async def edit(ack: AsyncAck, body: dict[str, Any], desk: DeliveryDesk, who: PersonId, house: House) -> BoltResponse:
    """*Plan maintenance*: its form."""
    facts = await desk.ask(maintenance, who)
    view = views.window_form(house.words(facts.language), facts, desk.now())
    await house.slack.push_view(body["trigger_id"], view)
    return await ack()


async def planned(ack: AsyncAck, view: dict[str, Any], desk: DeliveryDesk, who: PersonId, house: House) -> BoltResponse:
    """The form of a window, sent."""
    await desk.do(plan, who, typed(view))
    await _draw(desk, who, house, view.get("previous_view_id"))
    return await ack()


async def ended(ack: AsyncAck, body: dict[str, Any], desk: DeliveryDesk, who: PersonId, house: House) -> BoltResponse:
    """*End now*."""
    await desk.do(end_now, who, pressed_row(body))
    await _draw(desk, who, house, (body.get("view") or {}).get("id"))
    return await ack()


async def _draw(desk: DeliveryDesk, who: PersonId, house: House, view_id: str | None) -> None:
    """The window with all of them shows what was changed."""
    if view_id:
        facts = await desk.ask(maintenance, who)
        await drawn(house.slack.update_view(view_id, views.overview(house.words(facts.language), facts, desk.now())))
