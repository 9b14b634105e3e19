"""The countdown to promised answers, in the on-call channel: swept, told once, and what it is told from."""

from dataclasses import replace
from datetime import datetime, timedelta

from rules.cases import Action, Case
from rules.countdown import (
    EVERYBODY_AT,
    MOST_TOLD,
    About,
    Reminder,
    Step,
    Team,
    follows,
    instant,
    is_silent,
    is_ticking,
    mentioned,
    mentions_desk,
    reached,
    reckoned,
    reminded_of_turn,
    target,
    turned,
    waited,
)
from rules.countdown_facts import CountdownFacts, DigestFacts, LevelAFacts, WaitFacts
from rules.levels import Level
from rules.notices import DESK, ONCALL, Kind, Notice, card, case_thread
from rules.pages import About as Paged
from rules.people import PersonId, Place
from rules.sla import elapsed
from rules.working_hours import Calendar
from services.customers import agreement_at
from services.duty import duty_facts, on_duty
from services.people import known
from services.promises import clock_of, on_call_card, promise_of
from storage.tx import Tx

MOST_AT_ONCE = 50
MOST_IN_DIGEST = 1000
MOMENT = timedelta(microseconds=1)
CHANGES_IT = {Action.SET_LEVEL, Action.SITE_DOWN, Action.ABSORB}


def count_down(tx: Tx, desk: Calendar) -> int:
    """Tells what has fallen due of the promises, some at a time; returns how much was looked at.

    More than MOST_TOLD at one time become one digest, which is told when it holds all of them.
    """
    digest = tx.clocks.digest()
    if digest is None and tx.clocks.how_many(About.ANSWER, tx.now, MOST_TOLD + 1) > MOST_TOLD:
        digest = tx.clocks.begin_digest(tx.now)
    until = digest[1] if digest else tx.now
    due = tx.clocks.claim(About.ANSWER, until, MOST_AT_ONCE)
    for case in due:
        _count(tx, case, desk, digest[0] if digest else None)
    if digest and not tx.clocks.how_many(About.ANSWER, until, 1) and tx.clocks.end_digest(digest[0]):
        _tell_digest(tx, digest[0])
    return len(due)


def remind_of_turn(tx: Tx, desk: Calendar) -> int:
    """Tells who is to answer that the customer waits, some at a time; returns how much was looked at."""
    due = tx.clocks.claim(About.TURN, tx.now, MOST_AT_ONCE)
    for case in due:
        _nudge(tx, case, desk)
    return len(due)


def next_due(tx: Tx) -> datetime | None:
    """When a step of a promise falls due next; a digest that is being filled is due."""
    digest = tx.clocks.digest()
    return digest[1] if digest else tx.clocks.next_due(About.ANSWER)


def next_turn(tx: Tx) -> datetime | None:
    """When a reminder that the customer waits falls due next."""
    return tx.clocks.next_due(About.TURN)


def _count(tx: Tx, case: Case, desk: Calendar, digest: int | None) -> None:
    promised, pauses = promise_of(tx, case, desk), tx.pauses.of(case.id)
    if promised is None or not is_ticking(case):
        tx.cases.save(replace(case, step_at=None))
        return
    step = reached(elapsed(case.submitted_at, tx.now, promised.clock, pauses), promised.budget)
    fell_at = instant(step, promised, case.submitted_at, pauses)
    if fell_at > tx.now or step < follows(case.told_step, case.level):
        tx.cases.save(reckoned(case, promised, pauses, tx.now))  # the hours are others than when it was planned
    elif is_silent(fell_at, tx.now, promised.clock):
        tx.cases.save(replace(case, step_at=promised.clock.next_open(tx.now)))
    else:
        after = instant(follows(step, case.level), promised, case.submitted_at, pauses)
        tx.cases.save(replace(case, told_step=step, step_at=after))
        _tell(tx, case, Reminder(0, case.id, About.ANSWER, step, fell_at, tx.now, digest), desk)


def _tell(tx: Tx, case: Case, reminder: Reminder, desk: Calendar) -> None:
    row_id = tx.clocks.told(reminder)
    if reminder.digest_id is not None:
        tx.outbox.put(*on_call_card(tx, case), at=tx.now)
        return
    root = Notice(ONCALL, case_thread(case.id, ONCALL), Kind.CARD, case.id)
    notices = on_call_card(tx, case) or [root]
    lanes = [ONCALL] if reminder.step >= Step.THREE_QUARTERS else []
    if mentions_desk(case, reminder.step, _is_open(desk, reminder)) and reminder.step != Step.HALF:
        lanes.append(DESK)
    notices += [Notice(lane, case_thread(case.id, lane), Kind.COUNTDOWN, case.id, subject_id=row_id) for lane in lanes]
    tx.outbox.put(*notices, at=tx.now)


def _tell_digest(tx: Tx, row_id: int) -> None:
    tx.outbox.put(Notice(ONCALL, f"digest:{row_id}", Kind.DIGEST, subject_id=row_id), at=tx.now)


