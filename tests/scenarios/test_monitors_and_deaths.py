"""A monitor's message is one alert, one card and one page, whoever dies meanwhile and however many of us there are."""

import asyncio
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import aiohttp

from bot.chaos.stage import Stage
from bot.plays.control import everything
from rules.alerts import Firing, Signal
from rules.monitors import Monitor, hashed
from rules.notices import Kind
from services.desk import Desk
from services.monitors import take_all
from storage.database import Database
from storage.tx import Tx
from tests.alerted import history, page_of, said, the_alert
from tests.conftest import TestClock
from tests.dies import ON_RECORD
from tests.office import ONCALL

TOKEN = "t" * 43
DOWN = {"key": "shop", "state": "firing", "title": "The shop is down", "site": "https://shop.fjordmat.example"}


async def test_killed_between_the_record_and_the_answer_the_monitor_sends_again_and_it_is_one_card(
    tmp_path: Path,
) -> None:
    address = f"sqlite:///{tmp_path / 'saksgang.db'}"
    command = ("-m", "tests.dies", ON_RECORD, str(tmp_path / "passes"), "1")
    async with Stage(tmp_path, address, 1, command) as stage:
        await admit(address)
        assert await sends(stage) is None, "it died before it answered"
        assert await sends(stage) == 200
        await stage.at_rest()
        assert stage.bots[0].kills == 1
        async with stage.control() as control:
            posts = await control.messages(ONCALL)
            (card,) = [one for one in posts if "The shop is down" in everything(one)]
            thread = await control.messages(ONCALL, card["ts"])
            assert sum("Step 1" in everything(one) for one in thread) == 1, "it is paged once"


async def admit(address: str) -> None:
    database = Database(address)
    await Desk(database, lambda: datetime.now(UTC), lambda: None).do(a_monitor)
    database.close()


def a_monitor(tx: Tx) -> Monitor:
    tx.monitors.add(Monitor(0, "generic", "", tx.now), hashed(TOKEN))
    (monitor,) = tx.monitors.all()
    return monitor


async def sends(stage: Stage) -> int | None:
    """A monitor's message to whoever is up; None when nobody answered."""
    await stage.up()
    where = f"http://127.0.0.1:{stage.bots[0].port}/hooks/generic/{TOKEN}"
    with suppress(aiohttp.ClientError):
        async with aiohttp.ClientSession() as session, session.post(where, json=DOWN) as answer:
            return answer.status
    return None


async def test_two_of_us_hear_the_same_at_once_and_it_is_one_alert_each_with_one_card_and_one_page(
    database: Database, desk: Desk, clock: TestClock
) -> None:
    other = Database(database.url.render_as_string(hide_password=False))
    desks = [desk, Desk(other, clock.now, lambda: None)]
    monitor = await desk.do(a_monitor)
    await desk.do(take_all, [(hashed(TOKEN), [])])  # heard lately: its row makes nobody wait
    signals = [Signal(f"host {number}", Firing.FIRING, severity="critical") for number in range(5)]
    messages: list[Any] = [(one, [(hashed(TOKEN), [signal])]) for signal in signals for one in desks * 2]
    changed = await asyncio.gather(*(one.do(take_all, words) for one, words in messages))
    assert sum(changed) == len(signals), "each is news once"
    assert len(await said(desk, Kind.ALERT)) == len(signals)
    found = [await the_alert(desk, signal.key, monitor.voice) for signal in signals]
    assert [len(await history(desk, alert)) for alert in found] == [1] * len(signals)
    assert all([await page_of(desk, alert) for alert in found])
    other.close()
