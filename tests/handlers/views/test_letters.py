"""What the customer gets in their thread: the right words, the right buttons, and nothing that is ours alone."""

from datetime import timedelta
from typing import Any

import pytest

from handlers.views.cases import customer_card
from handlers.views.labels import duration
from handlers.views.letters import LETTERS
from handlers.views.words import LANGUAGES, words
from rules.cases import Action, State
from rules.facts import CaseFacts
from rules.levels import Level, NextStep
from rules.move_forms import FIELDS, Audience, Shape
from rules.notices import Kind
from tests.handlers.views.told import (
    ACTION_OF,
    EN,
    NB,
    NOW,
    Wrote,
    buttons,
    case,
    facts,
    letter,
    parts,
    shown,
)

WROTE = Wrote("The cart is empty", "Kari Nordmann", "Fjordmat", "https://fjordmat.no/kasse")
WRITTEN = {Shape.TEXT, Shape.LINE}
INTERNAL = {field.name for fields in FIELDS.values() for field in fields if field.audience is Audience.US}


def marked(action: Action) -> dict[str, Any]:
    """Each text of the move as a mark of its own, and every internal text besides."""
    own = {field.name: field for field in FIELDS.get(action, ())}
    marks: dict[str, Any] = {name: f"«{name}»" for name, field in own.items() if field.shape in WRITTEN}
    return marks | {name: f"«internal {name}»" for name in INTERNAL if name not in own}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", LETTERS)
def test_each_letter_names_the_number_and_the_person(kind: Kind, language: str) -> None:
    message = letter(kind, words(language), WROTE)
    assert "SG-1042" in message.text
    assert "SG-1042" in shown(message.blocks)
    assert message.text.startswith("<@UKARI> "), "so that the person is notified"


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", LETTERS)
def test_each_letter_shows_what_was_written_for_the_customer(kind: Kind, language: str) -> None:
    action = ACTION_OF[kind]
    message = LETTERS[kind](words(language), facts(WROTE, action, marked(action)), NOW)
    for field in FIELDS.get(action, ()):
        if field.shape in WRITTEN and field.audience is not Audience.US:
            assert f"«{field.name}»" in message.text
            assert f"«{field.name}»" in shown(message.blocks)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", LETTERS)
def test_no_letter_carries_what_is_internal(kind: Kind, language: str) -> None:
    t, action = words(language), ACTION_OF[kind]
    message = LETTERS[kind](t, facts(WROTE, action, marked(action)), NOW)
    said = message.text + shown(message.blocks)
    assert "internal" not in said
    assert duration(t, 197) not in said
    for field in FIELDS.get(action, ()):
        assert field.audience is not Audience.US or f"«{field.name}»" not in said


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("action", Action)
def test_the_customers_card_carries_nothing_internal(action: Action, language: str) -> None:
    t = words(language)
    for state in State:
        told = facts(WROTE, action, marked(action) | {"text": "«internal text»"}, state=state)
        message = customer_card(t, told, NOW)
        said = message.text + shown(message.blocks)
        assert "«" not in said
        assert duration(t, 197) not in said


