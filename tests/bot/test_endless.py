"""Work that never ends: what fails is told once, is seen to be down, and begins again."""

import asyncio
import logging

import pytest

from bot import endless
from bot.endless import Endless
from bot.jobs import Waiter
from services.desk import Desk
from storage.errors import Unavailable


@pytest.fixture(autouse=True)
def _soon(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(endless, "AGAIN_AFTER", 0.05)


async def test_what_fails_is_down_for_a_while_and_begins_again(caplog: pytest.LogCaptureFixture) -> None:
    begun = asyncio.Queue[int]()

    async def fails_twice() -> None:
        begun.put_nowait(1)
        if begun.qsize() < 3:
            raise RuntimeError("out of paper")
        await asyncio.Event().wait()

    work = Endless()
    work.begin(courier=fails_twice)
    await asyncio.sleep(0.01)
    assert not work.is_up
    await asyncio.sleep(0.2)
    assert work.is_up
    assert begun.qsize() == 3
    await work.end()
    told = [record for record in caplog.records if record.levelno == logging.ERROR]
    assert len(told) == 1
    assert "courier" in told[0].getMessage()
    assert told[0].exc_info is not None


async def test_the_end_waits_until_all_have_ended() -> None:
    ended: list[str] = []

    async def tidy() -> None:
        try:
            await asyncio.Event().wait()
        finally:
            await asyncio.sleep(0.01)
            ended.append("tidied")

    async def fails() -> None:
        raise RuntimeError("at once")

    work = Endless()
    work.begin(courier=tidy, waiter=fails)
    await asyncio.sleep(0.01)
    await work.end()
    assert ended == ["tidied"]


async def test_the_waiter_outlives_a_database_that_is_away(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.jobs.LONGEST_SLEEP", 0.01)
    waiter = Waiter(desk)
    looks: list[int] = []

    async def away() -> bool:
        looks.append(1)
        raise Unavailable("gone")

    monkeypatch.setattr(waiter, "is_due", away)
    task = asyncio.create_task(waiter.run())
    await asyncio.sleep(0.1)
    assert not task.done()
    assert len(looks) > 2
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)
