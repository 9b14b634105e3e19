"""The internal channels stay internal: while outsiders read one, nothing is said in it, and who can end it is told."""

from datetime import datetime

from rules.facts import SharedFacts
from rules.notices import LANE_OF, Kind, Notice
from rules.people import Place
from services.people import leads_lanes
from storage.tx import Tx

PLACE_OF = {lane: place for place, lane in LANE_OF.items()}
SHARED, ALONE = "shared", "alone"


class Held(Exception):
    """The notice must wait, and why: outsiders read the channel of its lane, or nobody can reach it."""


def looked_at(tx: Tx, place: Place, is_shared: bool, at: datetime) -> None:
    """Records how an internal channel was when Slack was asked at `at` (UTC).

    When it has become shared with another organisation, everybody who can end it is told, once.
    """
    knew = is_shared_outside(tx, place)
    tx.progress.reach(f"{SHARED if is_shared else ALONE}:{place}", at)
    if not knew and is_shared_outside(tx, place):
        tx.outbox.put(*_alarm(tx, place), at=tx.now)


def is_shared_outside(tx: Tx, place: Place) -> bool:
    """True while another organisation reads the channel, as far as we know."""
    shared, alone = (tx.progress.until(f"{how}:{place}") for how in (SHARED, ALONE))
    return shared is not None and (alone is None or alone <= shared)


def hold(tx: Tx, notice: Notice) -> None:
    """Held for what would be said where outsiders read it; only the alarm itself goes there."""
    place = PLACE_OF.get(notice.lane)
    if place is not None and notice.kind is not Kind.SHARED_OUTSIDE and is_shared_outside(tx, place):
        raise Held("its channel is shared with another organisation")


def shared_facts(tx: Tx, lane: str) -> SharedFacts | None:
    """The channels outsiders read now, for whoever is told in this lane; None when it is over already."""
    shared = tuple(place for place in LANE_OF if is_shared_outside(tx, place))
    return SharedFacts(shared, PLACE_OF.get(lane) in shared) if shared else None


def _alarm(tx: Tx, place: Place) -> list[Notice]:
    """To both internal channels, and to each lead in person: the channel itself may be all an outsider watches."""
    lanes = [*LANE_OF.values(), *leads_lanes(tx)]
    return [Notice(lane, f"{SHARED}:{place}@{lane}", Kind.SHARED_OUTSIDE) for lane in lanes]
