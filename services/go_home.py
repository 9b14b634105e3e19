"""Before you go home: half an hour before the desk closes, Customer Success is told which promises stay open, and who
has duty from then on (process.md section 8)."""

from datetime import datetime, timedelta

from rules.countdown import is_ticking
from rules.countdown_facts import GoHomeFacts
from rules.notices import DESK, Kind, Notice
from rules.office import next_closing
from rules.people import PersonId, Place
from rules.working_hours import Calendar
from services.duty import the_rota
from storage.tx import Tx

BEFORE_CLOSING = timedelta(minutes=30)
DUTY = "go home"
MOST_SHOWN = 20


def begin(tx: Tx, desk: Calendar) -> None:
    """From the first start on it is said; at a later one, what was missed is looked at as soon as may be."""
    if tx.progress.until(DUTY) is None:
        tx.progress.reach(DUTY, _next(desk, tx.now))


def remind_to_go_home(tx: Tx, desk: Calendar) -> int:
    """Says it if it is time to; a day on which nobody was there to say it is left out."""
    due = tx.progress.until(DUTY)
    if due is None or due > tx.now:
        return 0
    is_mine = tx.progress.reach(DUTY, _next(desk, tx.now))
    if not is_mine or not desk.is_open(tx.now) or not tx.queue.promised(_until(desk, tx.now), 1):
        return 0
    tx.outbox.put(Notice(DESK, "go home", Kind.GO_HOME), at=tx.now)
    return 1


def next_due(tx: Tx) -> datetime | None:
    """When it is said next, if there is anything to say; None before the first start."""
    return tx.progress.until(DUTY)


def facts(tx: Tx, desk: Calendar) -> GoHomeFacts:
    """Promised answers due by the end of the next working day, and who has duty when the desk closes."""
    until = _until(desk, tx.now)
    rows = tx.queue.promised(until, MOST_SHOWN)
    cases = [case for row in rows if (case := tx.cases.get(row)) is not None and is_ticking(case)]
    duty = _on_duty(tx, next_closing(desk, tx.now))
    return GoHomeFacts(
        tuple(cases),
        tx.queue.count_promised(until) - len(rows),
        tx.customers.names({case.customer_id for case in cases}),
        tx.cards.places([case.id for case in cases], DESK),
        tx.people.named([*duty, *(case.assignee for case in cases)]),
        duty,
    )


def _next(desk: Calendar, now: datetime) -> datetime:
    return next_closing(desk, now + BEFORE_CLOSING) - BEFORE_CLOSING


def _until(desk: Calendar, now: datetime) -> datetime:
    """The end of the working day after this one: what is due by then is not much later than now, in opening time."""
    return next_closing(desk, next_closing(desk, now))


def _on_duty(tx: Tx, at: datetime) -> tuple[PersonId, ...]:
    layers = the_rota(tx).on_duty(at)
    there = tx.people.members(Place.ONCALL)
    present = (tuple(who for who in people if who in there) for people in layers)
    return next((people for people in present if people), ())
