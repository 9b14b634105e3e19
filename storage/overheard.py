"""What is said in shared channels outside any case: the words of inquiries, and of channels that are nobody's yet.

A row without an inquiry is unclaimed; an empty one was deleted, perhaps before we heard it, and does not come back.
"""

from typing import Any

from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    ForeignKey,
    String,
    Table,
    Text,
    bindparam,
    false,
    func,
    insert,
    select,
    update,
)

from rules.forms import File
from rules.offers import Saying
from rules.people import PersonId
from storage.driver import Driver
from storage.tables import RowId, metadata
from storage.wording import Row

overheard = Table(
    "overheard",
    metadata,
    Column("channel_id", String(32), primary_key=True),
    Column("ts", String(32), primary_key=True),
    Column("offer_id", RowId, ForeignKey("offers.id"), index=True),
    Column("author_team", String(32), nullable=False),
    Column("author_user", String(32), nullable=False),
    Column("text", Text, nullable=False),
    Column("thread_ts", String(32)),
    Column("files", JSON, nullable=False),
    Column("asks", Boolean, nullable=False),
    Column("is_gone", Boolean, nullable=False),
    Column("is_ours", Boolean, nullable=False, server_default=false()),
)

_KEY = (overheard.c.channel_id == bindparam("in_channel")) & (overheard.c.ts == bindparam("of_ts"))
_FIND = select(overheard).where(_KEY)
_OFFER_OF = select(overheard.c.offer_id).where(_KEY)
_PRESENT = select(overheard).where(~overheard.c.is_gone)
_IN_THREAD = _PRESENT.where(overheard.c.offer_id == bindparam("of_offer")).order_by(overheard.c.ts)
_OF_OFFER, _OURS = _IN_THREAD.where(~overheard.c.is_ours), _IN_THREAD.where(overheard.c.is_ours)
_UNCLAIMED = _PRESENT.where(overheard.c.channel_id == bindparam("in_channel"), overheard.c.offer_id.is_(None))
_NEWEST = _UNCLAIMED.order_by(overheard.c.ts.desc()).limit(bindparam("most"))
_SINCE = _UNCLAIMED.where(overheard.c.ts >= bindparam("since_ts")).order_by(overheard.c.ts)
_COUNT = select(func.count()).select_from(_UNCLAIMED.subquery())
_INSERT = insert(overheard).inline()
_SAVE = update(overheard).where(_KEY)


def _values(saying: Saying) -> dict[str, Any]:
    return {
        "author_team": saying.author.team_id,
        "author_user": saying.author.user_id,
        "text": saying.text,
        "thread_ts": saying.thread_ts,
        "files": [[file.id, file.name, file.size, file.mimetype] for file in saying.files],
        "asks": saying.asks,
        "is_gone": saying.is_gone,
        "is_ours": saying.is_ours,
    }


def _saying(row: Row) -> Saying:
    author = PersonId(row.author_team, row.author_user)
    files = tuple(File(*file) for file in row.files)
    return Saying(row.channel_id, row.ts, author, row.text, row.thread_ts, files, row.asks, row.is_gone, row.is_ours)


class Overheard:
    """Messages by channel and ts, by inquiry, and those of no inquiry."""

    def __init__(self, connection: Driver) -> None:
        self._connection = connection

    def at(self, channel_id: str, ts: str) -> Saying | None:
        """The message as it reads now, one that is gone too; None when it was never heard."""
        row = self._connection.execute(_FIND, {"in_channel": channel_id, "of_ts": ts}).first()
        return _saying(row) if row else None

    def inquiry_of(self, channel_id: str, ts: str) -> int | None:
        """The row of the inquiry the message belongs to."""
        found: int | None = self._connection.execute(_OFFER_OF, {"in_channel": channel_id, "of_ts": ts}).scalar()
        return found

    def put(self, saying: Saying, offer_id: int | None) -> None:
        """Records the message as it reads now, and the inquiry it belongs to."""
        key = {"in_channel": saying.channel_id, "of_ts": saying.ts}
        values = _values(saying) | {"offer_id": offer_id}
        if not self._connection.execute(_SAVE, values | key).rowcount:
            self._connection.execute(_INSERT, values | {"channel_id": saying.channel_id, "ts": saying.ts})

    def of_inquiry(self, offer_id: int) -> tuple[Saying, ...]:
        """What the inquiry consists of, in the order it was said."""
        return tuple(_saying(row) for row in self._connection.execute(_OF_OFFER, {"of_offer": offer_id}))

    def ours_in(self, offer_id: int) -> list[Saying]:
        """What we wrote in the inquiry's thread, in the order it was said."""
        return [_saying(row) for row in self._connection.execute(_OURS, {"of_offer": offer_id})]

    def unclaimed(self, channel_id: str, since_ts: str) -> list[Saying]:
        """What belongs to no inquiry in this channel, from `since_ts` on, in the order it was said."""
        rows = self._connection.execute(_SINCE, {"in_channel": channel_id, "since_ts": since_ts})
        return [_saying(row) for row in rows]

    def newest_unclaimed(self, channel_id: str, most: int) -> tuple[int, list[Saying]]:
        """How much belongs to no inquiry in this channel, and the newest of it, oldest first."""
        count = self._connection.execute(_COUNT, {"in_channel": channel_id}).scalar_one()
        rows = self._connection.execute(_NEWEST, {"in_channel": channel_id, "most": most})
        return count, [_saying(row) for row in rows][::-1]
