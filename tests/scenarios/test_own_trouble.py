"""A part of the app goes quiet: it sees that itself, mends what it can, and says so once in the on-call channel."""

import asyncio
import time
from collections.abc import AsyncIterator, Callable
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from bot.app import App
from bot.jobs import Waiter
from bot.plays.control import everything
from bot.vitals import Vitals
from handlers.courier import Courier
from handlers.pace import Pace
from rules.notices import Item
from rules.vitals import CANARY_WAIT, GOOD_FOR, How, Part
from services import vitals
from tests.office import ONCALL, SHARED, Office, open_office
from tests.ports import free_port

DEAF, HEARS = "Slack's events did not reach me", "Slack's events reach me again"
STUCK, SPEAKS = "What I have to say in Slack waits", "What I had to say in Slack waited"
LATE, ON_TIME = "I am late with what falls due", "What falls due is done in time again"


class Looks:
    """The app's looks at itself, at an hour of the machine's clock that goes on as it is told."""

    def __init__(self, app: App) -> None:
        assert app.vitals is not None
        self.vitals: Vitals = app.vitals
        self.app = app
        self.ahead = 0.0
        self.vitals._machine = lambda: time.time() + self.ahead

    async def after(self, seconds: float = 0.0) -> dict[Part, How]:
        self.ahead += seconds
        await self.vitals.once()
        return {part: sign.how for part, sign in self.vitals.signs.items() if not sign.is_well}

    def silence_for(self, seconds: float) -> None:
        """Nothing was heard for so long."""
        self.app.meters.heard_at -= seconds
        self.vitals._began_at -= seconds


@pytest.fixture
async def office(database_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Office]:
    monkeypatch.setattr("bot.connection.LOOKED_AT", 0.1)
    for slow in ("rules.vitals.SLOW", "bot.vitals.LONGEST_LOOK"):
        monkeypatch.setattr(slow, 60.0)  # however busy the machine is
    async with open_office(database_url, tmp_path, canary_seconds=120) as found:
        yield found
        await found.nothing_unexpected()


async def said(office: Office, *words: str) -> list[str]:
    """The messages in the on-call channel with any of these words."""
    await office.control.idle()
    texts = [everything(one) for one in await office.control.messages(ONCALL)]
    return [text for text in texts if any(one in text for one in words)]


async def until(happens: Callable[[], Any]) -> None:
    """Waits for what happens by itself within seconds."""
    for _look in range(200):
        if await happens():
            return
        await asyncio.sleep(0.05)
    raise AssertionError("it never happened")


async def is_in_staff_thread(office: Office, number: str, words: str) -> bool:
    return words in str(await office.staff_thread(number))


async def test_connections_that_went_deaf_are_replaced_and_what_was_said_is_fetched(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    fetched: list[str] = []
    monkeypatch.setattr(office.app.connections, "_on_gap", lambda: fetched.append("all that was said"))
    number = await office.opens_a_case(office.kari)
    root = (await office.customer_thread(number))[0]["ts"]
    looks = Looks(office.app)
    assert await looks.after() == {}
    [standing] = await said(office, "I look after myself")
    await office.control.post("faults", kind="deaf", method="events_api", count=2)
    looks.silence_for(60)
    await office.control.advance(minutes=2)
    await office.app.desk.do(vitals.cause_soon)
    await looks.after()
    assert await said(office, "I look after myself") != [standing], "changed in place"
    await office.control.post("say", user="kari", channel=SHARED, text="Anybody there?", thread_ts=root)
    assert await looks.after(CANARY_WAIT + 1) == {Part.SLACK: How.DEAF}
    assert len(await said(office, DEAF)) == 1

    async def hears() -> bool:
        return await looks.after() == {}

    await until(hears)
    assert fetched == ["all that was said"]
    await until(partial(is_in_staff_thread, office, number, "Anybody there?"))
    await looks.after(GOOD_FOR + 1)
    assert len(await said(office, HEARS)) == 1
    assert await said(office, DEAF) == [], "said where it stands"


async def test_one_of_two_connections_that_went_deaf_is_replaced_when_an_event_comes_again(office: Office) -> None:
    connections = office.app.connections
    assert connections is not None
    before = list(connections._open)
    await office.control.post("faults", kind="deaf", method="events_api", count=1)
    await office.control.post("say", user="kari", channel=SHARED, text="Hello?")

    async def replaced() -> bool:
        return len(connections._open) == 2 and connections._open != before

    await until(replaced)
    assert len(set(before) & set(connections._open)) == 1, "the one that hears stays"
    await office.control.idle()
    for n in range(3):
        await office.says(f"Hello {n}?")
    sent = (await office.control.get("deliveries"))["deliveries"]
    again = [one for one in sent if one["attempt"] and "Hello " in one["payload"]["event"].get("text", "")]
    assert again == [], "nothing is sent in vain any more"


async def test_two_processes_say_once_that_a_part_is_quiet_and_that_it_is_over(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def rests(_waiter: Waiter) -> float:
        return 0.1

    settings = office.settings.model_copy(update={"port": free_port()})
    other = App(settings, Pace(per_channel=0.0), mirror_wait=0.0)
    with monkeypatch.context() as stopped:
        stopped.setattr(Waiter, "_sweep", rests)
        try:
            await other.start()
            both = [Looks(office.app), Looks(other)]
            for one in both:
                one.app._scheduler.pause()  # its safety tick does what is due as well
            await office.control.advance(days=3)
            for _round in range(3):
                assert [await one.after() for one in both] == [{Part.DUTIES: How.LATE}] * 2
            await until(lambda: _stands(office))
        finally:
            await other.stop()
    [alone] = both[:1]
    await office.control.idle()
    assert len(await said(office, LATE)) == 1
    await alone.after()
    await alone.after(GOOD_FOR + 1)
    assert (len(await said(office, ON_TIME)), await said(office, LATE)) == (1, [])


async def test_while_slacks_own_courier_is_stuck_the_heartbeat_misses_it_and_it_is_said_afterwards(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def takes_nothing(_courier: Courier) -> list[Item]:
        return []

    looks = Looks(office.app)
    await looks.after()
    await office.control.idle()
    assert looks.vitals.is_well
    with monkeypatch.context() as stuck:
        stuck.setattr(Courier, "_claim", takes_nothing)
        await office.app.desk.do(vitals.cause_soon)
        await looks.after()
        await office.control.advance(minutes=3)
        for _look in range(2):
            assert await looks.after() == {Part.COURIER: How.UNTAKEN}
        assert not looks.vitals.is_well, "so nobody outside is called"
        assert not any(STUCK in everything(one) for one in await office.control.messages(ONCALL))
    assert len(await said(office, STUCK)) == 1
    assert await looks.after() == {}
    await looks.after(GOOD_FOR + 1)
    assert (len(await said(office, SPEAKS)), await said(office, STUCK)) == (1, [])


async def _stands(office: Office) -> bool:
    return any(LATE in everything(one) for one in await office.control.messages(ONCALL))
