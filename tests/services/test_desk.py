"""The desk: one transaction each, once for each delivery and each intent, and never a caller left waiting."""

import asyncio
import threading
from typing import Any

import pytest

from rules.notices import DESK, Kind, Notice
from services import outbox
from services.desk import Desk
from storage.database import Database
from storage.tx import Tx
from tests.conftest import TestClock


def puts_a_notice(tx: Tx, thread: str = "t") -> str:
    tx.outbox.put(Notice(DESK, thread, Kind.STEP), at=tx.now)
    return "done"


def breaks(tx: Tx) -> None:
    puts_a_notice(tx)
    raise LookupError("no")


async def test_what_a_broken_service_did_is_not_kept(desk: Desk, news: list[str]) -> None:
    with pytest.raises(LookupError):
        await desk.do(breaks)
    assert await desk.ask(outbox.waiting) == 0
    assert news == []


async def test_the_courier_is_woken_only_by_commits_that_put_something_in_the_outbox(
    desk: Desk, news: list[str]
) -> None:
    await desk.do(lambda tx: None)
    assert news == []
    await desk.do(puts_a_notice)
    assert news == ["news"]


async def test_one_that_breaks_in_a_group_takes_nobody_with_it(desk: Desk) -> None:
    works = [desk.do(puts_a_notice, f"t{n}") for n in range(20)]
    results = await asyncio.gather(*works, desk.do(breaks), desk.do(breaks), return_exceptions=True)
    assert results.count("done") == 20
    assert await desk.ask(outbox.waiting) == 20


async def test_the_same_delivery_twice_is_done_once_and_acked_the_same(desk: Desk) -> None:
    async def delivered() -> Any:
        return await desk.for_delivery("Ev1").do_once(None, lambda result: {"text": result}, puts_a_notice)

    acks = await asyncio.gather(delivered(), delivered())
    assert list(acks) == [{"text": "done"}, {"text": "done"}]
    assert await desk.ask(outbox.waiting) == 1


async def test_the_same_intent_in_two_deliveries_is_done_once(desk: Desk) -> None:
    async def delivered(key: str) -> Any:
        return await desk.for_delivery(key).do_once("kari:approve:17", lambda result: {"text": result}, puts_a_notice)

    assert await delivered("click 1") == await delivered("click 2") == await delivered("click 2") == {"text": "done"}
    assert await desk.ask(outbox.waiting) == 1


async def test_a_delivery_that_broke_may_come_again(desk: Desk) -> None:
    bound = desk.for_delivery("Ev1")
    with pytest.raises(LookupError):
        await bound.do(breaks)
    await bound.do(puts_a_notice)
    assert await desk.ask(outbox.waiting) == 1


async def test_a_coroutine_function_is_refused(desk: Desk) -> None:
    async def service(tx: Tx) -> None:
        raise AssertionError("never run")

    with pytest.raises(TypeError, match="coroutine"):
        await desk.do(service)  # type: ignore[unused-coroutine]


async def test_a_leaked_stop_iteration_reaches_the_caller(desk: Desk) -> None:
    def leaks(tx: Tx) -> None:
        next(iter(()))

    with pytest.raises((RuntimeError, TypeError)):
        await asyncio.wait_for(desk.do(leaks), 5)


async def test_a_caller_that_went_away_does_not_stop_the_desk(desk: Desk) -> None:
    started, go_on = threading.Event(), threading.Event()

    def slow(tx: Tx) -> None:
        started.set()
        go_on.wait(5)

    first = asyncio.create_task(desk.do(slow))
    await asyncio.to_thread(started.wait, 5)
    waiting = asyncio.create_task(desk.do(puts_a_notice))
    await asyncio.sleep(0)
    first.cancel()
    waiting.cancel()
    go_on.set()
    await asyncio.gather(first, waiting, return_exceptions=True)
    assert await asyncio.wait_for(desk.do(lambda tx: "alive"), 5) == "alive"


async def test_a_question_changes_nothing(desk: Desk, database: Database, clock: TestClock) -> None:
    await desk.ask(puts_a_notice)
    assert await desk.ask(outbox.waiting) == 0


async def test_two_processes_lose_no_update(database_url: str, clock: TestClock, desk: Desk) -> None:
    """Two databases objects on one address stand for two processes: every number is given once."""
    other = Database(database_url)
    second = Desk(other, clock.now, lambda: None)

    def number(tx: Tx) -> int:
        return tx.cases.next_number()

    numbers = await asyncio.gather(*(where.do(number) for _ in range(50) for where in (desk, second)))
    assert sorted(numbers) == list(range(1001, 1101))
    other.close()
