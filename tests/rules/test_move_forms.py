"""What each move asks, who reads it, and how it is judged (process.md sections 3 and 5)."""

from datetime import date, timedelta

import pytest

from rules.cases import Action, State
from rules.errors import FieldErrors, FieldProblem
from rules.move_forms import FIELDS, Audience, check_move, fields_of
from rules.moves import MOVES
from tests.rules.course import case

TODAY = date(2026, 3, 30)
TESTED = "https://test.fjordmat.no"
RECORDED = {"approved_by": "Kari", "given": "phone", "given_on": "2026-03-30", "words": "Looks good"}

# Move, field, who reads it; a field that may stay empty ends in "?".
ASKED = """
start            expected     us
ask              question     customer
answer           answer       us
ready_for_test   test_link    customer
ready_for_test   look_at?     customer
ask_for_changes  comment      us
record_approval  approved_by  customer
record_approval  given        customer
record_approval  given_on     customer
record_approval  words        customer
back_to_work     reason       us
publish          live_link?   customer
publish          note?        customer
restore_service  reason       customer
restore_service  live_link?   customer
close            summary?     customer
reopen           comment      both
withdraw         reason       both
assign           assignee     us
set_level        level        customer
set_level        reason       us
agreement        coverage     us
agreement        reason       us
close_as_unanswered summary?  customer
merge            other        us
merge            together     us
"""


def problems(action: Action, values: dict[str, str], state: State = State.IN_PROGRESS) -> dict[str, FieldProblem]:
    """The fields of the move's form to mend."""
    try:
        check_move(action, case(state), values, TODAY)
    except FieldErrors as errors:
        return {name: problem for name, (problem, _facts) in errors.fields.items()}
    return {}


def test_each_move_asks_what_the_process_says() -> None:
    asked = [
        f"{action} {field.name}{'' if field.required else '?'} {field.audience}"
        for action, fields in FIELDS.items()
        for field in fields
    ]
    assert sorted(asked) == sorted(" ".join(line.split()) for line in ASKED.strip().splitlines())


@pytest.mark.parametrize("action", [Action.TAKE, Action.APPROVE, Action.DENY_APPROVAL, Action.CLOSE_BY_ITSELF])
def test_these_are_done_without_a_form(action: Action) -> None:
    assert action in {move.action for move in MOVES}
    assert fields_of(action, case()) == ()
    assert check_move(action, case(), {"reason": "forged"}, TODAY) == {}


@pytest.mark.parametrize("action", FIELDS)
def test_what_is_required_is_missed(action: Action) -> None:
    required = {field.name for field in fields_of(action, case()) if field.required}
    assert set(problems(action, {})) == required
    assert set(problems(action, dict.fromkeys(required, " \n"))) == required


def test_closing_from_review_answers_the_customer_so_it_says_something() -> None:
    assert problems(Action.CLOSE, {}, State.IN_REVIEW) == {"summary": FieldProblem.MISSING}
    assert problems(Action.CLOSE, {}, State.LIVE) == {}
    (summary,) = fields_of(Action.CLOSE, case(State.IN_REVIEW))
    assert summary.audience is Audience.CUSTOMER


@pytest.mark.parametrize(
    ("action", "values", "facts"),
    [
        (Action.START, {"expected": "1,5"}, {"expected": 90}),
        (Action.ASK, {"question": " Which browser? "}, {"question": "Which browser?"}),
        (Action.READY_FOR_TEST, {"test_link": "test.fjordmat.no"}, {"test_link": TESTED}),
        (Action.READY_FOR_TEST, {"test_link": TESTED, "look_at": "*_~"}, {"test_link": TESTED, "look_at": "*_~"}),
        (Action.RECORD_APPROVAL, RECORDED, RECORDED),
        (Action.PUBLISH, {}, {}),
        (Action.PUBLISH, {"live_link": "", "note": "New cart"}, {"note": "New cart"}),
        (Action.WITHDRAW, {"reason": "<!channel>", "forged": "x"}, {"reason": "<!channel>"}),
    ],
)
def test_what_was_filled_in_becomes_facts(action: Action, values: dict[str, str], facts: dict[str, str | int]) -> None:
    assert check_move(action, case(State.IN_TEST), values, TODAY) == facts


@pytest.mark.parametrize(
    ("action", "values", "expected"),
    [
        (Action.START, {"expected": "4"}, {"expected": FieldProblem.NEEDS_ESTIMATE}),
        (Action.START, {"expected": "soon"}, {"expected": FieldProblem.NOT_A_NUMBER}),
        (Action.READY_FOR_TEST, {"test_link": "javascript:alert(1)"}, {"test_link": FieldProblem.NOT_A_LINK}),
        (Action.PUBLISH, {"live_link": "the front page"}, {"live_link": FieldProblem.NOT_A_LINK}),
        (Action.ASK, {"question": "x" * 3001}, {"question": FieldProblem.TOO_LONG}),
        (Action.RECORD_APPROVAL, RECORDED | {"approved_by": "x" * 201}, {"approved_by": FieldProblem.TOO_LONG}),
        (Action.RECORD_APPROVAL, RECORDED | {"given_on": "2026-03-31"}, {"given_on": FieldProblem.FUTURE}),
        (
            Action.READY_FOR_TEST,
            {"test_link": "none", "look_at": "x" * 10_000},
            {"test_link": FieldProblem.NOT_A_LINK, "look_at": FieldProblem.TOO_LONG},
        ),
    ],
)
def test_what_has_to_be_mended_is_named(
    action: Action, values: dict[str, str], expected: dict[str, FieldProblem]
) -> None:
    assert problems(action, values) == expected


def test_an_approval_may_have_been_given_on_any_day_until_today() -> None:
    for day in (TODAY, TODAY - timedelta(days=400)):
        assert problems(Action.RECORD_APPROVAL, RECORDED | {"given_on": day.isoformat()}) == {}
