"""When to try again: growing waits, and when to give up (docs/architecture.md, "Getting out once"). Machine seconds."""

from rules.notices import Item

GIVE_UP_AFTER = 600.0
FIRST_WAIT = 0.25
LONGEST_WAIT = 60.0
SECOND_LOOK = 5.0  # after a lost answer; before that Slack may still be at it
LOOKED = "looking once more whether it was posted"  # the reason of a row that waits for its second look
TOKEN_REFUSED = "our token is refused"  # the reason of a row that waits until it is put right
MIRROR_WAIT = 2.0  # what is said is mirrored so much later, so that what its author said before may still come


def wait(attempts: int) -> float:
    """Seconds to wait after the `attempts`-th failure: 0.25, 0.5, 1, 2 ... 60."""
    return min(FIRST_WAIT * 2.0 ** (attempts - 1), LONGEST_WAIT)


def is_hopeless(first_tried: float, now: float) -> bool:
    """True when the thread has been blocked for ten minutes."""
    return now - first_tried >= GIVE_UP_AFTER


def needs_a_second_look(item: Item) -> bool:
    """True when the last try failed, nothing of it is to be seen, and it was looked for only once."""
    return item.attempts > 0 and item.reason != LOOKED
