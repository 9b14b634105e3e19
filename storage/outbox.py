"""The outbox: what is still to be said, claimed by couriers under a lease, in order within each thread.

`not_before`, `leased_until` and `first_tried` are machine seconds (epoch), never the desk's time, which can be wound.
"""

import uuid
from datetime import datetime
from typing import Any

from sqlalchemy import (
    Boolean,
    Column,
    Float,
    Index,
    Integer,
    String,
    Table,
    Text,
    bindparam,
    delete,
    exists,
    func,
    insert,
    literal_column,
    or_,
    select,
    update,
)

from rules.notices import Item, Kind, Notice
from storage.later import Later
from storage.tables import RowId, UTCDateTime, metadata
from storage.wording import Row

WAITING, SENT, GAVE_UP = "waiting", "sent", "gave_up"
MOST_IN_LANE = (
    8  # held at once in one lane and order of service: a channel with hundreds leaves couriers free for others
)

outbox = Table(
    "outbox",
    metadata,
    Column("id", RowId, primary_key=True),
    Column("key", String(32), nullable=False, unique=True),
    Column("lane", String(32), nullable=False),
    Column("thread", String(80), nullable=False),
    Column("kind", String(32), nullable=False),
    Column("service_order", String(1), nullable=False),
    Column("case_id", RowId),
    Column("history_id", RowId),
    Column("subject_id", RowId),
    Column("state", String(8), nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("doubtful", Boolean, nullable=False),
    Column("first_tried", Float),
    Column("not_before", Float, nullable=False),
    Column("leased_until", Float, nullable=False),
    Column("leased_by", String(40)),
    Column("reason", Text),
    Column("upload_id", String(32)),
    Column("created_at", UTCDateTime, nullable=False),
)
# Written out: bound as a value, SQLite plans every statement anew at each run, to see whether the index serves it.
IS_WAITING = outbox.c.state == literal_column(f"'{WAITING}'")
Index("ix_outbox_waiting", outbox.c.thread, outbox.c.id, sqlite_where=IS_WAITING, postgresql_where=IS_WAITING)

# The oldest row of each thread, in one walk through the index of what waits: asking for each row whether an older one
# waits takes PostgreSQL seconds when much more waits than its statistics know of. Said by the states it has not, a
# row is found by its key and not by another such walk.
_is_open = (outbox.c.state != SENT) & (outbox.c.state != GAVE_UP)
_oldest = select(func.min(outbox.c.id)).where(IS_WAITING).group_by(outbox.c.thread)
IS_OLDEST = _is_open & outbox.c.id.in_(_oldest)
_is_free = outbox.c.leased_until <= bindparam("at_machine")
# Its place in its lane's queue, behind what couriers hold already.
_place = func.row_number().over(partition_by=(outbox.c.lane, outbox.c.service_order), order_by=(_is_free, outbox.c.id))
_due = (
    select(outbox.c.id, _place.label("place"))
    .where(IS_OLDEST, outbox.c.not_before <= bindparam("at_machine"))
    .subquery("due")
)
_claimable = (
    select(outbox.c.id)
    .join(_due, _due.c.id == outbox.c.id)
    .where(_is_open, _is_free, _due.c.place <= MOST_IN_LANE)
    .order_by(outbox.c.service_order, _due.c.place, outbox.c.id)
    .limit(bindparam("most"))
    .with_for_update(of=outbox, skip_locked=True)
)
_CLAIM = (
    update(outbox)
    .where(outbox.c.id.in_(_claimable), _is_free)
    .values(
        leased_until=bindparam("lease_end"),
        leased_by=bindparam("courier"),
        # A lease that ran out: its courier fell silent and may have sent it.
        doubtful=or_(outbox.c.doubtful, outbox.c.leased_until > 0.0),
    )
    .returning(outbox)
)
INSERT = insert(outbox).inline()
_MINE = (outbox.c.id == bindparam("of_id")) & (outbox.c.leased_by == bindparam("courier")) & IS_WAITING
_DONE = update(outbox).where(_MINE).values(state=bindparam("ends_as"), reason=bindparam("because"))
_LATER = (
    update(outbox)
    .where(_MINE)
    .values(
        attempts=outbox.c.attempts + bindparam("counts"),
        first_tried=func.coalesce(outbox.c.first_tried, bindparam("tried_at")),
        doubtful=or_(outbox.c.doubtful, bindparam("in_doubt", type_=Boolean)),
        not_before=bindparam("again_at"),
        leased_until=0.0,
        reason=bindparam("because"),
    )
)
_WENT_ON = (
    update(outbox)
    .where(_MINE)
    .values(upload_id=func.coalesce(bindparam("file_id"), outbox.c.upload_id))
    .values(attempts=0, doubtful=False, not_before=0.0, leased_until=0.0, reason=None)
)
# Null stands for every row. Doubtful, so that who claims it looks for an earlier try before it posts again.
_RETRY = (
    update(outbox)
    .where(outbox.c.state == GAVE_UP, outbox.c.id == func.coalesce(bindparam("only_id", type_=RowId), outbox.c.id))
    .values(state=WAITING, attempts=0, first_tried=None, doubtful=True)
    .values(not_before=0.0, leased_until=0.0, leased_by=None, reason=None)
    .returning(outbox)
)
_COALESCE = (
    update(outbox)
    .where(IS_WAITING, outbox.c.thread == bindparam("of_thread"), outbox.c.kind == bindparam("of_kind"))
    .where(outbox.c.id <= bindparam("up_to"), outbox.c.leased_until <= bindparam("at_machine"))
    .values(state=SENT)
)
_NEWEST = select(func.max(outbox.c.id)).where(IS_WAITING, outbox.c.thread == bindparam("of_thread"))
_NEXT_AT = select(func.min(func.coalesce(func.nullif(outbox.c.leased_until, 0.0), outbox.c.not_before))).where(
    IS_OLDEST
)
_COUNT = select(func.count()).select_from(outbox).where(IS_WAITING)
_WAITING_IN = select(func.count()).select_from(outbox).where(IS_WAITING, outbox.c.lane == bindparam("of_lane"))
_FREE = update(outbox).where(IS_WAITING, outbox.c.lane == bindparam("of_lane")).values(not_before=0.0)
_STUCK = select(outbox).where(outbox.c.state.in_([WAITING, GAVE_UP])).order_by(outbox.c.id)
_FORGET = delete(outbox).where(outbox.c.state == SENT, outbox.c.created_at < bindparam("too_old"))
_ALL = select(outbox).order_by(outbox.c.id)
_GET = select(outbox).where(outbox.c.id == bindparam("of_id"))
_ROOT_WAITS = select(
    exists().where(IS_WAITING, outbox.c.thread == bindparam("of_thread"), outbox.c.id < bindparam("before"))
)


def _item(row: Row) -> Item:
    notice = Notice(row.lane, row.thread, Kind(row.kind), row.case_id, row.history_id, row.subject_id)
    tried = (row.attempts, row.doubtful, row.first_tried)
    return Item(row.id, row.key, notice, *tried, row.state, row.reason, row.created_at, row.upload_id)


def _values(notice: Notice, at: datetime) -> dict[str, Any]:
    return {
        "key": uuid.uuid4().hex,
        "lane": notice.lane,
        "thread": notice.thread,
        "kind": notice.kind.value,
        "service_order": notice.order.value,
        "case_id": notice.case_id,
        "history_id": notice.history_id,
        "subject_id": notice.subject_id,
        "state": WAITING,
        "attempts": 0,
        "doubtful": False,
        "not_before": 0.0,
        "leased_until": 0.0,
        "created_at": at,
    }


class Outbox:
    """Notices go in with the change they tell of; couriers claim, send and mark them."""

    def __init__(self, connection: Later) -> None:
        self._connection = connection
        self.has_news = False

    def put(self, *notices: Notice, at: datetime) -> None:
        """Adds notices, to be said in this order within each thread."""
        self.has_news = self.has_news or bool(notices)
        self._connection.put([_values(notice, at) for notice in notices])

    def claim(self, courier: str, machine: float, lease: float, most: int) -> list[Item]:
        """The oldest open row of each free thread, leased to this courier for `lease` seconds, in service order.

        Lanes take turns, and of none are more than MOST_IN_LANE held at once in one order of service."""
        key = {"courier": courier, "at_machine": machine, "lease_end": machine + lease, "most": most}
        items = [_item(row) for row in self._connection.execute(_CLAIM, key)]
        return sorted(items, key=lambda item: (item.notice.order, item.id))

    def done(self, item: Item, courier: str) -> bool:
        """Marks the item as sent; false when the lease was lost to another courier meanwhile."""
        return self._end(item, courier, SENT, None)

    def give_up(self, item: Item, courier: str, reason: str) -> bool:
        """Marks the item as never to be sent, with the reason people are shown."""
        return self._end(item, courier, GAVE_UP, reason)

    def later(
        self,
        item: Item,
        courier: str,
        *,
        again_at: float,
        machine: float,
        reason: str,
        doubtful: bool,
        counts: bool,
    ) -> None:
        """Tries again at machine second `again_at`; `counts` is false for a wait that is nobody's failure."""
        self._connection.execute(
            _LATER,
            {
                "of_id": item.id,
                "courier": courier,
                "counts": int(counts),
                "tried_at": machine if counts else None,
                "in_doubt": doubtful,
                "again_at": again_at,
                "because": reason,
            },
        )

    def went_on(self, item: Item, courier: str, file_id: str | None) -> bool:
        """One step of the item is done, the next may come at once, without doubt and with waits that grow anew.

        `file_id` is Slack's for a file that was uploaded (None: no news of it). False when the lease was lost."""
        key = {"of_id": item.id, "courier": courier, "file_id": file_id}
        return self._connection.execute(_WENT_ON, key).rowcount == 1

    def retry(self, item_id: int | None) -> list[Item]:
        """Lets what gave up, this row or all (None), wait again as if never tried; returns it, oldest first."""
        items = [_item(row) for row in self._connection.execute(_RETRY, {"only_id": item_id})]
        self.has_news = self.has_news or bool(items)
        return sorted(items, key=lambda item: item.id)

    def coalesce(self, thread: str, kind: Kind, up_to: int, machine: float) -> None:
        """What was drawn already shows the latest state: equal rows up to `up_to` need not be sent again."""
        key = {"of_thread": thread, "of_kind": kind.value, "up_to": up_to, "at_machine": machine}
        self._connection.execute(_COALESCE, key)

    def newest(self, thread: str) -> int:
        """The newest waiting row of a thread, 0 when none waits."""
        return self._connection.execute(_NEWEST, {"of_thread": thread}).scalar() or 0

    def waits_before(self, thread: str, item_id: int) -> bool:
        """True while something older than the item waits in the thread."""
        return bool(self._connection.execute(_ROOT_WAITS, {"of_thread": thread, "before": item_id}).scalar())

    def waits_in(self, thread: str) -> bool:
        """True while anything waits in the thread."""
        return self.newest(thread) > 0

    def waiting_in(self, lane: str) -> int:
        """How many rows wait in a lane."""
        return int(self._connection.execute(_WAITING_IN, {"of_lane": lane}).scalar_one())

    def free(self, lane: str) -> None:
        """What waits in a lane may be claimed at once."""
        self._connection.execute(_FREE, {"of_lane": lane})
        self.has_news = True

    def next_at(self) -> float | None:
        """The machine second at which something can be claimed next; None when nothing waits."""
        found: float | None = self._connection.execute(_NEXT_AT).scalar()
        return found

    def count(self) -> int:
        """How many rows wait."""
        found: int = self._connection.execute(_COUNT).scalar_one()
        return found

    def stuck(self) -> list[Item]:
        """What waits and what gave up, oldest first, for people to look at."""
        return [_item(row) for row in self._connection.execute(_STUCK)]

    def forget(self, before: datetime) -> int:
        """Drops what was said long ago; returns how many rows. What gave up stays until somebody looks."""
        return self._connection.execute(_FORGET, {"too_old": before}).rowcount

    def all(self) -> list[Item]:
        """Every row there ever was, oldest first: for comparing what we believe with what Slack has."""
        return [_item(row) for row in self._connection.execute(_ALL)]

    def get(self, row_id: int) -> Item | None:
        """The row as it stands."""
        row = self._connection.execute(_GET, {"of_id": row_id}).first()
        return _item(row) if row else None

    def _end(self, item: Item, courier: str, state: str, reason: str | None) -> bool:
        key = {"of_id": item.id, "courier": courier, "ends_as": state, "because": reason}
        return self._connection.execute(_DONE, key).rowcount == 1
