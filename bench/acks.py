"""How long until the ack, against a listener that does nothing else: by Bolt's own dispatch, and over HTTP."""

import statistics
import time
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from typing import Any

from bench.roads import Deliver, Road, over_http, straight
from bench.rounds import Better, Comparison, Pair, Round, Size
from bench.slackless import click, command, idle_app, real_app
from bench.stage import folder, sqlite_twins

Body = Callable[[int], dict[str, Any]]
Stage = Callable[[Size, int], AbstractAsyncContextManager[Round]]


def of_command(road: Road, words: str) -> Stage:
    """/case with these words."""
    return _stage(road, lambda _ids: lambda number: command(number, words))


def of_click(road: Road) -> Stage:
    """A press that moves a case."""
    return _stage(road, lambda ids: lambda number: click(ids[number]))


def _stage(road: Road, bodies: Callable[[list[int]], Body]) -> Stage:
    @asynccontextmanager
    async def stage(size: Size, rounds: int) -> AsyncIterator[Round]:
        with folder() as where:
            ids, (url,) = await sqlite_twins(where, size.acks * rounds, "ours")
            body = bodies(ids)
            async with real_app(url, where) as app, road(app) as to_us, road(idle_app()) as to_idle:
                # What is made at the first delivery only is nobody's fault later.
                await to_us(command(0, "help"))
                await to_idle(command(0, "help"))

                async def play(number: int) -> Pair:
                    return await _in_turn(to_us, to_idle, body, range(number * size.acks, (number + 1) * size.acks))

                yield play

    return stage


async def _in_turn(to_us: Deliver, to_idle: Deliver, body: Body, numbers: range) -> Pair:
    """One delivery to us, one to who does nothing, and so on; the middle ones count."""
    ours, theirs = [], []
    for number in numbers:
        theirs.append(await _until_acked(to_idle, body(number)))
        ours.append(await _until_acked(to_us, body(number)))
    return Pair(statistics.median(ours), statistics.median(theirs))


async def _until_acked(deliver: Deliver, body: dict[str, Any]) -> float:
    begun = time.perf_counter()
    await deliver(body)
    return time.perf_counter() - begun


def _comparisons(suffix: str, way: str, road: Road) -> list[Comparison]:
    idle = f"a Bolt listener that only acks, {way}"
    return [
        Comparison(
            f"ack-case{suffix}",
            f"the ack of `/case`, which opens the form, {way}",
            idle,
            1.5,
            Better.LOW,
            of_command(road, ""),
        ),
        Comparison(
            f"ack-help{suffix}", f"the ack of `/case help`, {way}", idle, 1.5, Better.LOW, of_command(road, "help")
        ),
        Comparison(
            f"ack-click{suffix}", f"the ack of a press that moves a case, {way}", idle, 3.0, Better.LOW, of_click(road)
        ),
    ]


COMPARISONS = [*_comparisons("", "by Bolt's dispatch", straight), *_comparisons("-http", "over HTTP", over_http)]