def _nudge(tx: Tx, case: Case, desk: Calendar) -> None:
    clock = clock_of(promise_of(tx, case, desk), desk)
    if case.wrote_at is None or is_ticking(case):
        tx.cases.save(turned(case, clock))
        return
    times = min(waited(case, clock, tx.now) // target(case), EVERYBODY_AT)
    fell_at = clock.add(case.wrote_at, target(case) * times) if times else tx.now
    if times <= case.nudges:
        tx.cases.save(turned(case, clock))
    elif is_silent(fell_at, tx.now, clock):
        tx.cases.save(replace(case, nudge_at=clock.next_open(tx.now)))
    else:
        tx.cases.save(turned(replace(case, nudges=times), clock))
        row_id = tx.clocks.told(Reminder(0, case.id, About.TURN, times, fell_at, tx.now))
        told = Notice(DESK, case_thread(case.id, DESK), Kind.OUR_TURN, case.id, subject_id=row_id)
        tx.outbox.put(told, card(case.id, DESK), at=tx.now)


def told_from(tx: Tx, notice: Notice, case: Case, desk: Calendar) -> CountdownFacts | None:
    """What the card in the on-call channel, or a reminder, is told from; None when it need not be told any more."""
    reminder = tx.clocks.get(notice.subject_id or 0) if notice.kind in {Kind.COUNTDOWN, Kind.OUR_TURN} else None
    is_over = (case.wrote_at is None) if notice.kind is Kind.OUR_TURN else not is_ticking(case)
    if reminder is not None and is_over:
        return None
    promised, pauses = promise_of(tx, case, desk), tx.pauses.of(case.id)
    step = reminder.step if reminder else case.told_step
    if notice.kind is Kind.OUR_TURN:
        who = reminded_of_turn(case, step, _members(tx, Place.DESK))
    else:
        is_told = is_ticking(case) and (step > Step.NOTHING or reminder is not None)
        who = mentioned(case, step, _is_open(desk, reminder, tx.now), _team(tx)) if is_told else ()
    return CountdownFacts(
        step,
        promised.budget if promised else timedelta(0),
        who,
        tx.cards.place(case.id, DESK),
        reminder,
        reminder is not None and _was_changed(tx, case, reminder),
        elapsed(case.submitted_at, tx.now, promised.clock, pauses) if promised else timedelta(0),
        _level_a(tx, case, desk) if notice.kind is Kind.CARD and case.level is Level.A else None,
    )


def _level_a(tx: Tx, case: Case, desk: Calendar) -> LevelAFacts:
    agreement = agreement_at(tx, case.customer_id, case.submitted_at, desk)
    page = tx.pages.open_about(Paged(case.id))
    has_it = known(tx, page.acknowledged_by).shown if page and page.acknowledged_by else ""
    return LevelAFacts(agreement is not None and agreement.operation, duty_facts(tx), page, has_it)


def waits(tx: Tx, case: Case, desk: Calendar) -> WaitFacts | None:
    """How long the customer has waited for an answer to what they wrote, and by when they should have one."""
    if case.wrote_at is None or is_ticking(case):
        return None
    clock = clock_of(promise_of(tx, case, desk), desk)
    by = clock.add(case.wrote_at, target(case))
    return WaitFacts(case.wrote_at, waited(case, clock, tx.now), by, by <= tx.now)


def digest_facts(tx: Tx, row_id: int) -> DigestFacts:
    """The cases of a digest, those answered meanwhile left out."""
    cases, count = tx.clocks.in_digest(row_id, MOST_IN_DIGEST)
    open_still = tuple(case for case in cases if is_ticking(case))
    return DigestFacts(
        open_still,
        count - len(cases),
        tx.customers.names({case.customer_id for case in open_still}),
        tx.cards.places([case.id for case in open_still], DESK),
        _members(tx, Place.DESK),
    )


def _was_changed(tx: Tx, case: Case, reminder: Reminder) -> bool:
    """True when the promise became one whose step was over already, by a change of level or a merge."""
    over = min(reminder.fell_at, case.due_at or reminder.fell_at)
    return any(entry.action in CHANGES_IT and entry.at > over for entry in tx.history.of_case(case.id))


def _is_open(desk: Calendar, reminder: Reminder | None, now: datetime | None = None) -> bool:
    """Whether the desk is there to be mentioned: at the very closing time it is still."""
    at = reminder.told_at if reminder else now
    assert at is not None
    return desk.is_open(at) or (reminder is not None and desk.is_open(reminder.fell_at - MOMENT))


def _team(tx: Tx) -> Team:
    return Team(_members(tx, Place.DESK), on_duty(tx) or _members(tx, Place.ONCALL), _members(tx, Place.LEADS))


def _members(tx: Tx, place: Place) -> tuple[PersonId, ...]:
    return tuple(sorted(tx.people.members(place), key=lambda who: who.user_id))
