"""What the database tells of the app itself, and what the on-call channel is told of it, once for all processes."""

import asyncio
from collections.abc import Mapping

import pytest

from rules.notices import DESK, ONCALL, Item, Kind, Notice, mail_lane, way_lane
from rules.vitals import GOOD_FOR, LIVES, Ailment, How, Outlet, Part, Waiting
from services import outbox, vitals
from services.desk import Desk
from storage.tx import Tx
from tests.conftest import TestClock

LATE = {Part.CHECKS: How.LATE}
WELL: Mapping[Part, How] = {}


class Day:
    """Two processes over one database, and the machine's clock."""

    def __init__(self, desk: Desk, clock: TestClock) -> None:
        self.desk, self.clock, self.machine = desk, clock, 1_000_000.0

    async def goes_on(self, seconds: float) -> None:
        self.machine += seconds
        self.clock.advance(seconds=seconds)

    async def finds(self, process: str, ills: Mapping[Part, How], heard_at: float = 0.0) -> None:
        await self.desk.do(vitals.beat, process, self.machine, heard_at, ills)

    async def said(self) -> list[Item]:
        return [one for one in await self.desk.ask(outbox.everything) if one.notice.kind is Kind.AILMENT]

    async def ailment(self) -> Ailment:
        rows = {one.notice.subject_id or 0 for one in await self.said()}
        return (await self.desk.ask(vitals.ailment_facts, max(rows))).ailment


@pytest.fixture
def day(desk: Desk, clock: TestClock) -> Day:
    return Day(desk, clock)


async def test_two_processes_that_find_the_same_say_it_once(day: Day) -> None:
    for _round in range(3):
        await day.finds("a", LATE)
        await day.finds("b", LATE)
        await day.goes_on(15)
    [told] = await day.said()
    assert told.notice.lane == ONCALL
    assert (await day.ailment()).over_at is None


async def test_however_many_find_it_at_the_same_moment_it_is_said_once(day: Day) -> None:
    await asyncio.gather(*(day.finds(f"process {number}", LATE) for number in range(8)))
    assert len(await day.said()) == 1
    assert await day.desk.do(lambda tx: tx.vitals.begins(Part.CHECKS, How.LATE, tx.now)) is None, "it is known"
    await day.goes_on(15)
    for _look in range(3):  # at the first each may still see the others ill
        await asyncio.gather(*(day.finds(f"process {number}", WELL) for number in range(8)))
        await day.goes_on(GOOD_FOR)
    assert len(await day.said()) == 2


async def test_it_is_over_when_nobody_finds_it_for_a_minute_and_that_is_said_where_it_stands(day: Day) -> None:
    await day.finds("a", LATE)
    await day.finds("b", LATE)
    await day.goes_on(15)
    await day.finds("a", WELL)
    await day.goes_on(GOOD_FOR)
    await day.finds("a", WELL)
    assert (await day.ailment()).over_at is None, "b has not said that it is well"
    await day.finds("b", WELL)
    await day.goes_on(GOOD_FOR)
    await day.finds("b", WELL)
    first, last = await day.said()
    assert (await day.ailment()).over_at == day.clock.now()
    assert first.notice.thread == last.notice.thread


async def test_what_comes_back_within_the_minute_is_the_same(day: Day) -> None:
    await day.finds("a", LATE)
    await day.finds("a", WELL)
    await day.goes_on(GOOD_FOR - 1)
    await day.finds("a", LATE)
    await day.goes_on(GOOD_FOR - 1)
    await day.finds("a", WELL)
    assert len(await day.said()) == 1


async def test_another_trouble_of_the_same_part_is_told_anew_where_it_stands(day: Day) -> None:
    await day.finds("a", {Part.SLACK: How.DEAF})
    await day.finds("a", {Part.SLACK: How.CLOSED})
    first, second = await day.said()
    assert first.notice == second.notice
    assert (await day.ailment()).how is How.CLOSED


