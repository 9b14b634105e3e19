"""Alarms of cases that may be an outage."""

from collections.abc import Sequence

from handlers.views.cases import title
from handlers.views.oncall import on_duty_line
from handlers.views.parts import Message, quotes, section
from handlers.views.words import Mrkdwn, Words
from rules.facts import AlarmFacts

SPACE = Mrkdwn(" ")


def case_down(t: Words, facts: AlarmFacts) -> Message:
    """For desk or duty: nobody has set the level, and it reads like an outage."""
    more = t.md("Nobody has set the level yet.")
    return _alarm(t.md("This reads like an outage: {title} · {who}", **_whose(facts)), facts, more, _duty(t, facts))


def _duty(t: Words, facts: AlarmFacts) -> list[Mrkdwn]:
    """Whom it is for, in the on-call channel."""
    return [on_duty_line(t, facts.duty)] if facts.duty is not None else []


def _whose(facts: AlarmFacts) -> dict[str, str]:
    who = ", ".join(one for one in (facts.customer.name, facts.contact) if one)
    return {"title": title(facts.case), "who": who}


def _alarm(text: Mrkdwn, facts: AlarmFacts, more: Mrkdwn, duty: Sequence[Mrkdwn]) -> Message:
    told = Mrkdwn(SPACE.join([text, more, *duty]))
    return Message(told, [section(text), *quotes(facts.case.problem)[:3], section(more), *map(section, duty)])
