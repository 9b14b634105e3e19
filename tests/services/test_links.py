"""Cases that belong together: linked, or merged so that one goes on for both."""

import asyncio
from datetime import timedelta

import pytest

from rules.cases import Action, Case, Press, State, Turn
from rules.customers import Site
from rules.errors import CaseUnknown, FieldErrors, FieldProblem, MergedAway, StaffOnly
from rules.forms import CaseForm
from rules.levels import Level, Urgency
from rules.notices import DESK, Kind, customer_lane
from rules.office import DESK_HOURS
from rules.people import PersonId
from rules.records import CardPlace, Entry
from services import cases, intake, links, outbox
from services.conversation import Said, heard
from services.desk import Desk
from services.intake import Door
from storage.tx import Tx
from tests.cast import ANNA, CHANNEL, INGRID, KARI, OLA, OTHER_CHANNEL, SIRI, agency, does, in_test, opened
from tests.conftest import TestClock


def stands(tx: Tx, case: Case, place: CardPlace) -> None:
    tx.cards.put(case.id, customer_lane(case.customer_id), place)


def history(tx: Tx, case: Case) -> list[Entry]:
    return tx.history.of_case(case.id)


async def case_now(desk: Desk, case: Case) -> Case:
    found = await desk.ask(lambda tx: tx.cases.get(case.id))
    assert found is not None
    return found


async def merges(desk: Desk, case: Case, other: str, who: PersonId = ANNA, together: str = "merged") -> Case:
    return await does(desk, who, Action.MERGE, case, other=other, together=together)


async def two(desk: Desk, clock: TestClock, first: Urgency, second: Urgency) -> tuple[Case, Case]:
    """Kari's case, and an hour later Ola's about the same thing; each with its thread."""
    await agency(desk)
    one = await opened(desk, first)
    clock.advance(hours=1)
    other = await opened(desk, second, who=OLA)
    for row, case in enumerate((one, other)):
        place = CardPlace(CHANNEL, f"170000000{row}.000100", f"170000000{row}.000100")
        await desk.do(stands, case, place)
    return one, other


async def kinds(desk: Desk, lane: str) -> list[Kind]:
    return [item.notice.kind for item in await desk.ask(outbox.stuck) if item.notice.lane == lane]


async def test_a_merged_case_goes_on_in_the_other_one(desk: Desk, clock: TestClock) -> None:
    one, other = await two(desk, clock, Urgency.DEGRADED, Urgency.DOWN)
    merged = await merges(desk, other, "SG-1001")
    survivor = await case_now(desk, one)
    assert (merged.state, merged.merged_into, merged.turn) == (State.CLOSED, 1001, Turn.NOBODY)
    assert (survivor.contact, merged.contact) == (KARI, OLA)
    assert (survivor.level, survivor.submitted_at) == (Level.A, one.submitted_at)
    assert survivor.due_at == one.submitted_at + timedelta(hours=2), "the earliest submission, the more urgent level"


async def test_the_earliest_submission_counts_whichever_goes_on(desk: Desk, clock: TestClock) -> None:
    one, other = await two(desk, clock, Urgency.DEGRADED, Urgency.DEGRADED)
    await merges(desk, one, "1002")
    survivor = await case_now(desk, other)
    assert (survivor.submitted_at, survivor.due_at) == (one.submitted_at, one.due_at)


async def test_both_customers_threads_and_both_staff_threads_are_told(desk: Desk, clock: TestClock) -> None:
    one, other = await two(desk, clock, Urgency.DEGRADED, Urgency.DEGRADED)
    before = len(await desk.ask(outbox.stuck))
    await merges(desk, other, "SG-1001")
    new = [item.notice for item in (await desk.ask(outbox.stuck))[before:]]
    told = {(notice.case_id, notice.lane, notice.kind) for notice in new}
    lane = customer_lane(one.customer_id)
    assert {(one.id, DESK, Kind.STEP), (other.id, DESK, Kind.STEP), (other.id, lane, Kind.MERGED)} <= told
    assert {(case.id, where, Kind.CARD) for case in (one, other) for where in (DESK, lane)} <= told
    assert (other.id, lane, Kind.CLOSED) not in told


@pytest.mark.parametrize("action", [Action.TAKE, Action.REOPEN, Action.WITHDRAW, Action.ASSIGN])
async def test_the_buttons_of_a_merged_case_lead_to_the_other(desk: Desk, clock: TestClock, action: Action) -> None:
    _one, other = await two(desk, clock, Urgency.DEGRADED, Urgency.DEGRADED)
    drawn = Press(other.id, action, "v1")
    await merges(desk, other, "SG-1001")
    with pytest.raises(MergedAway) as refusal:
        await desk.do(cases.move, ANNA, drawn, {}, DESK_HOURS)
    assert (refusal.value.number, refusal.value.into) == (1002, 1001)


