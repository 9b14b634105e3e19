"""The forms: the agreed fields in the agreed order, and within Slack's limits whatever people are called."""

import json
from collections import Counter
from datetime import date, timedelta
from typing import Any

import pytest

from handlers.views import looks
from handlers.views.case_form import Start, asked_once_more, call_too, customer_form, no_customers, opened, staff_form
from handlers.views.commands import help_text, listed
from handlers.views.customers import channel_form, my_cases, said
from handlers.views.move_form import move_form
from handlers.views.words import LANGUAGES, Words, words
from rules.cases import Action, Press, State
from rules.facts import (
    CasesPage,
    Desks,
    Found,
    MoveFacts,
    NightFacts,
    Opened,
)
from rules.levels import Level, NextStep, Promise
from rules.look_facts import DeadlineFacts, HistoryFacts, PhoneFacts, StoodStill
from rules.move_forms import FIELDS
from rules.people import Customer, Person, PersonId
from rules.records import SharedChannel
from rules.working_hours import ALWAYS, NORWAY
from tests.handlers.views.told import ANNA, EN, KARI, NB, NOW, Wrote, case, facts, foreign, parts, shown, together

WROTE = Wrote()
ODD = Wrote("<!channel> & *_~ " + "&" * 2900, "<@UANNA>" * 10, "<!here>&" * 7, "https://fjordmat.no/?" + "&" * 1900)
TODAY = date(2026, 3, 30)
START = Start("nonce", "CFJORD", "1.2", "The cart is empty")


def labels(view: dict[str, Any]) -> list[str]:
    return [block["label"]["text"] for block in view["blocks"] if block["type"] == "input"]


def desks(wrote: Wrote, customers: int = 1) -> Desks:
    known = [Customer(row, wrote.customer, f"C{row}", "nb") for row in range(1, customers + 1)]
    contacts = [Person(PersonId("TFJORD", f"U{row}"), wrote.name) for row in range(120)]
    return Desks(known, {customer.id: contacts for customer in known}, "nb")


def press(action: Action) -> Press:
    return Press(1, action, "v3")


def form_of(wrote: Wrote, state: State) -> MoveFacts:
    us = tuple(Person(PersonId("THOME", f"U{row}"), wrote.name) for row in range(100))
    return MoveFacts(case(wrote, state=state), (wrote.name,), "en", us)


def looked_at(t: Words, wrote: Wrote) -> list[dict[str, Any]]:
    """Every window for us, with as much in it as it ever has."""
    told = facts(wrote)
    entries = tuple(one.entry for action in Action if (one := facts(wrote, action)).entry is not None)
    pauses = (StoodStill(NOW, NOW, timedelta(hours=1)), StoodStill(NOW, None, timedelta(hours=1)))
    promise = Promise(timedelta(hours=7), NORWAY)
    return [
        looks.deadline(t, DeadlineFacts(told, promise, ((NOW, NOW),) * 40, pauses, entries[:3], None)),
        looks.deadline(t, DeadlineFacts(told, Promise(timedelta(hours=2), ALWAYS), (), (), (), None)),
        looks.deadline(t, DeadlineFacts(told, None, (), (), (), None)),
        *(looks.history(t, HistoryFacts(told, entries[at : at + 10], 1, True, None)) for at in range(len(entries))),
        looks.phone(t, PhoneFacts(told.case, wrote.name, "+47 467 00 845", None)),
        looks.phone(t, PhoneFacts(told.case, wrote.name, None, None)),
        looks.phone(t, PhoneFacts(told.case, None, None, None)),
    ]


def every_view(t: Words, wrote: Wrote) -> list[dict[str, Any]]:
    one = case(wrote, state=State.IN_REVIEW)
    found = [Found(one, wrote.customer, Person(ANNA, wrote.name), None)] * 10
    start = Start("n" * 32, "CFJORD", "1.2", wrote.text * 2)
    step = Opened(one, NextStep(True, NOW, True))
    return [
        customer_form(t, start),
        staff_form(t, start, desks(wrote, 120), None),
        no_customers(t),
        opened(t, step),
        channel_form(t, SharedChannel(1, "CFJORD", wrote.text, wrote.text, ()), [desks(wrote).customers[0]]),
        my_cases(t, CasesPage(found, 1, 3, 21, None), "CFJORD"),
        my_cases(t, CasesPage([], 0, 1, 0, None), "CFJORD"),
        asked_once_more(t, customer_form(t, start), NightFacts(operation=True, opens=NOW)),
        asked_once_more(t, customer_form(t, start), NightFacts(operation=False, opens=NOW)),
        said(t, t.md("{title}", title=wrote.name)),
        asked_once_more(t, customer_form(t, start), None, together(wrote).into),
        *looked_at(t, wrote),
        *(move_form(t, form_of(wrote, State.IN_REVIEW), press(action), TODAY, "CFJORD") for action in FIELDS),
    ]


