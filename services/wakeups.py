"""Wake-up ways beyond Slack: each person's own, read and changed by nobody else (process.md section 9)."""

from rules.errors import FieldErrors, FieldProblem, TooManyWays, WayGone
from rules.notices import Kind, Notice, person_lane, way_lane
from rules.people import PersonId, Place
from rules.wakeups import MOST_WAYS, TriedFacts, Trouble, Way, WaysFacts, way_from
from services.duty import look_again
from services.people import one_of_us
from storage.tx import Tx


def own(tx: Tx, who: PersonId) -> WaysFacts:
    """The person's own ways. StaffOnly or NoContact for who is not one of us."""
    ours = one_of_us(tx, who)
    return WaysFacts(tuple(tx.wakeups.of(who)), ours.person.locale)


def add(tx: Tx, who: PersonId, typed: dict[str, str]) -> None:
    """One more way of theirs. FieldErrors, TooManyWays; as own."""
    one_of_us(tx, who)
    name, address = way_from(typed)
    tx.wakeups.lock(who)
    ways = tx.wakeups.of(who)
    if len(ways) >= MOST_WAYS:
        raise TooManyWays(MOST_WAYS)
    if name in {one.name for one in ways}:
        raise FieldErrors({"way_name": (FieldProblem.WAY_TAKEN, {})})
    tx.wakeups.add(who, name, address, tx.now)
    look_again(tx)


def remove(tx: Tx, who: PersonId, row_id: int) -> None:
    """One way less. WayGone; as own."""
    one_of_us(tx, who)
    if not tx.wakeups.drop(who, row_id):
        raise WayGone
    look_again(tx)


def forget(tx: Tx, who: PersonId) -> None:
    """Slack has no such person any more: their addresses are theirs, and are kept no longer."""
    if tx.wakeups.drop_all(who):
        look_again(tx)


def owners_elsewhere(tx: Tx) -> list[PersonId]:
    """Who has ways, and is in none of our places: perhaps Slack has no such person any more."""
    here = {who for place in Place for who in tx.people.members(place)}
    return sorted(tx.wakeups.owners() - here, key=lambda who: (who.team_id, who.user_id))


def try_it(tx: Tx, who: PersonId, row_id: int) -> None:
    """The courier sends a harmless message over the way; one is enough at a time. WayGone; as own."""
    one_of_us(tx, who)
    way = tx.wakeups.get(row_id)
    if way is None or way.owner != who:
        raise WayGone
    thread = f"try:{row_id}"
    if not tx.outbox.waits_in(thread):
        tx.outbox.put(Notice(way_lane(row_id), thread, Kind.WAKE_TRY, subject_id=row_id), at=tx.now)


def to_try(tx: Tx, row_id: int) -> tuple[Way, str | None] | None:
    """The way to try, and the language its owner reads; None when it is gone."""
    way = tx.wakeups.get(row_id)
    if way is None:
        return None
    owner = tx.people.find(way.owner)
    return way, owner.locale if owner else None


def tried(tx: Tx, key: str, row_id: int, trouble: Trouble | None) -> None:
    """What came of a try, once for its notice: its owner is told in person."""
    way = tx.wakeups.get(row_id)
    owner = tx.people.find(way.owner) if way else None
    if owner is None or not tx.inbox.record(f"try:{key}", tx.now):
        return
    tx.wakeups.tried(row_id, tx.now, trouble)
    lane = person_lane(owner.row_id)
    tx.outbox.put(Notice(lane, f"tried:{row_id}", Kind.WAKE_TRIED, subject_id=row_id), at=tx.now)


def tried_facts(tx: Tx, row_id: int) -> TriedFacts | None:
    """What is told of a try; None when the way is gone."""
    way = tx.wakeups.get(row_id)
    return TriedFacts(way) if way else None
