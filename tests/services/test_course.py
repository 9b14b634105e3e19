"""The course of a case at the desk: moves, who may make them, and what is told."""

import asyncio
from datetime import UTC, datetime, timedelta

import pytest

from rules.cases import Action, Press, State
from rules.errors import (
    AlreadyMoved,
    CustomerUnknown,
    FieldErrors,
    NotAllowed,
    NotYourCase,
    OnlyApprover,
    ReopenTooLate,
    WrongState,
)
from rules.forms import CaseForm
from rules.levels import Urgency
from rules.notices import DESK, Kind
from rules.office import DESK_HOURS
from services import cases, due, intake, outbox
from services.desk import Desk
from services.intake import Door
from tests.cast import ANNA, CHANNEL, INGRID, JONAS, KARI, OLA, OTHER_CHANNEL, SIRI, agency, does, in_test, opened
from tests.conftest import TestClock


async def _told(desk: Desk) -> list[tuple[str, Kind]]:
    """What waits in the outbox, as (lane, kind)."""
    return [(item.notice.lane, item.notice.kind) for item in await desk.ask(outbox.stuck)]


async def test_a_case_gets_the_next_number_and_the_instant_of_its_answer(desk: Desk) -> None:
    await agency(desk)
    first, second = await opened(desk), await opened(desk)
    assert (first.number, second.number) == (1001, 1002)
    assert first.due_at == datetime(2026, 3, 31, 8, 0, tzinfo=UTC), "Level B: 7 h of opening time from Monday 10:00"


async def test_the_whole_course(desk: Desk, clock: TestClock) -> None:
    await agency(desk)
    case = await in_test(desk, await opened(desk))
    case = await does(desk, KARI, Action.ASK_FOR_CHANGES, case, comment="Still grey")
    assert case.state is State.IN_PROGRESS
    case = await does(desk, JONAS, Action.READY_FOR_TEST, case, test_link="https://test.fjordmat.no/2")
    case = await does(desk, KARI, Action.APPROVE, case)
    assert (case.state, case.approved_round) == (State.APPROVED, 2)
    case = await does(desk, JONAS, Action.PUBLISH, case)
    case = await does(desk, ANNA, Action.CLOSE, case, summary="Mended")
    assert (case.state, case.ended_at) == (State.CLOSED, clock.now())


async def test_each_move_tells_the_desk_and_bold_ones_the_customer(desk: Desk) -> None:
    customer = await agency(desk)
    lane = f"customer:{customer.id}"
    case = await opened(desk)
    before = len(await _told(desk))
    case = await does(desk, ANNA, Action.TAKE, case)
    assert (await _told(desk))[before:] == [(DESK, Kind.STEP), (DESK, Kind.CARD), (lane, Kind.CARD)]
    case = await does(desk, ANNA, Action.ASK, case, question="Which browser?")
    assert (lane, Kind.QUESTION) in (await _told(desk))[before + 3 :]


async def test_two_press_take_it_at_once_and_one_is_told_who_won(desk: Desk) -> None:
    await agency(desk)
    case = await opened(desk)
    press = Press(case.id, Action.TAKE, "v1")
    results = await asyncio.gather(
        *(desk.do(cases.move, who, press, {}, DESK_HOURS) for who in (ANNA, JONAS)), return_exceptions=True
    )
    lost = [result for result in results if isinstance(result, AlreadyMoved)]
    assert len(lost) == 1
    assert lost[0].by in {"Anna", "Jonas"}
    assert lost[0].state == State.IN_REVIEW


@pytest.mark.parametrize("seen", ["", "v", "v" + "9" * 30, "v" + "9" * 5000, "vx", "r1"])
async def test_a_button_that_saw_what_never_was_has_been_overtaken(desk: Desk, seen: str) -> None:
    await agency(desk)
    case = await does(desk, JONAS, Action.TAKE, await opened(desk))
    with pytest.raises(AlreadyMoved) as refusal:
        await desk.do(cases.move, ANNA, Press(case.id, Action.START, seen), {}, DESK_HOURS)
    assert refusal.value.by == "Jonas"


async def test_a_customer_cannot_press_staffs_buttons(desk: Desk) -> None:
    await agency(desk)
    case = await opened(desk)
    with pytest.raises(NotAllowed):
        await does(desk, KARI, Action.TAKE, case)


async def test_another_customers_contact_learns_nothing(desk: Desk) -> None:
    await agency(desk)
    case = await in_test(desk, await opened(desk))
    with pytest.raises(NotYourCase):
        await does(desk, SIRI, Action.APPROVE, case)
    form = CaseForm("Mine now", Urgency.DOWN)
    with pytest.raises(CustomerUnknown):
        await desk.do(intake.open_case, SIRI, form, Door(CHANNEL), DESK_HOURS)


async def test_only_who_opened_the_case_approves(desk: Desk) -> None:
    await agency(desk)
    case = await in_test(desk, await opened(desk))
    with pytest.raises(OnlyApprover) as refusal:
        await does(desk, OLA, Action.APPROVE, case)
    assert refusal.value.approvers == ("Kari",)


async def test_who_is_not_on_call_cannot_publish(desk: Desk) -> None:
    await agency(desk)
    case = await does(desk, KARI, Action.APPROVE, await in_test(desk, await opened(desk)))
    with pytest.raises(NotAllowed):
        await does(desk, ANNA, Action.PUBLISH, case)


