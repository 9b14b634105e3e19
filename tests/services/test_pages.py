"""Pages: each step at its instant for whoever has duty then, until somebody has it."""

import pytest

from rules.cases import Action
from rules.errors import AlreadyAcknowledged, DrillRuns, NotForYou, PageOver, StaffOnly
from rules.notices import Kind
from rules.office import DESK_HOURS
from rules.pages import About, What, Why
from rules.rota import Override
from services import notices, pages
from services.desk import Desk
from services.outbox import Sent, claim, give_up, sent
from services.page_sweep import sweep
from tests.cast import ANNA, INGRID, JONAS, KARI, agency, does, opened
from tests.conftest import TestClock
from tests.paged import BO, PER, happened, on_rota, page_of, told, waiting
from tests.promised import LEVEL_A, oslo, passes, with_operation


async def night(desk: Desk, clock: TestClock) -> None:
    """At 03:00, with operation agreed; Jonas has duty, Per is the next layer, Bo has no turn now."""
    customer = await agency(desk)
    await with_operation(desk, customer.id)
    clock.at = oslo(31, 3)
    await on_rota(desk, JONAS, PER)


async def test_duty_at_once_the_next_layer_after_5_minutes_everybody_and_the_lead_after_10_and_every_10(
    desk: Desk, clock: TestClock
) -> None:
    await night(desk, clock)
    case = await opened(desk, LEVEL_A)
    await passes(desk, clock, oslo(31, 3, 30))
    everybody = "Ingrid Jonas Per"
    assert await told(desk, await page_of(desk, case)) == [
        (oslo(31, 3), "Jonas"),
        (oslo(31, 3, 5), "Per"),
        (oslo(31, 3, 10), everybody),
        (oslo(31, 3, 20), everybody),
        (oslo(31, 3, 30), everybody),
    ]
    assert len(await waiting(desk, Kind.PAGE, in_person=True)) == 11
    assert len(await waiting(desk, Kind.PAGE_STEP, in_person=False)) == 5


async def test_who_has_duty_is_looked_up_when_the_step_is_taken(desk: Desk, clock: TestClock) -> None:
    await night(desk, clock)
    case = await opened(desk, LEVEL_A)
    await passes(desk, clock, oslo(31, 3))
    instead = Override(oslo(31, 3, 4), oslo(31, 8), BO, PER)
    await desk.do(lambda tx: tx.rota.add(instead, INGRID, tx.now))
    await passes(desk, clock, oslo(31, 3, 5))
    assert (await told(desk, await page_of(desk, case)))[-1] == (oslo(31, 3, 5), "Bo")


@pytest.mark.parametrize(
    ("layers", "first"),
    [((None, PER), "Per"), ((None, None), "Bo Ingrid Jonas Per"), ((), "Bo Ingrid Jonas Per")],
)
async def test_an_empty_step_is_skipped_at_once_and_nobody_means_everybody(
    desk: Desk, clock: TestClock, layers: tuple[None, ...], first: str
) -> None:
    await night(desk, clock)
    await on_rota(desk, *layers)
    await on_rota(desk, *(layers or (None, None)))
    case = await opened(desk, LEVEL_A)
    await passes(desk, clock, clock.at)
    assert await told(desk, await page_of(desk, case)) == [(clock.at, first)]


async def test_nobody_else_is_told_once_somebody_has_it(desk: Desk, clock: TestClock) -> None:
    await night(desk, clock)
    case = await opened(desk, LEVEL_A)
    await passes(desk, clock, oslo(31, 3, 4))
    page = await page_of(desk, case)
    await desk.do(pages.acknowledge, JONAS, page.id)
    await desk.do(pages.acknowledge, JONAS, page.id)
    await passes(desk, clock, oslo(31, 3, 29))
    assert [who for _at, who in await told(desk, page)] == ["Jonas"]
    assert await happened(desk, page) == [What.TOLD, What.ACKNOWLEDGED], "a double click says nothing twice"
    with pytest.raises(AlreadyAcknowledged) as refused:
        await desk.do(pages.acknowledge, PER, page.id)
    assert (refused.value.by, refused.value.at) == ("Jonas", oslo(31, 3, 4))


async def test_an_acknowledgement_at_the_very_instant_of_a_step_wins(desk: Desk, clock: TestClock) -> None:
    await night(desk, clock)
    case = await opened(desk, LEVEL_A)
    await passes(desk, clock, oslo(31, 3))
    clock.at = oslo(31, 3, 5)
    page = await page_of(desk, case)
    await desk.do(pages.acknowledge, JONAS, page.id)
    await passes(desk, clock, oslo(31, 3, 6))
    assert len(await told(desk, page)) == 1


