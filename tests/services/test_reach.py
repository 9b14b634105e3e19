"""A customer's channel that moves or cannot be reached: everything follows or waits, and staff are told once."""

import pytest

from rules.cases import Action, Case, State
from rules.errors import NoChannel
from rules.forms import CaseForm
from rules.levels import Urgency
from rules.notices import Kind, customer_lane
from rules.office import DESK_HOURS
from rules.people import Customer
from rules.records import CardPlace
from services import channels, notices, outbox, reach, replies, setup
from services.desk import Desk
from services.intake import Door, open_case
from services.internal import Held
from storage.tx import Tx
from tests.cast import ANNA, CHANNEL, FJORDMAT, HOME, INGRID, agency, does, opened


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


async def test_what_is_to_be_said_waits_until_the_customer_has_a_channel(desk: Desk) -> None:
    customer = await _without_channel(desk)
    await _called(desk, customer)
    lane = customer_lane(customer.id)
    with pytest.raises(Held, match="no channel yet"):
        await desk.ask(notices.channel_of, lane)
    held = await _held_back(desk, lane)
    assert held == [Kind.CARD, Kind.RECEIPT]
    row = await desk.do(channels.invited, "CNORD", "kunde-nordlys", "Nordlys", ("TNORD",), [])
    await desk.do(channels.claim_for, INGRID, row, customer.id)
    assert await desk.ask(notices.channel_of, lane) == ("CNORD", "en")
    free = await desk.do(outbox.claim, "courier", 1.0, 50)
    assert [item.notice.kind for item in free if item.notice.lane == lane] == [Kind.NEED_HELP, Kind.CARD]


async def _held_back(desk: Desk, lane: str) -> list[Kind]:
    """Takes what waits in the lane and finds it held, as a courier does."""
    items = [one for one in await desk.ask(outbox.stuck) if one.notice.lane == lane]
    for item in await desk.do(outbox.claim, "courier", 0.0, 50):
        await desk.do(outbox.again, item, "courier", 0.0, 600.0, "held", False, False)
    return [item.notice.kind for item in items]


async def test_words_nobody_would_read_are_refused_and_no_clock_stops_for_them(desk: Desk) -> None:
    customer = await _without_channel(desk)
    case = await does(desk, ANNA, Action.TAKE, await _called(desk, customer))
    with pytest.raises(NoChannel):
        await does(desk, ANNA, Action.ASK, case, question="Which browser?")
    with pytest.raises(NoChannel):
        await desk.ask(replies.form, ANNA, case.id)
    now = await desk.ask(lambda tx: tx.cases.get(case.id))
    assert now is not None
    assert (now.state, now.answered_at) == (State.IN_REVIEW, None)


async def _without_channel(desk: Desk) -> Customer:
    """Nordlys, set up before there is a channel with them."""
    await agency(desk)
    typed = {"customer_name": "Nordlys", "language": "en", "mode": "offer"}
    return await desk.do(setup.save_customer, INGRID, None, typed, "", "en")


async def _called(desk: Desk, customer: Customer) -> Case:
    """A case they called about."""
    form = CaseForm("They called", Urgency.URGENT, customer_id=customer.id, origin="phone")
    return (await desk.do(open_case, ANNA, form, Door(), DESK_HOURS)).case
