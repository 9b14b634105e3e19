"""When to try again: growing waits, and when to give up (docs/architecture.md, "Getting out once"). Machine seconds."""

from datetime import timedelta

from rules.notices import MAIL, WAY, Item

GIVE_UP_AFTER = 600.0
FIRST_WAIT = 0.25
LONGEST_WAIT = 60.0
# Lanes that wait otherwise than Slack's, by their beginning: until it is given up, and at most between two tries.
MORE_PATIENT = {
    MAIL: (timedelta(hours=24).total_seconds(), timedelta(minutes=10).total_seconds()),
    WAY: (GIVE_UP_AFTER, 15.0),
}
SECOND_LOOK = 5.0  # after a lost answer; before that Slack may still be at it
LOOKED = "looking once more whether it was posted"  # the reason of a row that waits for its second look
TOKEN_REFUSED = "our token is refused"  # the reason of a row that waits until it is put right
MIRROR_WAIT = 2.0  # what is said is mirrored so much later, so that what its author said before may still come


def wait(attempts: int, lane: str = "") -> float:
    """Seconds to wait after the `attempts`-th failure: 0.25, 0.5, 1, 2 ... 60, for mail at most 10 minutes."""
    return min(FIRST_WAIT * 2.0 ** min(attempts - 1, 20), _patience(lane)[1])


def is_hopeless(first_tried: float, now: float, lane: str = "") -> bool:
    """True when the thread has been blocked for ten minutes, one of mail for a day."""
    return now - first_tried >= give_up_after(lane)


def give_up_after(lane: str) -> float:
    """Seconds after its first failure at which an item of this lane is given up."""
    return _patience(lane)[0]


def _patience(lane: str) -> tuple[float, float]:
    return next((more for start, more in MORE_PATIENT.items() if lane.startswith(start)), (GIVE_UP_AFTER, LONGEST_WAIT))


def needs_a_second_look(item: Item) -> bool:
    """True when the last try failed, nothing of it is to be seen, and it was looked for only once."""
    return item.attempts > 0 and item.reason != LOOKED
