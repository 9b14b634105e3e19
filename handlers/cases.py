"""A case's buttons and the forms of its moves."""

import re
from typing import Any

from slack_bolt.context.ack.async_ack import AsyncAck
from slack_bolt.response import BoltResponse

from handlers import ids
from handlers.forms import meant, row_number, typed
from handlers.house import House
from handlers.views.move_form import move_form
from rules.cases import LONGEST_SEEN, Action, Press
from rules.errors import CaseUnknown
from rules.move_forms import FIELDS
from rules.office import local_date
from rules.people import PersonId
from services.cases import form_facts, move
from services.desk import DeliveryDesk

ACTIONS = {action.value: action for action in Action}
SEEN = re.compile(rf"[vr][0-9]{{1,{LONGEST_SEEN - 1}}}")


async def press(ack: AsyncAck, body: dict[str, Any], desk: DeliveryDesk, who: PersonId, house: House) -> BoltResponse:
    """A button of a case: a move that asks something opens its form, any other is done at once."""
    pressed = _pressed(body["actions"][0])
    if pressed.action in FIELDS:
        facts = await desk.ask(form_facts, who, pressed)
        t = house.words(facts.language)
        channel_id = (body.get("channel") or {}).get("id")
        today = local_date(house.hours, desk.now())
        form = move_form(t, facts.case, pressed, today, facts.approver or "", channel_id)
        await house.slack.open_view(body["trigger_id"], form)
    else:
        await desk.do_once(_intent(who, pressed), lambda _case: None, move, who, pressed, {}, house.hours)
    return await ack()


async def submit(ack: AsyncAck, view: dict[str, Any], desk: DeliveryDesk, who: PersonId, house: House) -> BoltResponse:
    """The form of a move, sent."""
    carried = meant(view)
    pressed = _press(carried.get("action"), carried.get("case"), carried.get("seen"))
    await desk.do_once(_intent(who, pressed), lambda _case: None, move, who, pressed, typed(view), house.hours)
    return await ack()


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
