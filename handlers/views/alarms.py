"""Alarms of cases that may be an outage."""

from handlers.views.cases import title
from handlers.views.parts import Message, quotes, section
from handlers.views.words import Mrkdwn, Words
from rules.facts import AlarmFacts


def level_a(t: Words, facts: AlarmFacts) -> Message:
    """For the duty: a Level A came while the desk is closed; who says so, and whether somebody is to be woken."""
    duty = (
        t.md("The agreement includes operation: this one is the duty's.")
        if facts.operation
        else t.md("The agreement does not include operation: the customer is told that we look when we open.")
    )
    return _alarm(t.md("*Level A* outside opening hours: {title} · {who}", **_whose(facts)), facts, duty)


def case_down(t: Words, facts: AlarmFacts) -> Message:
    """For desk or duty: nobody has set the level, and it reads like an outage."""
    more = t.md("Nobody has set the level yet.")
    return _alarm(t.md("This reads like an outage: {title} · {who}", **_whose(facts)), facts, more)


def _whose(facts: AlarmFacts) -> dict[str, str]:
    who = ", ".join(one for one in (facts.customer.name, facts.contact) if one)
    return {"title": title(facts.case), "who": who}


def _alarm(text: Mrkdwn, facts: AlarmFacts, more: Mrkdwn) -> Message:
    return Message(Mrkdwn(f"{text} {more}"), [section(text), *quotes(facts.case.problem)[:3], section(more)])
