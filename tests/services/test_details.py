"""Details of a case: who has it, its level and what that does to its promise, whether the agreement covers it."""

from datetime import UTC, datetime

import pytest

from rules.cases import Action, Case, Coverage, Press, State
from rules.errors import AlreadyMoved, CaseUnknown, FieldErrors, FieldProblem, NotAllowed, StaffOnly, WrongState
from rules.levels import Level, Urgency
from rules.notices import Kind
from rules.office import DESK_HOURS
from services import cases, looks, outbox
from services.desk import Desk
from tests.cast import ANNA, INGRID, JONAS, KARI, agency, does, in_test, opened
from tests.conftest import TestClock


def oslo(day: int, hour: int, minute: int = 0) -> datetime:
    """A local time of March 2026, in summer time, in UTC."""
    return datetime(2026, 3, day, hour - 2, minute, tzinfo=UTC)


async def told(desk: Desk, kind: Kind) -> int:
    return [item.notice.kind for item in await desk.ask(outbox.stuck)].count(kind)


async def newest_facts(desk: Desk, case: Case) -> dict[str, object]:
    entries = await desk.ask(lambda tx: tx.history.of_case(case.id))
    return entries[-1].facts


# Assign.


async def test_a_case_is_assigned_to_somebody_of_us(desk: Desk) -> None:
    await agency(desk)
    case = await does(desk, ANNA, Action.ASSIGN, await opened(desk), assignee="THOME:UJONAS")
    assert (case.assignee, case.state) == (JONAS, State.RECEIVED)
    case = await does(desk, JONAS, Action.ASSIGN, case, assignee="THOME:UINGRID")
    case = await does(desk, ANNA, Action.ASSIGN, case, assignee="THOME:UJONAS")
    assert case.assignee == JONAS, "the same again is meant again"


@pytest.mark.parametrize("nobody", ["TFJORD:UKARI", "THOME:UNOBODY", "THOME", ":", "x" * 150])
async def test_nobody_else_can_have_it(desk: Desk, nobody: str) -> None:
    await agency(desk)
    with pytest.raises(FieldErrors) as refusal:
        await does(desk, ANNA, Action.ASSIGN, await opened(desk), assignee=nobody)
    assert refusal.value.fields["assignee"][0] is FieldProblem.NO_CHOICE


async def test_the_form_offers_all_of_us_by_name(desk: Desk) -> None:
    await agency(desk)
    case = await opened(desk)
    facts = await desk.ask(cases.form_facts, ANNA, Press(case.id, Action.ASSIGN, "v1"))
    assert [one.shown for one in facts.us] == ["Anna", "Ingrid", "Jonas"]


async def test_two_who_assign_at_once_hear_of_each_other(desk: Desk) -> None:
    await agency(desk)
    case = await opened(desk)
    await does(desk, INGRID, Action.ASSIGN, case, assignee="THOME:UJONAS")
    with pytest.raises(AlreadyMoved) as refusal:
        await does(desk, ANNA, Action.ASSIGN, case, assignee="THOME:UANNA")
    assert (refusal.value.by, refusal.value.action) == ("Ingrid", Action.ASSIGN)


async def test_a_detail_takes_no_button_of_the_course_from_anybody(desk: Desk) -> None:
    await agency(desk)
    case = await opened(desk)
    await does(desk, INGRID, Action.ASSIGN, case, assignee="THOME:UJONAS")
    assert (await does(desk, ANNA, Action.TAKE, case)).state is State.IN_REVIEW


async def test_who_was_faster_on_the_course_is_named_whatever_details_changed(desk: Desk) -> None:
    await agency(desk)
    case = await opened(desk)
    await does(desk, INGRID, Action.ASSIGN, case, assignee="THOME:UJONAS")
    await does(desk, JONAS, Action.TAKE, case)
    with pytest.raises(AlreadyMoved) as refusal:
        await does(desk, ANNA, Action.TAKE, case)
    assert (refusal.value.by, refusal.value.action) == ("Jonas", Action.TAKE)


# Level.


async def test_a_level_counts_from_submission_and_the_customer_is_told(desk: Desk, clock: TestClock) -> None:
    await agency(desk)
    case = await opened(desk, Urgency.CAN_WAIT)
    clock.at = oslo(30, 11)
    case = await does(desk, ANNA, Action.SET_LEVEL, case, level="A", reason="The shop is down")
    assert (case.level, case.due_at) == (Level.A, oslo(30, 12))
    assert await told(desk, Kind.LEVEL_SET) == 1
    facts = await newest_facts(desk, case)
    assert (facts["was"], facts["deadline"], facts["due"]) == ("none", "due", oslo(30, 12).isoformat())


async def test_an_upgrade_that_is_late_already_says_so(desk: Desk, clock: TestClock) -> None:
    await agency(desk)
    case = await opened(desk, Urgency.CAN_WAIT)
    clock.at = oslo(30, 15)
    case = await does(desk, ANNA, Action.SET_LEVEL, case, level="A", reason="The shop is down")
    assert case.due_at == oslo(30, 12)
    assert (await newest_facts(desk, case))["deadline"] == "late"


async def test_a_level_that_promises_nothing_is_never_silent(desk: Desk) -> None:
    await agency(desk)
    case = await does(desk, ANNA, Action.SET_LEVEL, await opened(desk), level="none", reason="It works")
    assert case.due_at is None
    assert ((await newest_facts(desk, case))["deadline"], await told(desk, Kind.LEVEL_SET)) == ("none", 1)


