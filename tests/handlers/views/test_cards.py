"""The cards: the present state in the order of the labels, and exactly the buttons that are legal."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from handlers.views.buttons import ELSEWHERE
from handlers.views.cases import customer_card, desk_card
from handlers.views.customers import need_help
from handlers.views.labels import BUTTONS, duration
from handlers.views.steps import step
from handlers.views.words import words
from rules.cases import DETAILS, Action, Coverage, Look, State
from rules.facts import HelpFacts, Other, Others
from rules.levels import Level
from rules.moves import possible
from rules.people import US
from rules.records import CardPlace
from tests.handlers.views.told import ANNA, EN, NB, NOW, Wrote, buttons, case, facts, parts, shown

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
        *("Assign", "Set level", "Agreement", "Why this deadline?", "History"),
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
        (State.RECEIVED, Level.B, ["Take it", "Reply to customer", "Withdraw", "Merge"]),
        (State.RECEIVED, Level.A, ["Take it", "Reply to customer", "Restore service", "Withdraw", "Merge"]),
        (State.RECEIVED, Level.NOT_SET, ["Set level", "Take it", "Reply to customer", "Withdraw", "Merge"]),
        (State.IN_REVIEW, Level.B, ["Start", "Ask the customer", "Reply to customer", "Close", "Withdraw"]),
        (State.WAITING, Level.B, ["Reply to customer", "Back to work", "Withdraw", "Remind", "Merge"]),
        (State.READY, Level.B, ["Start", "Reply to customer", "Withdraw", "Merge"]),
        (State.IN_PROGRESS, Level.B, ["Ready for test", "Ask the customer", "Reply to customer", "Withdraw", "Merge"]),
        (State.IN_TEST, Level.B, ["Ask the customer", "Reply to customer", "Record approval", "Withdraw", "Merge"]),
        (State.APPROVED, Level.B, ["Publish", "Reply to customer", "Back to work", "Merge"]),
        (State.LIVE, Level.B, ["Close", "Reply to customer", "Reopen", "Merge"]),
        (State.CLOSED, Level.B, ["Reply to customer", "Reopen"]),
        (State.WITHDRAWN, Level.B, ["Reply to customer", "Reopen"]),
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


@pytest.mark.parametrize("level", Level)
@pytest.mark.parametrize("reminders", [0, 2])
@pytest.mark.parametrize("state", State)
def test_every_legal_move_is_on_the_card_once_and_carries_what_it_had_seen(
    state: State, reminders: int, level: Level
) -> None:
    known: dict[str, Any] = {"state": state, "level": level, "reminders": reminders, "version": 5, "stage": 4}
    card = desk_card(EN, facts(WROTE, **known), NOW)
    carried = [(part["action_id"].removeprefix("case."), part["value"]) for part in parts(card.blocks)
               if part.get("type") == "button" and part["action_id"] != "call"]  # fmt: skip
    chosen = [part["value"].split(":", 1) for part in parts(card.blocks) if "text" in part and "value" in part
              and part.get("type") != "button"]  # fmt: skip
    pressed = [*carried, *((name, value) for name, value in chosen if name not in set(Look))]
    legal = [action for action in possible(case(WROTE, **known), US, NOW) if action not in ELSEWHERE]
    assert sorted(pressed) == sorted((action, "1:v5" if action in DETAILS else "1:v4") for action in legal)
    assert sum(part.get("type") == "button" for part in parts(card.blocks)) <= 5


def test_beside_the_facts_is_what_changes_and_what_explains_them() -> None:
    card = desk_card(EN, facts(WROTE, state=State.IN_REVIEW), NOW)
    menu = [option["text"]["text"] for option in card.blocks[1]["accessory"]["options"]]
    assert menu == ["Assign", "Set level", "Agreement", "Why this deadline?", "History"]


def test_the_card_shows_who_says_that_the_agreement_covers_it() -> None:
    known: dict[str, Any] = {"coverage": Coverage.OUT_OF_SCOPE, "coverage_by": ANNA, "coverage_at": NOW}
    told = shown(desk_card(EN, facts(WROTE, **known), NOW).blocks)
    assert "*Agreement:* Out of scope (Kari Nordmann, <!date^" in told
    assert "Out of scope" not in shown(customer_card(EN, facts(WROTE, **known), NOW).blocks)


def test_the_card_says_how_long_they_have_waited_for_us() -> None:
    told = shown(desk_card(EN, facts(WROTE, state=State.IN_TEST, wrote_at=NOW), NOW).blocks)
    assert "*Turn:* Our turn, they wrote <!date^1774857600^" in told


def test_while_a_question_is_out_no_instant_is_promised() -> None:
    told = shown(desk_card(EN, facts(WROTE, state=State.WAITING, due_at=None, paused_at=NOW), NOW).blocks)
    assert "*Answer by:* the clock stands still since <!date^1774857600^" in told


def test_cases_that_belong_together_are_links_to_their_cards() -> None:
    into = Other(2, 1001, None, CardPlace("CDESK", "1.2", "1.2"))
    merged, linked = Other(3, 1003, ANNA, None), Other(4, 1004, None, CardPlace("CDESK", "1.4", "1.4"))
    told = replace(facts(WROTE, state=State.CLOSED, merged_into=1001), others=Others(into, (merged,), (linked,)))
    staff, customer = (shown(card(EN, told, NOW).blocks) for card in (desk_card, customer_card))
    assert "Merged into <https://slack.com/archives/CDESK/p12|SG-1001>. Everything goes on there." in staff
    assert "Merged into this: SG-1003" in staff
    assert "Linked: <https://slack.com/archives/CDESK/p14|SG-1004>" in staff
    assert "SG-1001" in customer
    assert "SG-1004" not in customer, "a link may lead to another customer's case"
    assert buttons(desk_card(EN, told, NOW)) == [], "its buttons are where it goes on"


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
        (Action.CLOSE_BY_ITSELF, ["Lukket av seg selv etter 14 dager."]),
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
    told = HelpFacts(facts(WROTE).customer, None, None, NOW, "")
    assert buttons(need_help(EN, told)) == ["Open a case", "My cases"]
    assert buttons(need_help(NB, told)) == ["Opprett en sak", "Mine saker"]


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