@pytest.mark.parametrize(
    ("kind", "state", "known", "offers", "says"),
    [
        (Kind.QUESTION, State.WAITING, {}, ["Answer"], ""),
        (Kind.QUESTION, State.WAITING, {"version": 5}, ["Answer"], ""),
        (Kind.QUESTION, State.WAITING, {"version": 5, "stage": 5}, [], "Answered, thank you."),
        (Kind.QUESTION, State.IN_TEST, {"version": 4}, [], "Answered, thank you."),
        (Kind.TEST_ROUND, State.IN_TEST, {}, ["Approve", "Ask for changes"], ""),
        (Kind.TEST_ROUND, State.IN_TEST, {"test_round": 2}, [], "A newer version is out"),
        (Kind.TEST_ROUND, State.WAITING, {"version": 4}, [], "Please answer our question first"),
        (Kind.TEST_ROUND, State.IN_PROGRESS, {"version": 4}, [], "We are working on it again"),
        (Kind.TEST_ROUND, State.APPROVED, {"approved_round": 1}, ["Ask for changes"], "Approved, thank you."),
        (Kind.TEST_ROUND, State.LIVE, {"approved_round": 1}, [], "Approved, thank you."),
        (Kind.APPROVAL_RECORDED, State.APPROVED, {"approved_round": 1}, ["That was not me"], ""),
        (Kind.APPROVAL_RECORDED, State.IN_TEST, {"approved_round": None}, [], "does not hold any more"),
        (Kind.RESTORED, State.LIVE, {"restored": True}, ["Approve", "Ask for changes"], ""),
        (Kind.RESTORED, State.LIVE, {"restored": True, "approved_round": 1}, [], "Approved, thank you."),
        (Kind.RECEIPT, State.RECEIVED, {}, [], "Write here in the thread"),
        (Kind.PUBLISHED, State.LIVE, {}, [], "is published"),
        (Kind.CLOSED, State.CLOSED, {"ended_at": NOW}, ["Reopen"], "within 14 days"),
        (Kind.CLOSED, State.IN_REVIEW, {}, [], "within 14 days"),
        (Kind.WITHDRAWN, State.WITHDRAWN, {"ended_at": NOW}, ["Reopen"], ""),
    ],
)
def test_a_letters_buttons_are_those_of_now(
    kind: Kind, state: State, known: dict[str, Any], offers: list[str], says: str
) -> None:
    message = letter(kind, EN, WROTE, state=state, **known)
    assert buttons(message) == offers
    assert says in shown(message.blocks)


def test_approve_comes_first_and_is_the_likely_one() -> None:
    styles = [part.get("style") for part in parts(letter(Kind.TEST_ROUND, EN, WROTE).blocks) if "action_id" in part]
    assert styles == ["primary", None]


def test_reopen_is_gone_after_14_days() -> None:
    late = NOW + timedelta(days=14)
    assert buttons(letter(Kind.CLOSED, EN, WROTE, late, ended_at=NOW)) == []


def _receipt(step: NextStep, **known: Any) -> CaseFacts:
    return CaseFacts(case(WROTE, **known), facts(WROTE).customer, {}, step, None)


@pytest.mark.parametrize(
    ("step", "english", "norwegian"),
    [
        (
            NextStep(True, NOW, True),
            "<@UKARI> Your case is SG-1042, Level B. You get an answer by Monday 30 March 10:00.",
            "<@UKARI> Saken din er SG-1042, Nivå B. Du får svar innen mandag 30. mars 10:00.",
        ),
        (
            NextStep(False, NOW, True, NOW + timedelta(hours=6)),
            "<@UKARI> Your case is SG-1042, No level. Customer Success is open until Monday 30 March 16:00"
            " and has it on the list.",
            "<@UKARI> Saken din er SG-1042, Uten nivå. Kundekontakt har åpent til mandag 30. mars 16:00"
            " og har fått den på lista.",
        ),
        (
            NextStep(False, NOW, True),
            "<@UKARI> Your case is SG-1042, No level. Customer Success is open and has it on the list now.",
            "<@UKARI> Saken din er SG-1042, Uten nivå. Kundekontakt har åpent og har fått den på lista.",
        ),
        (
            NextStep(False, NOW, False),
            "<@UKARI> Your case is SG-1042, No level. Customer Success looks at it when we open,"
            " Monday 30 March 10:00.",
            "<@UKARI> Saken din er SG-1042, Uten nivå. Kundekontakt ser på den når vi åpner, mandag 30. mars 10:00.",
        ),
    ],
)
def test_the_receipt_tells_the_next_step_as_an_instant(step: NextStep, english: str, norwegian: str) -> None:
    level = Level.B if step.promised else Level.NONE
    told = [LETTERS[Kind.RECEIPT](t, _receipt(step, level=level), NOW).text for t in (EN, NB)]
    assert told == [english, norwegian]


def test_nobody_is_mentioned_when_no_contact_is_known() -> None:
    message = LETTERS[Kind.RECEIPT](EN, _receipt(NextStep(True, NOW, True), contact=None), NOW)
    assert message.text.startswith("Your case is SG-1042")


def test_a_recorded_approval_is_told_with_its_day_in_words() -> None:
    english, norwegian = (letter(Kind.APPROVAL_RECORDED, t, WROTE).text for t in (EN, NB))
    assert "approved SG-1042 on 29 March 2026 (By phone)" in english
    assert "godkjente SG-1042 29. mars 2026 (På telefon)" in norwegian
