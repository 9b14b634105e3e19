"""Questions to the customer: they pause the promise, are asked again, and are closed only after that."""

from datetime import UTC, datetime, timedelta

import pytest

from rules.cases import Action, Case, State, Turn
from rules.errors import NotRemindedYet
from rules.levels import Urgency
from rules.notices import DESK, Kind, customer_lane
from rules.office import DESK_HOURS
from rules.people import PersonId
from rules.records import CardPlace
from services import due, outbox
from services.conversation import Said, heard
from services.desk import Desk
from tests.cast import ANNA, CHANNEL, INGRID, KARI, OLA, SIRI, agency, does, in_test, opened
from tests.conftest import TestClock

ROOT = "1700000000.000100"
HOUR = timedelta(hours=1)


def oslo(day: int, hour: int, minute: int = 0, month: int = 4) -> datetime:
    """A local time of spring 2026 (summer time) in UTC."""
    return datetime(2026, month, day, hour - 2, minute, tzinfo=UTC)


async def asked(desk: Desk, urgency: Urgency = Urgency.DEGRADED) -> Case:
    """Opened, taken and asked about; with its thread in the customer's channel."""
    customer = await agency(desk)
    case = await does(desk, ANNA, Action.TAKE, await opened(desk, urgency))
    await desk.do(lambda tx: tx.cards.put(case.id, customer_lane(customer.id), CardPlace(CHANNEL, ROOT, ROOT)))
    return await does(desk, ANNA, Action.ASK, case, question="Which browser?")


async def says(desk: Desk, who: PersonId, text: str, ts: str = "1700000001.000100") -> Case:
    await desk.do(heard, who, Said(CHANNEL, ROOT, ts, text), DESK_HOURS)
    return await now(desk)


async def now(desk: Desk, row: int = 1) -> Case:
    case = await desk.ask(lambda tx: tx.cases.get(row))
    assert case is not None
    return case


async def told(desk: Desk, kind: Kind) -> int:
    return [item.notice.kind for item in await desk.ask(outbox.stuck)].count(kind)


async def passes(desk: Desk, clock: TestClock, until: datetime) -> None:
    """Time passes, and what falls due is done, quarter by quarter."""
    while clock.at < until:
        clock.at = min(clock.at + HOUR / 4, until)
        await desk.do(due.do_due, DESK_HOURS)


# The promise.


async def test_a_question_stops_the_clock_and_the_answer_moves_the_deadline_by_the_opening_time(
    desk: Desk, clock: TestClock
) -> None:
    await agency(desk)
    case = await does(desk, ANNA, Action.TAKE, await opened(desk))
    assert case.due_at == oslo(31, 10, month=3), "Level B from Monday 10:00"
    clock.at = oslo(30, 15, month=3)
    case = await does(desk, ANNA, Action.ASK, case, question="Which browser?")
    assert (case.due_at, case.paused_at) == (None, clock.at)
    clock.at = oslo(31, 11, month=3)
    case = await does(desk, KARI, Action.ANSWER, case, answer="Firefox")
    assert (case.due_at, case.paused_at) == (oslo(31, 13, month=3), None), "1 h on Monday and 2 h on Tuesday"
    assert case.answered_at is None


async def test_each_question_moves_it(desk: Desk, clock: TestClock) -> None:
    case = await asked(desk)
    for _question in range(2):
        clock.advance(hours=1)
        case = await does(desk, KARI, Action.ANSWER, case, answer="Firefox")
        case = await does(desk, ANNA, Action.ASK, case, question="And which version?")
    clock.advance(hours=1)
    case = await says(desk, KARI, "128")
    assert case.due_at == oslo(31, 13, month=3)


async def test_a_promise_broken_before_the_question_stays_broken(desk: Desk, clock: TestClock) -> None:
    await agency(desk)
    case = await does(desk, ANNA, Action.TAKE, await opened(desk, Urgency.DOWN))
    clock.advance(hours=3)
    case = await does(desk, ANNA, Action.ASK, case, question="Which browser?")
    assert case.due_at == oslo(30, 12, month=3)
    clock.advance(hours=1)
    assert (await says(desk, KARI, "Firefox")).due_at == oslo(30, 12, month=3)