async def test_an_old_approve_button_is_void_after_a_new_round(desk: Desk) -> None:
    await agency(desk)
    case = await in_test(desk, await opened(desk))
    old = Press(case.id, Action.APPROVE, "r1")
    case = await does(desk, KARI, Action.ASK_FOR_CHANGES, case, comment="No")
    await does(desk, JONAS, Action.READY_FOR_TEST, case, test_link="https://test.fjordmat.no/2")
    with pytest.raises(AlreadyMoved):
        await desk.do(cases.move, KARI, old, {}, DESK_HOURS)


async def test_a_question_in_test_returns_to_the_test_and_its_buttons_still_work(desk: Desk) -> None:
    await agency(desk)
    case = await in_test(desk, await opened(desk))
    approve = Press(case.id, Action.APPROVE, "r1")
    case = await does(desk, ANNA, Action.ASK, case, question="Which browser?")
    with pytest.raises(WrongState):
        await desk.do(cases.move, KARI, approve, {}, DESK_HOURS)
    case = await does(desk, OLA, Action.ANSWER, case, answer="Firefox")
    assert case.state is State.IN_TEST
    case = await desk.do(cases.move, KARI, approve, {}, DESK_HOURS)
    assert case.state is State.APPROVED


async def test_restored_service_asks_for_approval_afterwards(desk: Desk) -> None:
    await agency(desk)
    case = await opened(desk, Urgency.DOWN)
    case = await does(desk, JONAS, Action.RESTORE_SERVICE, case, reason="The shop was down")
    assert (case.state, case.restored, case.approved_round) == (State.LIVE, True, None)
    case = await does(desk, KARI, Action.APPROVE, case)
    assert (case.state, case.approved_round) == (State.LIVE, 1)


async def test_a_recorded_approval_can_be_denied(desk: Desk) -> None:
    await agency(desk)
    case = await in_test(desk, await opened(desk))
    values = {"approved_by": "Kari", "given": "phone", "given_on": "2026-03-30", "words": "Looks good"}
    case = await does(desk, ANNA, Action.RECORD_APPROVAL, case, **values)
    case = await does(desk, KARI, Action.DENY_APPROVAL, case)
    assert (case.state, case.approved_round) == (State.IN_TEST, None)


async def test_work_of_four_hours_waits_for_an_estimate(desk: Desk) -> None:
    await agency(desk)
    case = await does(desk, ANNA, Action.TAKE, await opened(desk))
    with pytest.raises(FieldErrors):
        await does(desk, ANNA, Action.START, case, expected="4")


async def test_live_closes_itself_after_14_days_and_reopens_for_14_more(desk: Desk, clock: TestClock) -> None:
    await agency(desk)
    case = await does(desk, KARI, Action.APPROVE, await in_test(desk, await opened(desk)))
    case = await does(desk, JONAS, Action.PUBLISH, case)
    clock.advance(days=14, microseconds=-1)
    assert await desk.ask(due.next_due) == clock.now() + timedelta(microseconds=1)
    clock.advance(microseconds=1)
    assert await desk.do(cases.close_due, DESK_HOURS) == 1
    assert await desk.do(cases.close_due, DESK_HOURS) == 0
    press = Press(case.id, Action.REOPEN, f"v{case.version + 1}")
    clock.advance(days=14)
    with pytest.raises(ReopenTooLate):
        await desk.do(cases.move, KARI, press, {"comment": "Again"}, DESK_HOURS)
    clock.advance(microseconds=-1)
    reopened = await desk.do(cases.move, KARI, press, {"comment": "Again"}, DESK_HOURS)
    assert reopened.state is State.IN_REVIEW


async def test_staff_open_a_case_for_a_contact_of_the_customer_only(desk: Desk) -> None:
    customer = await agency(desk)
    form = CaseForm("They called", Urgency.URGENT, customer_id=customer.id, contact=SIRI, origin="phone")
    with pytest.raises(FieldErrors):
        await desk.do(intake.open_case, ANNA, form, Door(), DESK_HOURS)
    form = CaseForm("They called", Urgency.URGENT, customer_id=customer.id, contact=KARI, origin="phone")
    result = await desk.do(intake.open_case, ANNA, form, Door(), DESK_HOURS)
    assert (result.case.contact, result.case.due_at) == (KARI, None)


async def test_a_customers_own_channel_decides_whose_case_it_is(desk: Desk) -> None:
    await agency(desk)
    form = CaseForm("In the wrong channel", Urgency.URGENT)
    with pytest.raises(CustomerUnknown):
        await desk.do(intake.open_case, KARI, form, Door(OTHER_CHANNEL), DESK_HOURS)


async def test_withdrawing_is_for_the_opener_the_approver_and_us(desk: Desk) -> None:
    await agency(desk)
    case = await opened(desk)
    with pytest.raises(NotAllowed):
        await does(desk, OLA, Action.WITHDRAW, case, reason="Not needed")
    assert (await does(desk, KARI, Action.WITHDRAW, case, reason="Not needed")).state is State.WITHDRAWN


async def test_a_lead_may_restore_but_not_make_ready(desk: Desk) -> None:
    await agency(desk)
    case = await opened(desk, Urgency.DOWN)
    case = await does(desk, ANNA, Action.START, await does(desk, ANNA, Action.TAKE, case), expected="1")
    with pytest.raises(NotAllowed):
        await does(desk, INGRID, Action.READY_FOR_TEST, case, test_link="https://test.fjordmat.no")
    assert (await does(desk, INGRID, Action.RESTORE_SERVICE, case, reason="Down")).state is State.LIVE
