"""The polite sentences for what may be wrong about duty: shifts, pages, wake-up ways."""

from collections.abc import Callable
from typing import Any

from handlers.views.words import Mrkdwn, Words
from rules.errors import (
    AlreadyAcknowledged,
    ChangeGone,
    DevelopersOnly,
    DrillRuns,
    MorningGone,
    NoShifts,
    NotForYou,
    PageOver,
    RuleError,
    TooManyWays,
    WayGone,
)


def _developers_only(t: Words, error: DevelopersOnly) -> Mrkdwn:
    return t.md("Shifts are swapped by those who have them: the people of the on-call channel.")


def _not_for_you(t: Words, error: NotForYou) -> Mrkdwn:
    return t.md("Who acknowledges goes to work on it at once: that is for developers and leads. "
                "You can answer the customer: *I'm on it* does that.")  # fmt: skip


def _already_acknowledged(t: Words, error: AlreadyAcknowledged) -> Mrkdwn:
    return t.md("{by} has it already, since {time}.", by=error.by, time=t.short(error.at))


def _page_over(t: Words, error: PageOver) -> Mrkdwn:
    if error.has_other_page:
        return t.md("Another page stands for this now: many fail at once. Please acknowledge that one.")
    if error.by is None or error.at is None:
        return t.md("This is over. Nobody has to do anything about it any more.")
    return t.md("This is over. {by} had it, since {time}.", by=error.by, time=t.short(error.at))


def _morning_gone(t: Words, error: MorningGone) -> Mrkdwn:
    return t.md("There is nothing left to hand over: the morning is over, or somebody has your duty already.")


def _drill_runs(t: Words, error: DrillRuns) -> Mrkdwn:
    return t.md("A drill is under way already. Its message in the on-call channel says who has answered.")


def _change_gone(t: Words, error: ChangeGone) -> Mrkdwn:
    return t.md("This was taken back already, or is over.")


def _no_shifts(t: Words, error: NoShifts) -> Mrkdwn:
    return t.md("You have no shift in the next two months, so there is nothing to swap.")


def _too_many_ways(t: Words, error: TooManyWays) -> Mrkdwn:
    return t.md("You have {most} ways, and more do not fit. Remove one first.", most=error.most)


def _way_gone(t: Words, error: WayGone) -> Mrkdwn:
    return t.md("This is no way of yours any more. Open the window again to see how it is now.")


OF_DUTY: dict[type[RuleError], Callable[[Words, Any], Mrkdwn]] = {
    DevelopersOnly: _developers_only,
    NotForYou: _not_for_you,
    AlreadyAcknowledged: _already_acknowledged,
    PageOver: _page_over,
    DrillRuns: _drill_runs,
    MorningGone: _morning_gone,
    ChangeGone: _change_gone,
    NoShifts: _no_shifts,
    TooManyWays: _too_many_ways,
    WayGone: _way_gone,
}