def too_much(view: dict[str, Any]) -> list[str]:
    """What Slack would refuse of it (docs/slack.md 4.1)."""
    plain = [view[name]["text"] for name in ("title", "submit", "close") if name in view]
    found = [text for text in plain if not 0 < len(text) <= 24]
    found += ["metadata"] * (len(view["private_metadata"]) > 3000) + ["blocks"] * (len(view["blocks"]) > 100)
    for part in parts(view["blocks"]):
        found += ["options"] * (len(part.get("options", [])) > 100)
        found += ["value"] * ("value" in part and not 0 < len(part["value"]) <= 75)
        found += ["text"] * (part.get("type") == "mrkdwn" and len(part["text"]) > 3000)
        found += ["initial"] * (len(part.get("initial_value", "")) > part.get("max_length", 3000))
        found += ["option text"] * ("value" in part and len(part["text"]["text"]) > 75)
        found += ["group"] * (part.get("type") is None and len(part.get("label", {}).get("text", "")) > 75)
    needs_submit = any(block["type"] == "input" for block in view["blocks"])
    found += ["submit"] * (needs_submit and "submit" not in view)
    named = Counter(block["block_id"] for block in view["blocks"] if "block_id" in block)
    return found + [name for name, count in named.items() if count > 1]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("wrote", [WROTE, ODD], ids=["ordinary", "odd"])
def test_every_form_is_within_slacks_limits(language: str, wrote: Wrote) -> None:
    for view in every_view(words(language), wrote):
        assert too_much(view) == [], view["callback_id"]
        assert not view["title"]["text"].endswith("…"), "a title is shown whole"
        for part in parts(view["blocks"]):
            assert part.get("type") != "mrkdwn" or foreign(part["text"], wrote) == []


def test_the_customers_form_asks_in_the_agreed_order() -> None:
    view = customer_form(EN, START)
    assert (view["title"]["text"], view["submit"]["text"], view["callback_id"]) == ("New case", "Send", "open_case")
    assert labels(view) == [
        "What is the problem or task?",
        "How urgent is it?",
        "Link to the page",
        "Screenshots or examples",
        "Needed by",
    ]
    required = [block["label"]["text"] for block in view["blocks"] if not block["optional"]]
    assert required == ["What is the problem or task?", "How urgent is it?"]
    carried = {"nonce": "nonce", "channel": "CFJORD", "message": "1.2"}
    assert carried.items() <= json.loads(view["private_metadata"]).items()
    assert view["blocks"][0]["element"]["initial_value"] == "The cart is empty"


def test_urgency_is_chosen_in_plain_words() -> None:
    chosen = customer_form(NB, START)["blocks"][1]["element"]["options"]
    assert [one["text"]["text"] for one in chosen] == [
        "Nettstedet, eller en viktig del av det, er nede",
        "En viktig funksjon svikter eller er mye tregere enn vanlig",
        "Det haster, men det virker",
        "Det kan vente",
    ]


def test_staff_also_say_for_whom_and_how_it_came() -> None:
    view = staff_form(EN, START, desks(WROTE, 2), here=2)
    assert labels(view)[:3] == ["Customer", "Contact", "How did it reach us?"]
    origins = view["blocks"][2]["element"]["options"]
    assert [one["text"]["text"] for one in origins] == ["Slack", "Phone", "E-mail", "Meeting"], (
        "monitoring says so itself"
    )
    assert view["blocks"][0]["element"]["initial_option"]["value"] == "2"
    assert "initial_option" not in staff_form(EN, START, desks(WROTE, 2), None)["blocks"][0]["element"]
    assert staff_form(EN, START, desks(WROTE), None)["blocks"][0]["element"]["initial_option"]["value"] == "1"
    assert (
        labels(staff_form(EN, START, Desks(desks(WROTE).customers, {1: []}, None), None))[1] == "How did it reach us?"
    )


@pytest.mark.parametrize(
    ("action", "title", "submit", "asked", "reader"),
    [
        (Action.ASK, "Ask the customer SG-1042", "Ask the customer", ["Your question"], "The customer reads this."),
        (Action.BACK_TO_WORK, "Back to work SG-1042", "Back to work", ["Reason"], "We read this."),
        (Action.WITHDRAW, "Withdraw SG-1042", "Withdraw", ["Reason"], "The customer and we read this."),
        (Action.START, "Start SG-1042", "Start", ["Expected hours"], "Under 4 hours."),
        (Action.ASK_FOR_CHANGES, "Ask for changes SG-1042", "Ask for changes", ["What should be different?"], "We"),
    ],
)
def test_a_moves_form_says_who_reads_each_text(
    action: Action, title: str, submit: str, asked: list[str], reader: str
) -> None:
    view = move_form(EN, form_of(WROTE, State.IN_TEST), press(action), TODAY, "CFJORD")
    assert (view["title"]["text"], view["submit"]["text"], labels(view)) == (title, submit, asked)
    assert view["blocks"][0]["hint"]["text"].startswith(reader)
    carried = {"case": 1, "action": action.value, "seen": "v3", "channel": "CFJORD"}
    assert json.loads(view["private_metadata"]) == carried