async def test_who_may_acknowledge(desk: Desk, clock: TestClock) -> None:
    await night(desk, clock)
    page = await page_of(desk, await opened(desk, LEVEL_A))
    for who, refusal in ((ANNA, NotForYou), (KARI, StaffOnly)):
        with pytest.raises(refusal):
            await desk.do(pages.acknowledge, who, page.id)
    with pytest.raises(PageOver):
        await desk.do(pages.acknowledge, JONAS, page.id + 1)
    await desk.do(pages.acknowledge, INGRID, page.id)


async def test_im_on_it_answers_the_customer_and_has_acknowledged_the_page(desk: Desk, clock: TestClock) -> None:
    await night(desk, clock)
    case = await opened(desk, LEVEL_A)
    await passes(desk, clock, oslo(31, 3))
    page = await page_of(desk, case)
    await does(desk, ANNA, Action.ON_IT, case)
    await passes(desk, clock, oslo(31, 8))
    over = await desk.ask(lambda tx: tx.pages.get(page.id))
    assert over is not None
    assert (over.acknowledged_by, over.over_at, over.next_at) == (ANNA, oslo(31, 3), None)
    assert await happened(desk, page) == [What.TOLD, What.OVER]


async def test_who_has_it_and_asks_the_customer_is_still_on_it(desk: Desk, clock: TestClock) -> None:
    await night(desk, clock)
    case = await opened(desk, LEVEL_A)
    await passes(desk, clock, oslo(31, 3))
    page = await page_of(desk, case)
    await desk.do(pages.acknowledge, JONAS, page.id)
    case = await does(desk, JONAS, Action.TAKE, case)
    await passes(desk, clock, oslo(31, 3, 30))
    await does(desk, JONAS, Action.ASK, case, question="Which page?")
    assert await happened(desk, page) == [What.TOLD, What.ACKNOWLEDGED, What.ASKED, What.STILL]


async def test_still_on_it_after_30_minutes_and_10_later_the_next_layer(desk: Desk, clock: TestClock) -> None:
    await night(desk, clock)
    case = await opened(desk, LEVEL_A)
    await passes(desk, clock, oslo(31, 3, 2))
    page = await page_of(desk, case)
    await desk.do(pages.acknowledge, JONAS, page.id)
    await passes(desk, clock, oslo(31, 3, 33))
    (asked,) = await waiting(desk, Kind.STILL_ON_IT, in_person=True)
    assert await desk.ask(notices.facts, asked, DESK_HOURS) is not None
    await desk.do(pages.acknowledge, JONAS, page.id)
    assert await desk.ask(notices.facts, asked, DESK_HOURS) is None, "it is answered"
    await passes(desk, clock, oslo(31, 4, 13))
    assert await happened(desk, page) == [
        What.TOLD, What.ACKNOWLEDGED, What.ASKED, What.STILL, What.ASKED, What.LAPSED, What.TOLD,
    ]  # fmt: skip
    assert (await told(desk, page))[-1] == (oslo(31, 4, 13), "Per")
    await desk.do(pages.acknowledge, PER, page.id)


async def test_words_of_who_was_told_acknowledge_those_of_others_do_not(desk: Desk, clock: TestClock) -> None:
    await night(desk, clock)
    case = await opened(desk, LEVEL_A)
    await passes(desk, clock, oslo(31, 3))
    page = await page_of(desk, case)
    await desk.do(pages.spoke, PER, page.id, oslo(31, 3))
    assert not (await page_of(desk, case)).is_acknowledged
    await desk.do(pages.spoke, JONAS, page.id, oslo(31, 3))
    assert (await page_of(desk, case)).acknowledged_by == JONAS


async def test_words_heard_of_late_acknowledge_from_when_they_were_written(desk: Desk, clock: TestClock) -> None:
    await night(desk, clock)
    case = await opened(desk, LEVEL_A)
    await passes(desk, clock, oslo(31, 3))
    page = await page_of(desk, case)
    clock.at = oslo(31, 3, 20)
    await desk.do(pages.spoke, JONAS, page.id, oslo(31, 2, 30))
    assert not (await page_of(desk, case)).is_acknowledged, "before anybody was told"
    await desk.do(pages.spoke, JONAS, page.id, oslo(31, 3, 2))
    page = await page_of(desk, case)
    assert (page.acknowledged_at, page.first_at, page.next_at) == (oslo(31, 3, 2), oslo(31, 3, 2), oslo(31, 3, 32))
    await passes(desk, clock, oslo(31, 3, 33))
    await desk.do(pages.spoke, JONAS, page.id, oslo(31, 3, 10))
    assert (await page_of(desk, case)).asked_at is not None, "said before *Still on it?* was asked"
    await passes(desk, clock, oslo(31, 3, 43))
    await desk.do(pages.spoke, JONAS, page.id, oslo(31, 3, 10))
    assert not (await page_of(desk, case)).is_acknowledged
    await desk.do(pages.spoke, JONAS, page.id, oslo(31, 3, 40))
    assert (await page_of(desk, case)).acknowledged_at == oslo(31, 3, 40), "the answer was only heard of late"