async def test_while_a_question_is_out_the_new_deadline_comes_with_the_answer(desk: Desk, clock: TestClock) -> None:
    await agency(desk)
    case = await does(desk, ANNA, Action.TAKE, await opened(desk))
    case = await does(desk, ANNA, Action.ASK, case, question="Is it down?")
    clock.at = oslo(30, 11)
    case = await does(desk, ANNA, Action.SET_LEVEL, case, level="A", reason="It is")
    assert (case.due_at, (await newest_facts(desk, case))["deadline"]) == (None, "paused")
    case = await does(desk, KARI, Action.ANSWER, case, answer="Yes")
    assert case.due_at == oslo(30, 13)


async def test_after_the_answer_a_level_promises_nothing_more(desk: Desk) -> None:
    await agency(desk)
    case = await does(desk, ANNA, Action.SET_LEVEL, await in_test(desk, await opened(desk)), level="A", reason="Yes")
    assert (await newest_facts(desk, case))["deadline"] == "answered"


@pytest.mark.parametrize(
    ("level", "problem"), [("B", FieldProblem.SAME), ("not_set", FieldProblem.MISSING), ("C", FieldProblem.MISSING)]
)
async def test_only_another_level_can_be_set(desk: Desk, level: str, problem: FieldProblem) -> None:
    await agency(desk)
    with pytest.raises(FieldErrors) as refusal:
        await does(desk, ANNA, Action.SET_LEVEL, await opened(desk), level=level, reason="Because")
    assert refusal.value.fields["level"][0] is problem


# Agreement.


async def test_whether_the_agreement_covers_it_is_recorded_with_who_and_why(desk: Desk, clock: TestClock) -> None:
    await agency(desk)
    case = await does(desk, ANNA, Action.TAKE, await opened(desk))
    case = await does(desk, ANNA, Action.AGREEMENT, case, coverage="billable", reason="A new wish")
    assert (case.coverage, case.coverage_by, case.coverage_at) == (Coverage.BILLABLE, ANNA, clock.at)
    clock.advance(hours=1)
    case = await does(desk, INGRID, Action.AGREEMENT, case, coverage="covered", reason="An error of ours")
    entries = await desk.ask(lambda tx: tx.history.of_case(case.id))
    assert [(entry.facts["coverage"], entry.facts["reason"]) for entry in entries[-2:]] == [
        ("billable", "A new wish"),
        ("covered", "An error of ours"),
    ]
    lanes = {item.notice.lane for item in await desk.ask(outbox.stuck) if item.notice.history_id == entries[-1].id}
    assert lanes == {"desk"}, "it is ours alone"


async def test_it_is_decided_in_review_and_later_by_us(desk: Desk) -> None:
    await agency(desk)
    case = await opened(desk)
    with pytest.raises(WrongState):
        await does(desk, ANNA, Action.AGREEMENT, case, coverage="covered", reason="Yes")
    case = await does(desk, ANNA, Action.TAKE, case)
    with pytest.raises(NotAllowed):
        await does(desk, KARI, Action.AGREEMENT, case, coverage="covered", reason="Please")


# What explains a case.


async def test_the_deadline_explains_itself(desk: Desk, clock: TestClock) -> None:
    await agency(desk)
    case = await does(desk, ANNA, Action.TAKE, await opened(desk))
    clock.at = oslo(30, 15)
    case = await does(desk, ANNA, Action.ASK, case, question="Which browser?")
    clock.at = oslo(30, 15, 40)
    await does(desk, KARI, Action.ANSWER, case, answer="Firefox")
    why = await desk.ask(looks.deadline, ANNA, case.id, DESK_HOURS)
    assert why.counted == (
        (oslo(30, 10), oslo(30, 15)),
        (oslo(30, 15, 40), oslo(30, 16)),
        (oslo(31, 9), oslo(31, 10, 40)),
    )
    assert [(pause.begin, pause.end, pause.covers.seconds // 60) for pause in why.pauses] == [
        (oslo(30, 15), oslo(30, 15, 40), 40)
    ]


async def test_the_history_has_pages_newest_first(desk: Desk) -> None:
    await agency(desk)
    case = await opened(desk)
    for who in ["THOME:UJONAS", "THOME:UANNA"] * 6:
        case = await does(desk, ANNA, Action.ASSIGN, case, assignee=who)
    pages = [await desk.ask(looks.history, ANNA, case.id, page, DESK_HOURS) for page in range(3)]
    assert [(len(page.entries), page.has_older) for page in pages] == [(10, True), (3, False), (0, False)]
    assert pages[1].entries[-1].action is Action.OPEN


async def test_whom_to_call(desk: Desk) -> None:
    await agency(desk)
    case = await opened(desk)
    whom = await desk.ask(looks.phone, ANNA, case.id)
    assert (whom.name, whom.phone) == ("Kari", None)


async def test_only_we_look(desk: Desk) -> None:
    await agency(desk)
    case = await opened(desk)
    with pytest.raises(StaffOnly):
        await desk.ask(looks.phone, KARI, case.id)
    with pytest.raises(StaffOnly):
        await desk.ask(looks.history, KARI, case.id, 0, DESK_HOURS)
    with pytest.raises(CaseUnknown):
        await desk.ask(looks.deadline, ANNA, 99, DESK_HOURS)