def test_a_recorded_approval_is_filled_in_with_what_is_likely() -> None:
    view = move_form(NB, form_of(WROTE, State.IN_TEST), press(Action.RECORD_APPROVAL), TODAY, "CFJORD")
    name, given, day, _words = (block["element"] for block in view["blocks"])
    assert (name["initial_value"], given["initial_option"]["value"]) == (WROTE.name, "phone")
    assert day["initial_date"] == "2026-03-30"


@pytest.mark.parametrize(
    ("step", "says"),
    [
        (NextStep(True, NOW, True), "*SG-1042*, Level B. You get an answer by *<!date^1774857600^"),
        (NextStep(False, NOW, True, NOW), "*SG-1042*, Level B. Customer Success is open until *<!date^1774857600^"),
        (NextStep(False, NOW, True), "*SG-1042*, Level B. Customer Success is open and has it on the list now."),
        (
            NextStep(False, NOW, False),
            "*SG-1042*, Level B. Customer Success looks at it when we open, *<!date^1774857600^",
        ),
    ],
)
def test_the_form_is_answered_with_number_and_instant(step: NextStep, says: str) -> None:
    assert says in shown(opened(EN, Opened(case(WROTE), step)))


@pytest.mark.parametrize(
    ("level", "phone", "is_open", "told"),
    [
        (Level.A, "467 00 845", True, 1),
        (Level.B, "467 00 845", True, 0),
        (Level.A, "467 00 845", False, 0),
        (Level.B, "467 00 845", False, 0),
        (Level.A, "", True, 0),
    ],
)
def test_a_site_that_is_down_is_worth_a_call_while_the_phone_is_open(
    level: Level, phone: str, is_open: bool, told: int
) -> None:
    result = Opened(case(WROTE, level=level), NextStep(True, NOW, open_now=True))
    assert len(call_too(EN, result, phone, is_open, NOW)) == told


@pytest.mark.parametrize(("alerted", "told"), [(True, "you need not call"), (False, "We look at it when we open")])
def test_a_site_that_is_down_at_night_is_told_who_is_alerted_or_when_we_open(alerted: bool, told: str) -> None:
    result = Opened(case(WROTE, level=Level.A), NextStep(True, NOW, open_now=False), alerted)
    assert told in shown(call_too(EN, result, "467 00 845", open_now=False, opens=NOW))


def test_what_was_typed_is_sent_again_with_the_warning_above_it() -> None:
    form = customer_form(EN, Start("nonce", "CFJORD", "1.0", WROTE.text, offer_id=7))
    again = asked_once_more(EN, form, NightFacts(operation=True, opens=NOW))
    assert [block for block in again["blocks"] if block["type"] == "input"] == form["blocks"]
    assert json.loads(again["private_metadata"]) == json.loads(form["private_metadata"]) | {"warned": True}


def test_cases_are_listed_one_a_line() -> None:
    found = [Found(case(WROTE, state=State.RECEIVED), "Fjordmat", who, None) for who in (Person(KARI, "Kari"), None)]
    assert listed(NB, found).splitlines() == [
        "*SG-1042* The cart is empty · Fjordmat · Mottatt · Kari",
        "*SG-1042* The cart is empty · Fjordmat · Mottatt · ingen ennå",
    ]
    page = my_cases(NB, CasesPage(found[:1], 0, 1, 1, None), "CFJORD")
    assert shown(page["blocks"]).startswith("*SG-1042* The cart is empty\nMottatt · *Venter på:* oss · svar innen")
    assert "ingen åpne saker" in shown(my_cases(NB, CasesPage([], 0, 1, 0, None), "CFJORD"))
    assert "/case" in listed(NB, [])
    assert foreign(listed(EN, [Found(case(ODD), ODD.customer, None, None)]), ODD) == []
    assert "/case mine" in help_text(EN)


def test_staff_are_told_that_the_customer_reads_the_problem() -> None:
    hints = [
        next(one["hint"]["text"] for one in form["blocks"] if one.get("block_id") == "problem")
        for form in (staff_form(EN, START, desks(WROTE), None), customer_form(EN, START))
    ]
    assert hints == ["The customer reads this.", "Tell it as you see it. We read all of it."]
