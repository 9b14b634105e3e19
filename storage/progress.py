"""How far a recurring duty has come, so that a restart goes on from there."""

from datetime import datetime

from sqlalchemy import Column, String, Table, bindparam, select, text

from storage.driver import Driver
from storage.tables import UTCDateTime, metadata

progress = Table(
    "progress",
    metadata,
    Column("duty", String(32), primary_key=True),
    Column("until", UTCDateTime, nullable=False),
)

_FIND = select(progress.c.until).where(progress.c.duty == bindparam("of_duty"))
_REACH = text(
    "INSERT INTO progress (duty, until) VALUES (:duty, :until)"
    " ON CONFLICT (duty) DO UPDATE SET until = excluded.until WHERE progress.until < excluded.until"
).bindparams(bindparam("until", type_=UTCDateTime))


class Progress:
    """Instants (UTC) up to which a duty is done."""

    def __init__(self, connection: Driver) -> None:
        self._connection = connection

    def until(self, duty: str) -> datetime | None:
        """How far the duty has come; None when it was never done."""
        found: datetime | None = self._connection.execute(_FIND, {"of_duty": duty}).scalar()
        return found

    def reach(self, duty: str, until: datetime) -> bool:
        """The duty is done up to this instant; false when it was already, for it never goes back."""
        return self._connection.execute(_REACH, {"duty": duty, "until": until}).rowcount == 1