async def test_each_part_is_an_incident_of_its_own_and_a_second_time_is_a_new_one(day: Day) -> None:
    await day.finds("a", LATE | {Part.MAIL: How.FAILING})
    for _look in range(2):
        await day.finds("a", WELL)
        await day.goes_on(GOOD_FOR)
    await day.finds("a", LATE)
    assert len({one.notice.subject_id for one in await day.said()}) == 3


async def test_a_process_that_died_or_ended_keeps_nothing_open(day: Day) -> None:
    await day.finds("dies", LATE)
    await day.finds("ends", {Part.MAIL: How.FAILING})
    await day.desk.do(vitals.stops, "ends")
    await day.goes_on(LIVES + 1)
    await day.finds("lives", WELL)
    await day.goes_on(GOOD_FOR)
    await day.finds("lives", WELL)
    assert {(await day.desk.ask(vitals.ailment_facts, row)).ailment.over_at for row in (1, 2)} == {day.clock.now()}


async def test_what_another_process_hears_is_on_record(day: Day) -> None:
    await day.finds("a", WELL, heard_at=day.machine - 5)
    await day.finds("b", WELL, heard_at=day.machine - 500)
    assert (await day.desk.ask(vitals.records, day.machine)).heard_at == day.machine - 5
    assert (await day.desk.ask(vitals.records, day.machine + LIVES + 1)).heard_at is None


async def test_an_event_of_our_own_is_caused_by_one_process_and_counts_from_when_it_went_out(day: Day) -> None:
    assert [await day.desk.do(vitals.cause, day.machine, 120.0) for _process in "ab"] == [True, False]
    assert (await day.desk.ask(vitals.records, day.machine)).caused_at is None
    [item] = await day.desk.do(outbox.claim, "courier", day.machine + 3, 5)
    assert item.notice.kind is Kind.CANARY
    await day.desk.do(outbox.sent, item, "courier", day.machine + 4, outbox.Sent("CONCALL", "1.000001"))
    assert (await day.desk.ask(vitals.records, day.machine)).caused_at == day.machine + 4
    assert (await day.desk.ask(vitals.canary_facts, 0)).ts == "1.000001"
    assert not await day.desk.do(vitals.cause, day.machine + 119, 120.0)
    assert await day.desk.do(vitals.cause, day.machine + 120, 120.0)


async def test_what_waits_is_told_by_outlet_and_what_is_held_or_moves_is_not_untaken(day: Day) -> None:
    def put(tx: Tx) -> None:
        for lane in (DESK, "customer:1", "customer:1", mail_lane(1), way_lane(1)):
            tx.outbox.put(Notice(lane, f"{lane}:{tx.outbox.count()}", Kind.GAVE_UP), at=tx.now)

    await day.desk.do(put)
    await day.goes_on(300)

    async def waiting() -> Mapping[Outlet, Waiting]:
        return (await day.desk.ask(vitals.records, day.machine)).waiting

    assert await waiting() == {
        Outlet.SLACK: Waiting(3, 300.0, 300.0),
        Outlet.MAIL: Waiting(1, 300.0, 300.0),
        Outlet.WAYS: Waiting(1, 300.0, 300.0),
    }
    taken = await day.desk.do(outbox.claim, "courier", day.machine, 2)
    assert [one.notice.lane for one in taken] == [DESK, "customer:1"]
    assert (await waiting())[Outlet.SLACK] == Waiting(3, 300.0, 0.0), "the other of that lane waits for its turn"
    [mail] = [
        one for one in await day.desk.do(outbox.claim, "courier", day.machine, 9) if one.notice.lane == mail_lane(1)
    ]
    await day.desk.do(outbox.again, mail, "courier", day.machine, 30.0, "mail is not set up", False, False)
    assert (await waiting())[Outlet.MAIL] == Waiting(1, 300.0, 0.0)
    await day.goes_on(90)
    assert (await waiting())[Outlet.MAIL] == Waiting(1, 390.0, 60.0), "due again, and nobody looks"
