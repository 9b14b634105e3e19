"""What one of us may look at on a case: why the deadline is what it is, what happened, whom to call."""

from rules.cases import Action, Case
from rules.errors import CaseUnknown
from rules.facts import CaseFacts, Others, people_of
from rules.levels import Promise, next_step
from rules.look_facts import DeadlineFacts, HistoryFacts, PhoneFacts, StoodStill
from rules.people import Actor, PersonId
from rules.records import Entry
from rules.sla import Pause, Span, explain
from rules.working_hours import Calendar
from services.people import known, one_of_us
from services.promises import promise_of
from services.targets import target_of
from storage.tx import Tx

PAGE = 10  # rows of history in one window
CHANGES_IT = {Action.SET_LEVEL, Action.ABSORB}


def deadline(tx: Tx, who: PersonId, case_id: int, desk: Calendar) -> DeadlineFacts:
    """Why the case's deadline is what it is. StaffOnly or CaseUnknown."""
    ours, case = _ours(tx, who, case_id)
    promised, meant = promise_of(tx, case, desk), target_of(tx, case, desk)
    changes = [entry for entry in tx.history.of_case(case.id) if entry.action in CHANGES_IT]
    return DeadlineFacts(
        _told(tx, case, changes, desk),
        promised,
        _counted(tx, case, promised or meant),
        _pauses(tx, case, promised or meant),
        tuple(changes),
        ours.person.locale,
        meant,
    )


def history(tx: Tx, who: PersonId, case_id: int, page: int, desk: Calendar) -> HistoryFacts:
    """A page of what happened to the case. StaffOnly or CaseUnknown."""
    ours, case = _ours(tx, who, case_id)
    entries = tx.history.page(case.id, page * PAGE, PAGE + 1)
    shown = entries[:PAGE]
    return HistoryFacts(_told(tx, case, shown, desk), tuple(shown), page, len(entries) > PAGE, ours.person.locale)


def phone(tx: Tx, who: PersonId, case_id: int) -> PhoneFacts:
    """Whom to call about the case. StaffOnly or CaseUnknown."""
    ours, case = _ours(tx, who, case_id)
    contact = tx.contacts.find(case.customer_id, case.contact) if case.contact else None
    name = known(tx, case.contact).shown if case.contact else None
    return PhoneFacts(case, contact.name if contact else name, contact.phone if contact else None, ours.person.locale)


def _ours(tx: Tx, who: PersonId, case_id: int) -> tuple[Actor, Case]:
    ours, case = one_of_us(tx, who), tx.cases.get(case_id)
    if case is None:
        raise CaseUnknown(0)
    return ours, case


def _told(tx: Tx, case: Case, entries: list[Entry], desk: Calendar) -> CaseFacts:
    spoken = {who for entry in (None, *entries) for who in people_of(case, entry, Others())}
    step = next_step(case.due_at, case.submitted_at, desk)
    return CaseFacts(case, tx.customers.get(case.customer_id), tx.people.named(spoken), step, None)


def _counted(tx: Tx, case: Case, promised: Promise | None) -> tuple[Span, ...]:
    """What the clock counts from submission until the deadline, or until it stood still."""
    if promised is None:
        return ()
    return tuple(explain(case.submitted_at, promised.budget, promised.clock, _stood(tx, case)))


def _stood(tx: Tx, case: Case) -> list[Pause]:
    return tx.pauses.of(case.id) + ([(case.paused_at, None)] if case.paused_at else [])


def _pauses(tx: Tx, case: Case, promised: Promise | None) -> tuple[StoodStill, ...]:
    if promised is None:
        return ()
    return tuple(
        StoodStill(begin, end, promised.clock.between(begin, tx.now if end is None else end))
        for begin, end in _stood(tx, case)
    )
