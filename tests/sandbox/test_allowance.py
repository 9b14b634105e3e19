"""An app is sent so many events in an hour; then it is told, once a minute, that it gets none."""

from dataclasses import replace
from typing import Any

import aiohttp

from sandbox.allowance import Allowance
from sandbox.server import running
from tests.sandbox.house import QUICK, House


def test_an_hour_of_minutes() -> None:
    allowance = Allowance(3)
    assert [allowance.take(second) for second in (0, 30, 90, 120, 3599)] == [True, True, True, False, False]
    assert [allowance.take(second) for second in (3600, 3630, 3659)] == [True, True, False]
    assert [allowance.is_to_be_told(second) for second in (60, 61, 119, 120)] == [True, False, False, True]


async def test_events_beyond_it_are_not_sent() -> None:
    assert QUICK.events_an_hour == 30_000
    async with running(replace(QUICK, retries=(), events_an_hour=2)) as server, aiohttp.ClientSession() as session:
        house = House(server, session)
        for number in range(4):
            await house.control.do("say", user="Kari", channel=house.shared, text=str(number))
        await house.control.do("clock", advance_s=60)
        await house.control.do("say", user="Kari", channel=house.shared, text="4")
        sent: list[dict[str, Any]] = [each["payload"] for each in (await house.control.see("deliveries"))["deliveries"]]
        assert [each["type"] for each in sent] == ["event_callback"] * 2 + ["app_rate_limited"] * 2
        assert sent[3]["minute_rate_limited"] - sent[2]["minute_rate_limited"] == 60
        await house.control.do("clock", advance_s=3600)
        await house.control.do("say", user="Kari", channel=house.shared, text="5")
        assert (await house.control.events("message"))[-1]["event"]["text"] == "5"
