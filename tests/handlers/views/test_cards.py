"""The cards: the present state in the order of the labels, and exactly the buttons that are legal."""

from datetime import date
from typing import Any

import pytest

from handlers.views.cases import customer_card, desk_card
from handlers.views.customers import need_help
from handlers.views.labels import BUTTONS
from handlers.views.steps import duration, step
from handlers.views.words import words
from rules.cases import Action, State
from rules.levels import Level
from rules.moves import possible
from rules.people import US
from tests.handlers.views.told import EN, NB, NOW, Wrote, buttons, case, facts, parts, shown

WROTE = Wrote("The cart is empty\nsince this morning", "Kari Nordmann", "Fjordmat", "https://fjordmat.no/kasse")


def test_the_staff_card_reads_in_the_agreed_order() -> None:
    card = desk_card(EN, facts(WROTE, state=State.IN_PROGRESS, live_link="", test_link=""), NOW)
    when = "<!date^1774857600^{date_long} {time}|Monday 30 March 10:00>"
    assert shown(card.blocks[:3]).splitlines() == [
        "SG-1042 The cart is empty",
        "*Customer:* Fjordmat, Kari Nordmann",
        "*In progress* · Level B",
        "*Turn:* Our turn",
        f"*Answer by:* {when}",
        "*Assignee:* Kari Nordmann",
        "*Page:* <https://fjordmat.no/kasse>",
        "Needed by 30 March 2026",
    ]


def test_the_customers_card_has_its_state_and_whose_turn_it_is() -> None:
    card = customer_card(NB, facts(WROTE, state=State.IN_TEST, due_at=None, test_link="", live_link=""), NOW)
    assert shown(card.blocks[:2]).splitlines() == [
        "SG-1042 The cart is empty",
        "*Til test*",
        "*Venter på:* dere",
        "*Side:* <https://fjordmat.no/kasse>",
    ]


@pytest.mark.parametrize(
    ("known", "line"),
    [
        ({"due_at": None}, "*Answer:* no promised time"),
        ({"answered_at": NOW}, "*Answered:* <!date^1774857600^{date_long} {time}|Monday 30 March 10:00>"),
        ({"assignee": None}, "*Assignee:* nobody yet"),
        ({"contact": None}, "*Customer:* Fjordmat"),
        ({"level": Level.NOT_SET}, "*In review* · Level not set"),
    ],
)
def test_what_is_not_known_is_said_so(known: dict[str, Any], line: str) -> None:
    assert line in shown(desk_card(EN, facts(WROTE, state=State.IN_REVIEW, **known), NOW).blocks).splitlines()


def test_a_phone_shows_the_card_in_one_sentence() -> None:
    card = desk_card(EN, facts(WROTE, state=State.RECEIVED), NOW)
    answer = "answer by Monday 30 March 10:00"
    assert card.text == f"SG-1042 The cart is empty · Fjordmat · Received · Level B · {answer}"


@pytest.mark.parametrize(
    ("state", "level", "offers"),
    [
        (State.RECEIVED, Level.B, ["Take it", "Withdraw"]),
        (State.RECEIVED, Level.A, ["Take it", "Restore service", "Withdraw"]),
        (State.IN_REVIEW, Level.B, ["Start", "Ask the customer", "Close", "Withdraw"]),
        (State.WAITING, Level.B, ["Back to work", "Withdraw"]),
        (State.READY, Level.B, ["Start", "Withdraw"]),
        (State.IN_PROGRESS, Level.B, ["Ready for test", "Ask the customer", "Withdraw"]),
        (State.IN_TEST, Level.B, ["Ask the customer", "Record approval", "Withdraw"]),
        (State.APPROVED, Level.B, ["Publish", "Back to work"]),
        (State.LIVE, Level.B, ["Close", "Reopen"]),
        (State.CLOSED, Level.B, ["Reopen"]),
        (State.WITHDRAWN, Level.B, ["Reopen"]),
    ],
)
def test_the_staff_card_has_the_legal_buttons_the_likely_one_first(
    state: State, level: Level, offers: list[str]
) -> None:
    approved = 1 if state is State.LIVE else None
    card = desk_card(EN, facts(WROTE, state=state, level=level, approved_round=approved), NOW)
    assert buttons(card) == offers
    primary = [part["text"]["text"] for part in parts(card.blocks) if part.get("style") == "primary"]
    assert primary in ([], offers[:1])
    assert len(offers) <= 5


