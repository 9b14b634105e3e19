"""What people say in alerts' threads, as it reads now: edits change it and deletions empty it.

An edit or deletion that comes before its message is a row that nobody has said yet: it has no author.
"""

from typing import Any

from sqlalchemy import Column, ForeignKey, String, Table, Text, UniqueConstraint, bindparam, insert, select, update

from rules.alerts import Said
from rules.people import PersonId
from storage.driver import Driver
from storage.tables import RowId, UTCDateTime, metadata
from storage.wording import Row

alert_words = Table(
    "alert_words",
    metadata,
    Column("id", RowId, primary_key=True),
    Column("alert_id", RowId, ForeignKey("alerts.id"), nullable=False, index=True),
    Column("channel_id", String(32), nullable=False),
    Column("ts", String(32), nullable=False),
    Column("by_team", String(32)),
    Column("by_user", String(32)),
    Column("text", Text, nullable=False),
    Column("edited_ts", String(32)),
    Column("deleted_at", UTCDateTime),
    Column("history_id", RowId, ForeignKey("history.id")),
    Column("mirror_ts", String(32)),
    UniqueConstraint("channel_id", "ts"),
)

_AT = select(alert_words).where(
    alert_words.c.channel_id == bindparam("in_channel"), alert_words.c.ts == bindparam("at_ts")
)
_GET = select(alert_words).where(alert_words.c.id == bindparam("of_id"))
_NEWEST = (
    select(alert_words)
    .where(alert_words.c.alert_id == bindparam("of_alert"))
    .order_by(alert_words.c.ts.desc())
    .limit(bindparam("most"))
)
_INSERT = insert(alert_words).returning(alert_words.c.id)
_SAVE = update(alert_words).where(alert_words.c.id == bindparam("of_id"))
_STANDS = _SAVE.values(mirror_ts=bindparam("there"))


def _said(row: Row) -> Said:
    who = PersonId(row.by_team, row.by_user) if row.by_user is not None else None
    return Said(
        row.alert_id,
        row.channel_id,
        row.ts,
        who,
        row.text,
        row.edited_ts,
        row.deleted_at,
        row.history_id,
        row.mirror_ts,
        row.id,
    )


def _values(said: Said) -> dict[str, Any]:
    return {
        "alert_id": said.alert_id,
        "channel_id": said.channel_id,
        "ts": said.ts,
        "by_team": said.who.team_id if said.who else None,
        "by_user": said.who.user_id if said.who else None,
        "text": said.text,
        "edited_ts": said.edited_ts,
        "deleted_at": said.deleted_at,
        "history_id": said.history_id,
    }


class AlertWords:
    """One row for each message of an alert's thread, by channel and ts."""

    def __init__(self, connection: Driver) -> None:
        self._connection = connection

    def at(self, channel_id: str, ts: str) -> Said | None:
        """The message, or what waits for it; None when nothing is known of it."""
        row = self._connection.execute(_AT, {"in_channel": channel_id, "at_ts": ts}).first()
        return _said(row) if row else None

    def get(self, row_id: int) -> Said | None:
        """The message of this row."""
        row = self._connection.execute(_GET, {"of_id": row_id}).first()
        return _said(row) if row else None

    def newest(self, alert_id: int, most: int) -> list[Said]:
        """The newest words in the thread, oldest first."""
        rows = self._connection.execute(_NEWEST, {"of_alert": alert_id, "most": most})
        return [_said(row) for row in rows][::-1]

    def put(self, said: Said) -> int:
        """Stores the message as it has become, or as a new one (id 0); returns its row. Its mirror stays."""
        if said.id:
            self._connection.execute(_SAVE, _values(said) | {"of_id": said.id})
            return said.id
        row_id: int = self._connection.execute(_INSERT, _values(said)).scalar_one()
        return row_id

    def stands(self, row_id: int, ts: str) -> None:
        """Records where the mirror of the message stands in the staff thread."""
        self._connection.execute(_STANDS, {"of_id": row_id, "there": ts})
