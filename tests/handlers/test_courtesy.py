"""Who waits for an answer goes first, and nobody gives way for long."""

import asyncio
import time
from collections.abc import Callable
from contextlib import suppress
from typing import cast

import pytest

from bot.jobs import Waiter
from handlers import courtesy as manners
from handlers.courier import Courier
from handlers.courtesy import LONGEST, Courtesy
from handlers.webhooks.together import Together
from rules.alerts import Firing, Signal
from services.desk import Desk
from storage.database import Database
from tests.conftest import TestClock
from tests.handlers.test_courier import ToldSlack, put, rest
from tests.handlers.webhooks.test_together import HeldDesk


async def gave_way(courtesy: Courtesy) -> float:
    """For how many seconds."""
    began = time.monotonic()
    await courtesy.give_way()
    return time.monotonic() - began


async def test_while_nobody_waits_nobody_gives_way() -> None:
    assert await gave_way(Courtesy()) < LONGEST / 4


async def test_who_waits_longer_than_a_moment_is_waited_for_no_longer(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(manners, "LONGEST", 0.05)
    courtesy = Courtesy()
    with courtesy.owed(), courtesy.owed():
        assert 0.04 < await gave_way(courtesy) < 2


async def test_an_answer_that_does_not_come_is_given_way_to_once_and_not_in_each_round(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(manners, "LONGEST", 0.05)
    courtesy = Courtesy()
    with courtesy.owed():
        await courtesy.give_way()
        assert sum([await gave_way(courtesy) for _round in range(20)]) < 0.1
        with courtesy.owed():
            assert await gave_way(courtesy) > 0.04, "to the next one all give way"
    with courtesy.owed():
        assert await gave_way(courtesy) > 0.04


async def test_a_monitor_is_owed_an_answer_until_its_words_are_on_record(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(manners, "LONGEST", 60.0)
    courtesy, held = Courtesy(), HeldDesk()
    together = Together(cast("Desk", held), courtesy)
    answers = [asyncio.create_task(together.take("token", [Signal(str(key), Firing.FIRING)])) for key in range(3)]
    await asyncio.sleep(0)
    way = asyncio.create_task(courtesy.give_way())
    await asyncio.sleep(0.02)
    assert not way.done()
    held.may_end.set()
    await asyncio.gather(*answers)
    await asyncio.wait_for(way, 1)


async def test_a_monitor_that_hangs_up_or_is_refused_is_owed_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(manners, "LONGEST", 60.0)
    courtesy, held = Courtesy(), HeldDesk()
    together = Together(cast("Desk", held), courtesy)
    hangs_up = asyncio.create_task(together.take("token", [Signal("1", Firing.FIRING)]))
    await asyncio.sleep(0.01)
    hangs_up.cancel()
    held.may_end.set()
    with pytest.raises(ValueError, match="poison"):
        await together.take("token", [Signal("poison", Firing.FIRING)])
    await asyncio.wait_for(courtesy.give_way(), 1)


@pytest.mark.parametrize("who", ["courier", "waiter"])
async def test_who_works_for_nobody_in_particular_gives_way(
    database: Database, clock: TestClock, monkeypatch: pytest.MonkeyPatch, who: str
) -> None:
    monkeypatch.setattr(manners, "LONGEST", 60.0)
    courtesy, slack, looks = Courtesy(), ToldSlack(), list[str]()
    desk = Desk(database, clock.now, lambda: None)
    courier, waiter = Courier(desk, slack, courtesy=courtesy), Waiter(desk, courtesy=courtesy)
    asked = desk.ask

    def looked(service: Callable[..., object], *args: object) -> object:
        looks.append(service.__name__)
        return asked(service, *args)

    monkeypatch.setattr(desk, "ask", looked)
    await desk.do(put, "a")
    with courtesy.owed():
        work = asyncio.create_task(courier.run() if who == "courier" else waiter.run())
        await asyncio.sleep(0.05)
        assert not looks
        assert not slack.sent
    await asyncio.sleep(0.05)
    assert looks
    if who == "courier":
        await rest(desk)
    work.cancel()
    with suppress(asyncio.CancelledError):
        await work
    await courier.finish()
