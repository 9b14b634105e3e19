"""What waits in the outbox to be mirrored: held for a moment, so that one author's messages can find their order.

A row is free while nobody has taken or tried it: only then may it change places. On PostgreSQL one that another
transaction holds counts as taken.
"""

from typing import Any

from sqlalchemy import bindparam, select, update

from rules.notices import Kind
from storage.later import Later
from storage.messages import messages
from storage.outbox import IS_WAITING, outbox

_IS_FREE = (
    IS_WAITING
    & (outbox.c.leased_until == 0.0)
    & ~outbox.c.doubtful
    & (outbox.c.attempts == 0)
    & outbox.c.upload_id.is_(None)
)
_OF_THESE = (outbox.c.thread == bindparam("of_thread")) & outbox.c.history_id.in_(
    bindparam("of_history", expanding=True)
)
_FREE_STEPS = (
    select(outbox.c.history_id)
    .where(_IS_FREE, _OF_THESE, outbox.c.kind == Kind.STEP.value)
    .with_for_update(skip_locked=True)
)
_FREE = (
    select(
        outbox.c.id,
        outbox.c.kind,
        outbox.c.service_order,
        outbox.c.history_id,
        outbox.c.subject_id,
        outbox.c.not_before,
        messages.c.ts,
    )
    .join(messages, messages.c.history_id == outbox.c.history_id)
    .where(_IS_FREE, _OF_THESE)
    .order_by(outbox.c.id)
    .with_for_update(of=outbox, skip_locked=True)
)
_HOLD = update(outbox).where(_IS_FREE, _OF_THESE).values(not_before=bindparam("until"))
_REFER = update(outbox).where(outbox.c.id == bindparam("of_id"))


class Mirrors:
    """Rows of a case's staff thread that show what somebody said, by the history rows they are told from."""

    def __init__(self, connection: Later) -> None:
        self._connection = connection

    def hold(self, thread: str, history_id: int, until: float) -> None:
        """Lets the message's rows wait until machine second `until`."""
        self._connection.execute(_HOLD, {"of_thread": thread, "of_history": [history_id], "until": until})

    def free(self, thread: str, history_ids: list[int]) -> list[int]:
        """Those of the messages whose words nobody has taken yet."""
        key = {"of_thread": thread, "of_history": history_ids}
        return [row_id for row_id in self._connection.execute(_FREE_STEPS, key).scalars() if row_id is not None]

    def put_in_order(self, thread: str, history_ids: list[int]) -> None:
        """The free rows of these messages change what they refer to, so that they stand in the order of being said."""
        rows = list(self._connection.execute(_FREE, {"of_thread": thread, "of_history": history_ids}))
        for row, refers in zip(rows, sorted(rows, key=lambda one: (one.ts, one.id)), strict=True):
            if row.id != refers.id:
                self._connection.execute(_REFER, _reference(refers) | {"of_id": row.id})


def _reference(row: Any) -> dict[str, Any]:
    """What a row says and since when it may: all but its own place and key."""
    return {name: getattr(row, name) for name in ("kind", "service_order", "history_id", "subject_id", "not_before")}
