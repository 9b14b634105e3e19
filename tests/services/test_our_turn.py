"""A customer's message that nobody has answered: by when it should be, who is reminded, and until when."""

from dataclasses import replace
from datetime import datetime

import pytest

from rules.cases import Action, Case, Turn
from rules.countdown import About
from rules.countdown_facts import WaitFacts
from rules.facts import CaseFacts
from rules.levels import Urgency
from rules.notices import DESK, Kind, card, customer_lane
from rules.office import DESK_HOURS
from rules.people import PersonId
from rules.records import CardPlace
from services import notices
from services.conversation import Said, heard
from services.desk import Desk
from storage.tx import Tx
from tests.cast import ANNA, CHANNEL, JONAS, KARI, agency, does, opened
from tests.conftest import TestClock
from tests.promised import HOUR, MINUTE, facts, now, oslo, passes, said

ROOT = "1700000000.000100"


async def answered(desk: Desk, urgency: Urgency = Urgency.DEGRADED) -> Case:
    """Anna has taken the case and is on it; its thread is in the customer's channel."""
    customer = await agency(desk)
    case = await does(desk, ANNA, Action.TAKE, await opened(desk, urgency))
    await desk.do(lambda tx: tx.cards.put(case.id, customer_lane(customer.id), CardPlace(CHANNEL, ROOT, ROOT)))
    return await does(desk, ANNA, Action.ON_IT, case)


async def writes(desk: Desk, who: PersonId, second: int = 1) -> None:
    said_there = Said(CHANNEL, ROOT, f"170000000{second}.000100", "Any news?")
    await desk.do(heard, who, said_there, DESK_HOURS, 0.0, "THOME")


async def reminded(desk: Desk, case: Case) -> list[tuple[int, datetime]]:
    """How many times the target had passed, and when it was told."""
    rows = await desk.ask(lambda tx: tx.clocks.of_case(case.id))
    return [(one.step, one.told_at) for one in rows if one.about is About.TURN]


@pytest.mark.parametrize(
    ("urgency", "hours"),
    [(Urgency.DOWN, 1), (Urgency.DEGRADED, 4), (Urgency.URGENT, 7), (Urgency.CAN_WAIT, 7)],
)
async def test_the_assignee_is_reminded_at_the_target_and_everybody_at_twice_that(
    desk: Desk, clock: TestClock, urgency: Urgency, hours: int
) -> None:
    case = await answered(desk, urgency)
    clock.at = oslo(30, 11)
    await writes(desk, KARI)
    await passes(desk, clock, oslo(3, 16, month=4))
    once, twice = (DESK_HOURS.add(oslo(30, 11), times * hours * HOUR) for times in (1, 2))
    assert await reminded(desk, case) == [(1, once), (2, twice)]
    first, second = await said(desk, DESK, Kind.OUR_TURN)
    assert (await facts(desk, first)).mentions == (ANNA,)
    assert (await facts(desk, second)).mentions == (ANNA, JONAS)


async def test_an_answer_ends_it_and_the_next_message_begins_it_anew(desk: Desk, clock: TestClock) -> None:
    case = await answered(desk)
    clock.at = oslo(30, 11)
    await writes(desk, KARI)
    assert (await now(desk, case)).turn is Turn.US
    await passes(desk, clock, oslo(30, 15))
    await writes(desk, ANNA, 2)
    assert (await now(desk, case)).nudge_at is None
    await passes(desk, clock, oslo(31, 9))
    await writes(desk, KARI, 3)
    await passes(desk, clock, oslo(31, 13))
    assert await reminded(desk, case) == [(1, oslo(30, 15)), (1, oslo(31, 13))]


async def test_of_what_is_nobodys_customer_success_is_reminded_at_once(desk: Desk, clock: TestClock) -> None:
    case = await answered(desk)
    await desk.do(_is_nobodys, case)
    clock.at = oslo(30, 11)
    await writes(desk, KARI)
    await passes(desk, clock, oslo(30, 15))
    (reminder,) = await said(desk, DESK, Kind.OUR_TURN)
    assert (await facts(desk, reminder)).mentions == (ANNA, JONAS)


async def test_it_goes_on_when_the_case_is_closed(desk: Desk, clock: TestClock) -> None:
    case = await answered(desk)
    case = await does(desk, ANNA, Action.CLOSE, await now(desk, case), summary="Mended")
    clock.at = oslo(30, 11)
    await writes(desk, KARI)
    await passes(desk, clock, oslo(30, 15))
    assert await reminded(desk, case) == [(1, oslo(30, 15))]


async def test_while_a_promise_is_counted_down_its_countdown_is_enough(desk: Desk, clock: TestClock) -> None:
    customer = await agency(desk)
    case = await opened(desk)
    await desk.do(lambda tx: tx.cards.put(case.id, customer_lane(customer.id), CardPlace(CHANNEL, ROOT, ROOT)))
    await writes(desk, KARI)
    await passes(desk, clock, oslo(31, 16))
    assert await reminded(desk, case) == []


async def test_what_was_missed_is_told_when_the_clock_runs_again_and_only_the_last_of_it(
    desk: Desk, clock: TestClock
) -> None:
    case = await answered(desk, Urgency.DOWN)
    clock.at = oslo(30, 11)
    await writes(desk, KARI)
    clock.at = oslo(30, 22)
    await passes(desk, clock, oslo(31, 9))
    assert await reminded(desk, case) == [(2, oslo(31, 9))]


async def test_the_card_says_by_when_and_then_how_long_they_have_waited(desk: Desk, clock: TestClock) -> None:
    case = await answered(desk)
    clock.at = oslo(30, 11)
    await writes(desk, KARI)
    assert await _on_the_card(desk, case) == WaitFacts(oslo(30, 11), 0 * HOUR, oslo(30, 15))
    clock.at = oslo(31, 9, 30)
    assert await _on_the_card(desk, case) == WaitFacts(oslo(30, 11), 5 * HOUR + 30 * MINUTE, oslo(30, 15), is_over=True)


async def _on_the_card(desk: Desk, case: Case) -> WaitFacts | None:
    item = next(one for one in await said(desk, DESK, Kind.CARD) if one.notice == card(case.id, DESK))
    found = await desk.ask(notices.facts, item, DESK_HOURS)
    assert isinstance(found, CaseFacts)
    return found.waits


def _is_nobodys(tx: Tx, case: Case) -> None:
    tx.cases.save(replace(case, assignee=None))
