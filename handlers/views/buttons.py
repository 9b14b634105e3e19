"""Buttons that move a case: which are shown, in which order, and what they carry."""

from collections.abc import Sequence
from datetime import datetime

from handlers import ids
from handlers.views.labels import BUTTONS, LOOKS
from handlers.views.parts import Block, Element, actions, button, confirmed, menu, option
from handlers.views.words import N_, Words
from rules.cases import Action, Case, Look, State, seen
from rules.levels import Level
from rules.moves import BEFORE_APPROVED, possible
from rules.people import US, Role

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
BESIDE_THE_FACTS = (Action.ASSIGN, Action.SET_LEVEL, Action.AGREEMENT)
ELSEWHERE = (Action.ON_IT,)  # on the countdown alone: the desk's card has ways of its own to answer
EXPLAINS = (Look.WHY_DEADLINE, Look.HISTORY)


# Asked once more before it is done: the question, what it means, and the two answers.
CONFIRM = {
    Action.SITE_DOWN: (
        N_("Is the site down?"),
        N_("The site, or a significant part of it, is down: the case becomes Level A, and we are alerted at once."),
        N_("Yes, it is down"),
        N_("No"),
    )
}


def value(case: Case, action: Action) -> str:
    """What a button carries: whose case, and what it had seen when it was drawn."""
    return f"{case.id}:{seen(case, action)}"


def moves(
    t: Words,
    case: Case,
    roles: frozenset[Role],
    now: datetime,
    only: tuple[Action, ...] | None = None,
    also: Sequence[Look] = (),
) -> list[Block]:
    """The row of buttons legal now for these roles; with `only`, those of them that belong to this message."""
    legal = [action for action in possible(case, roles, now) if only is None or action in only]
    likely = Action.APPROVE if only and Action.APPROVE in legal else _likely(case)
    legal = [action for action in legal if only is not None or action not in ELSEWHERE]
    shown = [action for action in legal if action not in BESIDE_THE_FACTS or action is likely]
    shown.sort(key=lambda action: action is not likely)
    elements = [_button(t, case, action, primary=action is likely) for action in shown]
    elements += [button(t(LOOKS[look]), ids.CALL, str(case.id)) for look in also]
    choices = [option(t(BUTTONS[action]), f"{action.value}:{value(case, action)}") for action in shown]
    choices += [_look(t, case, look) for look in also]
    row = elements[:MOST_BUTTONS] + menu(ids.MORE, choices[MOST_BUTTONS:])
    return actions(f"case:{case.id}:{case.version}", row)


def details(t: Words, case: Case, now: datetime) -> list[Element]:
    """The menu beside the facts of the desk's card: what changes one of them, and what explains them."""
    legal = [action for action in possible(case, US, now) if action in BESIDE_THE_FACTS and action is not _likely(case)]
    changes = [option(t(BUTTONS[action]), f"{action.value}:{value(case, action)}") for action in legal]
    return menu(ids.DETAILS, changes + [_look(t, case, look) for look in EXPLAINS])


def _look(t: Words, case: Case, look: Look) -> Element:
    return option(t(LOOKS[look]), f"{look.value}:{case.id}")


def _likely(case: Case) -> Action | None:
    if case.level is Level.NOT_SET and case.state in BEFORE_APPROVED:
        return Action.SET_LEVEL
    return LIKELY.get(case.state)


def _button(t: Words, case: Case, action: Action, *, primary: bool) -> Element:
    drawn = button(t(BUTTONS[action]), ids.MOVES[action], value(case, action), "primary" if primary else None)
    return confirmed(drawn, *map(t, CONFIRM[action])) if action in CONFIRM else drawn
