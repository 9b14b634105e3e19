"""The morning after a page at night: the offer to hand it over, and its form."""

import json
from typing import Any

from handlers import ids
from handlers.views.parts import MOST_OPTIONS, Message, actions, button, entry, modal, option, section, select, shorten
from handlers.views.words import Words
from rules.mornings import MorningFacts
from rules.rota_setup import person_value

LONGEST_CHOICE = 75


def morning(t: Words, facts: MorningFacts) -> Message:
    """To who was woken."""
    one = facts.morning
    text = t.md("Good morning. You were paged at {time} tonight. Hand over your duty until {until}, and get some rest?",
                time=t.time_md(one.woken_at), until=t.time_md(one.ends_at))  # fmt: skip
    hand_over = button(t("Hand over the morning"), ids.HAND_OVER, str(one.id), "primary")
    return Message(text, [section(text), *actions(f"morning:{one.id}", [hand_over])])


def form(t: Words, facts: MorningFacts) -> dict[str, Any]:
    """Who takes the duty until noon."""
    until = t.time(facts.morning.ends_at)
    people = [option(shorten(one.shown, LONGEST_CHOICE), person_value(one.id)) for one in facts.choices[:MOST_OPTIONS]]
    if not people:
        return modal(ids.SAID, t("Hand over"), [section(t.md("There is nobody else in the on-call channel."))],
                     submit=None, close=t("Close"))  # fmt: skip
    hint = t("They have your duty until {until}. The on-call channel and the leads are told.", until=until)
    blocks = [entry(ids.TO, t("Who takes it"), select(t("Choose"), people), hint)]
    carried = json.dumps({"morning": facts.morning.id})
    return modal(ids.HAND_OVER_FORM, t("Hand over"), blocks, submit=t("Hand over"), close=t("Cancel"), metadata=carried)
