"""What /case answers in words, only to who asked."""

from handlers.views.labels import STATES, case_number
from handlers.views.words import Mrkdwn, Words
from rules.facts import Found

NEW_LINE = Mrkdwn("\n")


def help_text(t: Words) -> Mrkdwn:
    """What can be typed after /case."""
    return t.md(
        "*/case* opens the form for a new case.\n"
        "*/case 1042* shows the case SG-1042, */case mine* your open cases,"
        " */case find checkout* the cases with that word.\n"
        "*/case report uptime 2026-10 fjordmat* sends you how much a customer's sites were up in a month; without a"
        " name it is all sites, without a month this one."
    )


def not_yet(t: Words, word: str) -> Mrkdwn:
    """Something that is announced but not built."""
    return Mrkdwn(NEW_LINE.join([t.md("*/case {word}* is not there yet. What is:", word=word), help_text(t)]))


def listed(t: Words, found: list[Found]) -> Mrkdwn:
    """Cases, one a line; says so when there are none."""
    if not found:
        return t.md("No cases found. /case opens the form for a new one.")
    return Mrkdwn(NEW_LINE.join(_line(t, one) for one in found))


def _line(t: Words, one: Found) -> Mrkdwn:
    assignee = one.assignee.shown if one.assignee else t("nobody yet")
    return t.md(
        "*{number}* {title} · {customer} · {state} · {assignee}",
        number=case_number(one.case.number),
        title=one.case.title[:150],
        customer=one.customer,
        state=t(STATES[one.case.state]),
        assignee=assignee,
    )
