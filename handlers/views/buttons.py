"""Buttons that move a case: which are shown, in which order, and what they carry."""

from datetime import datetime

from handlers import ids
from handlers.views.labels import BUTTONS
from handlers.views.parts import Block, Element, actions, button, menu, option
from handlers.views.words import Words
from rules.cases import Action, Case, State, seen
from rules.moves import possible
from rules.people import Role

MOST_BUTTONS = 5

# The likely one comes first and is primary; the others follow in the order of the table of moves.
LIKELY = {
    State.RECEIVED: Action.TAKE,
    State.IN_REVIEW: Action.START,
    State.READY: Action.START,
    State.IN_PROGRESS: Action.READY_FOR_TEST,
    State.APPROVED: Action.PUBLISH,
    State.LIVE: Action.CLOSE,
}


def value(case: Case, action: Action) -> str:
    """What a button carries: whose case, and what it had seen when it was drawn."""
    return f"{case.id}:{seen(case, action)}"


def moves(
    t: Words, case: Case, roles: frozenset[Role], now: datetime, only: tuple[Action, ...] | None = None
) -> list[Block]:
    """The row of buttons legal now for these roles; with `only`, those of them that belong to this message."""
    legal = [action for action in possible(case, roles, now) if only is None or action in only]
    likely = Action.APPROVE if only and Action.APPROVE in legal else LIKELY.get(case.state)
    legal.sort(key=lambda action: action is not likely)
    shown, rest = legal[:MOST_BUTTONS], legal[MOST_BUTTONS:]
    elements = [_button(t, case, action, primary=action is likely) for action in shown]
    more = [option(t(BUTTONS[action]), f"{action.value}:{value(case, action)}") for action in rest]
    return actions(f"case:{case.id}:{case.version}", elements + menu(ids.MORE, more))


def _button(t: Words, case: Case, action: Action, *, primary: bool) -> Element:
    return button(t(BUTTONS[action]), ids.MOVES[action], value(case, action), "primary" if primary else None)
