"""How each thing that can be pressed, typed or sent is tried: the body Slack would send for it.

A row of docs/permissions.md for each. What is new in handlers/register.py needs an entry here (CONTRIBUTING.md, "Add
any other button"), unless it is a move: those are tried from the table of moves by themselves.
"""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import count
from typing import Any

from handlers import ids
from rules.cases import Action, Case, State, seen
from rules.levels import Level, Urgency
from rules.move_forms import FIELDS, Shape
from rules.moves import MOVES, Move
from rules.people import PersonId
from tests.permissions.people import DESK_CHANNEL, SAID_AT, STAFF, Agency

Body = dict[str, Any]
Making = Callable[[Agency], Body]
ANY_USER = "any-user"
_triggers = count(1)


@dataclass(frozen=True)
class Attempt:
    """A row of the page: what it is called there, the registered ids it is about, the bodies that try it, and the
    case as it has to stand for that."""

    row: str
    covers: tuple[tuple[str, str], ...]
    bodies: tuple[Making, ...]
    standing: Callable[[Case, datetime], Case] = lambda case, now: case


def by(body: Body, who: PersonId) -> Body:
    """The body as Slack sends it for this person; a form that only its author has carries ANY_USER for them."""
    if "view" in body and "private_metadata" in body["view"]:
        carried = body["view"]["private_metadata"].replace(ANY_USER, who.user_id)
        body = body | {"view": body["view"] | {"private_metadata": carried}}
    user = {"id": who.user_id, "team_id": who.team_id}
    if "command" in body:
        return body | {"team_id": who.team_id, "user_id": who.user_id, "trigger_id": f"t{next(_triggers)}"}
    return body | {"user": user, "team": {"id": who.team_id}, "trigger_id": f"t{next(_triggers)}"}


def pressed(action_id: str, value: Callable[[Agency], object], choice: str | None = None) -> Making:
    """A button, or with `choice` an option of a menu."""

    def make(agency: Agency) -> Body:
        action: Body = {"action_id": action_id, "block_id": "b", "type": "button", "action_ts": "1.0"}
        if choice is None:
            action["value"] = str(value(agency))
        else:
            action["selected_option"] = {"value": f"{choice}:{value(agency)}"}
        channel = {"id": agency.customer.channel_id}
        view = {"id": "V1", "hash": "h"}
        return {"type": "block_actions", "actions": [action], "channel": channel, "view": view, "api_app_id": "A1"}

    return make


def sent(callback_id: str, carried: Callable[[Agency], Body], values: Callable[[Agency], dict[str, str]]) -> Making:
    """A form, filled in."""

    def make(agency: Agency) -> Body:
        state = {
            name: {name: {"value": value, "selected_option": {"value": value}}}
            for name, value in values(agency).items()
        }
        blocks = [{"type": "input", "block_id": name} for name in state]
        view = {
            "id": f"V{next(_triggers)}",
            "hash": "h",
            "type": "modal",
            "callback_id": callback_id,
            "private_metadata": json.dumps(carried(agency)),
            "state": {"values": state},
            "blocks": blocks,
        }
        return {"type": "view_submission", "view": view, "api_app_id": "A1"}

    return make


def typed(text: str, command: str = ids.CASE_COMMAND) -> Making:
    """The command, with this behind it."""
    return lambda agency: {
        "command": command, "text": text, "channel_id": agency.customer.channel_id, "api_app_id": "A1",
    }  # fmt: skip


def global_shortcut(callback_id: str) -> Making:
    """A shortcut of the whole workspace."""
    return lambda _agency: {"type": "shortcut", "callback_id": callback_id, "action_ts": "1.0", "api_app_id": "A1"}


def message_shortcut(callback_id: str, where: Callable[[Agency], tuple[str, str | None]]) -> Making:
    """A message's shortcut, in that channel and thread."""

    def make(agency: Agency) -> Body:
        channel_id, thread_ts = where(agency)
        message = {"ts": SAID_AT, "text": "It is slow", "user": "UKARI", "thread_ts": thread_ts}
        at = {"message": message, "channel": {"id": channel_id}}
        return {"type": "message_action", "callback_id": callback_id, "action_ts": "1.0", "api_app_id": "A1", **at}

    return make


def attempts() -> Iterator[Attempt]:
    """Every row, in the order of the page."""
    yield from map(_move, (move for move in MOVES if move.roles))
    yield from DOORS
    yield from WORDS
    yield from LOOKS
    yield from SET_UP
    yield from MONITORS


