"""Attachments of cases: Slack's file and, once fetched, where it is kept."""

from sqlalchemy import (
    Column,
    ForeignKey,
    Integer,
    String,
    Table,
    bindparam,
    delete,
    func,
    insert,
    select,
    update,
)

from rules.forms import File, FileTrouble
from rules.records import Attachment
from storage.driver import Driver
from storage.tables import RowId, metadata
from storage.wording import Row

attachments = Table(
    "attachments",
    metadata,
    Column("id", RowId, primary_key=True),
    Column("case_id", RowId, ForeignKey("cases.id"), nullable=False, index=True),
    Column("slack_file_id", String(32), nullable=False),
    Column("name", String(255), nullable=False),
    Column("size", Integer, nullable=False),
    Column("mimetype", String(127), nullable=False),
    Column("sha256", String(64), index=True),
    Column("trouble", String(16)),
)

_INSERT = insert(attachments).returning(attachments.c.id)
_GET = select(attachments).where(attachments.c.id == bindparam("of_id"))
_SAME = select(func.count()).where(attachments.c.sha256 == bindparam("of_sha256"))
_BLANK = update(attachments).where(attachments.c.id == bindparam("of_id")).values(name="")
_DROP = delete(attachments).where(attachments.c.id == bindparam("of_id"))
_KEEP = update(attachments).where(attachments.c.id == bindparam("of_id"))


def _attachment(row: Row) -> Attachment:
    file = File(row.slack_file_id, row.name, row.size, row.mimetype)
    trouble = FileTrouble(row.trouble) if row.trouble else None
    return Attachment(row.id, row.case_id, file, row.sha256, trouble)


class Attachments:
    """Attachments by row."""

    def __init__(self, connection: Driver) -> None:
        self._connection = connection

    def add(self, case_id: int, file: File) -> int:
        """Records that the case has this file; returns the row."""
        row_id: int = self._connection.execute(
            _INSERT,
            {
                "case_id": case_id,
                "slack_file_id": file.id,
                "name": file.name[-255:],
                "size": file.size,
                "mimetype": file.mimetype[:127],
            },
        ).scalar_one()
        return row_id

    def get(self, row_id: int) -> Attachment:
        """The attachment of this row; KeyError when there is none."""
        row = self._connection.execute(_GET, {"of_id": row_id}).first()
        if row is None:
            raise KeyError(row_id)
        return _attachment(row)

    def keep(self, row_id: int, name: str, sha256: str) -> None:
        """Records the fetched file's own name and the hash it is kept under."""
        self._connection.execute(_KEEP, {"of_id": row_id, "name": name, "sha256": sha256})

    def had_not(self, row_id: int, name: str, trouble: FileTrouble) -> None:
        """Records why the file cannot be had, and its own name."""
        self._connection.execute(_KEEP, {"of_id": row_id, "name": name, "trouble": trouble.value})

    def is_only_one(self, sha256: str) -> bool:
        """True when no two attachments share what is kept under this hash."""
        return bool(self._connection.execute(_SAME, {"of_sha256": sha256}).scalar_one() == 1)

    def blank(self, row_id: int) -> None:
        """Takes the file's name from the record."""
        self._connection.execute(_BLANK, {"of_id": row_id})

    def drop(self, row_id: int) -> None:
        """Takes the attachment from the record."""
        self._connection.execute(_DROP, {"of_id": row_id})
