"""How fast the courier empties a full outbox, against the least time that Slack's pace allows.

The local Slack keeps each channel's limit: who comes too soon gets 429, and then the round fails. The workspace's own
("several hundred messages a minute") is left out: no courier could be faster than it.
"""

import asyncio
import time
from collections.abc import AsyncIterator, Callable, Iterable
from contextlib import AbstractAsyncContextManager, asynccontextmanager, suppress
from dataclasses import replace
from pathlib import Path

from bench.rounds import Better, Comparison, Pair, Round, Size
from bench.stage import folder, machine_now, opened, prepared
from handlers.courier import Courier
from handlers.files import Files
from handlers.house import House, Identity
from handlers.outgoing import Outgoing
from handlers.pace import PER_CHANNEL, Pace
from handlers.slack import Slack
from handlers.store import Store
from rules.cases import Case
from rules.levels import Level, Urgency
from rules.notices import Kind, Notice, case_thread, customer_lane
from rules.office import DESK_HOURS, PHONE_HOURS
from sandbox.config import ChannelConfig, Config, load
from sandbox.server import Running, running
from services import outbox
from services.desk import Desk
from storage.tx import Tx
from tests.cast import FJORDMAT, KARI

LOOKS_EVERY = 0.02  # seconds
FIRST_NUMBER = 100_000  # no case of the agency has it


def draining(*, by_channel: bool) -> Callable[[Size, int], AbstractAsyncContextManager[Round]]:
    """Cards of new cases: the channels' turns mixed, or one channel's all before the next one's."""

    @asynccontextmanager
    async def stage(size: Size, rounds: int) -> AsyncIterator[Round]:
        with folder() as where:
            url = f"sqlite:///{where / 'ours.db'}"
            await prepared(url, 1, 1)
            async with running(_cast(size.channels)) as slack:
                with opened(url) as database:
                    desk = Desk(database, machine_now, lambda: courier.wake())
                    await desk.do(_nothing_waits)
                    customers = await desk.do(_customers, _channels(slack))
                    courier = _courier(desk, slack, where)
                    async with _at_work(courier):

                        async def play(number: int) -> Pair:
                            return await _drained(desk, slack, customers, size, number, by_channel)

                        yield play

    return stage


async def _drained(desk: Desk, slack: Running, customers: list[int], size: Size, number: int, by_channel: bool) -> Pair:
    each = (size.in_blocks if by_channel else size.messages) // size.channels
    turns = sorted(customers * each) if by_channel else customers * each
    if number:
        await asyncio.sleep(PER_CHANNEL)  # the last message's turn is over
    begun = time.perf_counter()
    await desk.do(_put, turns, FIRST_NUMBER + number * size.messages)
    while await desk.ask(outbox.waiting):  # noqa: ASYNC110 - the outbox is looked at from outside
        await asyncio.sleep(LOOKS_EVERY)
    took = time.perf_counter() - begun
    refused = [call for call in slack.slack.record.calls if not call["response"].get("ok")]
    assert not refused, refused[:3]
    return Pair(took, (each - 1) * PER_CHANNEL)


def _put(tx: Tx, customers: Iterable[int], first: int) -> None:
    """A new case for each turn, whose card is to be posted in its customer's channel."""
    for number, customer_id in enumerate(customers, first):
        case_id = tx.cases.add(_case(tx, number, customer_id))
        lane = customer_lane(customer_id)
        tx.outbox.put(Notice(lane, case_thread(case_id, lane), Kind.CARD, case_id), at=tx.now)


def _case(tx: Tx, number: int, customer_id: int) -> Case:
    return Case(
        id=0,
        number=number,
        customer_id=customer_id,
        contact=KARI,
        opened_by=KARI,
        origin="slack",
        submitted_at=tx.now,
        problem="The checkout does nothing",
        link="",
        urgency=Urgency.DEGRADED,
        level=Level.B,
        needed_by=None,
        due_at=None,
    )


def _nothing_waits(tx: Tx) -> None:
    for item in tx.outbox.stuck():
        tx.outbox.claim("bench", 1e12, 1.0, 1_000)
        tx.outbox.done(item, "bench")


def _customers(tx: Tx, channels: dict[str, str]) -> list[int]:
    return [tx.customers.add(name, channel_id, "en", [FJORDMAT]).id for name, channel_id in channels.items()]


def _cast(channels: int) -> Config:
    cast = load()
    home, away = cast.teams
    shared = [
        ChannelConfig(f"customer-{number}", home.key, shared_with=(away.key,), bot=True) for number in range(channels)
    ]
    return replace(cast, channels=(*cast.channels, *shared), rate_limits=True, messages_a_minute=100_000)


def _channels(slack: Running) -> dict[str, str]:
    return {name: row for name, row in slack.facts["channels"].items() if name.startswith("customer-")}


def _courier(desk: Desk, slack: Running, where: Path) -> Courier:
    facts = slack.facts
    api, token = f"{facts['url']}/api/", facts["bot_token"]
    speaks = Slack(token, api)
    house = House(
        slack=speaks,
        desk=desk,
        identity=Identity(facts["team_id"], "UBOT", "BBOT", token),
        hours=DESK_HOURS,
        phone_hours=PHONE_HOURS,
        phone="467 00 845",
        language="en",
        desk_channel="CDESK",
        oncall_channel="CONCALL",
        leads_group="",
    )
    return Courier(desk, Outgoing(house, Pace(), Files(speaks, token, Store(where / "attachments"), api)))


@asynccontextmanager
async def _at_work(courier: Courier) -> AsyncIterator[None]:
    work = asyncio.create_task(courier.run())
    try:
        yield
    finally:
        work.cancel()
        with suppress(asyncio.CancelledError):
            await work
        await courier.finish()


COMPARISONS = [
    Comparison(
        "draining",
        "500 messages over 20 channels, mixed, until the last is posted and recorded",
        "the least time Slack's limits allow",
        1.05,
        Better.LOW,
        draining(by_channel=False),
    ),
    Comparison(
        "draining-by-channel",
        "200 messages over 20 channels, one channel's all before the next one's",
        "the least time Slack's limits allow",
        1.05,
        Better.LOW,
        draining(by_channel=True),
    ),
]
