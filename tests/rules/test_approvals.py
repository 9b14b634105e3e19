"""Nothing is published that the customer has not approved, except to restore service (process.md section 5)."""

from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.cases import Action, Case, State, moved, seen
from rules.errors import NotAllowed, NotUrgentEnough, WrongState
from rules.levels import Level
from rules.moves import BEFORE_APPROVED, possible
from rules.people import Role
from tests.rules.course import EVERYBODY, FOURTEEN_DAYS, MOMENT, NOW, OVER, case, does, press


@pytest.mark.parametrize("state", sorted(BEFORE_APPROVED))
@pytest.mark.parametrize("role", [Role.DUTY, Role.LEAD])
def test_service_is_restored_from_any_state_before_approved(state: State, role: Role) -> None:
    assert press(case(state, level=Level.A), Action.RESTORE_SERVICE, role) is State.LIVE


@pytest.mark.parametrize("level", [Level.B, Level.NONE, Level.NOT_SET])
def test_less_than_level_a_waits_for_approval(level: Level) -> None:
    with pytest.raises(NotUrgentEnough):
        press(case(State.IN_PROGRESS, level=level), Action.RESTORE_SERVICE, Role.LEAD)


@pytest.mark.parametrize("role", [Role.STAFF, Role.CONTACT, Role.OPENER, Role.APPROVER])
def test_others_cannot_restore_service(role: Role) -> None:
    with pytest.raises(NotAllowed):
        press(case(State.IN_PROGRESS, level=Level.A), Action.RESTORE_SERVICE, role)


@pytest.mark.parametrize("state", [State.APPROVED, State.LIVE, State.CLOSED, State.WITHDRAWN])
def test_what_is_approved_or_over_is_not_restored(state: State) -> None:
    with pytest.raises(WrongState):
        press(case(state, level=Level.A), Action.RESTORE_SERVICE, Role.LEAD)


@pytest.mark.parametrize(
    ("action", "role", "to", "approved", "restored"),
    [
        (Action.APPROVE, Role.APPROVER, State.LIVE, True, True),
        (Action.RECORD_APPROVAL, Role.STAFF, State.LIVE, True, True),
        (Action.ASK_FOR_CHANGES, Role.APPROVER, State.IN_PROGRESS, False, False),
        (Action.REOPEN, Role.CONTACT, State.IN_REVIEW, False, False),
    ],
)
def test_a_restored_case_is_judged_afterwards(
    action: Action, role: Role, to: State, approved: bool, restored: bool
) -> None:
    live = does(case(State.RECEIVED, level=Level.A, test_round=0), Action.RESTORE_SERVICE)
    assert (live.state, live.restored, live.approved_round) == (State.LIVE, True, None)
    judged = moved(live, action, press(live, action, role), NOW)
    assert (judged.state, judged.approved_round is not None, judged.restored) == (to, approved, restored)


@pytest.mark.parametrize("action", [Action.APPROVE, Action.ASK_FOR_CHANGES, Action.RECORD_APPROVAL])
def test_a_restored_case_is_approved_once(action: Action) -> None:
    approved = does(does(case(level=Level.A), Action.RESTORE_SERVICE), Action.APPROVE)
    with pytest.raises(WrongState) as refusal:
        press(approved, action, *EVERYBODY)
    assert refusal.value.action == action
    assert Action.CLOSE in refusal.value.possible


def test_denied_afterwards_it_is_no_longer_a_restored_case() -> None:
    approved = does(does(case(level=Level.A), Action.RESTORE_SERVICE), Action.RECORD_APPROVAL)
    denied = does(approved, Action.DENY_APPROVAL)
    assert (denied.state, denied.approved_round, denied.restored) == (State.IN_REVIEW, None, False)


@pytest.mark.parametrize("gives", [Action.APPROVE, Action.RECORD_APPROVAL])
@pytest.mark.parametrize("voids", [Action.BACK_TO_WORK, Action.ASK_FOR_CHANGES, Action.DENY_APPROVAL])
def test_an_approval_is_undone_before_publication(gives: Action, voids: Action) -> None:
    approved = does(case(State.IN_TEST), gives)
    assert approved.approved_round == approved.test_round == 2
    assert does(approved, voids).approved_round is None


def test_a_new_test_round_voids_approval_and_its_buttons() -> None:
    approved = does(case(State.IN_TEST), Action.APPROVE)
    again = does(does(approved, Action.BACK_TO_WORK), Action.READY_FOR_TEST)
    assert (again.test_round, again.approved_round) == (3, None)
    for judgement in (Action.APPROVE, Action.ASK_FOR_CHANGES):
        assert seen(again, judgement) != seen(approved, judgement)
    assert does(case(State.IN_PROGRESS, approved_round=2), Action.READY_FOR_TEST).approved_round is None


def test_a_question_in_the_test_leaves_the_buttons_of_the_round_alive() -> None:
    testing = case(State.IN_TEST)
    asked_and_answered = does(does(testing, Action.ASK), Action.ANSWER)
    for judgement in (Action.APPROVE, Action.ASK_FOR_CHANGES):
        assert seen(asked_and_answered, judgement) == seen(testing, judgement)
    assert seen(asked_and_answered, Action.ASK) != seen(testing, Action.ASK), "other buttons are stale after a move"


def test_a_published_case_that_is_reopened_needs_a_new_approval() -> None:
    assert does(case(State.LIVE), Action.REOPEN).approved_round is None


@given(st.data())
def test_no_walk_publishes_without_approval_except_by_restoring_service(data: st.DataObject) -> None:
    now, here = NOW, case(level=data.draw(st.sampled_from(Level)), test_round=0)
    approved = False
    for _step in range(30):
        now += data.draw(st.sampled_from([MOMENT, FOURTEEN_DAYS - MOMENT, FOURTEEN_DAYS]))
        legal = possible(here, EVERYBODY, now)
        if not legal:
            break
        action = data.draw(st.sampled_from(legal))
        before, here = here, does(here, action, now=now)
        if action in {Action.APPROVE, Action.RECORD_APPROVAL}:
            approved = True
        if action is Action.PUBLISH:
            assert approved, "published what nobody approved"
        if before.state is not State.LIVE and action is Action.RESTORE_SERVICE:
            approved = False
        if here.state in {State.IN_REVIEW, State.IN_PROGRESS, State.IN_TEST, State.WAITING}:
            approved = False
        _holds_together(before, action, here, approved, now)


def _holds_together(before: Case, action: Action, after: Case, approved: bool, now: datetime) -> None:
    assert after.version == before.version + 1
    assert after.test_round - before.test_round == (action in {Action.READY_FOR_TEST, Action.RESTORE_SERVICE})
    assert after.approved_round in {None, after.test_round}, "an approval of another round"
    assert approved == (after.approved_round is not None) or after.state in OVER
    if after.state is State.LIVE:
        assert approved or after.restored
    if after.restored:
        assert after.state in {State.LIVE, State.CLOSED}
        assert after.level is Level.A
    assert (after.resume is not None) == (after.state is State.WAITING)
    assert (after.closes_at is not None) == (after.state is State.LIVE)
    assert (after.ended_at is not None) == (after.state in OVER)
    assert before.answered_at is None or after.answered_at == before.answered_at
