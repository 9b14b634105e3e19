"""The conversation: what is said in a customer's thread is on the case, and staff see it."""

from dataclasses import dataclass, replace
from datetime import datetime

from rules.cases import Action, Case
from rules.forms import File, storable
from rules.moves import possible
from rules.notices import DESK, Kind, card, customer_lane, in_thread
from rules.people import PersonId, customer_roles
from rules.records import Entry
from rules.working_hours import Calendar
from services.cases import answer
from services.people import actor
from storage.tx import Tx

LISTENING = "listening"


@dataclass(frozen=True)
class Said:
    """A message in a thread: where, its ts, the words as written, its files."""

    channel_id: str
    thread_ts: str
    ts: str
    text: str
    files: tuple[File, ...] = ()


def heard(tx: Tx, who: PersonId, said: Said, desk: Calendar) -> None:
    """Keeps what was said in a case's customer thread, whole, and shows it to staff; elsewhere it does nothing.

    A contact's words or files while a question is out are its answer (process.md section 5); `desk` is the opening
    hours, by which the promise runs on.
    """
    case_id = tx.cards.case_in(said.channel_id, said.thread_ts)
    case = tx.cases.lock(case_id) if case_id is not None else None
    if case is None or tx.customers.get(case.customer_id).channel_id != said.channel_id:
        return
    answers = _is_the_answer(tx, case, who, said)
    entry_id = _answer(tx, case, who, said, desk) if answers else _message(tx, case, who, said, desk)
    rows = [tx.attachments.add(case.id, file) for file in said.files]
    tx.outbox.put(*(in_thread(Kind.FILE, case.id, DESK, entry_id, row) for row in rows), at=tx.now)


def _is_the_answer(tx: Tx, case: Case, who: PersonId, said: Said) -> bool:
    """True when a question is out and this person may answer it, and said anything."""
    roles = customer_roles(who, tx.customers.get(case.customer_id), case.opened_by, case.approver)
    return bool(said.text.strip() or said.files) and Action.ANSWER in possible(case, roles, tx.now)


def _answer(tx: Tx, case: Case, who: PersonId, said: Said, desk: Calendar) -> int:
    answer(tx, case, who, {"answer": storable(said.text), "ts": said.ts}, desk)
    return tx.history.newest(case.id)


def _message(tx: Tx, case: Case, who: PersonId, said: Said, desk: Calendar) -> int:
    facts = {"text": storable(said.text), "ts": said.ts}
    entry_id = tx.history.add(Entry(case.id, case.version, tx.now, who, Action.WRITE, None, None, facts))
    tx.outbox.put(in_thread(Kind.STEP, case.id, DESK, entry_id), at=tx.now)
    _stops_the_clock(tx, case, who)
    return entry_id


def _stops_the_clock(tx: Tx, case: Case, who: PersonId) -> None:
    """One of us wrote to the customer: the first time that stops the response clock for good (section 4)."""
    if case.answered_at is None and actor(tx, who).is_us:
        tx.cases.save(replace(case, answered_at=tx.now))
        tx.outbox.put(card(case.id, DESK), card(case.id, customer_lane(case.customer_id)), at=tx.now)


@dataclass(frozen=True)
class Missed:
    """What may have been said meanwhile: since when (UTC), and in which open threads (channel, root)."""

    since: datetime | None
    threads: list[tuple[str, str]]


def missed(tx: Tx) -> Missed:
    """Where to look for what was said while nobody listened."""
    return Missed(tx.progress.until(LISTENING), tx.cards.open_customer_threads())


def caught_up(tx: Tx, until: datetime) -> None:
    """Everything said before `until` is kept."""
    tx.progress.reach(LISTENING, until)
