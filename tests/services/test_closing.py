"""A live case closes itself, but never over what the customer wrote and nobody has answered."""

from datetime import timedelta

import pytest

from rules.cases import Action, Case, State
from rules.notices import customer_lane
from rules.office import DESK_HOURS
from rules.people import PersonId
from rules.records import CardPlace
from services import cases
from services.conversation import Said, heard
from services.desk import Desk
from tests.cast import ANNA, CHANNEL, JONAS, KARI, agency, does, in_test, opened
from tests.conftest import TestClock

ROOT = "1700000000.000100"


async def live(desk: Desk) -> Case:
    """Published, with its thread in the customer's channel."""
    customer = await agency(desk)
    case = await does(desk, KARI, Action.APPROVE, await in_test(desk, await opened(desk)))
    case = await does(desk, JONAS, Action.PUBLISH, case)
    await desk.do(lambda tx: tx.cards.put(case.id, customer_lane(customer.id), CardPlace(CHANNEL, ROOT, ROOT)))
    return case


async def says(desk: Desk, who: PersonId, text: str, ts: str) -> Case:
    await desk.do(heard, who, Said(CHANNEL, ROOT, ts, text), DESK_HOURS)
    case = await desk.ask(lambda tx: tx.cases.get(1))
    assert case is not None
    return case


async def closes(desk: Desk) -> bool:
    return await desk.do(cases.close_due, DESK_HOURS) > 0


async def test_a_message_nobody_has_answered_keeps_a_live_case_open(desk: Desk, clock: TestClock) -> None:
    await live(desk)
    clock.advance(days=13)
    await says(desk, KARI, "The basket is empty again", "1700000001.000100")
    clock.advance(days=13)
    assert not await closes(desk)
    assert await desk.ask(lambda tx: tx.cases.next_due()) is None, "and nobody is woken for it"


@pytest.mark.parametrize("how", ["in the thread", "I'm on it"])
async def test_it_closes_14_days_after_it_was_answered(desk: Desk, clock: TestClock, how: str) -> None:
    await live(desk)
    clock.advance(days=13)
    case = await says(desk, KARI, "The basket is empty again", "1700000001.000100")
    clock.advance(days=2)
    if how == "in the thread":
        case = await says(desk, ANNA, "Please try once more", "1700000002.000100")
    else:
        case = await does(desk, ANNA, Action.ON_IT, case)
    assert case.closes_at == clock.at + timedelta(days=14)
    assert not await closes(desk)
    clock.advance(days=14)
    assert await closes(desk)


async def test_what_we_write_unasked_puts_it_off_for_nothing(desk: Desk, clock: TestClock) -> None:
    published = await live(desk)
    clock.advance(days=13)
    case = await says(desk, ANNA, "Did it work?", "1700000001.000100")
    assert (case.state, case.closes_at) == (State.LIVE, published.closes_at)
