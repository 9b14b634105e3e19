"""Slack's pace: one message a second in a channel, and a pause that Slack asks for."""

import time

from handlers.pace import Bucket


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
