"""Many promises at one time are one digest, which holds all of them, also after a restart in the midst of it."""

from rules.cases import Action
from rules.countdown import Step
from rules.notices import ONCALL, Kind
from rules.office import DESK_HOURS
from services import countdown
from services.desk import Desk
from tests.cast import ANNA, agency, does, opened
from tests.conftest import TestClock
from tests.promised import oslo, passes, said, told


async def test_more_than_20_at_one_time_are_one_digest_that_holds_all_of_them(desk: Desk, clock: TestClock) -> None:
    await agency(desk)
    cases = [await opened(desk) for _ in range(60)]
    clock.at = oslo(31, 12)
    await passes(desk, clock, clock.at)
    assert len(await said(desk, ONCALL, Kind.DIGEST)) == 1
    assert await said(desk, ONCALL, Kind.COUNTDOWN, Kind.CARD) == []
    for case in cases:
        assert [step for step, _at in await told(desk, case)] == [Step.DUE + 4]
    found, count = await desk.ask(lambda tx: tx.clocks.in_digest(1, 1000))
    assert ({one.id for one in found}, count) == ({one.id for one in cases}, 60)


async def test_20_at_one_time_are_told_one_by_one(desk: Desk, clock: TestClock) -> None:
    await agency(desk)
    for _ in range(20):
        await opened(desk)
    clock.at = oslo(31, 12)
    await passes(desk, clock, clock.at)
    assert len(await said(desk, ONCALL, Kind.COUNTDOWN)) == 20
    assert await said(desk, ONCALL, Kind.DIGEST) == []


async def test_a_digest_goes_on_after_a_restart_in_the_midst_of_it(desk: Desk, clock: TestClock) -> None:
    await agency(desk)
    for _ in range(60):
        await opened(desk)
    clock.at = oslo(31, 12)
    await desk.do(countdown.count_down, DESK_HOURS)
    assert await said(desk, ONCALL, Kind.DIGEST) == [], "50 of 60 are in it"
    clock.advance(seconds=20)
    await passes(desk, clock, clock.at)
    assert len(await said(desk, ONCALL, Kind.DIGEST)) == 1
    assert len(await desk.ask(lambda tx: tx.clocks.in_digest(1, 100)[0])) == 60


async def test_a_digest_whose_last_cases_are_answered_meanwhile_is_told_all_the_same(
    desk: Desk, clock: TestClock
) -> None:
    await agency(desk)
    cases = [await opened(desk) for _ in range(60)]
    clock.at = oslo(31, 12)
    await desk.do(countdown.count_down, DESK_HOURS)
    for case in cases:
        if not await told(desk, case):
            await does(desk, ANNA, Action.ON_IT, case)
    await passes(desk, clock, clock.at)
    assert len(await said(desk, ONCALL, Kind.DIGEST)) == 1
