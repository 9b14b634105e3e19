"""The course of a case as process.md section 5 tells it, written down a second time, and a case to try it on."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from rules.cases import Action, Case, State, moved
from rules.levels import Level, Urgency
from rules.moves import admit, decide
from rules.people import PersonId, Role

NOW = datetime(2026, 3, 30, 8, 0, tzinfo=UTC)
MOMENT = timedelta(microseconds=1)
FOURTEEN_DAYS = timedelta(days=14)
KARI = PersonId("TFJORD", "UKARI")
EVERYBODY = frozenset(Role)
OVER = {State.CLOSED, State.WITHDRAWN}

# From where, what, by whom, to where: an ordinary Level B case in its second test round.
COURSE = """
received      take              staff developer lead                  in_review
in_review     ask               staff developer lead                  waiting
in_review     start             staff developer lead                  in_progress
in_review     close             staff developer lead                  closed
waiting       answer            contact                               in_test
waiting       back_to_work      staff developer lead                  in_test
ready         start             staff developer lead                  in_progress
in_progress   ready_for_test    developer                             in_test
in_progress   ask               staff developer lead                  waiting
in_test       approve           approver                              approved
in_test       ask_for_changes   approver                              in_progress
in_test       record_approval   staff developer lead                  approved
in_test       ask               staff developer lead                  waiting
approved      publish           developer                             live
approved      back_to_work      developer                             in_progress
approved      ask_for_changes   approver                              in_progress
approved      deny_approval     approver                              in_test
live          close             staff developer lead                  closed
live          reopen            staff developer lead contact          in_review
live          deny_approval     approver                              in_review
closed        reopen            staff developer lead contact          in_review
withdrawn     reopen            staff developer lead contact          in_review
received      withdraw          staff developer lead opener approver money  withdrawn
in_review     withdraw          staff developer lead opener approver money  withdrawn
waiting       withdraw          staff developer lead opener approver money  withdrawn
estimate_sent withdraw          staff developer lead opener approver money  withdrawn
ready         withdraw          staff developer lead opener approver money  withdrawn
in_progress   withdraw          staff developer lead opener approver money  withdrawn
in_test       withdraw          staff developer lead opener approver money  withdrawn
waiting       remind              staff developer lead                  waiting
waiting       close_as_unanswered staff developer lead                  closed
closed        just_thanks         contact                               closed
withdrawn     just_thanks         contact                               withdrawn
received      merge               staff developer lead                  closed
in_review     merge               staff developer lead                  closed
waiting       merge               staff developer lead                  closed
estimate_sent merge               staff developer lead                  closed
ready         merge               staff developer lead                  closed
in_progress   merge               staff developer lead                  closed
in_test       merge               staff developer lead                  closed
approved      merge               staff developer lead                  closed
live          merge               staff developer lead                  closed
received      assign              staff developer lead                  received
in_review     assign              staff developer lead                  in_review
waiting       assign              staff developer lead                  waiting
estimate_sent assign              staff developer lead                  estimate_sent
ready         assign              staff developer lead                  ready
in_progress   assign              staff developer lead                  in_progress
in_test       assign              staff developer lead                  in_test
approved      assign              staff developer lead                  approved
live          assign              staff developer lead                  live
received      set_level           staff developer lead                  received
in_review     set_level           staff developer lead                  in_review
waiting       set_level           staff developer lead                  waiting
estimate_sent set_level           staff developer lead                  estimate_sent
ready         set_level           staff developer lead                  ready
in_progress   set_level           staff developer lead                  in_progress
in_test       set_level           staff developer lead                  in_test
approved      set_level           staff developer lead                  approved
in_review     agreement           staff developer lead                  in_review
waiting       agreement           staff developer lead                  waiting
estimate_sent agreement           staff developer lead                  estimate_sent
ready         agreement           staff developer lead                  ready
in_progress   agreement           staff developer lead                  in_progress
in_test       agreement           staff developer lead                  in_test
approved      agreement           staff developer lead                  approved
live          agreement           staff developer lead                  live
received      reply               staff developer lead                  received
in_review     reply               staff developer lead                  in_review
waiting       reply               staff developer lead                  waiting
estimate_sent reply               staff developer lead                  estimate_sent
ready         reply               staff developer lead                  ready
in_progress   reply               staff developer lead                  in_progress
in_test       reply               staff developer lead                  in_test
approved      reply               staff developer lead                  approved
live          reply               staff developer lead                  live
closed        reply               staff developer lead                  closed
withdrawn     reply               staff developer lead                  withdrawn
received      on_it             staff developer lead                  received
in_review     on_it             staff developer lead                  in_review
waiting       on_it             staff developer lead                  waiting
estimate_sent on_it             staff developer lead                  estimate_sent
ready         on_it             staff developer lead                  ready
in_progress   on_it             staff developer lead                  in_progress
in_test       on_it             staff developer lead                  in_test
approved      on_it             staff developer lead                  approved
live          on_it             staff developer lead                  live
"""
Row = tuple[State, Action, frozenset[Role], State]


def _row(line: str) -> Row:
    state, action, *roles, to = line.split()
    return State(state), Action(action), frozenset(Role(role) for role in roles), State(to)


ROWS = [_row(line) for line in COURSE.strip().splitlines()]
MAY = {(state, action): roles for state, action, roles, _to in ROWS}


def legal(state: State, *roles: Role) -> set[Action]:
    """What the course lets somebody with any of these roles do there."""
    return {action for (here, action), who in MAY.items() if here is state and who & set(roles)}


def case(state: State = State.RECEIVED, **known: Any) -> Case:
    """Kari's case of Level B as it stands in that state, in its second test round; a question was asked in test, and
    twice again; once over, she wrote on it."""
    new = Case(1, 1042, 1, KARI, KARI, "slack", NOW, "It fails", "", Urgency.DEGRADED, Level.B, None, None)
    standing: dict[str, Any] = {
        "state": state,
        "test_round": 2,
        "approved_round": 2 if state in {State.APPROVED, State.LIVE} else None,
        "resume": State.IN_TEST if state is State.WAITING else None,
        "reminders": 2 if state is State.WAITING else 0,
        "wrote_at": NOW if state in OVER else None,
        "ended_at": NOW if state in OVER else None,
    }
    return replace(new, **{**standing, **known})


def press(case: Case, action: Action, *roles: Role, now: datetime = NOW) -> State:
    """What a press comes to: the roles are judged first, then the state."""
    held = frozenset(roles)
    admit(case, action, held)
    return decide(case, action, held, now)


def does(case: Case, action: Action, *, now: datetime = NOW) -> Case:
    """The case after the move, by somebody who may."""
    return moved(case, action, decide(case, action, EVERYBODY, now), now)
