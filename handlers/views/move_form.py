"""The forms of moves: what each asks, in words, and who will read it."""

import json
from collections.abc import Sequence
from datetime import date
from typing import Any

from handlers import ids
from handlers.views.labels import BUTTONS, COVERAGES, GIVEN, LEVELS, TOGETHER, case_number
from handlers.views.parts import Block, Element, date_input, entry, modal, option, radio, select, text_input
from handlers.views.words import N_, Words
from rules.cases import Press
from rules.facts import MoveFacts
from rules.forms import LONGEST_LINK
from rules.move_forms import LEVELS_TO_SET, Audience, Field, Given, Shape, Together, fields_of
from rules.people import Person, PersonId

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
    "assignee": N_("Who has it"),
    "level": N_("Level"),
    "coverage": N_("Does the agreement cover it?"),
    "other": N_("The other case"),
    "together": N_("What becomes of them?"),
}
READ_BY = {
    Audience.CUSTOMER: N_("The customer reads this."),
    Audience.US: N_("We read this."),
    Audience.BOTH: N_("The customer and we read this."),
}
HINTS = {
    "expected": N_("Under 4 hours. Work of 4 hours or more waits for an estimate the customer has approved."),
    "level": N_("The customer is told the level and the new time of the answer, not the reason."),
    "other": N_("Its number, like SG-1042."),
}
CHOICES: dict[Shape, dict[str, str]] = {
    Shape.CHANNEL: {choice.value: label for choice, label in GIVEN.items()},
    Shape.LEVEL: {choice.value: LEVELS[choice] for choice in LEVELS_TO_SET},
    Shape.COVERAGE: {choice.value: label for choice, label in COVERAGES.items()},
    Shape.TOGETHER: {choice.value: label for choice, label in TOGETHER.items()},
}
LONGEST_LINE = 200


def move_form(t: Words, facts: MoveFacts, press: Press, today: date, channel_id: str | None) -> dict[str, Any]:
    """The form of a move on this case; the channel is where it was pressed, whose language a refusal speaks."""
    case = facts.case
    prefilled = {
        "expected": "1",
        "test_link": case.test_link,
        "live_link": case.live_link or case.link,
        "approved_by": ", ".join(facts.approvers)[:LONGEST_LINE],
        "given_on": today.isoformat(),
        "given": Given.PHONE.value,
        "assignee": _person(case.assignee) if case.assignee else "",
        "coverage": case.coverage or "",
        "together": Together.MERGED.value,
    }
    title = f"{t(BUTTONS[press.action])} {case_number(case.number)}"
    blocks = [_entry(t, field, prefilled.get(field.name, ""), facts) for field in fields_of(press.action, case)]
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


def _entry(t: Words, field: Field, value: str, facts: MoveFacts) -> Block:
    hint = t(HINTS.get(field.name, READ_BY[field.audience]))
    element = _people(t, facts.us, value) if field.shape is Shape.PERSON else _element(t, field, value)
    return entry(field.name, t(LABELS[field.name]), element, hint, required=field.required)


def _people(t: Words, us: Sequence[Person], value: str) -> Element:
    return select(t("Choose somebody"), [option(one.shown, _person(one.id)) for one in us], value)


def _person(who: PersonId) -> str:
    return f"{who.team_id}:{who.user_id}"


def _element(t: Words, field: Field, value: str) -> Element:
    if field.shape is Shape.DATE:
        return date_input(date.fromisoformat(value) if value else None)
    if field.shape in CHOICES:
        return radio([option(t(label), choice) for choice, label in CHOICES[field.shape].items()], value)
    if field.shape is Shape.TEXT:
        return text_input(value, lines=True)
    return text_input(value, longest=LONGEST_LINK if field.shape is Shape.LINK else LONGEST_LINE)
