"""Mails that were sent: by their Message-ID, so that an answer finds its case, and by thread, so that the next one
refers to those before."""

from datetime import datetime

from sqlalchemy import Column, ForeignKey, String, Table, bindparam, func, insert, select

from rules.notices import MAIL
from storage.later import Later
from storage.outbox import IS_WAITING, outbox
from storage.tables import RowId, UTCDateTime, metadata

mails = Table(
    "mails",
    metadata,
    Column("id", RowId, primary_key=True),
    Column("message_id", String(300), nullable=False, unique=True),
    Column("thread", String(80), nullable=False, index=True),
    Column("case_id", RowId, ForeignKey("cases.id")),
    Column("contact_id", RowId, ForeignKey("contacts.id"), nullable=False),
    Column("sent_at", UTCDateTime, nullable=False),
)

_INSERT = insert(mails).inline()
_IN_THREAD = select(mails.c.message_id).where(mails.c.thread == bindparam("of_thread")).order_by(mails.c.id)
_WAITING = select(func.count()).select_from(outbox).where(IS_WAITING, outbox.c.lane.like(f"{MAIL}%"))
_CASE = select(mails.c.case_id).where(mails.c.message_id == bindparam("of_message"))


class Mails:
    """What we sent by mail, each once."""

    def __init__(self, connection: Later) -> None:
        self._connection = connection

    def add(self, message_id: str, thread: str, case_id: int | None, contact_id: int, at: datetime) -> None:
        """A mail was taken by the mail server."""
        row = {"message_id": message_id, "thread": thread, "case_id": case_id, "contact_id": contact_id, "sent_at": at}
        self._connection.execute(_INSERT, row)

    def in_thread(self, thread: str) -> tuple[str, ...]:
        """The Message-IDs of a thread of mails, oldest first."""
        return tuple(self._connection.execute(_IN_THREAD, {"of_thread": thread}).scalars())

    def waiting(self) -> int:
        """How many mails wait in the outbox."""
        return int(self._connection.execute(_WAITING).scalar_one())

    def case_of(self, message_id: str) -> int | None:
        """The case a mail of ours is about: whoever answers it means that one."""
        found: int | None = self._connection.execute(_CASE, {"of_message": message_id}).scalar()
        return found
