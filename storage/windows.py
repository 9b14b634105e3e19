"""Maintenance windows of customers and sites."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import Column, ForeignKey, Index, String, Table, bindparam, insert, select, update

from rules.alert_quiet import Window
from rules.people import PersonId
from storage.driver import Driver
from storage.tables import RowId, UTCDateTime, metadata
from storage.wording import Row

windows = Table(
    "windows",
    metadata,
    Column("id", RowId, primary_key=True),
    Column("customer_id", RowId, ForeignKey("customers.id"), nullable=False),
    Column("site_id", RowId, ForeignKey("sites.id", ondelete="CASCADE"), index=True),
    Column("start_at", UTCDateTime, nullable=False),
    Column("end_at", UTCDateTime, nullable=False),
    Column("why", String(200), nullable=False),
    Column("by_team", String(32)),
    Column("by_user", String(32)),
    Column("over_team", String(32)),
    Column("over_user", String(32)),
)
Index("ix_windows_customer_id_end_at", windows.c.customer_id, windows.c.end_at)
Index("ix_windows_end_at", windows.c.end_at)

_OF = (
    select(windows)
    .where(windows.c.customer_id.in_(bindparam("of_customers", expanding=True)))
    .where(windows.c.end_at > bindparam("after_at"), windows.c.end_at > windows.c.start_at)
    .order_by(windows.c.start_at, windows.c.id)
)
_COMING = (
    select(windows)
    .where(windows.c.end_at > bindparam("after_at"), windows.c.end_at > windows.c.start_at)
    .order_by(windows.c.start_at, windows.c.id)
    .limit(bindparam("most"))
)
_BETWEEN = (
    select(windows)
    .where(windows.c.end_at > bindparam("since"), windows.c.end_at <= bindparam("latest"))
    .where(windows.c.start_at < bindparam("until"), windows.c.end_at > windows.c.start_at)
    .order_by(windows.c.start_at, windows.c.id)
)
_GET = select(windows).where(windows.c.id == bindparam("of_id"))
_LOCK = _GET.with_for_update()
_INSERT = insert(windows).returning(windows.c.id)
_END = update(windows).where(windows.c.id == bindparam("of_id"))
_OF_SITE = windows.c.site_id == bindparam("of_site")
_GOES_ON = _OF_SITE & (windows.c.start_at <= bindparam("now_at")) & (windows.c.end_at > bindparam("now_at"))
_STOP = update(windows).where(_GOES_ON).values(end_at=bindparam("now_at", type_=UTCDateTime))
_CALL_OFF = update(windows).where(_OF_SITE, windows.c.start_at > bindparam("now_at")).values(end_at=windows.c.start_at)


class Windows:
    """Windows by customer and time."""

    def __init__(self, connection: Driver) -> None:
        self._connection = connection

    def of(self, customer_ids: Collection[int], after: datetime) -> list[Window]:
        """The windows of these customers that end after this instant, by their start."""
        if not customer_ids:
            return []
        rows = self._connection.execute(_OF, {"of_customers": sorted(customer_ids), "after_at": after})
        return [_window(row) for row in rows]

    def between(self, since: datetime, until: datetime, latest: datetime) -> list[Window]:
        """The windows that reach into this time, by their start; none ends after `latest`."""
        values = {"since": since, "until": until, "latest": latest}
        return [_window(row) for row in self._connection.execute(_BETWEEN, values)]

    def coming(self, after: datetime, most: int) -> list[Window]:
        """The windows that end after this instant, by their start, at most so many."""
        return [_window(row) for row in self._connection.execute(_COMING, {"after_at": after, "most": most})]

    def lock(self, row_id: int) -> Window | None:
        """The window of this row, held until the transaction ends."""
        row = self._connection.execute(_LOCK, {"of_id": row_id}).first()
        return _window(row) if row else None

    def add(self, window: Window) -> int:
        """Stores a new window; returns the row."""
        values = {
            "customer_id": window.customer_id,
            "site_id": window.site_id,
            "start_at": window.start,
            "end_at": window.end,
            "why": window.why,
            "by_team": window.by.team_id if window.by else None,
            "by_user": window.by.user_id if window.by else None,
        }
        row_id: int = self._connection.execute(_INSERT, values).scalar_one()
        return row_id

    def end_all_of(self, site_id: int, at: datetime) -> None:
        """Windows of this site are over; those that had not begun never were."""
        for statement in (_STOP, _CALL_OFF):
            self._connection.execute(statement, {"of_site": site_id, "now_at": at})

    def end(self, row_id: int, who: PersonId, at: datetime) -> None:
        """The window is over, by this person; one that had not begun never was."""
        values = {"end_at": at, "over_team": who.team_id, "over_user": who.user_id}
        self._connection.execute(_END, values | {"of_id": row_id})


def _window(row: Row) -> Window:
    by = PersonId(row.by_team, row.by_user) if row.by_user else None
    over_by = PersonId(row.over_team, row.over_user) if row.over_user else None
    return Window(row.id, row.customer_id, row.site_id, row.start_at, row.end_at, row.why, by, over_by)
