"""What went out over people's wake-up ways: one row for each way of each call of a page."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Column, ForeignKey, String, Table, bindparam, insert, select, update

from rules.wakeups import Trouble
from storage.driver import Driver
from storage.tables import RowId, UTCDateTime, metadata
from storage.wording import Row

page_wakes = Table(
    "page_wakes",
    metadata,
    Column("id", RowId, primary_key=True),
    Column("call_id", RowId, ForeignKey("page_calls.id"), nullable=False, index=True),
    Column("way_id", RowId, nullable=False),  # the way may be gone by now
    Column("name", String(60), nullable=False),
    Column("sent_at", UTCDateTime),
    Column("failed_at", UTCDateTime),
    Column("trouble", String(16)),
)

_INSERT = insert(page_wakes).returning(page_wakes.c.id)
_GET = select(page_wakes).where(page_wakes.c.id == bindparam("of_id"))
_OF = select(page_wakes).where(page_wakes.c.call_id == bindparam("of_call")).order_by(page_wakes.c.id)
_SAVE = update(page_wakes).where(page_wakes.c.id == bindparam("of_id"))


@dataclass(frozen=True)
class Wake:
    """A call over one way, by the name its owner gave it. Instants are UTC: when it went out, and when it failed first
    and why."""

    id: int
    call_id: int
    way_id: int
    name: str
    sent_at: datetime | None = None
    failed_at: datetime | None = None
    trouble: Trouble | None = None

    @property
    def is_lost(self) -> bool:
        """True while it failed and has not gone out since."""
        return self.failed_at is not None and self.sent_at is None


def _wake(row: Row) -> Wake:
    trouble = Trouble(row.trouble) if row.trouble else None
    return Wake(row.id, row.call_id, row.way_id, row.name, row.sent_at, row.failed_at, trouble)


class PageWakes:
    """Wakes by their call."""

    def __init__(self, connection: Driver) -> None:
        self._connection = connection

    def add(self, call_id: int, way_id: int, name: str) -> int:
        """One more is to go out; returns the row."""
        values = {"call_id": call_id, "way_id": way_id, "name": name}
        row_id: int = self._connection.execute(_INSERT, values).scalar_one()
        return row_id

    def get(self, row_id: int) -> Wake | None:
        """The wake of this row."""
        row = self._connection.execute(_GET, {"of_id": row_id}).first()
        return _wake(row) if row else None

    def of(self, call_id: int) -> list[Wake]:
        """All of one call, oldest first."""
        return [_wake(row) for row in self._connection.execute(_OF, {"of_call": call_id})]

    def sent(self, row_id: int, at: datetime) -> None:
        """It went out."""
        self._connection.execute(_SAVE, {"of_id": row_id, "sent_at": at})

    def failed(self, row_id: int, at: datetime, trouble: Trouble) -> None:
        """It did not go out, for this reason."""
        self._connection.execute(_SAVE, {"of_id": row_id, "failed_at": at, "trouble": trouble.value})
