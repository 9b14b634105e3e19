"""Waking who is paged, beyond Slack: over all of their ways at once, at least once each (process.md section 9)."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from rules.acknowledging import token_of
from rules.notices import ONCALL, Kind, Notice, dnd_lane, way_lane
from rules.pages import Call, Page
from rules.people import Person, PersonId
from rules.wakeups import PausedFacts, Trouble, WakeFacts, WakeFailedFacts
from services import dnd
from services.acknowledging import site_of
from services.page_subjects import subject, thread_of
from services.people import known
from storage.tx import Tx


def wake(tx: Tx, page: Page, step_id: int, calls: Sequence[Call], people: Mapping[PersonId, Person]) -> list[Call]:
    """Each person a new step tells is told over each of their ways, in parallel; without one, Slack is asked whether it
    is quiet for them. Returns the calls as stored, with how many ways were set going."""
    ways = tx.wakeups.of_all([call.who for call in calls])
    kept = tx.page_steps.add_calls(step_id, [replace(one, wake_ups=len(ways.get(one.who, ()))) for one in calls])
    for call in kept:
        for way in ways.get(call.who, ()):
            row_id = tx.wakes.add(call.id, way.id, way.name)
            lane = way_lane(way.id)
            tx.outbox.put(Notice(lane, f"wake:{row_id}", Kind.WAKE, page.about.case_id, subject_id=row_id), at=tx.now)
        if call.who not in ways and call.who in people:
            lane = dnd_lane(people[call.who].row_id)
            tx.outbox.put(Notice(lane, f"{lane}:{call.id}", Kind.DND_PAGED, subject_id=call.id), at=tx.now)
    return kept


def to_send(tx: Tx, row_id: int) -> WakeFacts | None:
    """What goes out over the way, as of now; None when the way is gone, or nobody need be woken any more."""
    wake = tx.wakes.get(row_id)
    way = tx.wakeups.get(wake.way_id) if wake is not None else None
    call = tx.page_steps.call(wake.call_id) if wake is not None else None
    page = tx.pages.get(call.page_id) if call is not None else None
    if way is None or call is None or page is None or page.over_at is not None or page.is_acknowledged:
        return None
    about, person = subject(tx, page), known(tx, call.who)
    token = token_of(tx.secrets.acknowledging(), call.id)
    number, site = about.number or 0, site_of(tx, page)
    return WakeFacts(way, token, number, site, about.since, page.about.is_drill, person.locale, person.timezone)


def went_out(tx: Tx, row_id: int) -> None:
    """The way took the message."""
    wake = tx.wakes.get(row_id)
    if wake is not None:
        tx.wakes.sent(row_id, tx.now)
        tx.wakeups.tried(wake.way_id, tx.now, None)


def failed(tx: Tx, row_id: int, trouble: Trouble, is_told: bool) -> None:
    """The way did not take it. With `is_told` the page's thread hears of it, once for each way and call."""
    wake = tx.wakes.get(row_id)
    call = tx.page_steps.call(wake.call_id) if wake is not None else None
    page = tx.pages.get(call.page_id) if call is not None else None
    if wake is None or page is None:
        return
    tx.wakes.failed(row_id, wake.failed_at or tx.now, trouble)
    tx.wakeups.tried(wake.way_id, tx.now, trouble)
    if is_told and tx.inbox.record(f"wake:{row_id}", tx.now):
        _tell(tx, page, Kind.WAKE_FAILED, row_id)


def was_read(tx: Tx, call_id: int, person_row: int, until: datetime | None) -> None:
    """Slack told whether it is quiet for who was called. When nobody of the step can hear it, the next one comes at
    once; the last one of the ladder comes again in its own time."""
    dnd.was_read(tx, person_row, until)
    call = tx.page_steps.call(call_id)
    page = tx.pages.lock(call.page_id) if call is not None else None
    if call is None or page is None or not dnd.is_quiet(tx, call.who):
        return
    tx.page_steps.call_paused(call.id)
    if _nobody_hears(tx, page, call):
        if _is_before_the_last(tx, page, call) and page.next_at is not None and page.next_at > tx.now:
            tx.pages.save(replace(page, next_at=tx.now))
        _tell(tx, page, Kind.PAUSED, call_id)


def failed_facts(tx: Tx, row_id: int) -> WakeFailedFacts | None:
    """What is told of a way that failed: whose, and how many of theirs are left."""
    wake = tx.wakes.get(row_id)
    call = tx.page_steps.call(wake.call_id) if wake is not None else None
    page = tx.pages.get(call.page_id) if call is not None else None
    if wake is None or call is None or page is None or wake.trouble is None:
        return None
    left = sum(not one.is_lost for one in tx.wakes.of(call.id))
    return WakeFailedFacts(known(tx, call.who), wake.name, wake.trouble, left, subject(tx, page).place)


def paused_facts(tx: Tx, call_id: int) -> PausedFacts | None:
    """What is told of a step nobody can hear."""
    call = tx.page_steps.call(call_id)
    page = tx.pages.get(call.page_id) if call is not None else None
    if call is None or page is None:
        return None
    people = [known(tx, one.who) for one in tx.page_steps.calls_in(call.step_id)]
    return PausedFacts(tuple(people), _is_before_the_last(tx, page, call), subject(tx, page).place)


def _nobody_hears(tx: Tx, page: Page, call: Call) -> bool:
    """True when the call is of the newest step, it still waits for somebody, and Slack is quiet for all it told."""
    steps = tx.page_steps.calls(page.id)
    is_newest = bool(steps) and steps[-1].step_id == call.step_id
    waits = page.over_at is None and not page.is_acknowledged
    return is_newest and waits and all(one.is_paused for one in tx.page_steps.calls_in(call.step_id))


def _is_before_the_last(tx: Tx, page: Page, call: Call) -> bool:
    """True when the step of the call is not the one that comes again and again."""
    step = tx.page_steps.get(call.step_id)
    return step is not None and page.next_number > step.rung


def _tell(tx: Tx, page: Page, kind: Kind, row_id: int) -> None:
    tx.outbox.put(Notice(ONCALL, thread_of(page), kind, page.about.case_id, subject_id=row_id), at=tx.now)
