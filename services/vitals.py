"""The watcher watched: what the database tells of the app itself, and what the on-call channel is told of it."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from rules.cases import State
from rules.notices import ONCALL, Kind, Notice
from rules.vitals import GOOD_FOR, LIVES, Ailment, How, Part, Records, worst
from rules.vitals_facts import AilmentFacts, CanaryFacts
from services import mail
from services.due import next_due
from services.duty import duty_facts
from storage.tx import Tx

HEARTBEAT = "heartbeat"
FORGOTTEN_AFTER = 3600.0  # seconds without a sign of life


@dataclass(frozen=True)
class Figures:
    """What is counted for /metrics, besides what each process counts itself: none of it costs more as time goes by."""

    records: Records
    cases: Mapping[State, int]
    overdue: int
    failing: int
    called_at: datetime | None


def records(tx: Tx, machine: float) -> Records:
    """What all processes together show, at this machine second."""
    due, checks = next_due(tx), tx.checks.next_due()
    caused_at, _ts = tx.vitals.canary()
    return Records(
        waiting=tx.vitals.waiting(tx.now, machine),
        late=(tx.now - due).total_seconds() if due is not None else None,
        checks_late=tx.now.timestamp() - checks if checks is not None else None,
        caused_at=caused_at,
        heard_at=tx.vitals.heard_at(machine - LIVES),
        mail_refused=mail.is_told(tx, Kind.MAIL_REFUSED),
    )


def figures(tx: Tx, machine: float) -> Figures:
    """The numbers of now."""
    return Figures(
        records=records(tx, machine),
        cases=tx.queue.standing(),
        overdue=tx.queue.count_promised(tx.now),
        failing=tx.alerts.count_failing(),
        called_at=tx.progress.until(HEARTBEAT),
    )


def beat(tx: Tx, process: str, machine: float, heard_at: float, ills: Mapping[Part, How]) -> None:
    """A process says that it lives and what it finds ill; the on-call channel is told what is news in it, once,
    however many processes find it."""
    tx.vitals.beat(process, machine, heard_at, ills)
    tx.vitals.forget(machine - FORGOTTEN_AFTER)
    found, known = worst(tx.vitals.found(machine - LIVES)), tx.vitals.open()
    for part, how in found.items():
        _is_ill(tx, part, how, known.get(part))
    for part, one in known.items():
        if part not in found:
            _is_well(tx, one, machine)


def stops(tx: Tx, process: str) -> None:
    """A process ends on purpose: what it found is not found any more."""
    tx.vitals.stops(process)


def called(tx: Tx) -> None:
    """The heartbeat's address took a call."""
    tx.progress.reach(HEARTBEAT, tx.now)


def called_at(tx: Tx) -> datetime | None:
    """When the heartbeat's address took a call last; None: never."""
    return tx.progress.until(HEARTBEAT)


def cause(tx: Tx, machine: float, every: float) -> bool:
    """An event of our own is put out when one is due, by one process of all; true for that one."""
    if not tx.vitals.is_due(machine, machine + every) or tx.outbox.waits_in(Kind.CANARY.value):
        return False
    tx.outbox.put(Notice(ONCALL, Kind.CANARY.value, Kind.CANARY), at=tx.now)
    return True


def cause_soon(tx: Tx) -> None:
    """The connections are new: whether events arrive on them is to be seen at once."""
    tx.vitals.is_due_soon()


def ailment_facts(tx: Tx, ailment_id: int) -> AilmentFacts:
    """What the on-call channel is told of a part that has gone quiet, with who has duty."""
    one = tx.vitals.get(ailment_id)
    return AilmentFacts(one, duty_facts(tx) if one.over_at is None else None)


def canary_facts(tx: Tx, _row_id: int) -> CanaryFacts:
    """What the message that is changed again and again says."""
    return CanaryFacts(tx.now, tx.vitals.canary()[1])


def stands(tx: Tx, notice: Notice, machine: float, ts: str) -> None:
    """The message about a part, or the one that causes our own events, stands in the on-call channel."""
    if notice.kind is Kind.CANARY:
        tx.vitals.caused(machine, ts)
    else:
        tx.vitals.stands(notice.subject_id or 0, ts)


def _is_ill(tx: Tx, part: Part, how: How, known: Ailment | None) -> None:
    if known is None:
        row_id = tx.vitals.begins(part, how, tx.now)
        if row_id is not None:
            _tell(tx, row_id)
        return
    if known.how is not how or known.good_since is not None:
        tx.vitals.save(replace(known, how=how, good_since=None))
    if known.how is not how:
        _tell(tx, known.id)


def _is_well(tx: Tx, known: Ailment, machine: float) -> None:
    if known.good_since is None:
        tx.vitals.save(replace(known, good_since=machine))
    elif machine - known.good_since >= GOOD_FOR:
        tx.vitals.save(replace(known, over_at=tx.now))
        _tell(tx, known.id)


def _tell(tx: Tx, ailment_id: int) -> None:
    """Said, or said anew where it stands: the message shows what is true when it is sent."""
    tx.outbox.put(Notice(ONCALL, f"ailment:{ailment_id}", Kind.AILMENT, subject_id=ailment_id), at=tx.now)
