"""Replies to customers that were previewed and not sent yet."""

from datetime import datetime
from typing import Any

from sqlalchemy import (
    JSON,
    Column,
    ForeignKey,
    String,
    Table,
    Text,
    bindparam,
    delete,
    insert,
    select,
    update,
)

from rules.forms import File
from rules.people import PersonId
from rules.replies import Draft
from storage.driver import Driver
from storage.tables import RowId, UTCDateTime, metadata

drafts = Table(
    "drafts",
    metadata,
    Column("nonce", String(32), primary_key=True),
    Column("case_id", RowId, ForeignKey("cases.id"), nullable=False),
    Column("author_team", String(32), nullable=False),
    Column("author_user", String(32), nullable=False),
    Column("text", Text, nullable=False),
    Column("files", JSON, nullable=False),
    Column("written_at", UTCDateTime, nullable=False),
)

_OF_NONCE = drafts.c.nonce == bindparam("of_nonce")
_GET = select(drafts).where(_OF_NONCE)
_INSERT = insert(drafts).inline()
_SAVE = update(drafts).where(_OF_NONCE)
_DROP = delete(drafts).where(_OF_NONCE)
_FORGET = delete(drafts).where(drafts.c.written_at < bindparam("too_old"))


class Drafts:
    """Drafts by nonce."""

    def __init__(self, connection: Driver) -> None:
        self._connection = connection

    def get(self, nonce: str) -> Draft | None:
        """The reply as it was last previewed."""
        row = self._connection.execute(_GET, {"of_nonce": nonce}).first()
        if row is None:
            return None
        author = PersonId(row.author_team, row.author_user)
        return Draft(row.nonce, row.case_id, author, row.text, tuple(File(*one) for one in row.files))

    def put(self, draft: Draft, at: datetime) -> None:
        """Stores the reply as it is previewed now."""
        files = [[file.id, file.name, file.size, file.mimetype] for file in draft.files]
        written: dict[str, Any] = {"text": draft.text, "files": files, "written_at": at}
        if self._connection.execute(_SAVE, written | {"of_nonce": draft.nonce}).rowcount:
            return
        author = {"author_team": draft.author.team_id, "author_user": draft.author.user_id}
        self._connection.execute(_INSERT, written | author | {"nonce": draft.nonce, "case_id": draft.case_id})

    def drop(self, nonce: str) -> None:
        """It was sent."""
        self._connection.execute(_DROP, {"of_nonce": nonce})

    def forget(self, before: datetime) -> int:
        """Drops what was never sent; returns how many."""
        return self._connection.execute(_FORGET, {"too_old": before}).rowcount