async def test_what_one_of_us_writes_meanwhile_stops_the_clock_for_good(desk: Desk, clock: TestClock) -> None:
    await asked(desk)
    clock.advance(hours=1)
    case = await says(desk, ANNA, "It is mended, by the way")
    assert (case.answered_at, case.paused_at, case.state) == (clock.at, None, State.WAITING)
    assert case.due_at == oslo(31, 11, month=3), "the hour it stood still is not counted"
    clock.advance(hours=5)
    assert (await says(desk, KARI, "Firefox", "1700000002.000100")).due_at == oslo(31, 11, month=3)


async def test_an_answered_case_is_not_paused(desk: Desk) -> None:
    await agency(desk)
    case = await in_test(desk, await opened(desk))
    case = await does(desk, ANNA, Action.ASK, case, question="Do you see it?")
    assert case.paused_at is None


# Reminders.


async def test_the_customer_is_reminded_after_2_and_5_business_days_and_we_are_asked(
    desk: Desk, clock: TestClock
) -> None:
    case = await asked(desk)  # Monday 30 March 10:00; Thursday and Friday are Easter, Monday too
    assert case.remind_at == oslo(1, 10)
    assert await desk.ask(due.next_due) == oslo(1, 10)
    await passes(desk, clock, oslo(1, 9, 45))
    assert await told(desk, Kind.REMINDER) == 0
    await passes(desk, clock, oslo(1, 10))
    assert (await told(desk, Kind.REMINDER), await told(desk, Kind.UNANSWERED)) == (1, 0)
    await passes(desk, clock, oslo(9, 9, 45))
    assert await told(desk, Kind.REMINDER) == 1
    await passes(desk, clock, oslo(9, 10))
    assert (await told(desk, Kind.REMINDER), await told(desk, Kind.UNANSWERED)) == (2, 1)
    await passes(desk, clock, oslo(16, 10))
    assert (await told(desk, Kind.REMINDER), await told(desk, Kind.UNANSWERED)) == (2, 2)
    assert (await now(desk)).state is State.WAITING


async def test_after_three_weeks_off_it_is_said_once_and_in_opening_hours(desk: Desk, clock: TestClock) -> None:
    await asked(desk)
    clock.at = oslo(25, 12)  # a Saturday
    assert await desk.do(due.do_due, DESK_HOURS) == 0
    assert (await now(desk)).remind_at == oslo(27, 9)
    clock.at = oslo(27, 9)
    for _again in range(3):
        await desk.do(due.do_due, DESK_HOURS)
    assert (await told(desk, Kind.REMINDER), await told(desk, Kind.UNANSWERED)) == (1, 0)
    assert (await now(desk)).remind_at == oslo(30, 9), "three business days from now, not all at once"


@pytest.mark.parametrize("ends", [Action.ANSWER, Action.BACK_TO_WORK, Action.WITHDRAW])
async def test_nobody_is_reminded_of_a_question_that_is_over(desk: Desk, clock: TestClock, ends: Action) -> None:
    case = await asked(desk)
    await does(desk, KARI if ends is Action.ANSWER else ANNA, ends, case, answer="Firefox", reason="Found it")
    assert await desk.ask(lambda tx: tx.cases.next_to_remind()) is None
    await passes(desk, clock, oslo(2, 10))
    assert await told(desk, Kind.REMINDER) == 0


async def test_reminding_by_hand_puts_the_next_one_off(desk: Desk, clock: TestClock) -> None:
    case = await asked(desk)
    clock.at = oslo(31, 15, month=3)
    case = await does(desk, ANNA, Action.REMIND, case)
    assert await told(desk, Kind.REMINDER) == 1
    assert (case.remind_at, case.reminders, case.state) == (oslo(7, 15), 0, State.WAITING)


async def test_a_form_that_is_open_is_still_the_answer_after_a_reminder(desk: Desk) -> None:
    case = await asked(desk)
    await does(desk, ANNA, Action.REMIND, case)
    answered = await does(desk, KARI, Action.ANSWER, case, answer="Firefox")
    assert answered.state is State.IN_REVIEW


# Unanswered.


async def given_up(desk: Desk, clock: TestClock) -> Case:
    await asked(desk)
    await passes(desk, clock, oslo(9, 10))
    return await does(desk, ANNA, Action.CLOSE_AS_UNANSWERED, await now(desk))


