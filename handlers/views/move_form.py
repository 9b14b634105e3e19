"""The forms of moves: what each asks, in words, and who will read it."""

import json
from datetime import date
from typing import Any

from handlers import ids
from handlers.views.labels import BUTTONS, GIVEN, case_number
from handlers.views.parts import Block, Element, date_input, entry, modal, option, radio, text_input
from handlers.views.words import N_, Words
from rules.cases import Case, Press
from rules.forms import LONGEST_LINK
from rules.move_forms import Audience, Field, Given, Shape, fields_of

LABELS = {
    "expected": N_("Expected hours"),
    "question": N_("Your question"),
    "answer": N_("Your answer"),
    "test_link": N_("Test link"),
    "look_at": N_("What to look at"),
    "comment": N_("What should be different?"),
    "approved_by": N_("Who approved"),
    "given": N_("How was it given?"),
    "given_on": N_("When"),
    "words": N_("Their words"),
    "reason": N_("Reason"),
    "live_link": N_("Link to the published page"),
    "note": N_("What was published"),
    "summary": N_("Summary"),
}
READ_BY = {
    Audience.CUSTOMER: N_("The customer reads this."),
    Audience.US: N_("We read this."),
    Audience.BOTH: N_("The customer and we read this."),
}
HOURS_HINT = N_("Under 4 hours. Work of 4 hours or more waits for an estimate the customer has approved.")


def move_form(t: Words, case: Case, press: Press, today: date, contact: str, channel_id: str | None) -> dict[str, Any]:
    """The form of a move on this case. `contact` is the approver's name, to fill in where it is asked; the channel
    is where it was pressed, whose language a refusal speaks."""
    prefilled = {
        "expected": "1",
        "test_link": case.test_link,
        "live_link": case.live_link or case.link,
        "approved_by": contact,
        "given_on": today.isoformat(),
        "given": Given.PHONE.value,
    }
    title = f"{t(BUTTONS[press.action])} {case_number(case.number)}"
    blocks = [_entry(t, field, prefilled.get(field.name, "")) for field in fields_of(press.action, case)]
    return modal(
        ids.MOVE,
        title if len(title) <= 24 else t(BUTTONS[press.action]),
        blocks,
        submit=t(BUTTONS[press.action]),
        close=t("Cancel"),
        metadata=_metadata(press, channel_id),
    )


def _metadata(press: Press, channel_id: str | None) -> str:
    carried = {"case": press.case_id, "action": press.action.value, "seen": press.seen}
    return json.dumps(carried | ({"channel": channel_id} if channel_id else {}))


def _entry(t: Words, field: Field, value: str) -> Block:
    hint = t(HOURS_HINT) if field.shape is Shape.HOURS else t(READ_BY[field.audience])
    return entry(field.name, t(LABELS[field.name]), _element(t, field, value), hint, required=field.required)


def _element(t: Words, field: Field, value: str) -> Element:
    if field.shape is Shape.DATE:
        return date_input(date.fromisoformat(value) if value else None)
    if field.shape is Shape.CHANNEL:
        return radio([option(t(label), given.value) for given, label in GIVEN.items()], value)
    if field.shape is Shape.TEXT:
        return text_input(value, lines=True)
    return text_input(value, longest=LONGEST_LINK if field.shape is Shape.LINK else 200)
