"""Work that never ends: what fails is told once, is seen to be down, and begins again."""

import asyncio
import logging

import pytest

from bot import endless
from bot.endless import Endless


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
