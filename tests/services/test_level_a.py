"""A Level A reaches a person by every door and at every hour (process.md section 8)."""

from datetime import datetime

import pytest

from rules.cases import Action
from rules.customers import Site
from rules.levels import Urgency
from rules.move_forms import Together
from rules.notices import ONCALL, Kind
from rules.pages import What, Why
from services import alert_course, pages
from services.desk import Desk
from tests.cast import ANNA, JONAS, KARI, OLA, agency, does, opened
from tests.conftest import TestClock
from tests.paged import PER, happened, has_page, on_rota, page_of, told
from tests.promised import HOUR, LEVEL_A, MINUTE, facts, oslo, passes, said, with_operation
from tests.watched import DOWN, watched


@pytest.mark.parametrize(
    ("operation", "at", "pages_at", "why"),
    [
        (True, oslo(31, 3), oslo(31, 3), Why.LEVEL_A),
        (True, oslo(30, 10), oslo(30, 10, 15), Why.UNANSWERED),
        (True, oslo(30, 15, 50), oslo(30, 16), Why.CLOSING),
        (True, oslo(30, 16), oslo(30, 16), Why.LEVEL_A),
        (True, oslo(30, 8, 55), oslo(30, 8, 55), Why.LEVEL_A),
        (False, oslo(30, 10), oslo(30, 10, 15), Why.UNANSWERED),
        (False, oslo(30, 15, 50), oslo(31, 9, 5), Why.UNANSWERED),
        (False, oslo(31, 3), oslo(31, 9, 15), Why.UNANSWERED),
    ],
)
async def test_when_an_unanswered_level_a_pages(
    desk: Desk, clock: TestClock, operation: bool, at: datetime, pages_at: datetime, why: Why
) -> None:
    customer = await agency(desk)
    if operation:
        await with_operation(desk, customer.id)
    clock.at = at
    await on_rota(desk, JONAS, PER)
    case = await opened(desk, LEVEL_A)
    await passes(desk, clock, pages_at)
    page = await page_of(desk, case)
    assert (await told(desk, page), page.why) == ([(pages_at, "Jonas")], why)


async def test_taking_it_puts_no_page_off(desk: Desk, clock: TestClock) -> None:
    await agency(desk)
    clock.at = oslo(30, 10)
    await on_rota(desk, JONAS)
    case = await opened(desk, LEVEL_A)
    clock.at = oslo(30, 10, 10)
    await does(desk, ANNA, Action.TAKE, case)
    await passes(desk, clock, oslo(30, 10, 15))
    assert await told(desk, await page_of(desk, case)) == [(oslo(30, 10, 15), "Jonas")]


async def test_a_change_of_level_pages_as_a_new_one_does(desk: Desk, clock: TestClock) -> None:
    customer = await agency(desk)
    await with_operation(desk, customer.id)
    await on_rota(desk, JONAS)
    case = await opened(desk, Urgency.DEGRADED)
    clock.at = oslo(30, 23)
    case = await does(desk, ANNA, Action.SET_LEVEL, case, level="A", reason="It is down")
    await passes(desk, clock, clock.at)
    assert await told(desk, await page_of(desk, case)) == [(oslo(30, 23), "Jonas")]
    case = await does(desk, ANNA, Action.SET_LEVEL, case, level="B", reason="It is up")
    assert not await has_page(desk, case)


async def test_without_operation_a_page_begun_by_day_wakes_nobody_at_night(desk: Desk, clock: TestClock) -> None:
    await agency(desk)
    await on_rota(desk, JONAS, PER)
    clock.at = oslo(30, 15, 41)
    case = await opened(desk, LEVEL_A)
    await passes(desk, clock, oslo(31, 9))
    assert await told(desk, await page_of(desk, case)) == [(oslo(30, 15, 56), "Jonas"), (oslo(31, 9), "Per")]


async def test_without_operation_the_channel_is_told_at_night_and_nobody_is_mentioned(
    desk: Desk, clock: TestClock
) -> None:
    await agency(desk)
    clock.at = oslo(30, 23)
    await opened(desk, LEVEL_A)
    await passes(desk, clock, oslo(31, 8, 59))
    (card,) = await said(desk, ONCALL, Kind.CARD)
    shown = await facts(desk, card)
    assert shown.mentions == ()
    assert shown.level_a is not None
    assert not shown.level_a.operation


async def test_a_question_to_the_customer_has_acknowledged_the_page_and_their_answer_pages_nobody_anew(
    desk: Desk, clock: TestClock
) -> None:
    customer = await agency(desk)
    await with_operation(desk, customer.id)
    clock.at = oslo(31, 3)
    await on_rota(desk, JONAS, PER)
    case = await opened(desk, LEVEL_A)
    await passes(desk, clock, clock.at)
    case = await does(desk, JONAS, Action.TAKE, case)
    case = await does(desk, JONAS, Action.ASK, case, question="Which page?")
    page = await page_of(desk, case)
    assert page.acknowledged_by == JONAS
    await passes(desk, clock, oslo(31, 3, 50))
    case = await does(desk, KARI, Action.ANSWER, case, answer="All of them")
    await passes(desk, clock, oslo(31, 4, 1))
    assert (await happened(desk, page))[-1] is What.ASKED, "30 minutes at a time, while the question is out too"
    assert len(await told(desk, page)) == 1


