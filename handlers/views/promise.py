"""What a customer is told first: number, level and the instant of the next step (process.md section 4)."""

from handlers.views.labels import LEVELS, case_number
from handlers.views.words import N_, Mrkdwn, Words, strong
from rules.cases import Case
from rules.levels import NextStep


def promise(t: Words, case: Case, step: NextStep, to: Mrkdwn) -> tuple[Mrkdwn, Mrkdwn]:
    """The sentence twice: as it is read in Slack, each in their own zone, and as a phone's notification shows it.

    It begins with `to`, a mention or nothing.
    """
    known = {"to": to, "level": t(LEVELS[case.level])}
    number = Mrkdwn(case_number(case.number))
    instant = step.at if step.promised else step.open_until or step.at
    read = t.md(_sentence(step), number=strong(number), instant=strong(t.when_md(instant)), **known)
    return read, t.md(_sentence(step), number=number, instant=t.when(instant), **known)


def _sentence(step: NextStep) -> str:
    if step.promised:
        return N_("{to}Your case is {number}, {level}. You get an answer by {instant}.")
    if step.open_until:
        return N_(
            "{to}Your case is {number}, {level}. Customer Success is open until {instant} and has it on the list."
        )
    if step.open_now:
        return N_("{to}Your case is {number}, {level}. Customer Success is open and has it on the list now.")
    return N_("{to}Your case is {number}, {level}. Customer Success looks at it when we open, {instant}.")