async def test_what_is_said_in_the_merged_thread_is_said_on_the_other_case(desk: Desk, clock: TestClock) -> None:
    one, other = await two(desk, clock, Urgency.DEGRADED, Urgency.DEGRADED)
    await merges(desk, other, "SG-1001")
    survivor = await does(desk, ANNA, Action.TAKE, await case_now(desk, one))
    await does(desk, ANNA, Action.ASK, survivor, question="Which browser?")
    await desk.do(heard, OLA, Said(CHANNEL, "1700000001.000100", "1700000009.000100", "Firefox"), DESK_HOURS)
    survivor = await case_now(desk, one)
    assert survivor.state is State.IN_REVIEW, "it answers the question too"
    entries = await desk.ask(lambda tx: tx.history.of_case(one.id))
    assert (entries[-1].action, entries[-1].actor) == (Action.ANSWER, OLA)


async def test_the_merged_thread_is_caught_up_with_for_as_long_as_the_other_case_lives(
    desk: Desk, clock: TestClock
) -> None:
    one, other = await two(desk, clock, Urgency.DEGRADED, Urgency.DEGRADED)
    await merges(desk, other, "SG-1001")
    clock.advance(days=100)
    assert len(await desk.ask(lambda tx: tx.cards.customer_threads(tx.now))) == 2
    await does(desk, ANNA, Action.WITHDRAW, await case_now(desk, one), reason="It works")
    clock.advance(days=1)
    assert await desk.ask(lambda tx: tx.cards.customer_threads(tx.now)) == []


async def test_merged_twice_everything_leads_to_the_last(desk: Desk, clock: TestClock) -> None:
    one, other = await two(desk, clock, Urgency.DEGRADED, Urgency.DEGRADED)
    third = await opened(desk)
    await merges(desk, other, "SG-1001")
    await merges(desk, await case_now(desk, one), "SG-1003")
    assert (await case_now(desk, other)).merged_into == third.number
    merged = await merges(desk, await opened(desk), "SG-1002")
    assert merged.merged_into == third.number, "who names a merged case means the one it goes on in"


async def test_a_customer_whose_merged_case_was_never_answered_waits_for_us(desk: Desk, clock: TestClock) -> None:
    await agency(desk)
    survivor = await in_test(desk, await opened(desk))
    clock.advance(hours=1)
    later = await opened(desk, who=OLA)
    await merges(desk, later, "SG-1001")
    survivor = await case_now(desk, survivor)
    assert (survivor.wrote_at, survivor.turn) == (later.submitted_at, Turn.US)


@pytest.mark.parametrize("other", ["", "SG-9999", "SG-1001", "the other one", "9" * 30])
async def test_another_case_has_to_be_named(desk: Desk, clock: TestClock, other: str) -> None:
    one, _other = await two(desk, clock, Urgency.DEGRADED, Urgency.DEGRADED)
    with pytest.raises(FieldErrors) as refusal:
        await merges(desk, one, other)
    assert refusal.value.fields["other"][0] in {FieldProblem.NO_CASE, FieldProblem.MISSING}


async def test_cases_are_merged_within_a_customer_and_into_open_ones_only(desk: Desk, clock: TestClock) -> None:
    one, other = await two(desk, clock, Urgency.DEGRADED, Urgency.DEGRADED)
    form = CaseForm("Ours is down", Urgency.DOWN)
    strange = (await desk.do(intake.open_case, SIRI, form, Door(OTHER_CHANNEL), DESK_HOURS)).case
    await does(desk, ANNA, Action.WITHDRAW, other, reason="Twice")
    for number, problem in ((strange.number, FieldProblem.OTHER_CUSTOMERS), (1002, FieldProblem.IS_OVER)):
        with pytest.raises(FieldErrors) as refusal:
            await merges(desk, one, f"sg {number}")
        assert refusal.value.fields["other"][0] is problem
    await merges(desk, one, str(strange.number), together="linked")


async def test_two_who_merge_crosswise_leave_one_case(desk: Desk, clock: TestClock) -> None:
    one, other = await two(desk, clock, Urgency.DEGRADED, Urgency.DEGRADED)
    results = await asyncio.gather(
        merges(desk, one, "SG-1002", ANNA), merges(desk, other, "SG-1001", INGRID), return_exceptions=True
    )
    open_now = [case for case in (one, other) if (await case_now(desk, case)).state is not State.CLOSED]
    assert len(open_now) == 1
    assert [type(result) for result in results if isinstance(result, Exception)] in ([FieldErrors], [MergedAway])


# Links.