@pytest.mark.parametrize(
    ("answered", "pages_at"), [(oslo(30, 22), oslo(30, 22)), (oslo(31, 10), oslo(31, 10, 15)), (oslo(30, 11), None)]
)
async def test_a_question_asked_by_day_and_answered_at_night_pages_who_has_duty_then(
    desk: Desk, clock: TestClock, answered: datetime, pages_at: datetime | None
) -> None:
    customer = await agency(desk)
    await with_operation(desk, customer.id)
    clock.at = oslo(30, 10)
    await on_rota(desk, JONAS, PER)
    case = await opened(desk, LEVEL_A)
    await passes(desk, clock, oslo(30, 10, 15))
    case = await does(desk, ANNA, Action.TAKE, case)
    case = await does(desk, ANNA, Action.ASK, case, question="Which page?")
    await passes(desk, clock, answered)
    case = await does(desk, KARI, Action.ANSWER, case, answer="All of them")
    await passes(desk, clock, answered + 16 * MINUTE)
    anew = (await told(desk, await page_of(desk, case)))[1:2]
    assert anew == ([(pages_at, "Jonas")] if pages_at else [])


async def test_a_question_before_anybody_was_told_puts_the_page_off_until_it_is_answered(
    desk: Desk, clock: TestClock
) -> None:
    await agency(desk)
    await on_rota(desk, JONAS)
    clock.at = oslo(30, 10)
    case = await opened(desk, LEVEL_A)
    case = await does(desk, ANNA, Action.TAKE, case)
    case = await does(desk, ANNA, Action.ASK, case, question="Which page?")
    await passes(desk, clock, oslo(30, 11))
    assert not await has_page(desk, case)
    case = await does(desk, KARI, Action.ANSWER, case, answer="All of them")
    await passes(desk, clock, oslo(30, 11, 15))
    assert await told(desk, await page_of(desk, case)) == [(oslo(30, 11, 15), "Jonas")]


@pytest.mark.parametrize("is_seen_to", [True, False])
async def test_a_second_one_for_the_same_site_wakes_nobody_while_somebody_has_the_first(
    desk: Desk, clock: TestClock, is_seen_to: bool
) -> None:
    customer = await agency(desk)
    await with_operation(desk, customer.id)
    await desk.do(lambda tx: tx.sites.add(Site(0, customer.id, "Shop", "fjordmat.no", "https://fjordmat.no")))
    clock.at = oslo(31, 3)
    await on_rota(desk, JONAS)
    first = await opened(desk, LEVEL_A)
    await passes(desk, clock, clock.at)
    if is_seen_to:
        await desk.do(pages.acknowledge, JONAS, (await page_of(desk, first)).id)
    second = await opened(desk, LEVEL_A, OLA)
    await passes(desk, clock, clock.at + 4 * MINUTE)
    page = await page_of(desk, second)
    assert await happened(desk, page) == [What.QUIET if is_seen_to else What.TOLD]
    if is_seen_to:
        await does(desk, JONAS, Action.ON_IT, first)
        await passes(desk, clock, oslo(31, 6))
        assert await told(desk, page) == []
        await passes(desk, clock, oslo(31, 3) + 5 * HOUR)
        assert await told(desk, page) != [], "what nobody has looked at for hours pages after all"


@pytest.mark.parametrize("is_acknowledged", [True, False])
async def test_one_for_a_site_whose_alert_somebody_has_wakes_nobody(
    desk: Desk, clock: TestClock, is_acknowledged: bool
) -> None:
    shop = await watched(desk, clock)
    await on_rota(desk, JONAS, PER)
    await shop.hears(DOWN)
    await shop.goes_on(6)
    alert = (await desk.ask(lambda tx: tx.alerts.latest("kuma", ["home"])))["home"]
    if is_acknowledged:
        await desk.do(alert_course.acknowledge, PER, alert.id)
    case = await opened(desk, LEVEL_A)
    await shop.goes_on(4)
    assert await happened(desk, await page_of(desk, case)) == [What.QUIET if is_acknowledged else What.TOLD]
    await shop.goes_on(10)
    assert not await has_page(desk, case), "with the first letter they are one incident"


async def test_who_has_one_has_the_one_it_is_merged_into_too(desk: Desk, clock: TestClock) -> None:
    customer = await agency(desk)
    await with_operation(desk, customer.id)
    clock.at = oslo(31, 3)
    await on_rota(desk, JONAS, PER)
    known = await opened(desk, Urgency.DEGRADED)
    case = await opened(desk, LEVEL_A)
    await passes(desk, clock, clock.at)
    await desk.do(pages.acknowledge, JONAS, (await page_of(desk, case)).id)
    await does(desk, JONAS, Action.MERGE, case, other=f"SG-{known.number}", together=Together.MERGED.value)
    await passes(desk, clock, oslo(31, 3, 25))
    page = await page_of(desk, known)
    assert (page.acknowledged_by, await told(desk, page)) == (JONAS, [])
    assert not await has_page(desk, case)
