"""The countdown at the desk: told once, at its instant, to the right people, and never while the clock stands still."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from rules.cases import Action, State
from rules.countdown import About, Reminder, Step
from rules.levels import Urgency
from rules.notices import DESK, ONCALL, Kind
from rules.office import DESK_HOURS
from rules.people import Place
from services import notices
from services.desk import Desk
from tests.cast import ANNA, INGRID, JONAS, KARI, agency, does, opened
from tests.conftest import TestClock
from tests.promised import HOUR, LEVEL_A, MINUTE, facts, now, oslo, passes, said, told, with_operation


async def test_level_b_is_told_at_half_three_quarters_nine_tenths_and_when_it_is_due(
    desk: Desk, clock: TestClock
) -> None:
    await agency(desk)
    case = await opened(desk)
    await passes(desk, clock, oslo(31, 11, 30))
    assert await told(desk, case) == [
        (Step.HALF, oslo(30, 13, 30)),
        (Step.THREE_QUARTERS, oslo(30, 15, 15)),
        (Step.NINE_TENTHS, oslo(31, 9, 18)),
        (Step.DUE, oslo(31, 10)),
        (Step.DUE + 1, oslo(31, 10, 30)),
        (Step.DUE + 2, oslo(31, 11)),
        (Step.DUE + 3, oslo(31, 11, 30)),
    ]
    assert len(await said(desk, ONCALL, Kind.CARD)) == 7
    assert len(await said(desk, ONCALL, Kind.COUNTDOWN)) == 6, "at half there is the card alone"


async def test_a_level_a_has_its_card_at_once_and_mentions_desk_and_duty(desk: Desk, clock: TestClock) -> None:
    await agency(desk)
    await opened(desk, LEVEL_A)
    await passes(desk, clock, clock.at)
    (card,) = await said(desk, ONCALL, Kind.CARD)
    assert (await facts(desk, card)).mentions == (ANNA, JONAS)
    assert len(await said(desk, DESK, Kind.COUNTDOWN)) == 1, "who is not in the on-call channel is told too"


async def test_nothing_is_told_while_the_desk_is_closed(desk: Desk, clock: TestClock) -> None:
    await agency(desk)
    clock.at = oslo(30, 15)
    case = await opened(desk, LEVEL_A)
    await passes(desk, clock, oslo(31, 12))
    assert [at for step, at in await told(desk, case) if step > Step.HALF] == [
        oslo(31, 9, 30),
        oslo(31, 9, 48),
        oslo(31, 10),
        *(oslo(31, 10, 30) + n * MINUTE * 30 for n in range(4)),
    ]
    assert (Step.HALF, oslo(30, 16)) in await told(desk, case), "what falls due as the desk closes is told then"


async def test_a_level_a_at_night_waits_for_the_desk_unless_the_agreement_includes_operation(
    desk: Desk, clock: TestClock
) -> None:
    customer = await agency(desk)
    clock.at = oslo(30, 23)
    case = await opened(desk, LEVEL_A)
    await passes(desk, clock, oslo(31, 8, 59))
    assert await told(desk, case) == []
    await passes(desk, clock, oslo(31, 9))
    assert await told(desk, case) == [(Step.BEGUN, oslo(31, 9))]
    await with_operation(desk, customer.id)
    clock.at = oslo(31, 23)
    watched = await opened(desk, LEVEL_A)
    await passes(desk, clock, oslo(1, 2, month=4))
    assert [at for step, at in await told(desk, watched) if step == Step.DUE] == [oslo(1, 1, month=4)]


async def test_a_question_makes_it_silent_and_the_answer_goes_on_from_there(desk: Desk, clock: TestClock) -> None:
    await agency(desk)
    case = await does(desk, ANNA, Action.TAKE, await opened(desk))
    clock.at = oslo(30, 13)
    case = await does(desk, ANNA, Action.ASK, case, question="Which browser?")
    await passes(desk, clock, oslo(31, 13))
    assert await told(desk, case) == []
    case = await does(desk, KARI, Action.ANSWER, case, answer="Firefox")
    await passes(desk, clock, oslo(31, 15, 15))
    assert await told(desk, case) == [(Step.HALF, oslo(31, 13, 30)), (Step.THREE_QUARTERS, oslo(31, 15, 15))]


@pytest.mark.parametrize("ends", [Action.ON_IT, Action.WITHDRAW, Action.MERGE])
async def test_when_it_is_over_the_card_says_so_and_nothing_more_is_told(
    desk: Desk, clock: TestClock, ends: Action
) -> None:
    await agency(desk)
    case = await does(desk, ANNA, Action.TAKE, await opened(desk))
    await passes(desk, clock, oslo(30, 13, 30))
    other = await opened(desk, Urgency.CAN_WAIT)
    values = {Action.WITHDRAW: {"reason": "It works"}, Action.MERGE: {"other": str(other.number), "together": "merged"}}
    before = len(await said(desk, ONCALL, Kind.CARD))
    await does(desk, ANNA, ends, await now(desk, case), **values.get(ends, {}))
    assert len(await said(desk, ONCALL, Kind.CARD)) > before
    until = oslo(31, 9) if ends is Action.MERGE else oslo(1, 16, month=4)
    await passes(desk, clock, until)
    assert len(await told(desk, case)) == 1


async def test_im_on_it_answers_the_customer_takes_the_case_and_stops_the_clock(desk: Desk, clock: TestClock) -> None:
    customer = await agency(desk)
    case = await opened(desk)
    await passes(desk, clock, oslo(30, 13, 30))
    case = await does(desk, JONAS, Action.ON_IT, case)
    assert (case.state, case.assignee, case.answered_at) == (State.IN_REVIEW, JONAS, clock.at)
    assert len(await said(desk, f"customer:{customer.id}", Kind.ON_IT)) == 1
    await passes(desk, clock, oslo(2, 16, month=4))
    assert len(await told(desk, case)) == 1


async def test_a_reminder_that_was_overtaken_by_the_answer_is_not_said(desk: Desk, clock: TestClock) -> None:
    await agency(desk)
    case = await opened(desk)
    await passes(desk, clock, oslo(30, 15, 15))
    (reminder,) = await said(desk, ONCALL, Kind.COUNTDOWN)
    await does(desk, ANNA, Action.ON_IT, case)
    assert await desk.ask(notices.facts, reminder, DESK_HOURS) is None


async def test_who_is_mentioned(desk: Desk, clock: TestClock) -> None:
    await agency(desk)
    await desk.do(lambda tx: tx.people.leave(Place.DESK, JONAS))
    case = await opened(desk)
    await passes(desk, clock, oslo(30, 13, 30))
    (card,) = await said(desk, ONCALL, Kind.CARD)
    assert (await facts(desk, card)).mentions == (ANNA,), "nobody's: Customer Success"
    await does(desk, ANNA, Action.ASSIGN, case, assignee="THOME:UANNA")
    await passes(desk, clock, oslo(31, 10))
    due_now = (await said(desk, ONCALL, Kind.COUNTDOWN))[-1]
    assert (await facts(desk, due_now)).mentions == (ANNA, INGRID), "the assignee, and at a breach the lead"
    assert await said(desk, DESK, Kind.COUNTDOWN) == [], "the desk is not mentioned of what somebody has"


async def test_outside_opening_hours_the_duty_is_mentioned(desk: Desk, clock: TestClock) -> None:
    customer = await agency(desk)
    await with_operation(desk, customer.id)
    clock.at = oslo(30, 23)
    await opened(desk, LEVEL_A)
    await passes(desk, clock, oslo(31, 0, 30))
    (reminder,) = await said(desk, ONCALL, Kind.COUNTDOWN)
    assert (await facts(desk, reminder)).mentions == (JONAS,)


async def test_what_fell_due_while_nobody_was_there_is_told_once_and_marked_late(desk: Desk, clock: TestClock) -> None:
    await agency(desk)
    case = await opened(desk)
    clock.at = oslo(31, 10, 40)
    await passes(desk, clock, clock.at)
    assert await told(desk, case) == [(Step.DUE + 1, oslo(31, 10, 40))]
    (reminder,) = await said(desk, ONCALL, Kind.COUNTDOWN)
    shown = (await facts(desk, reminder)).reminder
    assert shown is not None
    assert (shown.is_late, shown.fell_at) == (True, oslo(31, 10, 30))
    await passes(desk, clock, oslo(31, 11))
    assert (await told(desk, case))[1:] == [(Step.DUE + 2, oslo(31, 11))], "and it goes on as it would have"


async def test_what_was_missed_is_told_when_the_desk_opens_not_in_the_night(desk: Desk, clock: TestClock) -> None:
    await agency(desk)
    case = await opened(desk)
    clock.at = oslo(30, 22)
    await passes(desk, clock, oslo(31, 9))
    assert await told(desk, case) == [(Step.THREE_QUARTERS, oslo(31, 9))]


async def test_an_upgrade_that_is_late_already_is_late_by_change_of_level(desk: Desk, clock: TestClock) -> None:
    await agency(desk)
    case = await opened(desk)
    clock.at = oslo(30, 13)
    case = await does(desk, ANNA, Action.SET_LEVEL, case, level="A", reason="All of it is down")
    await passes(desk, clock, clock.at)
    assert await told(desk, case) == [(Step.DUE + 2, oslo(30, 13))]
    assert (await facts(desk, (await said(desk, ONCALL, Kind.COUNTDOWN))[-1])).by_change


async def test_a_level_that_promises_more_time_is_counted_down_anew_on_the_same_card(
    desk: Desk, clock: TestClock
) -> None:
    await agency(desk)
    case = await opened(desk, LEVEL_A)
    await passes(desk, clock, oslo(30, 11, 30))
    case = await does(desk, ANNA, Action.SET_LEVEL, case, level="B", reason="Half of it works")
    await passes(desk, clock, oslo(30, 13, 30))
    steps = [step for step, _at in await told(desk, case)]
    assert steps == [Step.BEGUN, Step.HALF, Step.THREE_QUARTERS, Step.HALF]
    assert {item.notice.thread for item in await said(desk, ONCALL, Kind.CARD)} >= {f"case:{case.id}@oncall"}


async def test_other_hours_than_were_planned_for_tell_nothing_too_early(desk: Desk, clock: TestClock) -> None:
    await agency(desk)
    case = await opened(desk)
    await desk.do(lambda tx: tx.cases.save(replace(case, step_at=clock.at)))
    await passes(desk, clock, oslo(30, 13, 29))
    assert await told(desk, case) == []
    await passes(desk, clock, oslo(30, 13, 30))
    assert await told(desk, case) == [(Step.HALF, oslo(30, 13, 30))]


def test_late_is_more_than_a_minute() -> None:
    at = oslo(30, 10)
    assert not Reminder(1, 1, About.ANSWER, Step.DUE, at, at + MINUTE).is_late
    assert Reminder(1, 1, About.ANSWER, Step.DUE, at, at + 2 * MINUTE).is_late


@pytest.mark.parametrize("evening", ["2026-03-28T23:30+01:00", "2026-10-25T00:30+02:00", "2026-05-17T03:00+02:00"])
async def test_round_the_clock_two_hours_are_two_hours_also_in_the_nights_that_change_the_clock(
    desk: Desk, clock: TestClock, evening: str
) -> None:
    customer = await agency(desk)
    await with_operation(desk, customer.id)
    clock.at = datetime.fromisoformat(evening).astimezone(UTC)
    case = await opened(desk, LEVEL_A)
    begun = clock.at
    await passes(desk, clock, begun + 2 * HOUR)
    assert await told(desk, case) == [
        (Step.BEGUN, begun),
        (Step.HALF, begun + HOUR),
        (Step.THREE_QUARTERS, begun + 90 * MINUTE),
        (Step.NINE_TENTHS, begun + 108 * MINUTE),
        (Step.DUE, begun + 2 * HOUR),
    ]
