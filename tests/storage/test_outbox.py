"""The outbox: order within a thread, leases, and what several couriers may claim."""

import asyncio
import time
from typing import Any

import pytest
from sqlalchemy import text

from rules.notices import DESK, ONCALL, Item, Kind, Notice, card, case_thread, customer_lane
from services import outbox
from services.desk import Desk
from services.outbox import LEASE, Sent
from storage.database import Database
from storage.outbox import MOST_IN_LANE
from storage.tx import Tx
from storage.wording import Spoken
from tests.cast import agency, opened

NOW = 1_000_000.0


def put(tx: Tx, *notices: Notice) -> None:
    tx.outbox.put(*notices, at=tx.now)


def step(thread: str, kind: Kind = Kind.STEP) -> Notice:
    return Notice(DESK, thread, kind)


async def claims(desk: Desk, courier: str = "one", at: float = NOW, most: int = 10) -> list[Item]:
    return await desk.do(outbox.claim, courier, at, most)


async def test_what_a_transaction_puts_is_written_at_once_and_before_anybody_asks(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    words: list[str] = []
    say = Spoken.say

    def heard(self: Spoken, cursor: Any, values: Any) -> None:
        words.append(self.sql.split()[0])
        say(self, cursor, values)

    def several(tx: Tx) -> None:
        put(tx, step("a"))
        put(tx, step("b"), step("c"))
        assert tx.outbox.waits_in("c")
        put(tx, step("d"))
        put(tx, step("a"))

    with monkeypatch.context() as listening:
        listening.setattr(Spoken, "say", heard)
        await desk.do(several)
    assert words == ["INSERT", "SELECT", "INSERT"]
    assert [item.notice.thread for item in await desk.ask(outbox.everything)] == ["a", "b", "c", "d", "a"]


async def test_only_the_oldest_of_a_thread_is_claimed(desk: Desk) -> None:
    await desk.do(put, step("a"), step("a"), step("b"))
    first = await claims(desk)
    assert [item.notice.thread for item in first] == ["a", "b"]
    assert await claims(desk) == []
    await desk.do(outbox.sent, first[0], "one", NOW, Sent("C1"))
    assert [item.notice.thread for item in await claims(desk)] == ["a"]


async def test_order_of_service_replies_before_cards(desk: Desk) -> None:
    await desk.do(put, step("card", Kind.CARD), step("step"), step("reply", Kind.RECEIPT), step("page", Kind.GAVE_UP))
    assert [item.notice.thread for item in await claims(desk)] == ["page", "reply", "step", "card"]


async def test_a_failing_item_blocks_only_its_thread(desk: Desk) -> None:
    await desk.do(put, step("a"), step("a"), step("b"))
    failed, fine = await claims(desk)
    await desk.do(outbox.again, failed, "one", NOW, 5.0, "no answer", True, True)
    await desk.do(outbox.sent, fine, "one", NOW, Sent("C1"))
    assert await claims(desk) == []
    assert await desk.ask(outbox.next_at) == NOW + 5.0
    again = await claims(desk, at=NOW + 5.0)
    assert [(item.notice.thread, item.attempts, item.doubtful) for item in again] == [("a", 1, True)]


async def test_another_courier_takes_over_when_the_lease_runs_out(desk: Desk) -> None:
    await desk.do(put, step("a"))
    [held] = await claims(desk)
    assert await claims(desk, "two", NOW + LEASE - 1) == []
    [taken] = await claims(desk, "two", NOW + LEASE)
    assert taken.id == held.id
    assert (held.doubtful, taken.doubtful) == (False, True), "who fell silent may have sent it"
    await desk.do(outbox.sent, held, "one", NOW, Sent("C1"))
    assert await desk.ask(outbox.waiting) == 1, "who lost the lease marks nothing"
    await desk.do(outbox.sent, taken, "two", NOW, Sent("C1"))
    assert await desk.ask(outbox.waiting) == 0


async def test_many_couriers_share_and_none_is_sent_twice(desk: Desk) -> None:
    await desk.do(put, *(Notice(customer_lane(n), f"t{n}", Kind.STEP) for n in range(100)))
    shares = await asyncio.gather(*(claims(desk, f"courier {n}", most=7) for n in range(20)))
    ids = [item.id for share in shares for item in share]
    assert len(ids) == len(set(ids)) == 100


async def test_lanes_take_turns_and_a_long_one_leaves_room_for_others(desk: Desk) -> None:
    await desk.do(
        put, *(step(f"t{n}") for n in range(20)), Notice(ONCALL, "a", Kind.STEP), Notice(ONCALL, "b", Kind.STEP)
    )
    assert [item.notice.thread for item in await claims(desk, most=4)] == ["t0", "t1", "a", "b"]


async def test_of_a_lane_only_so_much_is_held_at_once_by_all_couriers(desk: Desk) -> None:
    await desk.do(put, *(step(f"t{n}") for n in range(20)))
    held = await claims(desk, most=100)
    assert [item.notice.thread for item in held] == [f"t{n}" for n in range(MOST_IN_LANE)]
    assert await claims(desk, "two", most=100) == []
    await desk.do(outbox.sent, held[3], "one", NOW, Sent("C1"))
    assert [item.notice.thread for item in await claims(desk, "two", most=100)] == [f"t{MOST_IN_LANE}"]
    assert len(await claims(desk, "three", NOW + LEASE, most=100)) == MOST_IN_LANE, "who fell silent holds nothing"


async def test_a_page_waits_for_nobodys_place_in_its_lane(desk: Desk) -> None:
    await desk.do(put, *(step(f"t{n}") for n in range(20)))
    await claims(desk, most=100)
    await desk.do(put, step("page", Kind.GAVE_UP))
    assert [item.notice.thread for item in await claims(desk)] == ["page"]


async def test_thousands_that_wait_are_claimed_quickly_though_the_database_knows_of_none(
    database: Database, desk: Desk
) -> None:
    many = [Notice(customer_lane(n % 20), f"t{n}", Kind.STEP) for n in range(4000)]
    await desk.do(put, *many)
    with database.engine.begin() as connection:
        connection.execute(text("UPDATE outbox SET state = 'sent'"))
        connection.execute(text("ANALYZE"))
    await desk.do(put, *many)
    began = time.monotonic()
    assert len(await claims(desk)) == 10
    assert await desk.ask(outbox.next_at) is not None
    assert time.monotonic() - began < 2.0


async def test_giving_up_tells_the_on_call_channel_once(desk: Desk) -> None:
    await desk.do(put, step("a"))
    [item] = await claims(desk)
    await desk.do(outbox.give_up, item, "one", "channel_not_found")
    [told] = await claims(desk)
    assert (told.notice.lane, told.notice.kind) == ("oncall", Kind.GAVE_UP)
    await desk.do(outbox.give_up, told, "one", "channel_not_found")
    assert await claims(desk) == []
    assert [item.state for item in await desk.ask(outbox.stuck)] == ["gave_up", "gave_up"]


async def test_card_updates_coalesce_to_the_latest_state(desk: Desk) -> None:
    thread = case_thread(1, DESK) + "#card"
    await desk.do(put, *(step(thread, Kind.CARD) for _ in range(5)))
    [item] = await claims(desk)

    def drawn(tx: Tx) -> None:
        tx.outbox.done(item, "one")
        tx.outbox.coalesce(thread, Kind.CARD, item.id + 3, NOW)

    await desk.do(drawn)
    assert await desk.ask(outbox.waiting) == 1, "the fifth came after the card was drawn"


async def test_an_update_of_a_card_another_courier_posted_meanwhile_asks_again_where_it_stands(desk: Desk) -> None:
    """Read when no card stood yet, posted when the opening card does: a second card would never be drawn again."""
    await agency(desk)
    case = await opened(desk)
    root = next(item for item in await claims(desk) if item.notice.thread == case_thread(case.id, DESK))
    await desk.do(put, card(case.id, DESK))
    update = (await desk.ask(outbox.everything))[-1]
    assert await desk.ask(outbox.root_waits, update)
    await desk.do(outbox.sent, root, "one", NOW, Sent("CDESK", "1.0"))
    assert await desk.ask(outbox.root_waits, update)
