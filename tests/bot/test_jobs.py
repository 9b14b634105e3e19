"""The waiter: what is due is done when it is due, and looking costs next to nothing."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import suppress
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from bot import jobs
from bot.clock import OFFSET, Clock
from bot.jobs import Waiter
from rules.cases import Case, State
from services.desk import Desk
from storage.errors import Unavailable
from storage.tx import Tx
from tests.cast import agency, opened
from tests.conftest import TestClock

AT_ONCE = 0.4  # seconds; well below the longest sleep


@pytest.fixture
async def waiter(desk: Desk) -> AsyncIterator[Waiter]:
    found = Waiter(desk)
    work = asyncio.create_task(found.run())
    yield found
    work.cancel()
    with suppress(asyncio.CancelledError):
        await work


def lives_until(tx: Tx, case: Case, after: timedelta) -> None:
    tx.cases.save(replace(case, state=State.LIVE, closes_at=tx.now + after))


async def closes_within(desk: Desk, case: Case, seconds: float) -> bool:
    for _look in range(round(seconds / 0.01)):
        now = await desk.ask(lambda tx: tx.cases.get(case.id))
        if now is not None and now.state is State.CLOSED:
            return True
        await asyncio.sleep(0.01)
    return False


async def test_a_new_deadline_and_a_wound_clock_wake_it(desk: Desk, clock: TestClock, waiter: Waiter) -> None:
    await agency(desk)
    case = await opened(desk)
    await asyncio.sleep(0.1)
    await desk.do(lives_until, case, timedelta(days=14))
    clock.advance(days=14)
    waiter.wake()
    assert await closes_within(desk, case, AT_ONCE)


async def test_a_deadline_that_comes_meanwhile_is_met_without_a_wake(
    desk: Desk, clock: TestClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(jobs, "LONGEST_SLEEP", 60.0)
    await agency(desk)
    case = await opened(desk)
    await desk.do(lives_until, case, timedelta(seconds=0.2))
    work = asyncio.create_task(Waiter(desk).run())
    await asyncio.sleep(0.1)
    clock.advance(seconds=0.2)
    assert await closes_within(desk, case, 0.5)
    work.cancel()


async def test_it_rests_between_rounds_however_often_it_is_woken(
    desk: Desk, waiter: Waiter, monkeypatch: pytest.MonkeyPatch
) -> None:
    looks: list[str] = []
    monkeypatch.setattr(waiter, "_waits", lambda: _counted(looks))
    until = asyncio.get_running_loop().time() + 0.3
    while asyncio.get_running_loop().time() < until:
        waiter.wake()
        await asyncio.sleep(0)
    assert 2 < len(looks) <= 0.3 / jobs.SHORTEST_SLEEP + 1


async def test_it_outlasts_a_database_that_is_away(
    desk: Desk, clock: TestClock, waiter: Waiter, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    async def away(*_question: object) -> None:
        raise Unavailable("gone for a moment")

    await agency(desk)
    case = await opened(desk)
    await desk.do(lives_until, case, timedelta(days=14))
    monkeypatch.setattr(jobs, "LONGEST_SLEEP", 0.03)
    with monkeypatch.context() as while_away:
        while_away.setattr(desk, "ask", away)
        waiter.wake()
        await asyncio.sleep(0.1)
    assert "gone for a moment" in caplog.text
    clock.advance(days=14)
    assert await closes_within(desk, case, AT_ONCE)
    assert not await waiter.is_due()


async def test_winding_the_clock_is_noticed(tmp_path: Path) -> None:
    file = tmp_path / "clock"
    wound = asyncio.Event()
    watch = asyncio.create_task(Clock(file).watch(wound.set))
    await asyncio.sleep(0.1)
    assert not wound.is_set()
    file.write_bytes(OFFSET.pack(60.0))
    async with asyncio.timeout(AT_ONCE):
        await wound.wait()
    watch.cancel()


async def _counted(looks: list[str]) -> dict[str, float]:
    looks.append("look")
    return {}
