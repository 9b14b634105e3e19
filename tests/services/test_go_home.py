"""Before you go home: half an hour before the desk closes, what it will not finish, and who has duty tonight."""

from datetime import datetime, timedelta

import pytest

from rules.cases import Action
from rules.countdown_facts import GoHomeFacts
from rules.levels import Urgency
from rules.notices import DESK, Kind
from rules.office import DESK_HOURS, hours_with, special_days
from rules.working_hours import Calendar
from services import due, go_home
from services.desk import Desk
from tests.cast import ANNA, agency, does, opened
from tests.conftest import TestClock
from tests.promised import oslo, passes, said


async def from_the_start(desk: Desk, hours: Calendar = DESK_HOURS) -> None:
    await desk.do(go_home.begin, hours)


async def its_facts(desk: Desk) -> GoHomeFacts:
    return await desk.ask(go_home.facts, DESK_HOURS)


async def test_at_1530_the_desk_is_told_what_is_open_once_a_day(desk: Desk, clock: TestClock) -> None:
    await agency(desk)
    await from_the_start(desk)
    case = await opened(desk)
    await passes(desk, clock, oslo(30, 15, 29))
    assert await said(desk, DESK, Kind.GO_HOME) == []
    await passes(desk, clock, oslo(30, 15, 30))
    assert [item.created_at for item in await said(desk, DESK, Kind.GO_HOME)] == [oslo(30, 15, 30)]
    assert [one.id for one in (await its_facts(desk)).cases] == [case.id]
    await passes(desk, clock, oslo(31, 15, 30))
    assert len(await said(desk, DESK, Kind.GO_HOME)) == 2


async def test_nothing_is_said_when_nothing_is_open_or_due_only_later(desk: Desk, clock: TestClock) -> None:
    await agency(desk)
    await from_the_start(desk)
    await opened(desk, Urgency.CAN_WAIT)
    await does(desk, ANNA, Action.ON_IT, await opened(desk))
    await passes(desk, clock, oslo(31, 16))
    assert await said(desk, DESK, Kind.GO_HOME) == []


@pytest.mark.parametrize(
    ("day", "said_at"),
    [(oslo(1, 10, month=4), oslo(1, 11, 30, month=4)), (oslo(2, 10, month=4), None), (oslo(4, 10, month=4), None)],
)
async def test_a_shortened_day_ends_earlier_and_a_holiday_has_none(
    desk: Desk, clock: TestClock, day: datetime, said_at: datetime | None
) -> None:
    hours, _phone = hours_with(special_days("before-maundy-thursday 09:00-12:00"))
    await agency(desk)
    await opened(desk)
    clock.at = day
    await from_the_start(desk, hours)
    while (at := await desk.ask(due.next_due)) is not None and at < day + timedelta(hours=14):
        clock.at = max(clock.at, at)
        await desk.do(due.do_due, hours)
    assert [item.created_at for item in await said(desk, DESK, Kind.GO_HOME)] == ([said_at] if said_at else [])


async def test_who_was_away_then_is_not_told_at_night(desk: Desk, clock: TestClock) -> None:
    await agency(desk)
    await from_the_start(desk)
    await opened(desk)
    clock.at = oslo(30, 18)
    await passes(desk, clock, oslo(31, 8))
    assert await said(desk, DESK, Kind.GO_HOME) == []
