"""*How to wake me*: a person's own ways beyond Slack, in a window of theirs."""

import asyncio
from typing import Any

from slack_bolt.context.ack.async_ack import AsyncAck
from slack_bolt.response import BoltResponse

from handlers import ids
from handlers.forms import pressed_row, typed
from handlers.home import drawn
from handlers.house import House
from handlers.views import wakeups as views
from rules.errors import FieldErrors, FieldProblem, RuleError
from rules.people import PersonId
from rules.wakeups import Trouble
from services.desk import DeliveryDesk
from services.wakeups import add, own, remove, try_it

LOOKING = 1.5  # seconds for looking whether an address is one, so that the form is answered in time


async def show(ack: AsyncAck, body: dict[str, Any], desk: DeliveryDesk, who: PersonId, house: House) -> BoltResponse:
    """*How to wake me*, in /oncall and in the App Home."""
    facts = await desk.ask(own, who)
    await house.slack.open_view(body["trigger_id"], views.own_ways(house.words(facts.language), facts))
    return await ack()


async def edit(ack: AsyncAck, body: dict[str, Any], desk: DeliveryDesk, who: PersonId, house: House) -> BoltResponse:
    """*Add a way*."""
    facts = await desk.ask(own, who)
    await house.slack.push_view(body["trigger_id"], views.way_form(house.words(facts.language)))
    return await ack()


async def added(ack: AsyncAck, view: dict[str, Any], desk: DeliveryDesk, who: PersonId, house: House) -> BoltResponse:
    """The form of a way, sent."""
    await desk.ask(own, who)  # who may not set one learns nothing of addresses either
    values = typed(view)
    if (problem := await _problem(house, values.get(ids.WAY_ADDRESS, "").strip())) is not None:
        raise problem
    await desk.do(add, who, values)
    await _draw(desk, who, house, view.get("previous_view_id"))
    return await ack()


async def try_it_now(
    ack: AsyncAck, body: dict[str, Any], desk: DeliveryDesk, who: PersonId, house: House
) -> BoltResponse:
    """*Try it*: what comes of it is told in a message."""
    row_id = pressed_row(body)
    await desk.do(try_it, who, row_id)
    await _draw(desk, who, house, (body.get("view") or {}).get("id"), row_id)
    return await ack()


async def removed(ack: AsyncAck, body: dict[str, Any], desk: DeliveryDesk, who: PersonId, house: House) -> BoltResponse:
    """*Remove*."""
    await desk.do(remove, who, pressed_row(body))
    await _draw(desk, who, house, (body.get("view") or {}).get("id"))
    return await ack()


async def _problem(house: House, address: str) -> RuleError | None:
    """What is wrong with an address; nothing where looking at it takes too long, as *Try it* says it too."""
    if not address:
        return None
    try:
        async with asyncio.timeout(LOOKING):
            fault = await house.pager.fault(address)
    except TimeoutError:
        return None
    if fault is None:
        return None
    problem = FieldProblem.NO_PAGER if fault is Trouble.NOT_INSTALLED else FieldProblem.NOT_A_WAY
    return FieldErrors({ids.WAY_ADDRESS: (problem, {})})


async def _draw(desk: DeliveryDesk, who: PersonId, house: House, view_id: str | None, on_its_way: int = 0) -> None:
    """The window with all ways shows what was changed."""
    if view_id:
        facts = await desk.ask(own, who)
        view = views.own_ways(house.words(facts.language), facts, on_its_way)
        await drawn(house.slack.update_view(view_id, view))
