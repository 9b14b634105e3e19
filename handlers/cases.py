"""A case's buttons and the forms of its moves."""

import re
from typing import Any

from slack_bolt.context.ack.async_ack import AsyncAck
from slack_bolt.response import BoltResponse

from handlers import ids, replies
from handlers.forms import meant, row_number, typed
from handlers.house import House
from handlers.views import looks as views
from handlers.views.move_form import move_form
from rules.cases import LONGEST_SEEN, Action, Look, Press
from rules.errors import CaseUnknown
from rules.move_forms import FIELDS
from rules.moves import PRESSED
from rules.office import local_date
from rules.people import PersonId
from services import looks
from services.cases import form_facts, move
from services.desk import DeliveryDesk
from services.links import link

ACTIONS = {action.value: action for action in PRESSED}
LOOKS = {look.value: look for look in Look}
SEEN = re.compile(rf"[vr][0-9]{{1,{LONGEST_SEEN - 1}}}")


async def press(ack: AsyncAck, body: dict[str, Any], desk: DeliveryDesk, who: PersonId, house: House) -> BoltResponse:
    """A button of a case: a move that asks something opens its form, any other is done at once."""
    looked_at = _looked_at(body["actions"][0])
    if looked_at is not None:
        await house.slack.open_view(body["trigger_id"], await _look(desk, who, house, *looked_at))
        return await ack()
    pressed = _pressed(body["actions"][0])
    if pressed.action is Action.REPLY:
        await replies.open_form(body, desk, who, house, pressed.case_id)
        return await ack()
    if pressed.action in FIELDS:
        facts = await desk.ask(form_facts, who, pressed)
        t = house.words(facts.language)
        channel_id = (body.get("channel") or {}).get("id")
        today = local_date(house.hours, desk.now())
        form = move_form(t, facts, pressed, today, channel_id)
        await house.slack.open_view(body["trigger_id"], form)
    else:
        await desk.do_once(_intent(who, pressed), lambda _case: None, move, who, pressed, {}, house.hours)
    return await ack()


async def submit(ack: AsyncAck, view: dict[str, Any], desk: DeliveryDesk, who: PersonId, house: House) -> BoltResponse:
    """The form of a move, sent."""
    carried = meant(view)
    pressed = _press(carried.get("action"), carried.get("case"), carried.get("seen"))
    if pressed.action is Action.REPLY:
        raise CaseUnknown(0)  # a reply has a form of its own
    await desk.do_once(_intent(who, pressed), lambda _case: None, move, who, pressed, typed(view), house.hours)
    return await ack()


async def turn_page(
    ack: AsyncAck, body: dict[str, Any], desk: DeliveryDesk, who: PersonId, house: House
) -> BoltResponse:
    """*Older* and *Newer* in the window with the history."""
    row, _, page = str(body["actions"][0].get("value")).partition(":")
    view = await _look(desk, who, house, Look.HISTORY, row_number(row) or 0, row_number(page) or 0)
    await house.slack.update_view(body["view"]["id"], view)
    return await ack()


async def link_them(
    ack: AsyncAck, body: dict[str, Any], desk: DeliveryDesk, who: PersonId, house: House
) -> BoltResponse:
    """*Link them*: two cases that look like one, linked with one press."""
    one, _, other = str(body["actions"][0].get("value")).partition(":")
    await desk.do(link, who, row_number(one) or 0, row_number(other) or 0, house.hours)
    return await ack()


async def take_over(
    ack: AsyncAck, body: dict[str, Any], desk: DeliveryDesk, who: PersonId, house: House
) -> BoltResponse:
    """*Take* on a countdown: from whoever has the case, as if it was given to who pressed."""
    case_id, _, seen = str(body["actions"][0].get("value")).partition(":")
    pressed = _press(Action.ASSIGN.value, case_id, seen)
    to_themselves = {ids.ASSIGNEE: f"{who.team_id}:{who.user_id}"}
    await desk.do_once(_intent(who, pressed), lambda _case: None, move, who, pressed, to_themselves, house.hours)
    return await ack()


async def follow(ack: AsyncAck) -> BoltResponse:
    """*Open the case* is a link: Slack opens it, and only wants to hear that we heard."""
    return await ack()


async def _look(
    desk: DeliveryDesk, who: PersonId, house: House, look: Look, case_id: int, page: int = 0
) -> dict[str, Any]:
    if look is Look.HISTORY:
        rows = await desk.ask(looks.history, who, case_id, page, house.hours)
        return views.history(house.words(rows.language), rows)
    if look is Look.WHY_DEADLINE:
        why = await desk.ask(looks.deadline, who, case_id, house.hours)
        return views.deadline(house.words(why.language), why)
    whom = await desk.ask(looks.phone, who, case_id)
    return views.phone(house.words(whom.language), whom)


def _looked_at(action: dict[str, Any]) -> tuple[Look, int] | None:
    """What is to be looked at, and on which case; None when it is a move that was pressed."""
    chosen = (action.get("selected_option") or {}).get("value") or f"{action.get('action_id')}:{action.get('value')}"
    name, _, row = str(chosen).partition(":")
    return (LOOKS[name], row_number(row) or 0) if name in LOOKS else None


def _pressed(action: dict[str, Any]) -> Press:
    """What a button or a choice of the menu carries."""
    chosen = action.get("selected_option")
    if chosen:
        name, _, value = str(chosen.get("value")).partition(":")
    else:
        name, value = ids.ACTION_OF.get(str(action.get("action_id")), ""), str(action.get("value"))
    case_id, _, seen = value.partition(":")
    return _press(name, case_id, seen)


def _press(action: object, case_id: object, seen: object) -> Press:
    """The press these name. Anything a button of ours does not carry can only be a forgery: no such case."""
    known, row = ACTIONS.get(str(action)), row_number(case_id)
    if known is None or row is None or not isinstance(seen, str) or not SEEN.fullmatch(seen):
        raise CaseUnknown(0)
    return Press(row, known, seen)


def _intent(who: PersonId, pressed: Press) -> str:
    """The same person meaning the same thing twice."""
    return f"{who.team_id}:{who.user_id}:{pressed.action}:{pressed.case_id}:{pressed.seen}"
