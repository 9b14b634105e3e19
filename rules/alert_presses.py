"""What people can do about an alert: the buttons of its card, and which of them are offered now."""

from enum import StrEnum

from rules.alerts import STORM_ABOVE, Alert

LONGEST_UPDATE = 1400  # characters: the preview carries it, and a form carries at most 3000


class Press(StrEnum):
    """A button of an alert's card, or of the window that lists what a group stands for."""

    ACKNOWLEDGE = "acknowledge"
    RESOLVE = "resolve"
    SILENCE = "silence"
    UPDATE = "update"
    CASE = "case"
    HOLD = "hold"
    RELEASE = "release"
    ASSIGN = "assign"
    EACH = "each"
    ALL = "all"
    UNFOLD = "unfold"


def possible(alert: Alert, is_acknowledged: bool, failing: int = 0) -> tuple[Press, ...]:
    """What is offered now, the likely one first. `failing`: of a group, how many of its alerts fail."""
    is_one = alert.group is None and alert.customer_id is not None
    letters = Press.RELEASE if alert.holds_letters else Press.HOLD
    offered = {
        Press.ACKNOWLEDGE: not alert.is_over and not is_acknowledged,
        Press.EACH: alert.group is not None,
        Press.RESOLVE: not alert.is_over and can_be_resolved(failing),
        Press.SILENCE: not alert.is_over,
        Press.UPDATE: is_one and alert.is_outage and not alert.is_over,
        Press.CASE: is_one and alert.case_id is None,
        letters: alert.holds_letters or (alert.is_outage and not alert.is_over),
        Press.ASSIGN: not alert.is_over,
    }
    return tuple(press for press, is_offered in offered.items() if is_offered)


def possible_in_list(alert: Alert) -> tuple[Press, ...]:
    """What is offered of one of a group: while it is folded it has no card with buttons of its own."""
    offered = {
        Press.ACKNOWLEDGE: not alert.is_over and alert.acknowledged_at is None,
        Press.SILENCE: not alert.is_over,
        Press.UNFOLD: True,
    }
    return tuple(press for press, is_offered in offered.items() if is_offered) if alert.is_folded else ()


def can_be_resolved(failing: int) -> bool:
    """True when so many alerts of a group can each have a card again."""
    return failing <= STORM_ABOVE