@pytest.mark.parametrize("state", State)
def test_the_customers_card_offers_to_withdraw_or_to_reopen(state: State) -> None:
    offers = {State.LIVE: ["Reopen"], State.CLOSED: ["Reopen"], State.WITHDRAWN: ["Reopen"], State.APPROVED: []}
    assert buttons(customer_card(EN, facts(WROTE, state=state), NOW)) == offers.get(state, ["Withdraw"])


@pytest.mark.parametrize("state", State)
def test_a_button_carries_what_it_had_seen(state: State) -> None:
    card = desk_card(EN, facts(WROTE, state=state, version=4), NOW)
    pressed = {part["action_id"]: part["value"] for part in parts(card.blocks) if part.get("type") == "button"}
    legal = possible(case(WROTE, state=state, version=4), US, NOW)
    assert pressed == {f"case.{action}": "1:v4" for action in legal}


@pytest.mark.parametrize(
    ("action", "lines"),
    [
        (Action.OPEN, ["Kari opprettet saken (Slack).", WROTE.text]),
        (Action.TAKE, ["Kari tok saken."]),
        (Action.START, ["Kari startet arbeidet og regner med 3 t 17 min."]),
        (Action.ASK_FOR_CHANGES, ["Kari ba om endringer:", WROTE.text]),
        (Action.READY_FOR_TEST, ["Kari gjorde saken klar til test: <https://fjordmat.no/kasse>", WROTE.text]),
        (Action.APPROVE, ["Kari godkjente testrunde 1. Saken kan publiseres."]),
        (Action.BACK_TO_WORK, ["Kari tok saken tilbake til arbeid:", WROTE.text]),
        (Action.CLOSE_BY_ITSELF, ["Lukket av seg selv, 14 dager etter at saken ble publisert."]),
    ],
)
def test_the_staff_thread_tells_what_happened(action: Action, lines: list[str]) -> None:
    kari = Wrote(WROTE.text, "Kari", "Fjordmat", WROTE.address)
    told = facts(kari, action)
    assert told.entry is not None
    del told.entry.facts["text"]
    assert shown(step(NB, told).blocks) == "\n".join(lines)


@pytest.mark.parametrize(
    ("minutes", "said"), [(1, "1 min"), (59, "59 min"), (60, "1 h"), (90, "1 h 30 min"), (239, "3 h 59 min")]
)
def test_minutes_as_people_say_them(minutes: int, said: str) -> None:
    assert duration(EN, minutes) == said


def test_the_way_in_is_two_buttons() -> None:
    assert buttons(need_help(EN, facts(WROTE).customer)) == ["Open a case", "My cases"]
    assert buttons(need_help(NB, facts(WROTE).customer)) == ["Opprett en sak", "Mine saker"]


@pytest.mark.parametrize(
    ("locale", "take"),
    [
        ("nb-NO", "Ta saken"),
        ("no", "Ta saken"),
        ("nn-NO", "Ta saken"),
        ("en-GB", "Take it"),
        ("de", "Take it"),
        ("", "Take it"),
    ],
)
def test_everybody_reads_norwegian_or_english(locale: str, take: str) -> None:
    assert words(locale)(BUTTONS[Action.TAKE]) == take


def test_a_day_in_words() -> None:
    assert [t.day(date(2026, 5, 1)) for t in (EN, NB)] == ["1 May 2026", "1. mai 2026"]
