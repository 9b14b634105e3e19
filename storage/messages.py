"""What people say in customers' threads, as it reads now: edits change it and deletions empty it.

The history names a row here and keeps who spoke, edited and deleted when. An edit or deletion that comes before its
message is a row that nobody has said yet: it has no history.
"""

from typing import Any

from sqlalchemy import (
    Boolean,
    Column,
    ForeignKey,
    Index,
    String,
    Table,
    Text,
    UniqueConstraint,
    bindparam,
    delete,
    false,
    insert,
    select,
    update,
)

from rules.people import PersonId
from rules.records import Spoken
from storage.driver import Driver
from storage.tables import RowId, UTCDateTime, metadata
from storage.wording import Row

messages = Table(
    "messages",
    metadata,
    Column("id", RowId, primary_key=True),
    Column("case_id", RowId, ForeignKey("cases.id"), nullable=False),
    Column("channel_id", String(32), nullable=False),
    Column("ts", String(32), nullable=False),
    Column("author_team", String(32)),
    Column("author_user", String(32)),
    Column("text", Text, nullable=False),
    Column("edited_ts", String(32)),
    Column("deleted_at", UTCDateTime),
    Column("is_late", Boolean, nullable=False),
    Column("is_ours", Boolean, nullable=False, server_default=false()),
    Column("history_id", RowId, ForeignKey("history.id"), unique=True),
    Column("mirror_channel_id", String(32)),
    Column("mirror_ts", String(32)),
    UniqueConstraint("channel_id", "ts"),
)
Index("ix_messages_case_id_ts", messages.c.case_id, messages.c.ts)

message_files = Table(
    "message_files",
    metadata,
    Column("message_id", RowId, ForeignKey("messages.id"), primary_key=True),
    Column("attachment_id", RowId, ForeignKey("attachments.id"), primary_key=True, index=True),
    Column("mirror_file_id", String(32)),
)

_AT = select(messages).where(messages.c.channel_id == bindparam("in_channel"), messages.c.ts == bindparam("at_ts"))
_GET = select(messages).where(messages.c.id == bindparam("of_id"))
_INSERT = insert(messages).returning(messages.c.id)
_SAVE = update(messages).where(messages.c.id == bindparam("of_id"))
_STANDS = (
    update(messages)
    .where(messages.c.history_id == bindparam("of_history"))
    .values(mirror_channel_id=bindparam("in_channel"), mirror_ts=bindparam("at_ts"))
)
# Slack's ts have ten digits before the point until the year 2286: as texts they stand in order.
_SAID_AFTER = select(messages.c.history_id).where(
    messages.c.case_id == bindparam("of_case"),
    messages.c.author_user == bindparam("of_user"),
    messages.c.ts > bindparam("after_ts"),
    messages.c.history_id.is_not(None),
)
_ADD_FILE = insert(message_files).inline()
_FILES = select(message_files.c.attachment_id).where(message_files.c.message_id == bindparam("of_id"))
_OF_FILE = message_files.c.attachment_id == bindparam("of_attachment")
_UPLOADED = update(message_files).where(_OF_FILE).values(mirror_file_id=bindparam("file_id"))
_MIRROR_FILE = select(message_files.c.mirror_file_id).where(_OF_FILE)
_UNLINK = delete(message_files).where(_OF_FILE)


def _spoken(row: Row) -> Spoken:
    author = PersonId(row.author_team, row.author_user) if row.author_user is not None else None
    return Spoken(
        row.case_id,
        row.channel_id,
        row.ts,
        author,
        row.text,
        row.edited_ts,
        row.deleted_at,
        row.is_late,
        row.history_id,
        row.mirror_ts,
        row.id,
        row.is_ours,
    )


def _row(spoken: Spoken) -> dict[str, Any]:
    return {
        "case_id": spoken.case_id,
        "channel_id": spoken.channel_id,
        "ts": spoken.ts,
        "author_team": spoken.author.team_id if spoken.author else None,
        "author_user": spoken.author.user_id if spoken.author else None,
        "text": spoken.text,
        "edited_ts": spoken.edited_ts,
        "deleted_at": spoken.deleted_at,
        "is_late": spoken.is_late,
        "is_ours": spoken.is_ours,
        "history_id": spoken.history_id,
    }


class Messages:
    """One row for each message of a customer's thread, by channel and ts."""

    def __init__(self, connection: Driver) -> None:
        self._connection = connection

    def at(self, channel_id: str, ts: str) -> Spoken | None:
        """The message, or what waits for it; None when nothing is known of it."""
        row = self._connection.execute(_AT, {"in_channel": channel_id, "at_ts": ts}).first()
        return _spoken(row) if row else None

    def get(self, row_id: int) -> Spoken:
        """The message of this row; KeyError when there is none."""
        row = self._connection.execute(_GET, {"of_id": row_id}).first()
        if row is None:
            raise KeyError(row_id)
        return _spoken(row)

    def put(self, spoken: Spoken) -> int:
        """Stores the message as it has become, or as a new one (id 0); returns its row. Its mirror stays."""
        if spoken.id:
            self._connection.execute(_SAVE, _row(spoken) | {"of_id": spoken.id})
            return spoken.id
        row_id: int = self._connection.execute(_INSERT, _row(spoken)).scalar_one()
        return row_id

    def said_after(self, case_id: int, author: PersonId, ts: str) -> list[int]:
        """The history rows of what this person said in the case's thread after `ts`."""
        key = {"of_case": case_id, "of_user": author.user_id, "after_ts": ts}
        return [row_id for row_id in self._connection.execute(_SAID_AFTER, key).scalars() if row_id is not None]

    def stands(self, history_id: int, channel_id: str, ts: str) -> None:
        """Records where the mirror of the message stands; nothing for a history row that is no message's."""
        self._connection.execute(_STANDS, {"of_history": history_id, "in_channel": channel_id, "at_ts": ts})

    def add_file(self, row_id: int, attachment_id: int) -> None:
        """Records that the attachment came with the message."""
        self._connection.execute(_ADD_FILE, {"message_id": row_id, "attachment_id": attachment_id})

    def files(self, row_id: int) -> list[int]:
        """The attachments that came with the message."""
        return list(self._connection.execute(_FILES, {"of_id": row_id}).scalars())

    def uploaded(self, attachment_id: int, file_id: str) -> None:
        """Keeps Slack's id of the copy in the staff thread; nothing for a file that came with no message."""
        self._connection.execute(_UPLOADED, {"of_attachment": attachment_id, "file_id": file_id})

    def mirror_file(self, attachment_id: int) -> str | None:
        """Slack's id of the copy in the staff thread; None when there is none."""
        found: str | None = self._connection.execute(_MIRROR_FILE, {"of_attachment": attachment_id}).scalar()
        return found

    def drop_file(self, attachment_id: int) -> None:
        """The message has this file no more."""
        self._connection.execute(_UNLINK, {"of_attachment": attachment_id})
