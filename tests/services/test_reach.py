"""A customer's channel that moves or cannot be reached: everything follows or waits, and staff are told once."""

import pytest

from rules.cases import Action
from rules.notices import Kind, customer_lane
from rules.records import CardPlace
from services import notices, outbox, reach
from services.desk import Desk
from services.internal import Held
from storage.tx import Tx
from tests.cast import ANNA, CHANNEL, FJORDMAT, HOME, agency, does, opened


async def _told(desk: Desk) -> list[Kind]:
    ours = {Kind.CHANNEL_GONE, Kind.CHANNEL_BACK, Kind.CHANNEL_MOVED}
    return [item.notice.kind for item in await desk.ask(outbox.stuck) if item.notice.kind in ours]


async def test_what_stood_in_a_channel_stands_in_the_one_with_its_new_id(desk: Desk) -> None:
    customer = await agency(desk)
    case = await opened(desk)
    lane = customer_lane(customer.id)
    await desk.do(_stands, case.id, lane)
    await desk.do(reach.moved, CHANNEL, "CNEW")
    assert await desk.ask(notices.channel_of, lane) == ("CNEW", "en")
    place = await desk.ask(lambda tx: tx.cards.place(case.id, lane))
    assert place is not None
    assert place.channel_id == "CNEW"
    assert (await desk.ask(lambda tx: tx.cards.case_in("CNEW", "1.0"))) == case.id
    channel = await desk.ask(lambda tx: tx.channels.of("CNEW"))
    assert channel is not None
    assert channel.customer_id == customer.id
    assert await _told(desk) == [Kind.CHANNEL_MOVED]


def _stands(tx: Tx, case_id: int, lane: str) -> None:
    tx.cards.put(case_id, lane, CardPlace(CHANNEL, "1.0", "1.0"))


async def test_a_channel_that_was_nobodys_moves_quietly(desk: Desk) -> None:
    await agency(desk)
    await desk.do(reach.moved, "CELSEWHERE", "CNEW")
    assert await _told(desk) == []


async def test_what_is_to_be_said_waits_while_nobody_can_be_reached(desk: Desk) -> None:
    customer = await agency(desk)
    lane = customer_lane(customer.id)
    case = await opened(desk)
    for _time in range(2):
        await desk.do(reach.gone, CHANNEL)
    assert await _told(desk) == [Kind.CHANNEL_GONE]
    await does(desk, ANNA, Action.TAKE, case)
    with pytest.raises(Held):
        await desk.ask(notices.channel_of, lane)
    facts = await desk.ask(reach.facts, customer.id)
    assert (facts.open_cases, facts.waiting > 0) == (1, True)
    for _time in range(2):
        await desk.do(reach.back, CHANNEL)
    assert await _told(desk) == [Kind.CHANNEL_GONE, Kind.CHANNEL_BACK]
    assert await desk.ask(notices.channel_of, lane) == (CHANNEL, "en")


@pytest.mark.parametrize(("teams", "is_gone"), [({HOME}, True), ({HOME, "TBRE"}, True), ({HOME, FJORDMAT}, False)])
async def test_shared_with_others_only_it_does_not_reach_the_customer(
    desk: Desk, teams: set[str], is_gone: bool
) -> None:
    customer = await agency(desk)
    await desk.do(reach.shared_with, CHANNEL, frozenset(teams))
    now = await desk.ask(lambda tx: tx.customers.get(customer.id))
    assert (now.disconnected_at is not None) is is_gone
