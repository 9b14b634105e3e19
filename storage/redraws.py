"""Cards that wait in the outbox to be drawn again: once is enough, however often what they show changes meanwhile."""

from sqlalchemy import bindparam, select

from storage.later import Later
from storage.outbox import IS_WAITING, outbox

# Held, so that no courier takes it before what it is to show is stored too.
_FREE = (
    select(outbox.c.id)
    .where(IS_WAITING, outbox.c.thread == bindparam("of_thread"), outbox.c.leased_until == 0.0)
    .limit(1)
    .with_for_update(skip_locked=True)
)


class Redraws:
    """What waits to be drawn, by its thread."""

    def __init__(self, connection: Later) -> None:
        self._connection = connection

    def is_waiting(self, thread: str) -> bool:
        """True while something waits in the thread that no courier holds: it will show what this transaction stores."""
        return self._connection.execute(_FREE, {"of_thread": thread}).first() is not None