async def test_after_a_time_without_anybody_to_take_them_there_is_one_step_marked_late(
    desk: Desk, clock: TestClock
) -> None:
    await night(desk, clock)
    case = await opened(desk, LEVEL_A)
    await passes(desk, clock, oslo(31, 3))
    clock.at = oslo(31, 3, 47)
    await desk.do(sweep, DESK_HOURS)
    await desk.do(sweep, DESK_HOURS)
    page = await page_of(desk, case)
    assert await told(desk, page) == [(oslo(31, 3), "Jonas"), (oslo(31, 3, 47), "Per Ingrid Jonas")]
    late = (await desk.ask(lambda tx: tx.page_steps.of(page.id)))[-1]
    assert (late.is_late, late.fell_at, page.next_at) == (True, oslo(31, 3, 5), oslo(31, 3, 57))


async def test_a_message_that_could_not_be_sent_shows_in_the_thread(desk: Desk, clock: TestClock) -> None:
    await night(desk, clock)
    case = await opened(desk, LEVEL_A)
    await passes(desk, clock, oslo(31, 3))
    items = {one.notice.kind: one for one in await desk.do(claim, "courier", 0.0, 50)}
    await desk.do(give_up, items[Kind.PAGE], "courier", "user_disabled")
    page = await page_of(desk, case)
    assert await happened(desk, page) == [What.TOLD, What.FAILED]
    (call,) = await desk.ask(lambda tx: tx.page_steps.calls(page.id))
    assert call.failed == "user_disabled"


async def test_a_message_that_comes_to_stand_after_somebody_has_it_loses_its_button(
    desk: Desk, clock: TestClock
) -> None:
    await night(desk, clock)
    case = await opened(desk, LEVEL_A)
    await passes(desk, clock, oslo(31, 3))
    item = next(one for one in await desk.do(claim, "courier", 0.0, 50) if one.notice.kind is Kind.PAGE)
    page = await page_of(desk, case)
    await desk.do(pages.acknowledge, PER, page.id)
    assert await desk.ask(notices.facts, item, DESK_HOURS) is None, "who was not told yet need not be"
    await desk.do(sent, item, "courier", 0.0, Sent("DJONAS", "1.000100"))
    drawn = (await waiting(desk, Kind.PAGE_OVER, in_person=True))[-1]
    assert await desk.ask(notices.facts, drawn, DESK_HOURS) is not None


async def test_a_drill_climbs_and_ends_with_an_answer_or_with_nobody(desk: Desk, clock: TestClock) -> None:
    await night(desk, clock)
    drill = await desk.do(pages.begin_drill, PER)
    with pytest.raises(DrillRuns):
        await desk.do(pages.begin_drill, JONAS)
    with pytest.raises(NotForYou):
        await desk.do(pages.begin_drill, ANNA)
    await passes(desk, clock, oslo(31, 3, 6))
    assert [who for _at, who in await told(desk, drill)] == ["Jonas", "Per"]
    await desk.do(pages.acknowledge, PER, drill.id)
    assert await desk.ask(lambda tx: tx.pages.last_drill_answered()) == {PER: oslo(31, 3, 6)}
    second = await desk.do(pages.begin_drill, PER)
    await passes(desk, clock, oslo(31, 5))
    assert [at for at, _who in await told(desk, second)] == [oslo(31, 3, 6 + minutes) for minutes in (0, 5, 10)]
    assert (await happened(desk, second))[-1] is What.OVER


async def test_what_is_paged_about_is_begun_once_and_again_only_when_it_was_over(desk: Desk, clock: TestClock) -> None:
    await night(desk, clock)
    case = await opened(desk, LEVEL_A)
    await passes(desk, clock, clock.at)
    first = await page_of(desk, case)
    for _ in range(2):
        again = await desk.do(pages.begin, About(case.id), Why.LEVEL_A)
        await passes(desk, clock, clock.at)
        assert (again.id, len(await told(desk, first))) == (first.id, 1)
        await desk.do(pages.acknowledge, JONAS, first.id) if not again.is_acknowledged else None
    await desk.do(pages.end, About(case.id))
    assert (await desk.do(pages.begin, About(case.id), Why.LEVEL_A)).id != first.id
