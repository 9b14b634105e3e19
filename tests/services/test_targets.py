"""Our own targets, where nothing is promised: they follow the agreement and the pauses, and are for us only."""

from datetime import date, timedelta

from rules.cases import Action, Case
from rules.customers import Agreement
from rules.levels import Urgency
from rules.notices import DESK, ONCALL, Item, Kind, Notice, case_thread, customer_lane
from rules.office import DESK_HOURS
from services import looks, notices
from services.desk import Desk
from services.home import home
from services.targets import targets
from storage.tx import Tx
from tests.cast import ANNA, KARI, agency, does, opened
from tests.conftest import TestClock
from tests.services.test_details import oslo


def _facts(tx: Tx, case: Case, lane: str) -> object:
    notice = Notice(lane, case_thread(case.id, lane), Kind.CARD, case.id)
    return notices.facts(tx, Item(1, "key", notice, 0, False, None, "waiting", None, tx.now), DESK_HOURS)


async def test_a_target_is_on_the_desks_card_and_in_the_queue_and_nowhere_else(desk: Desk) -> None:
    await agency(desk)
    case = await opened(desk, Urgency.CAN_WAIT)
    by = oslo(30, 10) + timedelta(days=10)  # Easter lies between
    shown = {lane: await desk.ask(_facts, case, lane) for lane in (DESK, ONCALL, customer_lane(case.customer_id))}
    assert {lane: getattr(facts, "target", None) for lane, facts in shown.items()} == {
        DESK: by,
        ONCALL: None,
        customer_lane(case.customer_id): None,
    }
    queue = await desk.ask(home, ANNA, 0, DESK_HOURS)
    assert queue is not None
    assert queue.targets == {case.id: by}
    assert case.due_at is None, "nothing is promised"


async def test_the_agreements_business_day_counts_and_what_stood_still(desk: Desk, clock: TestClock) -> None:
    customer = await agency(desk)
    short = Agreement(0, customer.id, date(2026, 1, 1), business_day_minutes=120)
    await desk.do(lambda tx: tx.agreements.put(short))
    case = await does(desk, ANNA, Action.TAKE, await opened(desk, Urgency.URGENT))
    other = await opened(desk, Urgency.URGENT)
    assert await desk.ask(targets, [case, other], DESK_HOURS) == {case.id: oslo(30, 12), other.id: oslo(30, 12)}
    clock.at = oslo(30, 11)
    case = await does(desk, ANNA, Action.ASK, case, question="Which browser?")
    assert await desk.ask(targets, [case, other], DESK_HOURS) == {other.id: oslo(30, 12)}, "the clock stands still"
    clock.at = oslo(30, 11, 30)
    case = await does(desk, KARI, Action.ANSWER, case, answer="Firefox")
    assert await desk.ask(targets, [case, other], DESK_HOURS) == {case.id: oslo(30, 12, 30), other.id: oslo(30, 12)}
    why = await desk.ask(looks.deadline, ANNA, case.id, DESK_HOURS)
    assert (why.promise, why.counted[-1][1]) == (None, oslo(30, 12, 30))


async def test_once_answered_or_with_a_promise_there_is_none(desk: Desk) -> None:
    await agency(desk)
    answered = await does(desk, ANNA, Action.ON_IT, await opened(desk, Urgency.URGENT))
    cases = [answered, await opened(desk, Urgency.DEGRADED)]
    assert await desk.ask(targets, cases, DESK_HOURS) == {}
