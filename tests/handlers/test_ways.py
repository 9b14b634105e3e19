"""The outlet of wake-up ways: at least once, in parallel, and never longer than its patience."""

import asyncio
import time
from collections.abc import AsyncIterator
from types import SimpleNamespace
from typing import Any

import pytest

from handlers.outlets import Failed
from handlers.pager import NotWoken, Pager
from handlers.views.words import words
from handlers.ways import Ways
from rules.acknowledging import call_of
from rules.notices import Item, Kind
from rules.office import DESK_HOURS
from rules.pages import About, Why
from rules.people import Place
from rules.rota_setup import person_value
from rules.wakeups import Trouble
from services import due, oncall, outbox, pages, people, wakeups
from services.desk import Desk
from tests.cast import HOME, INGRID, JONAS, agency, person
from tests.conftest import MONDAY_10
from tests.gateway import Gateway, open_gateway

PUBLIC = "https://saksgang.example"


@pytest.fixture
async def gateway() -> AsyncIterator[Gateway]:
    async with open_gateway() as found:
        yield found


@pytest.fixture
async def ways(desk: Desk, gateway: Gateway) -> Ways:
    """Jonas, who has a phone behind the gateway, is paged: a drill."""
    await agency(desk)
    await desk.do(people.refresh_place, Place.ONCALL, [person(JONAS)], HOME)
    typed = {"layer": "1", "shift": "weekly", "length": "1", "since": str(int(MONDAY_10.timestamp()))}
    await desk.do(oncall.set_layer, INGRID, typed, [person_value(JONAS)])
    await desk.do(wakeups.add, JONAS, {"way_name": "SMS", "way_address": gateway.address()})
    await desk.do(pages.begin, About(), Why.DRILL, asked_by=INGRID)
    await desk.do(due.do_due, DESK_HOURS)
    house: Any = SimpleNamespace(desk=desk, pager=Pager(), words=lambda _language: words("en"), public_url=PUBLIC)
    return Ways(house)


async def _claimed(desk: Desk, courier: str, machine: float) -> Item | None:
    """What a courier holds of the ways at that machine second."""
    items = await desk.do(outbox.claim, courier, machine, 50)
    return next((item for item in items if item.notice.kind is Kind.WAKE), None)


async def test_it_carries_a_link_that_is_the_persons_own(desk: Desk, ways: Ways, gateway: Gateway) -> None:
    item = await _claimed(desk, "one", 0.0)
    assert item is not None
    await ways.send(item, 0.0)
    ((title, text),) = gateway.arrived
    assert title == "Saksgang: a drill"
    assert text.startswith(f"A drill: nothing is wrong. Acknowledge: {PUBLIC}/ack/")
    secret = await desk.ask(lambda tx: tx.secrets.acknowledging())
    call = await desk.ask(lambda tx: tx.page_steps.call(call_of(secret, text.rsplit("/", 1)[1]) or 0))
    assert call is not None
    assert call.who == JONAS


async def test_killed_between_sending_and_recording_it_is_sent_again(desk: Desk, ways: Ways, gateway: Gateway) -> None:
    item = await _claimed(desk, "one", 0.0)
    assert item is not None
    await ways.send(item, 0.0)  # and its courier falls silent
    assert await _claimed(desk, "two", outbox.LEASE - 1) is None
    again = await _claimed(desk, "two", outbox.LEASE + 1)
    assert again is not None
    assert again.doubtful
    await ways.send(again, 0.0)
    assert len(gateway.arrived) == 2


async def test_a_refusal_is_told_when_it_comes_again(desk: Desk, ways: Ways, gateway: Gateway) -> None:
    gateway.refuses = True
    item = await _claimed(desk, "one", 0.0)
    assert item is not None
    with pytest.raises(Failed) as failed:
        await ways.send(item, 0.0)
    assert "sesame" not in str(failed.value)
    wake = await desk.ask(lambda tx: tx.wakes.get(item.notice.subject_id or 0))
    assert wake is not None
    assert wake.trouble is Trouble.REFUSED
    assert wake.is_lost


async def test_a_way_given_up_is_told_in_its_pages_thread_alone(desk: Desk, ways: Ways) -> None:
    item = await _claimed(desk, "one", 0.0)
    assert item is not None
    await desk.do(outbox.give_up, item, "one", "refused")
    assert [one.notice.kind for one in await desk.ask(outbox.stuck)].count(Kind.GAVE_UP) == 0


async def test_a_gateway_that_says_nothing_holds_up_nobody(gateway: Gateway) -> None:
    gateway.holds = True
    began = time.monotonic()
    sends = [Pager(0.3).send(gateway.address(), "", "x") for _way in range(5)]
    results = await asyncio.gather(*sends, return_exceptions=True)
    assert [one.trouble for one in results if isinstance(one, NotWoken)] == [Trouble.SILENCE] * 5
    assert time.monotonic() - began < 2.0