def _move(move: Move) -> Attempt:
    """A move, by its button and, if it asks something, by its form."""
    action, state = move.action, min(move.sources, key=list(State).index)
    several = len({one.roles for one in MOVES if one.action is action}) > 1
    row = ids.MOVES[action] + (f" ({state})" if several else "")
    covers = (("action", ids.MOVES[action]), ("action", ids.MORE), ("action", ids.DETAILS), ("view", ids.MOVE))
    bodies = [
        pressed(ids.MOVES[action], lambda agency: f"{agency.case.id}:{seen(agency.case, action)}"),
        pressed(ids.MORE, lambda agency: f"{agency.case.id}:{seen(agency.case, action)}", action),
    ]
    if action in FIELDS:
        bodies.append(sent(ids.MOVE, lambda agency: _carried(agency, action), lambda agency: _filled(agency, action)))
    return Attempt(row, covers, tuple(bodies), lambda case, now: _standing(case, now, state, action))


def _carried(agency: Agency, action: Action) -> Body:
    return {"case": agency.case.id, "action": action.value, "seen": seen(agency.case, action)}


def _filled(agency: Agency, action: Action) -> dict[str, str]:
    words = {
        Shape.HOURS: "1", Shape.LINK: "https://test.no", Shape.DATE: "2026-03-30", Shape.CHANNEL: "phone",
        Shape.PERSON: f"{STAFF.team_id}:{STAFF.user_id}", Shape.LEVEL: "none", Shape.COVERAGE: "covered",
        Shape.TOGETHER: "merged", Shape.TEXT: "Words", Shape.LINE: str(agency.other.number),
    }  # fmt: skip
    return {field.name: words[field.shape] for field in FIELDS[action]}


def _standing(case: Case, now: datetime, state: State, action: Action) -> Case:
    """The case in a state in which the move is possible, if the guard of it agrees."""
    is_approved = state in {State.APPROVED, State.LIVE}
    return replace(
        case,
        state=state,
        test_round=1,
        approved_round=1 if is_approved else None,
        resume=State.IN_TEST if state is State.WAITING else None,
        ended_at=now if state is State.CLOSED else None,
        level={Action.RESTORE_SERVICE: Level.A, Action.SITE_DOWN: Level.NOT_SET}.get(action, Level.B),
        reminders=2,
        wrote_at=now if action is Action.JUST_THANKS else None,
    )


def action(action_id: str, value: Callable[[Agency], object]) -> Attempt:
    return Attempt(action_id, (("action", action_id),), (pressed(action_id, value),))


def form(callback_id: str, carried: Callable[[Agency], Body], values: Callable[[Agency], dict[str, str]]) -> Attempt:
    return Attempt(f"{callback_id} (form)", (("view", callback_id),), (sent(callback_id, carried, values),))


def _shortcut(callback_id: str, making: Making) -> Attempt:
    return Attempt(callback_id, (("shortcut", callback_id),), (making,))


def command(text: str, command: str = ids.CASE_COMMAND) -> Attempt:
    return Attempt(f"{command} {text}".strip(), (("command", command),), (typed(text, command),))


def _report(agency: Agency) -> dict[str, str]:
    return {ids.PROBLEM: "It fails", ids.URGENCY: Urgency.URGENT.value, ids.CUSTOMER: str(agency.customer.id)}