async def test_it_can_be_closed_as_unanswered_after_two_reminders_only(desk: Desk, clock: TestClock) -> None:
    case = await asked(desk)
    await passes(desk, clock, oslo(1, 10))
    with pytest.raises(NotRemindedYet):
        await does(desk, ANNA, Action.CLOSE_AS_UNANSWERED, await now(desk))
    await passes(desk, clock, oslo(9, 10))
    case = await does(desk, ANNA, Action.CLOSE_AS_UNANSWERED, await now(desk))
    assert (case.state, case.approved_round, case.answered_at) == (State.CLOSED, None, None)
    assert await told(desk, Kind.CLOSED) == 1


async def test_a_reply_reopens_it_and_the_clock_runs_on(desk: Desk, clock: TestClock) -> None:
    await given_up(desk, clock)
    clock.at = oslo(13, 12)
    case = await says(desk, OLA, "It was Firefox")
    assert (case.state, case.turn, case.ended_at) == (State.IN_REVIEW, Turn.US, None)
    assert case.due_at == oslo(14, 12), "7 h of opening time, none of it used"
    entries = await desk.ask(lambda tx: tx.history.of_case(1))
    assert [entry.action for entry in entries[-2:]] == [Action.WRITE, Action.REOPEN]


async def test_after_14_days_a_reply_is_a_message_on_a_closed_case(desk: Desk, clock: TestClock) -> None:
    await given_up(desk, clock)
    clock.advance(days=14)
    case = await says(desk, KARI, "It was Firefox")
    assert (case.state, case.turn) == (State.CLOSED, Turn.US)
    assert await told(desk, Kind.WROTE_AFTERWARDS) == 1


# Words on a case that is over, and words that approve nothing.


async def test_words_on_a_closed_case_make_it_our_turn_until_they_were_just_thanks(desk: Desk) -> None:
    case = await asked(desk)
    case = await says(desk, KARI, "Firefox")
    case = await does(desk, ANNA, Action.CLOSE, case, summary="Use another browser")
    assert case.turn is Turn.NOBODY
    for ts in ("1700000002.000100", "1700000003.000100"):
        case = await says(desk, KARI, "Thank you so much", ts)
    assert (case.state, case.turn) == (State.CLOSED, Turn.US)
    assert await told(desk, Kind.WROTE_AFTERWARDS) == 1, "asked once, not after each line"
    case = await does(desk, OLA, Action.JUST_THANKS, case)
    assert (case.state, case.turn, case.ended_at is None) == (State.CLOSED, Turn.NOBODY, False)


@pytest.mark.parametrize("who", [ANNA, INGRID, SIRI])
async def test_what_we_or_strangers_say_on_a_closed_case_waits_for_nobody(desk: Desk, who: PersonId) -> None:
    case = await does(desk, KARI, Action.ANSWER, await asked(desk), answer="Firefox")
    await does(desk, ANNA, Action.CLOSE, case, summary="Done")
    assert (await says(desk, who, "One more thing")).wrote_at is None
    assert await told(desk, Kind.WROTE_AFTERWARDS) == 0


async def test_words_in_the_test_show_the_buttons_again_and_approve_nothing(desk: Desk) -> None:
    case = await does(desk, KARI, Action.ANSWER, await asked(desk), answer="Firefox")
    case = await does(desk, ANNA, Action.START, case, expected="1")
    case = await does(desk, PersonId("THOME", "UJONAS"), Action.READY_FOR_TEST, case, test_link="https://test.no")
    case = await says(desk, KARI, "Looks good, approved!", "1700000002.000100")
    assert (case.state, case.approved_round, case.turn) == (State.IN_TEST, None, Turn.US)
    await says(desk, KARI, "Very good", "1700000003.000100")
    assert await told(desk, Kind.STILL_ASKED) == 1
    case = await says(desk, ANNA, "Please press the button", "1700000004.000100")
    assert case.turn is Turn.CUSTOMER
    case = await does(desk, KARI, Action.APPROVE, case)
    assert case.state is State.APPROVED


async def test_the_desk_alone_hears_that_nobody_answers(desk: Desk, clock: TestClock) -> None:
    await asked(desk)
    await passes(desk, clock, oslo(9, 10))
    lanes = {item.notice.lane for item in await desk.ask(outbox.stuck) if item.notice.kind is Kind.UNANSWERED}
    assert lanes == {DESK}
