"""A start with 10,000 overdue promises: each is told once, in one digest, and the app answers meanwhile."""

import asyncio
import time
from collections import Counter
from collections.abc import Awaitable
from dataclasses import replace
from datetime import timedelta

from bot.jobs import Waiter
from rules.cases import Case
from rules.countdown import Step
from rules.notices import ONCALL, Kind
from services import due, outbox
from services.desk import Desk
from storage.database import Database
from storage.tx import Tx
from tests.cast import agency, opened
from tests.conftest import TestClock

HOW_MANY = 10_000
LONGEST_LOOKS = 4000
LONGEST_STALL = 0.05  # seconds of ours
LONGEST_WAIT = 1.0  # seconds on the wall, others' work on this machine included


def _more_like(tx: Tx, case: Case) -> None:
    for number in range(case.number + 1, case.number + HOW_MANY):
        tx.cases.add(replace(case, id=0, number=number))


async def _longest_stalls(until: Awaitable[None]) -> tuple[float, float]:
    """The longest time in which nothing else had its turn: because of our work, and for whatever reason.

    While this process works, in the loop or in a thread that keeps the interpreter from it, it uses processor time all
    along; what passes without any is other processes' doing, or a wait in the loop, which only the wall tells.
    """
    work = asyncio.ensure_future(until)
    ours, wall, before = 0.0, 0.0, _times()
    while not work.done():
        await asyncio.sleep(0.001)
        now = _times()
        passed, used = now[0] - before[0], now[1] - before[1]
        ours, wall, before = max(ours, min(passed, used)), max(wall, passed), now
    await work
    return ours, wall


def _times() -> tuple[float, float]:
    return time.perf_counter(), time.process_time()


async def _until_nothing_is_due(*desks: Desk) -> None:
    waiters = [Waiter(desk) for desk in desks]
    running = [asyncio.create_task(waiter.run()) for waiter in waiters]
    for _look in range(LONGEST_LOOKS):
        if not await waiters[0].is_due():
            break
        await asyncio.sleep(0.05)
    for one in running:
        one.cancel()
    await asyncio.gather(*running, return_exceptions=True)


async def test_none_is_lost_none_is_doubled_and_nothing_stalls(
    desk: Desk, database: Database, clock: TestClock
) -> None:
    await agency(desk)
    await desk.do(_more_like, await opened(desk))
    clock.advance(days=1, hours=2, minutes=5)
    another = Database(database.url.render_as_string(hide_password=False))
    replica = Desk(another, clock.now, lambda: None)
    try:
        stall, wait = await _longest_stalls(_until_nothing_is_due(desk, replica))
    finally:
        another.close()
    told = await desk.ask(lambda tx: [one for row in range(1, HOW_MANY + 1) for one in tx.clocks.of_case(row)])
    assert Counter(one.case_id for one in told) == dict.fromkeys(range(1, HOW_MANY + 1), 1)
    assert {(one.step, one.digest_id, one.is_late) for one in told} == {(Step.DUE + 4, 1, True)}
    said = [one.notice.kind for one in await desk.ask(outbox.everything) if one.notice.lane == ONCALL]
    assert said == [Kind.DIGEST]
    assert stall < LONGEST_STALL
    assert wait < LONGEST_WAIT
    assert timedelta(0) < await _next_in(desk, clock) <= timedelta(minutes=30)


async def _next_in(desk: Desk, clock: TestClock) -> timedelta:
    at = await desk.ask(due.next_due)
    assert at is not None
    return at - clock.now()
