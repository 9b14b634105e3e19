"""The polite sentences for what may be wrong about alerts."""

from collections.abc import Callable
from typing import Any

from handlers.views.labels import case_number
from handlers.views.words import Mrkdwn, Words
from rules.alert_errors import (
    AlertIsCase,
    AlertOfNobody,
    AlertOver,
    AlertUnknown,
    NoLetters,
    SetAsideGone,
    StillFailing,
    WindowGone,
)
from rules.errors import RuleError


def _unknown(t: Words, error: AlertUnknown) -> Mrkdwn:
    return t.md("There is no such alert.")


def _over(t: Words, error: AlertOver) -> Mrkdwn:
    return t.md("This alert is over, so there is nothing left to do about it. If it fails again, its card comes back.")


def _of_nobody(t: Words, error: AlertOfNobody) -> Mrkdwn:
    return t.md("This alert belongs to no single customer I know. Set up its site under *Manage*, or use /case.")


def _no_letters(t: Words, error: NoLetters) -> Mrkdwn:
    return t.md("No letter about this goes to the customer: it is over, or only a warning. Write to them on a case.")


def _is_case(t: Words, error: AlertIsCase) -> Mrkdwn:
    return t.md("This alert is {number} already. Its card in the Customer Success channel has everything.",
                number=case_number(error.number))  # fmt: skip


def _still_failing(t: Words, error: StillFailing) -> Mrkdwn:
    return t.md("{count} alerts of this one still fail, too many to tell of one by one. Resolve it when fewer do.",
                count=error.count)  # fmt: skip


def _set_aside_gone(t: Words, error: SetAsideGone) -> Mrkdwn:
    return t.md("This is not kept any more: somebody deleted it, or newer ones took its place.")


def _window_gone(t: Words, error: WindowGone) -> Mrkdwn:
    return t.md("This maintenance is over already.")


OF_ALERTS: dict[type[RuleError], Callable[[Words, Any], Mrkdwn]] = {
    AlertUnknown: _unknown,
    AlertOver: _over,
    AlertOfNobody: _of_nobody,
    NoLetters: _no_letters,
    AlertIsCase: _is_case,
    StillFailing: _still_failing,
    SetAsideGone: _set_aside_gone,
    WindowGone: _window_gone,
}
