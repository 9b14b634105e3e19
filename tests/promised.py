"""Promises at the desk as time passes: what was told of them, and what waits to be said."""

from datetime import UTC, date, datetime, timedelta

from rules.cases import Case
from rules.countdown import About
from rules.countdown_facts import CountdownFacts
from rules.customers import Agreement
from rules.facts import CaseFacts
from rules.levels import Urgency
from rules.notices import Item, Kind
from rules.office import DESK_HOURS
from services import due, notices, outbox
from services.desk import Desk
from tests.conftest import TestClock

MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)
LEVEL_A = Urgency.DOWN


def oslo(day: int, hour: int, minute: int = 0, month: int = 3) -> datetime:
    """A local time of spring 2026 (summer time) in UTC; 30 March is a Monday."""
    return datetime(2026, month, day, hour, minute, tzinfo=UTC) - 2 * HOUR


async def passes(desk: Desk, clock: TestClock, until: datetime) -> None:
    """Time passes as the waiter sees it: it wakes at the instant at which something is due, and does it."""
    while (at := await desk.ask(due.next_due)) is not None and at <= until:
        clock.at = max(clock.at, at)
        await desk.do(due.do_due, DESK_HOURS)
    clock.at = until


async def told(desk: Desk, case: Case) -> list[tuple[int, datetime]]:
    """What was told of the promise: the step, and when."""
    rows = await desk.ask(lambda tx: tx.clocks.of_case(case.id))
    assert all(one.about is About.ANSWER for one in rows)
    return [(one.step, one.told_at) for one in rows]


async def said(desk: Desk, lane: str, *kinds: Kind) -> list[Item]:
    """What waits to be said in this lane."""
    return [one for one in await desk.ask(outbox.stuck) if one.notice.lane == lane and one.notice.kind in kinds]


async def facts(desk: Desk, item: Item) -> CountdownFacts:
    found = await desk.ask(notices.facts, item, DESK_HOURS)
    assert isinstance(found, CaseFacts)
    assert found.countdown is not None
    return found.countdown


async def with_operation(desk: Desk, customer_id: int) -> None:
    await desk.do(lambda tx: tx.agreements.put(Agreement(0, customer_id, date(2026, 1, 1), operation=True)))


async def now(desk: Desk, case: Case) -> Case:
    found = await desk.ask(lambda tx: tx.cases.get(case.id))
    assert found is not None
    return found
