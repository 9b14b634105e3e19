"""The forms of an alert's buttons: how long it is silent, what the customer reads, the case it becomes, whose it is."""

import json
from collections.abc import Sequence
from typing import Any

from handlers import ids
from handlers.views.alerts import title
from handlers.views.labels import PRESSES
from handlers.views.move_form import READ_BY
from handlers.views.parts import (
    MOST_OPTIONS,
    context,
    entry,
    instant_input,
    modal,
    option,
    plain_section,
    quotes,
    radio,
    section,
    select,
    shorten,
    text_input,
)
from handlers.views.words import Words
from rules.alert_facts import AlertFacts
from rules.alert_presses import LONGEST_UPDATE, Press
from rules.alert_quiet import UNTIL
from rules.alerts import SILENCES
from rules.move_forms import Audience
from rules.people import Person

LONGEST_CHOICE = 75


def silence_form(t: Words, facts: AlertFacts, page: int) -> dict[str, Any]:
    """How long nobody is woken. `page`: of the list it was asked for in, 0 elsewhere."""
    hours = [int(one.total_seconds() // 3600) for one in SILENCES]
    choices = [option(t("{hours} h", hours=count), str(count)) for count in hours]
    choices.append(option(t("until"), UNTIL))
    blocks = [
        plain_section(title(t, facts)),
        entry(ids.SILENT, t("How long?"), radio(choices, choices[0]["value"]),
              t("Nobody is woken meanwhile. Letters to the customer go out all the same.")),
        entry(ids.UNTIL, t("Until"), instant_input(), required=False),
    ]  # fmt: skip
    return modal(
        ids.SILENCE_FORM, t(PRESSES[Press.SILENCE]), blocks, submit=t(PRESSES[Press.SILENCE]), close=t("Cancel"),
        metadata=json.dumps(_carried(facts) | {"page": page}),
    )  # fmt: skip


def update_form(t: Words, facts: AlertFacts, nonce: str) -> dict[str, Any]:
    """What the customer is to be told; nothing of it leaves before it was previewed."""
    blocks = [
        plain_section(title(t, facts)),
        entry(ids.UPDATE, t("What do you want to tell {customer}?", customer=_customer(facts)),
              text_input(lines=True, longest=LONGEST_UPDATE), t(READ_BY[Audience.CUSTOMER])),
    ]  # fmt: skip
    return modal(
        ids.UPDATE_FORM, t(PRESSES[Press.UPDATE]), blocks, submit=t("Preview"), close=t("Cancel"),
        metadata=json.dumps(_carried(facts) | {"nonce": nonce}),
    )  # fmt: skip


def update_preview(t: Words, facts: AlertFacts, text: str, nonce: str) -> dict[str, Any]:
    """The words as the customer will read them, and the button that sends them."""
    site = facts.site.name if facts.site is not None else title(t, facts)
    blocks = [
        section(t.md("{customer} reads this about {site}, in the letters about it and where they want them:",
                     customer=_customer(facts), site=site)),
        *quotes(text),
        context(t.md("It goes out at once, or in the first letter that may go.")),
    ]  # fmt: skip
    return modal(
        ids.POST_UPDATE, t("What the customer sees"), blocks, submit=t("Send to customer"), close=t("Back"),
        metadata=json.dumps(_carried(facts) | {"nonce": nonce, "text": text}, ensure_ascii=False),
    )  # fmt: skip


def case_form(t: Words, facts: AlertFacts) -> dict[str, Any]:
    """The Level A it becomes: the customer reads what it is about."""
    told = t.md("It becomes a *Level A* of {customer}. Nobody is paged once more.", customer=_customer(facts))
    blocks = [
        section(told),
        entry(ids.PROBLEM, t("What is the problem or task?"), text_input(title(t, facts), lines=True),
              t(READ_BY[Audience.BOTH])),
    ]  # fmt: skip
    return modal(
        ids.ALERT_CASE_FORM, t(PRESSES[Press.CASE]), blocks, submit=t(PRESSES[Press.CASE]), close=t("Cancel"),
        metadata=json.dumps(_carried(facts)),
    )  # fmt: skip


def assign_form(t: Words, facts: AlertFacts, us: Sequence[Person]) -> dict[str, Any]:
    """Whose it is to see to."""
    people = [option(shorten(one.shown, LONGEST_CHOICE), f"{one.id.team_id}:{one.id.user_id}") for one in us]
    blocks = [
        plain_section(title(t, facts)),
        entry(ids.ASSIGNEE, t("Who has it"), select(t("Choose"), people[:MOST_OPTIONS])),
    ]
    return modal(
        ids.ALERT_ASSIGN_FORM, t(PRESSES[Press.ASSIGN]), blocks, submit=t(PRESSES[Press.ASSIGN]), close=t("Cancel"),
        metadata=json.dumps(_carried(facts)),
    )  # fmt: skip


def _carried(facts: AlertFacts) -> dict[str, Any]:
    return {"alert": facts.alert.id, "version": facts.alert.version}


def _customer(facts: AlertFacts) -> str:
    return facts.customer.name if facts.customer is not None else ""
