"""What staff are told of people: who is new, who is gone."""

from handlers.views.parts import Message, section
from handlers.views.words import Words
from rules.facts import CaseFacts


def first_heard(t: Words, facts: CaseFacts) -> Message:
    """Somebody of the customer whom nobody has met before."""
    who = facts.name(facts.entry.actor) if facts.entry else ""
    text = t.md(
        "The first time we hear from {who} ({customer}). They may open cases, answer and follow, and approve nothing.",
        who=who,
        customer=facts.customer.name,
    )
    return Message(text, [section(text)])
