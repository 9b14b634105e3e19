"""The buttons of an alert's card, and their forms."""

import uuid
from typing import Any

from slack_bolt.context.ack.async_ack import AsyncAck
from slack_bolt.response import BoltResponse

from handlers import ids
from handlers.forms import NO_ROW, meant, row_number, slack_id, typed
from handlers.home import drawn
from handlers.house import House
from handlers.views import alert_forms
from handlers.views.alert_list import alert_list
from handlers.views.words import Words
from rules.alert_errors import AlertUnknown
from rules.alert_facts import AlertFacts
from rules.alert_presses import Press
from rules.people import PersonId
from services import alert_course, alert_members, alert_presses
from services.desk import DeliveryDesk
from services.people import reads


async def press(ack: AsyncAck, body: dict[str, Any], desk: DeliveryDesk, who: PersonId, house: House) -> BoltResponse:
    """A button of an alert's card, or a choice of its menu: what asks something opens its form."""
    pressed, alert_id, version = _pressed(body["actions"][0])
    if pressed in alert_presses.AT_ONCE:
        intent = f"alert:{pressed.value}:{alert_id}:{version}:{who.team_id}:{who.user_id}"
        meant_once = None if pressed in alert_presses.MEANT_ANEW else intent
        await desk.do_once(meant_once, lambda _done: None, alert_presses.press, who, pressed, alert_id)
        while pressed is Press.ALL and await house.desk.do(alert_members.go_on_with_all, who, alert_id) > 0:
            pass  # a storm may be of thousands, and clicks of others come in between
        await _list_again(body.get("view") or {}, desk, who, house)
    elif pressed is Press.EACH:
        listed = await desk.ask(alert_members.listed, who, alert_id, 0, house.hours)
        await house.slack.open_view(body["trigger_id"], alert_list(house.words(listed.language), listed))
    else:
        facts = await desk.ask(alert_presses.form_facts, who, pressed, alert_id, house.hours)
        t, carried = house.words(await desk.ask(reads, who)), meant(body.get("view") or {})
        show = house.slack.push_view if carried else house.slack.open_view
        await show(body["trigger_id"], await _form(pressed, t, facts, desk, _page(carried)))
    return await ack()


async def turned(ack: AsyncAck, body: dict[str, Any], desk: DeliveryDesk, who: PersonId, house: House) -> BoltResponse:
    """*Earlier* or *Later*, in the list of what a group stands for."""
    group, _, page = str(body["actions"][0].get("value") or "").partition(":")
    view_id = (body.get("view") or {}).get("id")
    await _draw_list(row_number(group) or NO_ROW, row_number(page) or 0, view_id, desk, who, house)
    return await ack()


async def silenced(
    ack: AsyncAck, view: dict[str, Any], desk: DeliveryDesk, who: PersonId, house: House
) -> BoltResponse:
    """The form of *Silence*, sent; the list it may have been asked for in shows it."""
    values = typed(view)
    silent = await desk.do_once(
        None,
        lambda group: {"group": group or NO_ROW},
        alert_presses.silence,
        who,
        _alert(view),
        values.get(ids.SILENT, ""),
        values.get(ids.UNTIL),
    )
    if isinstance(silent, dict) and view.get("previous_view_id") and silent["group"]:
        await _draw_list(silent["group"], _page(meant(view)), str(view["previous_view_id"]), desk, who, house)
    return await ack()


async def preview(ack: AsyncAck, view: dict[str, Any], desk: DeliveryDesk, who: PersonId, house: House) -> BoltResponse:
    """The form of *Post update*, sent: what the customer will read, on top of it."""
    facts = await desk.ask(alert_presses.form_facts, who, Press.UPDATE, _alert(view), house.hours)
    text = alert_course.check_update(typed(view).get(ids.UPDATE, ""))
    t = house.words(await desk.ask(reads, who))
    nonce = slack_id(meant(view).get("nonce")) or uuid.uuid4().hex
    return await ack(response_action="push", view=alert_forms.update_preview(t, facts, text, nonce))


async def posted(ack: AsyncAck, view: dict[str, Any], desk: DeliveryDesk, who: PersonId, house: House) -> BoltResponse:
    """The preview, agreed to."""
    carried = meant(view)
    intent = f"{who.team_id}:{who.user_id}:update:{slack_id(carried.get('nonce'))}"
    text = str(carried.get("text") or "")
    await desk.do_once(intent, lambda _done: None, alert_course.post_update, who, _alert(view), text)
    return await ack(response_action="clear")


async def made_case(
    ack: AsyncAck, view: dict[str, Any], desk: DeliveryDesk, who: PersonId, house: House
) -> BoltResponse:
    """The form of *Make it a case*, sent."""
    problem = typed(view).get(ids.PROBLEM, "")
    await desk.do(alert_course.make_case, who, _alert(view), problem, house.hours)
    return await ack()


async def assigned(ack: AsyncAck, view: dict[str, Any], desk: DeliveryDesk, who: PersonId) -> BoltResponse:
    """The form of *Assign*, sent."""
    await desk.do(alert_course.assign, who, _alert(view), typed(view).get(ids.ASSIGNEE, ""))
    return await ack()


async def _list_again(view: dict[str, Any], desk: DeliveryDesk, who: PersonId, house: House) -> None:
    """What was pressed in the list of what a group stands for shows there."""
    carried = meant(view)
    if group := row_number(carried.get("group")):
        await _draw_list(group, _page(carried), view.get("id"), desk, who, house)


async def _draw_list(
    group: int, page: int, view_id: str | None, desk: DeliveryDesk, who: PersonId, house: House
) -> None:
    listed = await desk.ask(alert_members.listed, who, group, page, house.hours)
    if view_id:
        await drawn(house.slack.update_view(view_id, alert_list(house.words(listed.language), listed)))


async def _form(pressed: Press, t: Words, facts: AlertFacts, desk: DeliveryDesk, page: int) -> dict[str, Any]:
    match pressed:
        case Press.SILENCE:
            return alert_forms.silence_form(t, facts, page)
        case Press.UPDATE:
            return alert_forms.update_form(t, facts, uuid.uuid4().hex)
        case Press.CASE:
            return alert_forms.case_form(t, facts)
        case _:
            return alert_forms.assign_form(t, facts, await desk.ask(alert_course.choices))


def _pressed(action: dict[str, Any]) -> tuple[Press, int, int]:
    """What was pressed, on which alert, and as of which version of it."""
    named = str((action.get("selected_option") or {}).get("value") or "")
    value = str(action.get("value") or "")
    if action["action_id"] == ids.ALERT_MORE:
        name, _, value = named.partition(":")
        pressed = next((one for one in Press if one.value == name), None)
    else:
        pressed = ids.PRESS_OF.get(action["action_id"])
    row, _, version = value.partition(":")
    if pressed is None:
        raise AlertUnknown
    return pressed, row_number(row) or NO_ROW, row_number(version) or NO_ROW


def _page(carried: dict[str, Any]) -> int:
    return row_number(carried.get("page")) or 0


def _alert(view: dict[str, Any]) -> int:
    return row_number(meant(view).get("alert")) or NO_ROW
