"""A case's buttons and the forms of its moves."""

import json
from typing import Any

from slack_bolt.context.ack.async_ack import AsyncAck
from slack_bolt.response import BoltResponse

from handlers import ids
from handlers.forms import typed
from handlers.house import House
from handlers.views.move_form import move_form
from rules.cases import Action, Press
from rules.errors import CaseUnknown
from rules.move_forms import FIELDS
from rules.office import local_date
from rules.people import PersonId
from services.cases import form_facts, move
from services.desk import DeliveryDesk


async def press(ack: AsyncAck, body: dict[str, Any], desk: DeliveryDesk, who: PersonId, house: House) -> BoltResponse:
    """A button of a case: a move that asks something opens its form, any other is done at once."""
    pressed = _pressed(body["actions"][0])
    if pressed.action in FIELDS:
        facts = await desk.ask(form_facts, who, pressed)
        t = house.words(facts.language)
        form = move_form(t, facts.case, pressed, local_date(house.hours, desk.now()), facts.approver or "")
        await house.slack.open_view(body["trigger_id"], form)
    else:
        await desk.do_once(_intent(who, pressed), lambda _case: None, move, who, pressed, {}, house.hours)
    return await ack()


async def submit(ack: AsyncAck, view: dict[str, Any], desk: DeliveryDesk, who: PersonId, house: House) -> BoltResponse:
    """The form of a move, sent."""
    meant = json.loads(view["private_metadata"])
    pressed = Press(meant["case"], Action(meant["action"]), meant["seen"])
    values = typed(view)
    await desk.do_once(_intent(who, pressed), lambda _case: None, move, who, pressed, values, house.hours)
    return await ack()


def _pressed(action: dict[str, Any]) -> Press:
    """What a button or a choice of the menu carries. Something else can only be a forgery: no such case."""
    chosen = action.get("selected_option")
    name, _, value = chosen["value"].partition(":") if chosen else (action["action_id"], "", action["value"])
    known = Action(name) if chosen and name in set(Action) else ids.ACTION_OF.get(name)
    case_id, _, seen = value.partition(":")
    if known is None or not case_id.isdecimal():
        raise CaseUnknown(0)
    return Press(int(case_id), known, seen)


def _intent(who: PersonId, pressed: Press) -> str:
    """The same person meaning the same thing twice."""
    return f"{who.team_id}:{who.user_id}:{pressed.action}:{pressed.case_id}:{pressed.seen}"