DOORS = (
    *map(command, ("", "mine", "find fails", "1001", "help", "report uptime", "phone")),
    _shortcut(ids.NEW_CASE, global_shortcut(ids.NEW_CASE)),
    _shortcut(
        ids.CASE_FROM_MESSAGE,
        message_shortcut(ids.CASE_FROM_MESSAGE, lambda agency: (agency.customer.channel_id, None)),
    ),
    action(ids.OPEN_CASE, lambda agency: agency.customer.id),
    form(ids.OPEN_CASE, lambda agency: {"channel": agency.customer.channel_id, "nonce": "n1"}, _report),
    action(ids.NEW_CASE_AFTER, lambda agency: agency.case.id),
    action(ids.OPEN_OFFER, lambda agency: agency.offer),
    action(ids.MAKE_CASE, lambda agency: agency.item),
    action(ids.NOT_A_CASE, lambda agency: agency.item),
    action(ids.SEND_UPTIME, lambda agency: agency.report),
    action(ids.LINK_THEM, lambda agency: f"{agency.case.id}:{agency.other.id}"),
)
WORDS = (
    _shortcut(
        ids.SEND_TO_CUSTOMER, message_shortcut(ids.SEND_TO_CUSTOMER, lambda agency: (DESK_CHANNEL, agency.staff_thread))
    ),
    form(ids.REPLY_FORM, lambda agency: {"case": agency.case.id, "nonce": "new"}, lambda _agency: {ids.REPLY: "Words"}),
    form(ids.SEND_REPLY, lambda agency: {"nonce": f"{agency.case.id}:{ANY_USER}"}, lambda _agency: {}),
)
LOOKS = (
    action(ids.MY_CASES, lambda agency: agency.customer.id),
    action(ids.OTHER_PAGE, lambda agency: f"{agency.customer.channel_id}:0"),
    action(ids.CALL, lambda agency: agency.case.id),
    Attempt(
        "details: history", (("action", ids.DETAILS),), (pressed(ids.DETAILS, lambda one: one.case.id, "history"),)
    ),
    Attempt(
        "details: why_deadline",
        (("action", ids.DETAILS),),
        (pressed(ids.DETAILS, lambda one: one.case.id, "why_deadline"),),
    ),
    action(ids.OLDER, lambda agency: f"{agency.case.id}:0"),
    action(ids.OPEN_THE_CASE, lambda agency: agency.case.id),
    action(ids.NEWER, lambda agency: f"{agency.case.id}:0"),
    action(ids.TAKE_OVER, lambda agency: f"{agency.case.id}:v{agency.case.version}"),
    action(ids.HOME_EARLIER, lambda _agency: 0),
    action(ids.HOME_LATER, lambda _agency: 0),
)


def _of_customer(agency: Agency) -> Body:
    return {"customer": agency.customer.id, "row": None, "seen": ""}


def _customer_id(agency: Agency) -> object:
    return agency.customer.id


SET_UP = (
    action(ids.ASSIGN_CHANNEL, lambda agency: agency.channel_row),
    form(ids.ASSIGN_CHANNEL, lambda one: {"channel": one.channel_row}, lambda _one: {ids.CUSTOMER_NAME: "New one"}),
    action(ids.REASSIGN, lambda agency: agency.leaver_row),
    form(
        ids.REASSIGN,
        lambda agency: {"person": agency.leaver_row},
        lambda _agency: {ids.ASSIGNEE: f"{STAFF.team_id}:{STAFF.user_id}"},
    ),
    action(ids.MANAGE_CUSTOMER, _customer_id),
    action(ids.NEW_CUSTOMER, _customer_id),
    action(ids.EDIT_CUSTOMER, _customer_id),
    action(ids.CONTACTS, _customer_id),
    action(ids.AGREEMENTS, _customer_id),
    action(ids.SITES, _customer_id),
    action(ids.LIST_EARLIER, lambda agency: f"{agency.customer.id}:contacts:0"),
    action(ids.LIST_LATER, lambda agency: f"{agency.customer.id}:contacts:0"),
    action(ids.EDIT_CONTACT, lambda agency: f"{agency.customer.id}:{agency.contact_row}:0"),
    action(ids.EDIT_AGREEMENT, lambda agency: f"{agency.customer.id}:2026-03-30:0"),
    action(ids.EDIT_SITE, lambda agency: f"{agency.customer.id}:{agency.site_row}:0"),
    form(ids.CUSTOMER_FORM, _of_customer, lambda _agency: {ids.CUSTOMER_NAME: "Fjordmat AS"}),
    form(ids.CONTACT_FORM, _of_customer, lambda _agency: {ids.CONTACT_NAME: "Per"}),
    form(ids.AGREEMENT_FORM, _of_customer, lambda _agency: {ids.VALID_FROM: "2027-01-01"}),
    form(ids.SITE_FORM, _of_customer, lambda _agency: {ids.SITE_NAME: "Blog", ids.SITE_LINK: "https://blog.no"}),
)
MONITORS = (
    action(ids.MONITORS, lambda _agency: "home"),
    action(ids.ADD_MONITOR, lambda _agency: "new"),
    form(ids.MONITOR_FORM, lambda _agency: {"token": "t" * 43}, lambda _agency: {ids.MONITOR_SOURCE: "grafana"}),
    action(ids.REVOKE_MONITOR, lambda _agency: 1),
    action(ids.SET_ASIDE, lambda _agency: 1),
    action(ids.SET_ASIDE_OF, lambda _agency: 1),
    action(ids.SET_ASIDE_NEWER, lambda _agency: 1),
    action(ids.SET_ASIDE_OLDER, lambda _agency: 1),
    action(ids.SET_ASIDE_READ, lambda _agency: 1),
    action(ids.SET_ASIDE_DROP, lambda _agency: 1),
)
NEVER = tuple(action for action in Action if not any(move.roles for move in MOVES if move.action is action))
