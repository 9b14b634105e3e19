"""The countdown's card, reminders and digests: what is read, whom it mentions, what can be pressed."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from handlers.views.countdown import countdown_card, digest, go_home, our_turn, reminder
from handlers.views.parts import Message
from rules.cases import State
from rules.countdown import About, Reminder, Step
from rules.countdown_facts import CountdownFacts, DigestFacts, GoHomeFacts, WaitFacts
from rules.facts import CaseFacts
from rules.levels import Level
from rules.people import Person
from rules.records import CardPlace
from tests.handlers.views.told import ANNA, EN, KARI, NB, NOW, Wrote, buttons, case, facts, later, parts, shown

WROTE = Wrote("The cart is empty", "Kari Nordmann", "Fjordmat")
PLACE = CardPlace("CFJORD", "1700000000.000100", "1700000000.000100")
HOUR = timedelta(hours=1)


def counted(step: int = Step.HALF, minutes_late: int = 0, used: timedelta = HOUR, **known: Any) -> CaseFacts:
    """The case's promise of 7 hours, told so far."""
    told = facts(WROTE, **known)
    row = Reminder(1, 1, About.ANSWER, step, NOW, later(minutes=minutes_late))
    return replace(told, countdown=CountdownFacts(step, 7 * HOUR, (ANNA,), PLACE, row, used=used))


def card(told: CaseFacts) -> Message:
    return countdown_card(EN, told, NOW)


def test_the_card_says_whose_promise_until_when_and_how_much_is_used() -> None:
    drawn = card(counted(state=State.RECEIVED, assignee=None))
    assert shown(drawn.blocks).splitlines() == [
        "SG-1042 The cart is empty",
        "*Customer:* Fjordmat, Kari Nordmann",
        "*Received* · Level B",
        "*Answer by:* <!date^1774857600^{date_long} {time}|Monday 30 March 10:00>",
        "*Countdown:* 50 % of 7 h used",
        "*Assignee:* nobody yet",
        "<@UANNA>",
        "I'm on it",
        "Take",
        "Open the case",
    ]
    assert drawn.text.startswith("<@UANNA> SG-1042 The cart is empty")
    links = [part["url"] for part in parts(drawn.blocks) if "url" in part]
    assert links == ["https://slack.com/archives/CFJORD/p1700000000000100"]


@pytest.mark.parametrize(
    ("known", "says", "offers"),
    [
        ({"answered_at": NOW}, "over, it is answered", ["Open the case"]),
        ({"merged_into": 1001, "state": State.CLOSED, "due_at": None}, "goes on in SG-1001", ["Open the case"]),
        ({"paused_at": NOW, "due_at": None, "state": State.WAITING}, "does not run", ["Open the case"]),
        ({"state": State.WITHDRAWN, "paused_at": NOW}, "does not run", ["Open the case"]),
    ],
)
def test_a_card_whose_clock_does_not_run_says_why(known: dict[str, Any], says: str, offers: list[str]) -> None:
    told = counted(**known)
    assert told.countdown is not None
    drawn = card(replace(told, countdown=replace(told.countdown, mentions=())))
    assert says in shown(drawn.blocks)
    assert buttons(drawn) == offers
    assert "answer by" not in drawn.text


@pytest.mark.parametrize(
    ("step", "says"),
    [
        (Step.BEGUN, "<@UANNA> *SG-1042* is *Level A*: answer by "),
        (Step.THREE_QUARTERS, "<@UANNA> 75 % of the time for *SG-1042* is used: answer by "),
        (Step.NINE_TENTHS, "<@UANNA> 90 % of the time for *SG-1042* is used: answer by "),
        (Step.DUE, "<@UANNA> *SG-1042* is *overdue*: its answer was due "),
        (Step.DUE + 1, "<@UANNA> *SG-1042* is *overdue by 30 min*: its answer was due "),
    ],
)
def test_a_reminder_says_how_far_it_is(step: int, says: str) -> None:
    said = reminder(EN, counted(step, used=7 * HOUR + HOUR / 2))
    assert said.text.startswith(says)
    assert "Late" not in said.text


def test_what_is_told_late_says_so_and_for_when_it_was() -> None:
    assert "_Late: this was for <!date^1774857600^" in reminder(EN, counted(Step.NINE_TENTHS, 5)).text
    told = counted(Step.DUE, 5, level=Level.A)
    assert told.countdown is not None
    changed = replace(told, countdown=replace(told.countdown, by_change=True))
    assert reminder(EN, changed).text.endswith("_Late by change of level._")
    assert reminder(NB, changed).text.endswith("_For sent på grunn av endret nivå._")


def test_who_waits_is_told_with_how_long() -> None:
    waits = WaitFacts(NOW, 4 * HOUR, NOW)
    once, twice = (replace(counted(step), waits=waits) for step in (1, 2))
    assert our_turn(EN, once).text.startswith("<@UANNA> the customer has waited 4 h for an answer, since ")
    assert "twice as long as agreed" in our_turn(EN, twice).text


def test_a_digest_lists_what_a_message_takes_and_counts_the_rest() -> None:
    many = tuple(replace(case(WROTE), id=row, number=1000 + row) for row in range(1, 1001))
    drawn = digest(EN, DigestFacts(many, 9000, {1: "Fjordmat"}, {1: PLACE}, (ANNA,)))
    read = shown(drawn.blocks)
    assert "*10000 promised answers* are due or overdue:" in read
    assert "|SG-1001> Fjordmat, Level B: Monday 30 March 10:00" in read
    assert len(drawn.blocks) <= 50
    listed = read.count("Fjordmat, ")
    assert f"and {10000 - listed} more" in read
    assert listed > 100


def test_before_you_go_home_says_who_has_duty_tonight() -> None:
    home = GoHomeFacts((case(WROTE),), 0, {1: "Fjordmat"}, {}, {KARI: Person(KARI, "Jonas Lie")}, (KARI,))
    assert shown(go_home(EN, home).blocks).splitlines() == [
        "*Before you go home:* these promised answers are still open.",
        "SG-1042 Fjordmat, Level B: Monday 30 March 10:00",
        "On duty tonight: Jonas Lie",
    ]
    assert "Nobody has duty tonight." in shown(go_home(EN, replace(home, duty=())).blocks)
