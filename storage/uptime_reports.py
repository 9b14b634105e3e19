"""Months of uptime that one of us asked for, until they are sent."""

from datetime import date, datetime

from sqlalchemy import Column, Date, ForeignKey, String, Table, bindparam, delete, insert, select, update

from rules.uptime_reports import Report
from storage.driver import Driver
from storage.tables import RowId, UTCDateTime, metadata

uptime_reports = Table(
    "uptime_reports",
    metadata,
    Column("id", RowId, primary_key=True),
    Column("month", Date, nullable=False),
    Column("asked_at", UTCDateTime, nullable=False, index=True),
    Column("customer_id", RowId, ForeignKey("customers.id")),
    Column("site_id", RowId, ForeignKey("sites.id", ondelete="CASCADE"), index=True),
    Column("channel_id", String(32)),
    Column("ts", String(32)),
)

_OF_ID = uptime_reports.c.id == bindparam("of_id")
_GET = select(uptime_reports).where(_OF_ID)
_INSERT = insert(uptime_reports).returning(uptime_reports.c.id)
_STANDS = update(uptime_reports).where(_OF_ID)
_FORGET = delete(uptime_reports).where(uptime_reports.c.asked_at < bindparam("too_old"))


class UptimeReports:
    """Reports by their row."""

    def __init__(self, connection: Driver) -> None:
        self._connection = connection

    def add(self, month: date, asked_at: datetime, customer_id: int | None, site_id: int | None) -> int:
        """Stores what was asked for; returns the row."""
        values = {"month": month, "asked_at": asked_at, "customer_id": customer_id, "site_id": site_id}
        row_id: int = self._connection.execute(_INSERT, values).scalar_one()
        return row_id

    def get(self, row_id: int) -> Report | None:
        """What was asked for."""
        row = self._connection.execute(_GET, {"of_id": row_id}).first()
        if row is None:
            return None
        place = (row.channel_id, row.ts) if row.channel_id and row.ts else None
        return Report(row.id, row.month, row.asked_at, row.customer_id, row.site_id, place)

    def stands(self, row_id: int, channel_id: str, ts: str) -> None:
        """Its message was posted here."""
        self._connection.execute(_STANDS, {"of_id": row_id, "channel_id": channel_id, "ts": ts})

    def forget(self, before: datetime) -> int:
        """Drops what was asked for long ago; returns how many."""
        return self._connection.execute(_FORGET, {"too_old": before}).rowcount
