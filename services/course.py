"""One move of a case: judged, stored, and told. What the moves are is the table in rules/moves.py."""

from dataclasses import replace
from typing import TypeAlias

from rules.cases import DETAILS, LONGEST_SEEN, Action, Case, Coverage, Press, State, moved, seen
from rules.errors import AlreadyMoved, CaseUnknown, MergedAway, OnlyApprover
from rules.levels import FIRST_RESPONSE, Level, Urgency
from rules.moves import admit, decide
from rules.notices import DESK, Kind, Notice, card, customer_lane, in_thread, refresh
from rules.people import Actor, PersonId
from rules.questions import next_reminder
from rules.records import Entry
from rules.working_hours import Calendar
from services.alarms import duty_is_alerted, opens, raise_alarms
from services.pages import follow
from services.people import approvers_names, known
from services.promises import kept, on_call_card, promised_anew
from services.reach import can_be_told
from storage.tx import Tx

Facts: TypeAlias = dict[str, str | int]

# What the customer is told in a message; every other move only updates their card (process.md section 5).
TOLD: dict[Action, Kind] = {
    Action.ASK: Kind.QUESTION,
    Action.REMIND: Kind.REMINDER,
    Action.READY_FOR_TEST: Kind.TEST_ROUND,
    Action.RECORD_APPROVAL: Kind.APPROVAL_RECORDED,
    Action.PUBLISH: Kind.PUBLISHED,
    Action.RESTORE_SERVICE: Kind.RESTORED,
    Action.SET_LEVEL: Kind.LEVEL_SET,
    Action.SITE_DOWN: Kind.SITE_DOWN,
    Action.CLOSE: Kind.CLOSED,
    Action.CLOSE_BY_ITSELF: Kind.CLOSED,
    Action.CLOSE_AS_UNANSWERED: Kind.CLOSED,
    Action.MERGE: Kind.MERGED,
    Action.WITHDRAW: Kind.WITHDRAWN,
    Action.REPLY: Kind.REPLY,
    Action.ON_IT: Kind.ON_IT,
}


def known_case(case: Case | None, press: Press) -> Case:
    """The case that was pressed; CaseUnknown when there is none."""
    if case is None:
        raise CaseUnknown(press.case_id)
    return case


def judge(tx: Tx, case: Case, actor: Actor, press: Press) -> State:
    """Where the move leads. Role first; then whether the case went on elsewhere or somebody was faster; then the
    state. Raises RuleError."""
    try:
        admit(case, press.action, actor.roles)
    except OnlyApprover as refusal:
        raise OnlyApprover(case.number, approvers_names(tx, case)) from refusal
    if case.merged_into is not None:
        raise MergedAway(case.number, case.merged_into)
    if press.seen != seen(case, press.action):
        raise _overtaken(tx, case, press)
    to = decide(case, press.action, actor.roles, tx.now)
    if press.action is Action.ASK:
        can_be_told(tx.customers.get(case.customer_id))
    return to


def commit(tx: Tx, before: Case, action: Action, to: State, who: PersonId | None, facts: Facts, desk: Calendar) -> Case:
    """Stores a legal move of a locked case and everything it makes people see; returns the case after it."""
    case = kept(tx, _with_facts(tx, moved(before, action, to, tx.now), action, who, facts, desk), desk)
    tx.cases.save(case)
    told = {**facts, **_at_the_time(tx, before, case, action)}
    if action is Action.SITE_DOWN:
        told |= {"level": case.level.value, "duty": duty_is_alerted(tx, case, desk), "opens": opens(tx, desk)}
    entry_id = tx.history.add(Entry(case.id, case.version, tx.now, who, action, before.state, case.state, told))
    _tell(tx, case, action, entry_id)
    if case.level is Level.A and before.level is not Level.A:
        raise_alarms(tx, case, desk)
    follow(tx, case, who, desk, before.level)
    return case


def redrawn(tx: Tx, case: Case) -> list[Notice]:
    """The notices that show the case's present state: on its cards and under its old messages."""
    posts = [refresh(case.id, post.lane, post.id) for post in tx.cards.posts(case.id)]
    return [card(case.id, DESK), card(case.id, customer_lane(case.customer_id)), *on_call_card(tx, case), *posts]


