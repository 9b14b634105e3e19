"""Cards that wait in the outbox to be drawn again: once is enough, however often what they show changes meanwhile."""

from collections.abc import Collection

from sqlalchemy import bindparam, select

from storage.later import Later
from storage.outbox import IS_WAITING, outbox

# Held, so that no courier takes it before what it is to show is stored too.
_IS_FREE = IS_WAITING & (outbox.c.leased_until == 0.0)
_FREE = (
    select(outbox.c.thread)
    .where(_IS_FREE, outbox.c.thread == bindparam("of_thread"))
    .limit(1)
    .with_for_update(skip_locked=True)
)
_FREE_OF_MANY = (
    select(outbox.c.thread)
    .where(_IS_FREE, outbox.c.thread.in_(bindparam("of_threads", expanding=True)))
    .with_for_update(skip_locked=True)
)


class Redraws:
    """What waits to be drawn, by its thread."""

    def __init__(self, connection: Later) -> None:
        self._connection = connection

    def waiting(self, threads: Collection[str]) -> set[str]:
        """Those of the threads in which something waits that no courier holds: it will show what this transaction
        stores."""
        if not threads:
            return set()
        if len(threads) == 1:
            return set(self._connection.execute(_FREE, {"of_thread": next(iter(threads))}).scalars())
        return set(self._connection.execute(_FREE_OF_MANY, {"of_threads": list(threads)}).scalars())