async def test_linked_cases_go_on_and_show_each_other(desk: Desk, clock: TestClock) -> None:
    one, other = await two(desk, clock, Urgency.DEGRADED, Urgency.DEGRADED)
    case = await merges(desk, one, "SG-1002", together="linked")
    assert (case.state, case.merged_into) == (State.RECEIVED, None)
    for this, that in ((one, other), (other, one)):
        shown = await desk.ask(links.others, this, DESK)
        assert [linked.number for linked in shown.linked] == [that.number]
        entries = await desk.ask(history, this)
        assert (entries[-1].action, entries[-1].facts["other"]) == (Action.LINK, that.number)


async def test_linking_twice_is_linking_once(desk: Desk, clock: TestClock) -> None:
    one, other = await two(desk, clock, Urgency.DEGRADED, Urgency.DEGRADED)
    for this, that in ((one, other), (other, one), (one, other)):
        await desk.do(links.link, ANNA, this.id, that.id, DESK_HOURS)
    assert len(await desk.ask(lambda tx: tx.links.of(one.id))) == 1
    for wrong in (one.id, 99):
        with pytest.raises(CaseUnknown):
            await desk.do(links.link, ANNA, one.id, wrong, DESK_HOURS)
    with pytest.raises(StaffOnly):
        await desk.do(links.link, KARI, one.id, other.id, DESK_HOURS)


async def test_a_new_case_after_a_closed_one_is_linked_to_it(desk: Desk, clock: TestClock) -> None:
    one, _other = await two(desk, clock, Urgency.DEGRADED, Urgency.DEGRADED)
    await does(desk, ANNA, Action.WITHDRAW, one, reason="It works")
    said = Said(CHANNEL, "1700000000.000100", "1700000009.000100", "Now the search fails")
    await desk.do(heard, KARI, said, DESK_HOURS)
    form = CaseForm("The search fails", Urgency.DEGRADED)
    result = await desk.do(intake.open_case, KARI, form, Door(CHANNEL, after=one.id), DESK_HOURS)
    assert [case.number for case in await desk.ask(lambda tx: tx.links.of(result.case.id))] == [1001]
    assert (await case_now(desk, one)).turn is Turn.NOBODY, "they went on with the new one"
    strange = await desk.do(intake.open_case, SIRI, form, Door(OTHER_CHANNEL, after=one.id), DESK_HOURS)
    assert await desk.ask(lambda tx: tx.links.of(strange.case.id)) == []


async def test_a_second_level_a_of_a_site_is_offered_as_a_link(desk: Desk) -> None:
    customer = await agency(desk)
    await desk.do(lambda tx: tx.sites.add(Site(0, customer.id, "Shop", "fjordmat.no", "https://fjordmat.no")))
    first = await opened(desk, Urgency.DOWN)
    assert Kind.SAME_SITE not in await kinds(desk, DESK)
    await opened(desk, Urgency.DEGRADED)
    assert Kind.SAME_SITE not in await kinds(desk, DESK)
    second = await opened(desk, Urgency.DOWN, who=OLA)
    assert (await kinds(desk, DESK)).count(Kind.SAME_SITE) == 1
    shown = await desk.ask(links.others, second, DESK)
    assert shown.same_site is not None
    assert shown.same_site.number == first.number
    await does(desk, ANNA, Action.WITHDRAW, first, reason="Twice")
    assert (await desk.ask(links.others, second, DESK)).same_site is None


async def test_who_reports_a_site_that_is_down_again_is_told_before_a_second_case_is_made(desk: Desk) -> None:
    customer = await agency(desk)
    await desk.do(lambda tx: tx.sites.add(Site(0, customer.id, "Shop", "fjordmat.no", "https://fjordmat.no")))
    link = "https://www.fjordmat.no/kasse"
    assert await desk.ask(links.known_outage, OLA, CHANNEL, None, link) is None
    first = await opened(desk, Urgency.DOWN)
    for who, channel_id, customer_id in ((OLA, CHANNEL, None), (ANNA, CHANNEL, customer.id), (ANNA, None, customer.id)):
        known = await desk.ask(links.known_outage, who, channel_id, customer_id, link)
        assert known is not None
        assert known.number == first.number
    for who, channel_id, customer_id in ((SIRI, CHANNEL, None), (SIRI, OTHER_CHANNEL, customer.id), (ANNA, None, None)):
        assert await desk.ask(links.known_outage, who, channel_id, customer_id, link) is None
    assert await desk.ask(links.known_outage, OLA, CHANNEL, None, "https://example.no") is None


async def test_a_case_that_becomes_level_a_is_offered_too(desk: Desk) -> None:
    customer = await agency(desk)
    await desk.do(lambda tx: tx.sites.add(Site(0, customer.id, "Shop", "fjordmat.no", "https://fjordmat.no")))
    await opened(desk, Urgency.DOWN)
    await does(desk, ANNA, Action.SET_LEVEL, await opened(desk), level="A", reason="It is down")
    assert (await kinds(desk, DESK)).count(Kind.SAME_SITE) == 1