def _tell(tx: Tx, case: Case, action: Action, entry_id: int) -> None:
    """Puts all that a move makes people see in the outbox: step, message, both cards, old buttons."""
    step = Kind.UNANSWERED if action is Action.UNANSWERED else Kind.STEP
    notices = [in_thread(step, case.id, DESK, entry_id)]
    if action in TOLD:
        notices.append(in_thread(TOLD[action], case.id, customer_lane(case.customer_id), entry_id))
    tx.outbox.put(*notices, *redrawn(tx, case), at=tx.now)


def _overtaken(tx: Tx, case: Case, press: Press) -> AlreadyMoved:
    """Names who moved the case on from what the button showed."""
    newest = case.version if press.action in DETAILS else case.stage
    drawn_at = press.seen[1:] if press.seen[:1] == "v" and len(press.seen) <= LONGEST_SEEN else ""
    then = int(drawn_at) + 1 if drawn_at.isdecimal() else newest
    made = tx.history.moves_since(case.id, min(then, newest))
    entry = next((one for one in made if press.action in DETAILS or one.action not in DETAILS), None)
    if entry is None:
        return AlreadyMoved(case.number, None, Action.OPEN, case.state)
    by = known(tx, entry.actor).shown if entry.actor else None
    return AlreadyMoved(case.number, by, entry.action, case.state)


def _at_the_time(tx: Tx, before: Case, case: Case, action: Action) -> Facts:
    """What the history keeps beside what the form said, so that a message is told from its own row alone."""
    facts: Facts = {"round": case.test_round, "link": case.live_link or case.link}
    if action in {Action.SET_LEVEL, Action.SITE_DOWN}:
        facts |= {"was": before.level.value} | _deadline(tx, case)
    if action in {Action.REMIND, Action.UNANSWERED}:
        asked = tx.history.that_made(case.id, case.stage)
        facts |= {"stage": case.stage, "reminders": case.reminders}
        facts |= {"asked": str(asked.facts.get("question", "")), "since": asked.at.isoformat()} if asked else {}
    return facts


def _deadline(tx: Tx, case: Case) -> Facts:
    """What a change of level does to the promise; an upgrade may find it late already (process.md section 4)."""
    if case.answered_at is not None:
        return {"deadline": "answered"}
    if case.due_at is None:
        return {"deadline": "paused" if case.paused_at and case.level in FIRST_RESPONSE else "none"}
    return {"deadline": "late" if case.due_at <= tx.now else "due", "due": case.due_at.isoformat()}


def _with_facts(tx: Tx, case: Case, action: Action, who: PersonId | None, facts: Facts, desk: Calendar) -> Case:
    """What the form said that the case itself keeps."""
    match action:
        case Action.TAKE:
            return replace(case, assignee=who)
        case Action.ON_IT:
            return replace(case, assignee=case.assignee or who)
        case Action.ASSIGN:
            team, _, user = str(facts["assignee"]).partition(":")
            return replace(case, assignee=PersonId(team, user))
        case Action.START:
            return replace(case, expected_minutes=int(facts["expected"]), assignee=case.assignee or who)
        case Action.ASK:
            return replace(case, remind_at=next_reminder(0, tx.now, desk))
        case Action.REMIND if who is not None:
            return replace(case, remind_at=next_reminder(case.reminders, tx.now, desk))
        case Action.SITE_DOWN:
            return promised_anew(tx, replace(case, level=Level.A, urgency=Urgency.DOWN), desk)
        case Action.SET_LEVEL:
            return promised_anew(tx, replace(case, level=Level(str(facts["level"]))), desk)
        case Action.AGREEMENT:
            coverage = Coverage(str(facts["coverage"]))
            return replace(case, coverage=coverage, coverage_by=who, coverage_at=tx.now)
        case Action.READY_FOR_TEST:
            return replace(case, test_link=str(facts["test_link"]))
        case Action.PUBLISH | Action.RESTORE_SERVICE:
            return replace(case, live_link=str(facts.get("live_link", "")))
        case _:
            return case
