"""Slack's pace: one message a second in a channel, and a pause that Slack asks for."""

import asyncio
import time

import pytest

from handlers.pace import Bucket, Crowded


async def test_a_bucket_lets_its_burst_through_and_then_one_an_interval() -> None:
    bucket = Bucket(0.05, burst=2)
    began = time.monotonic()
    for _ in range(2):
        await bucket.take()
    assert time.monotonic() - began < 0.03
    for _ in range(2):
        await bucket.take()
    assert 0.09 < time.monotonic() - began < 0.2


async def test_a_pause_holds_everything_up() -> None:
    bucket = Bucket(0.001)
    bucket.pause(0.1)
    began = time.monotonic()
    await bucket.take()
    assert time.monotonic() - began >= 0.09


async def test_a_pause_holds_those_up_who_wait_already() -> None:
    bucket = Bucket(0.05)
    await bucket.take()
    waiting = asyncio.create_task(bucket.take())
    await asyncio.sleep(0)
    began = time.monotonic()
    bucket.pause(0.2)
    await waiting
    assert time.monotonic() - began >= 0.19


async def test_the_urgent_one_goes_next() -> None:
    bucket, went = Bucket(0.03), []
    await bucket.take()

    async def take(order: str) -> None:
        await bucket.take(order)
        went.append(order)

    await asyncio.gather(*(take(order) for order in ("d", "c", "c", "a")))
    assert went == ["a", "c", "c", "d"]


async def test_who_has_no_turn_in_time_takes_no_place() -> None:
    bucket = Bucket(0.1)
    await bucket.take()
    queue = [asyncio.create_task(bucket.take(held_until=time.monotonic() + 0.35)) for _ in range(10)]
    results = await asyncio.gather(*queue, return_exceptions=True)
    assert results.count(None) == 3
    began = time.monotonic()
    await bucket.take()
    assert time.monotonic() - began < 0.12, "those who had no turn hold nobody up"


async def test_nobody_waits_when_the_process_ends() -> None:
    bucket = Bucket(60.0)
    await bucket.take()
    waiting = asyncio.create_task(bucket.take())
    await asyncio.sleep(0)
    bucket.close()
    with pytest.raises(Crowded):
        await waiting
