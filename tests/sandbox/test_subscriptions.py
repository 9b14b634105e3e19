"""An app that takes hardly any event is sent none any more; one that is away for a while can have them later."""

from dataclasses import replace

import aiohttp
from slack_bolt.async_app import AsyncApp

from sandbox.server import running
from sandbox.subscriptions import Subscriptions
from tests.sandbox.house import QUICK, Connect, House


def test_more_than_95_of_100_in_an_hour() -> None:
    subscriptions = Subscriptions(100)
    for number in range(200):
        subscriptions.tried(number, first=True, failed=number >= 10)
    assert subscriptions.are_on, "95 of 100 are not more than that"
    subscriptions.tried(200, first=True, failed=True)
    assert not subscriptions.are_on
    subscriptions.switch_on()
    for _ in range(99):
        subscriptions.tried(200, first=True, failed=True)
    subscriptions.tried(200, first=False, failed=True)
    assert subscriptions.are_on, "so few events are spared, however often they are tried"
    subscriptions.tried(200 + 3600, first=True, failed=True)
    assert subscriptions.are_on, "that was another hour"


async def test_who_takes_no_event_is_sent_no_more_until_it_is_switched_on() -> None:
    assert QUICK.events_spared == 1000
    async with running(replace(QUICK, retries=(), events_spared=3)) as server, aiohttp.ClientSession() as session:
        house = House(server, session)
        for number in range(5):
            await house.control.do("say", user="Kari", channel=house.shared, text=str(number))
            await house.control.idle()
        assert (await house.control.see("subscriptions"))["on"] is False
        assert [each["event"]["text"] for each in await house.control.events("message")] == ["0", "1", "2"]
        await house.control.do("subscriptions")
        await house.control.do("say", user="Kari", channel=house.shared, text="5")
        assert (await house.control.events("message"))[-1]["event"]["text"] == "5"


async def test_a_retry_that_is_minutes_away_can_be_wound_on() -> None:
    async with running(replace(QUICK, retries=(0.0, 60.0, 300.0))) as server, aiohttp.ClientSession() as session:
        house = House(server, session)
        await house.control.do("say", user="Kari", channel=house.shared, text="Hello")
        for seconds in (61, 301):
            await house.control.do("clock", advance_s=seconds)
            await house.control.see("idle", timeout_s=1.2)
        await house.control.idle()
        sent = (await house.control.see("deliveries"))["deliveries"]
        assert [each["attempt"] for each in sent] == [0, 1, 2, 3]


async def test_delayed_events_come_every_hour_of_a_day() -> None:
    cast = replace(QUICK, retries=(0.0,), delayed_events=True)
    async with running(cast) as server, aiohttp.ClientSession() as session:
        house = House(server, session)
        await house.control.do("say", user="Kari", channel=house.shared, text="Anybody?")
        for hour in range(26):
            await house.control.idle()
            tried = (await house.control.see("deliveries"))["deliveries"]
            assert [each["attempt"] for each in tried] == list(range(2 + min(hour, 24)))
            await house.control.do("clock", advance_s=3601)


async def test_without_them_an_event_is_lost_after_its_retries(house: House) -> None:
    await house.control.do("say", user="Kari", channel=house.shared, text="Anybody?")
    await house.control.idle()
    await house.control.do("clock", advance_s=3601)
    await house.control.idle()
    assert len((await house.control.see("deliveries"))["deliveries"]) == 3


async def test_without_them_what_is_two_hours_old_is_not_delivered_any_more() -> None:
    for seconds, tries in (7190, 2), (7210, 1):
        async with running(replace(QUICK, retries=(0.2,))) as server, aiohttp.ClientSession() as session:
            house = House(server, session)
            await house.control.do("say", user="Kari", channel=house.shared, text="Anybody?")
            await house.control.do("clock", advance_s=seconds)
            await house.control.idle()
            assert len((await house.control.see("deliveries"))["deliveries"]) == tries


async def test_a_late_event_that_became_stale_never_comes(house: House, bolt: AsyncApp, connect: Connect) -> None:
    await connect(bolt)
    for seconds, arrived in (7190, True), (7210, False):
        await house.control.breaks(kind="late", delay_s=1.1, count=1)
        await house.control.do("say", user="Kari", channel=house.shared, text="Anybody?")
        await house.control.do("clock", advance_s=seconds)
        await house.control.idle()
        late = [each for each in (await house.control.see("deliveries"))["deliveries"] if each["fault"] == "late"]
        assert late[-1]["arrived"] is arrived
