"""Who moves a case where, and what is refused with which words (process.md section 5)."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.cases import DETAILS, Action, State, Turn, moved, seen
from rules.errors import (
    MergedAway,
    NotAllowed,
    NotRemindedYet,
    OnlyApprover,
    ReopenTooLate,
    RuleError,
    WrongState,
)
from rules.levels import Level
from rules.moves import MOVES, possible
from rules.people import US, Role
from tests.rules.course import EVERYBODY, FOURTEEN_DAYS, MAY, MOMENT, NOW, ROWS, case, does, legal, press

HOLDERS = {action: frozenset[Role]().union(*(row[2] for row in ROWS if row[1] is action)) for action in Action}
PRESSABLE = [action for action in Action if HOLDERS[action]]


@pytest.mark.parametrize(("state", "action", "roles", "to"), ROWS)
def test_each_row_of_the_course_leads_on(state: State, action: Action, roles: frozenset[Role], to: State) -> None:
    assert {press(case(state), action, role) for role in roles} == {to}


@pytest.mark.parametrize("action", PRESSABLE)
@pytest.mark.parametrize("state", State)
def test_everything_else_is_refused(state: State, action: Action) -> None:
    may = MAY.get((state, action), frozenset[Role]())
    for role in EVERYBODY - may:
        with pytest.raises((WrongState, NotAllowed, OnlyApprover)) as refusal:
            press(case(state), action, role)
        judged_by_state = role in HOLDERS[action] and not may
        assert isinstance(refusal.value, WrongState) is judged_by_state, "the person is judged before the state"


@pytest.mark.parametrize("state", State)
def test_a_refusal_names_what_is_possible(state: State) -> None:
    for action in set(PRESSABLE) - legal(state, *Role):
        for role in HOLDERS[action]:
            with pytest.raises(WrongState) as refusal:
                press(case(state), action, role)
            assert (refusal.value.action, refusal.value.state) == (action, state)
            assert set(refusal.value.possible) == legal(state, role)


@pytest.mark.parametrize("state", State)
def test_buttons_are_exactly_the_legal_moves(state: State) -> None:
    for role in Role:
        assert set(possible(case(state), frozenset({role}), NOW)) == legal(state, role)


@pytest.mark.parametrize("action", PRESSABLE)
def test_who_is_nobody_here_may_nothing(action: Action) -> None:
    with pytest.raises((NotAllowed, OnlyApprover)):
        press(case(), action)


@pytest.mark.parametrize("action", [Action.APPROVE, Action.ASK_FOR_CHANGES, Action.DENY_APPROVAL])
def test_approval_is_the_approvers_alone(action: Action) -> None:
    with pytest.raises(OnlyApprover):
        press(case(State.IN_TEST), action, *EVERYBODY - {Role.APPROVER})


def test_a_refusal_says_who_may() -> None:
    with pytest.raises(NotAllowed) as refusal:
        press(case(State.APPROVED), Action.PUBLISH, Role.STAFF, Role.LEAD)
    assert refusal.value.roles == ("developer",)


@pytest.mark.parametrize(
    ("action", "presser", "named"),
    [
        (Action.WITHDRAW, Role.CONTACT, ("opener", "approver", "money")),
        (Action.TAKE, Role.CONTACT, ()),
        (Action.RESTORE_SERVICE, Role.STAFF, ("duty", "lead")),
        (Action.ANSWER, Role.STAFF, ("contact",)),
    ],
)
def test_a_customer_is_named_customers_and_we_are_named_ourselves(
    action: Action, presser: Role, named: tuple[str, ...]
) -> None:
    with pytest.raises(NotAllowed) as refusal:
        press(case(), action, presser)
    assert refusal.value.roles == named


def test_nobody_presses_what_the_clock_does() -> None:
    with pytest.raises(NotAllowed):
        press(case(State.LIVE), Action.CLOSE_BY_ITSELF, *EVERYBODY)


@pytest.mark.parametrize("asked_in", [State.IN_REVIEW, State.IN_PROGRESS, State.IN_TEST])
@pytest.mark.parametrize("back", [Action.ANSWER, Action.BACK_TO_WORK])
def test_an_answer_returns_where_the_question_was_asked(asked_in: State, back: Action) -> None:
    waiting = does(case(asked_in), Action.ASK)
    assert (waiting.state, waiting.turn) == (State.WAITING, Turn.CUSTOMER)
    returned = does(waiting, back)
    assert (returned.state, returned.resume) == (asked_in, None)


# Fourteen days.


@pytest.mark.parametrize("role", sorted([*US, Role.CONTACT]))
def test_a_closed_case_reopens_within_14_days(role: Role) -> None:
    over = case(State.CLOSED)
    assert press(over, Action.REOPEN, role, now=NOW + FOURTEEN_DAYS - MOMENT) is State.IN_REVIEW
    with pytest.raises(ReopenTooLate) as refusal:
        press(over, Action.REOPEN, role, now=NOW + FOURTEEN_DAYS)
    assert refusal.value.until == NOW + FOURTEEN_DAYS
    assert Action.REOPEN not in possible(over, frozenset({role}), NOW + FOURTEEN_DAYS)


def test_a_withdrawn_case_reopens_at_any_time() -> None:
    assert press(case(State.WITHDRAWN), Action.REOPEN, Role.CONTACT, now=NOW + timedelta(days=99)) is State.IN_REVIEW


def test_a_live_case_closes_itself_after_14_days_and_reopens_until_then() -> None:
    live = does(case(State.APPROVED), Action.PUBLISH)
    assert live.closes_at == NOW + FOURTEEN_DAYS
    assert press(live, Action.REOPEN, Role.CONTACT, now=NOW + timedelta(days=99)) is State.IN_REVIEW
    assert does(live, Action.REOPEN).closes_at is None


# What the record keeps.


@pytest.mark.parametrize(
    ("turn", "states"),
    [
        (Turn.CUSTOMER, {State.WAITING, State.ESTIMATE_SENT, State.IN_TEST}),
        (Turn.NOBODY, {State.LIVE, State.CLOSED, State.WITHDRAWN}),
    ],
)
def test_whose_turn_it_is(turn: Turn, states: set[State]) -> None:
    assert {state for state in State if case(state, wrote_at=None).turn is turn} == states


@pytest.mark.parametrize("state", State)
def test_while_a_message_of_theirs_is_unanswered_it_is_our_turn(state: State) -> None:
    assert case(state, wrote_at=NOW).turn is Turn.US


@pytest.mark.parametrize(
    ("state", "action", "answered"),
    [
        (State.IN_REVIEW, Action.CLOSE, True),
        (State.IN_PROGRESS, Action.READY_FOR_TEST, True),
        (State.RECEIVED, Action.TAKE, False),
        (State.IN_REVIEW, Action.START, False),
        (State.IN_REVIEW, Action.ASK, False),
        (State.RECEIVED, Action.WITHDRAW, False),
    ],
)
def test_what_stops_the_response_clock(state: State, action: Action, answered: bool) -> None:
    assert (does(case(state), action).answered_at is not None) is answered


@pytest.mark.parametrize(
    ("state", "action", "waits"),
    [
        (State.IN_REVIEW, Action.ASK, False),
        (State.IN_REVIEW, Action.CLOSE, False),
        (State.IN_TEST, Action.APPROVE, False),
        (State.CLOSED, Action.JUST_THANKS, False),
        (State.CLOSED, Action.REOPEN, False),
        (State.RECEIVED, Action.TAKE, True),
        (State.IN_REVIEW, Action.ASSIGN, True),
        (State.IN_TEST, Action.RECORD_APPROVAL, True),
    ],
)
def test_a_message_of_theirs_waits_until_we_write_or_they_go_on(state: State, action: Action, waits: bool) -> None:
    assert (does(case(state, wrote_at=NOW), action).wrote_at is not None) is waits


# Details: who has it, its level, its agreement.


@pytest.mark.parametrize("action", sorted(DETAILS - {Action.ABSORB, Action.LINK}))
def test_a_detail_leaves_the_case_where_it_is_with_its_buttons(action: Action) -> None:
    here = next(case(state) for state in State if any(row.action is action and state in row.sources for row in MOVES))
    after = moved(here, action, here.state, NOW)
    assert (after.state, after.stage, after.resume) == (here.state, here.stage, here.resume)
    assert (after.ended_at, after.closes_at, after.remind_at) == (here.ended_at, here.closes_at, here.remind_at)
    assert seen(after, Action.ANSWER) == seen(here, Action.ANSWER), "a form that is open stays good"
    assert seen(after, Action.ASSIGN) != seen(here, Action.ASSIGN), "two who assign at once hear of each other"


def test_a_question_counts_as_unanswered_after_two_reminders() -> None:
    with pytest.raises(NotRemindedYet):
        press(case(State.WAITING, reminders=1), Action.CLOSE_AS_UNANSWERED, Role.STAFF)
    assert press(case(State.WAITING, reminders=2), Action.CLOSE_AS_UNANSWERED, Role.STAFF) is State.CLOSED


def test_who_wrote_nothing_has_nothing_to_thank_for() -> None:
    with pytest.raises(WrongState):
        press(case(State.CLOSED, wrote_at=None), Action.JUST_THANKS, Role.CONTACT)


def test_a_merged_case_does_not_reopen() -> None:
    with pytest.raises(MergedAway) as refusal:
        press(case(State.CLOSED, merged_into=1001), Action.REOPEN, Role.CONTACT)
    assert refusal.value.into == 1001


@pytest.mark.parametrize(
    ("state", "answered", "stands"),
    [
        (State.WAITING, False, True),
        (State.CLOSED, False, True),
        (State.WITHDRAWN, False, True),
        (State.IN_REVIEW, False, False),
        (State.WAITING, True, False),
        (State.CLOSED, True, False),
    ],
)
def test_when_the_response_clock_stands_still(state: State, answered: bool, stands: bool) -> None:
    assert case(state, answered_at=NOW if answered else None).clock_stands is stands


def test_the_first_answer_stays_the_first() -> None:
    answered = does(case(State.IN_PROGRESS), Action.READY_FOR_TEST)
    later = NOW + timedelta(hours=1)
    published = does(does(answered, Action.APPROVE, now=later), Action.PUBLISH, now=later)
    assert published.answered_at == NOW


def test_a_title_is_the_first_line() -> None:
    assert case(problem="The cart is empty \r\nIt was full").title == "The cart is empty"


@given(st.sampled_from(State), st.sampled_from(Action), st.sets(st.sampled_from(Role)), st.sampled_from(Level))
def test_a_press_is_offered_exactly_when_it_is_accepted(
    state: State, action: Action, roles: set[Role], level: Level
) -> None:
    here = case(state, level=level)
    try:
        press(here, action, *roles)
        accepted = True
    except RuleError:
        accepted = False
    assert (action in possible(here, frozenset(roles), NOW)) is accepted
