"""Do Not Disturb (process.md section 9): read when a duty begins, and told where nothing else would wake who has it."""

from collections.abc import Iterable
from datetime import datetime

from rules.notices import DND, Kind, Notice, dnd_lane, person_lane
from rules.people import PersonId
from rules.wakeups import QuietFacts
from services.duty import on_duty
from services.people import leads_lanes
from storage.tx import Tx


def read_of(tx: Tx, people: Iterable[PersonId]) -> None:
    """The courier asks Slack how it is with these people, whose duty begins."""
    for one in tx.people.named(people).values():
        lane = dnd_lane(one.row_id)
        tx.outbox.put(Notice(lane, lane, Kind.DND), at=tx.now)


def person_of(lane: str) -> int:
    """The row of the person whose lane of questions it is."""
    return int(lane.removeprefix(DND))


def whose(tx: Tx, row_id: int) -> PersonId:
    """The person of this row."""
    return tx.people.get(row_id).id


def was_read(tx: Tx, row_id: int, until: datetime | None) -> None:
    """Keeps what Slack told. Who has duty, is paused and has no other way is told, and so are the leads; once for
    each pause."""
    person = tx.people.get(row_id)
    tx.dnd.put(person.id, until, tx.now)
    if until is None or not _would_sleep(tx, person.id):
        return
    if not tx.inbox.record(f"quiet:{row_id}:{until.isoformat()}", tx.now):
        return
    lanes = sorted({person_lane(row_id), *leads_lanes(tx)})
    tx.outbox.put(*(Notice(lane, f"quiet:{row_id}@{lane}", Kind.QUIET_DUTY, subject_id=row_id) for lane in lanes),
                  at=tx.now)  # fmt: skip


def is_quiet(tx: Tx, who: PersonId) -> bool:
    """True when Slack told lately that the person's notifications are paused now, and they have no other way."""
    seen = tx.dnd.read(who)
    until = seen[0] if seen else None
    return until is not None and until > tx.now and not tx.wakeups.of(who)


def quiet_facts(tx: Tx, row_id: int) -> QuietFacts | None:
    """What is told of a pause; None once there is another way, the pause is over, or the duty somebody else's."""
    person = tx.people.get(row_id)
    seen = tx.dnd.read(person.id)
    if seen is None or seen[0] is None or not _would_sleep(tx, person.id) or seen[0] <= tx.now:
        return None
    return QuietFacts(person, seen[0])


def _would_sleep(tx: Tx, who: PersonId) -> bool:
    return who in on_duty(tx) and not tx.wakeups.of(who)
