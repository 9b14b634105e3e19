"""/oncall, and the windows in which the rota is set up, overridden and swapped."""

from typing import Any

from slack_bolt.context.ack.async_ack import AsyncAck
from slack_bolt.response import BoltResponse

from handlers import ids
from handlers.forms import meant, picked, pressed_row, row_number, typed
from handlers.home import drawn
from handlers.house import House
from handlers.views import oncall, page_report, rota_forms
from handlers.views.maintenance import lines as maintenance_lines
from handlers.views.parts import section
from rules.people import PersonId
from rules.rota_setup import MOST_LAYERS
from services.desk import DeliveryDesk
from services.maintenance import maintenance
from services.oncall import MONTH, override, own_shifts, rota, set_layer, swap, take_back, to_set_up
from services.page_report import for_lead
from services.pages import begin_drill
from services.people import reads


async def command(ack: AsyncAck, body: dict[str, Any], desk: DeliveryDesk, who: PersonId, house: House) -> BoltResponse:
    """/oncall: who has duty now and next; `month`: the shifts of the next month; `drill`; for leads `pages`, of
    this month or the one they name."""
    if body.get("text", "").strip() == "month":
        facts = await desk.ask(rota, who, MONTH)
        return await ack(text=oncall.month(house.words(facts.language), facts))
    word, _, rest = body.get("text", "").strip().partition(" ")
    if word == "pages":
        report = await desk.ask(for_lead, who, rest)
        return await ack(text=page_report.report(house.words(report.language), report))
    if word == "drill":
        await desk.do(begin_drill, who)
        t = house.words(await desk.ask(reads, who))
        return await ack(text=oncall.drill_begun(t))
    facts = await desk.ask(rota, who)
    t = house.words(facts.language)
    windows = await desk.ask(maintenance, who)
    lines = [oncall.now_and_next(t, facts), *maintenance_lines(t, windows, desk.now())]
    return await ack(text=oncall.whole(lines), blocks=[*map(section, lines), *oncall.buttons(t, facts)])


async def all_of_it(
    ack: AsyncAck, body: dict[str, Any], desk: DeliveryDesk, who: PersonId, house: House
) -> BoltResponse:
    """*Set up the rota*, and *The rota* in the App Home."""
    facts = await desk.ask(to_set_up, who)
    await house.slack.open_view(body["trigger_id"], rota_forms.overview(house.words(facts.language), facts))
    return await ack()


async def edit_layer(
    ack: AsyncAck, body: dict[str, Any], desk: DeliveryDesk, who: PersonId, house: House
) -> BoltResponse:
    """The form of a layer."""
    facts = await desk.ask(to_set_up, who)
    number = row_number(body["actions"][0].get("value")) or 1
    view = rota_forms.layer_form(house.words(facts.language), facts, min(number, MOST_LAYERS))
    await house.slack.push_view(body["trigger_id"], view)
    return await ack()


async def edit_override(
    ack: AsyncAck, body: dict[str, Any], desk: DeliveryDesk, who: PersonId, house: House
) -> BoltResponse:
    """The form of an override."""
    facts = await desk.ask(to_set_up, who)
    await house.slack.push_view(body["trigger_id"], rota_forms.override_form(house.words(facts.language), facts))
    return await ack()


async def edit_swap(
    ack: AsyncAck, body: dict[str, Any], desk: DeliveryDesk, who: PersonId, house: House
) -> BoltResponse:
    """*Swap*."""
    shifts = await desk.ask(own_shifts, who)
    await house.slack.open_view(body["trigger_id"], rota_forms.swap_form(house.words(shifts.language), shifts))
    return await ack()


async def layer(ack: AsyncAck, view: dict[str, Any], desk: DeliveryDesk, who: PersonId, house: House) -> BoltResponse:
    """The form of a layer, sent."""
    values = typed(view) | {ids.LAYER: str(row_number(meant(view).get(ids.LAYER)) or 1)}
    await desk.do(set_layer, who, values, picked(view, ids.PEOPLE))
    await _show(desk, who, house, view)
    return await ack()


async def overridden(
    ack: AsyncAck, view: dict[str, Any], desk: DeliveryDesk, who: PersonId, house: House
) -> BoltResponse:
    """The form of an override, sent."""
    await desk.do(override, who, typed(view))
    await _show(desk, who, house, view)
    return await ack()


async def swapped(ack: AsyncAck, view: dict[str, Any], desk: DeliveryDesk, who: PersonId) -> BoltResponse:
    """The form of a swap, sent."""
    await desk.do(swap, who, typed(view))
    return await ack()


async def taken_back(
    ack: AsyncAck, body: dict[str, Any], desk: DeliveryDesk, who: PersonId, house: House
) -> BoltResponse:
    """*Take back* at something that is agreed to differ."""
    await desk.do(take_back, who, pressed_row(body))
    await _draw(desk, who, house, (body.get("view") or {}).get("id"))
    return await ack()


async def _show(desk: DeliveryDesk, who: PersonId, house: House, view: dict[str, Any]) -> None:
    await _draw(desk, who, house, view.get("previous_view_id"))


async def _draw(desk: DeliveryDesk, who: PersonId, house: House, view_id: str | None) -> None:
    """The window with all of it shows what was changed."""
    if view_id:
        facts = await desk.ask(rota, who, MONTH)
        await drawn(house.slack.update_view(view_id, rota_forms.overview(house.words(facts.language), facts)))
