"""Threads of letters: one for each outage of a site, the alerts that tell of it, and when it is looked at next."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from sqlalchemy import (
    Boolean,
    Column,
    ForeignKey,
    Index,
    Table,
    bindparam,
    exists,
    func,
    select,
    text,
    true,
    update,
)

from rules.alerts import Alert
from rules.letters import Thread, Written
from storage.agreements import agreements
from storage.alert_rows import alerts
from storage.contacts import contacts
from storage.customers import customers
from storage.driver import Driver
from storage.sites import sites
from storage.tables import RowId, UTCDateTime, metadata
from storage.wording import Row

letter_threads = Table(
    "letter_threads",
    metadata,
    Column("id", RowId, primary_key=True),
    Column("site_id", RowId, ForeignKey("sites.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("customer_id", RowId, ForeignKey("customers.id"), nullable=False),
    Column("opened_at", UTCDateTime, nullable=False),
    Column("is_open", Boolean, nullable=False),
    Column("case_id", RowId, ForeignKey("cases.id")),
    Column("first_at", UTCDateTime),
    Column("newest_at", UTCDateTime),
    Column("due_at", UTCDateTime),
    Column("told_change", RowId, nullable=False, server_default="0"),
)
letter_alerts = Table(
    "letter_alerts",
    metadata,
    Column("thread_id", RowId, ForeignKey("letter_threads.id", ondelete="CASCADE"), primary_key=True),
    Column("alert_id", RowId, ForeignKey("alerts.id"), primary_key=True, index=True),
)
_IS_OPEN = letter_threads.c.is_open
Index("uq_letter_threads_open", letter_threads.c.site_id, unique=True, sqlite_where=_IS_OPEN, postgresql_where=_IS_OPEN)
_HAS_DUE = letter_threads.c.due_at.is_not(None)
Index("ix_letter_threads_due_at", letter_threads.c.due_at, sqlite_where=_HAS_DUE, postgresql_where=_HAS_DUE)

_instants = [bindparam(name, type_=UTCDateTime) for name in ("at", "due")]
# Two replicas may hear of a new outage at once: the site's open thread is one.
_OPEN = text(
    "INSERT INTO letter_threads (site_id, customer_id, opened_at, is_open, due_at)"
    " VALUES (:site, :customer, :at, true, :due) ON CONFLICT (site_id) WHERE is_open DO NOTHING"
).bindparams(*_instants)
_TELLS = text(
    "INSERT INTO letter_alerts (thread_id, alert_id)"
    " SELECT id, :alert FROM letter_threads WHERE site_id = :site AND is_open ON CONFLICT DO NOTHING"
)
_SOONER = (
    update(letter_threads)
    .where(letter_threads.c.site_id == bindparam("of_site"), _IS_OPEN)
    .where((letter_threads.c.due_at > bindparam("soon")) | letter_threads.c.due_at.is_(None))
    .values(due_at=bindparam("soon"))
)
_OF_GROUP = (
    select(letter_alerts.c.thread_id)
    .join(alerts, alerts.c.id == letter_alerts.c.alert_id)
    .where(alerts.c.group_id == bindparam("of_group"))
)
_SOONER_OF_GROUP = (
    update(letter_threads).where(_IS_OPEN, letter_threads.c.id.in_(_OF_GROUP)).values(due_at=bindparam("soon"))
)
_OPEN_AT = select(letter_threads).where(letter_threads.c.site_id == bindparam("of_site"), _IS_OPEN).with_for_update()
_CLAIM = (
    select(letter_threads)
    .where(letter_threads.c.due_at <= bindparam("at_instant"))
    .order_by(letter_threads.c.due_at)
    .limit(bindparam("most"))
    .with_for_update(skip_locked=True)
)
_NEXT = select(func.min(letter_threads.c.due_at)).where(_HAS_DUE)
_ALERTS = select(letter_alerts.c.alert_id).where(letter_alerts.c.thread_id == bindparam("of_thread"))
_OF_ALERT = (
    select(letter_threads)
    .join(letter_alerts, letter_alerts.c.thread_id == letter_threads.c.id)
    .where(letter_alerts.c.alert_id == bindparam("of_alert"))
    .order_by(letter_threads.c.id.desc())
    .limit(1)
)
_NEXT_AT = select(func.min(letter_threads.c.opened_at)).where(
    letter_threads.c.site_id == bindparam("of_site"), letter_threads.c.id > bindparam("after_row")
)
_LATEST = (
    select(agreements.c.operation)
    .where(agreements.c.customer_id == customers.c.id, agreements.c.valid_from <= bindparam("on_day"))
    .order_by(agreements.c.valid_from.desc())
    .limit(1)
)
_READS = contacts.c.gets_letters & contacts.c.email.is_not(None) & contacts.c.left_at.is_(None)
_WITHOUT = (
    select(customers.c.name)
    .where(
        exists().where(sites.c.customer_id == customers.c.id, sites.c.retired_at.is_(None)),
        _LATEST.scalar_subquery().is_(true()),
    )
    .where(~exists().where(contacts.c.customer_id == customers.c.id, _READS))
    .order_by(customers.c.name)
)
_SAVE = update(letter_threads).where(letter_threads.c.id == bindparam("of_id"))


class Letters:
    """Threads of letters, by site and by what is due."""

    def __init__(self, connection: Driver) -> None:
        self._connection = connection

    def open(self, failing: Iterable[Alert], looked_at_after: timedelta) -> None:
        """The sites of these alerts fail: each has an open thread, and a new one is looked at so long after."""
        rows = [
            {"alert": one.id, "site": one.site_id, "customer": one.customer_id, "at": at, "due": at + looked_at_after}
            for one in failing
            if (at := one.failing_since) is not None
        ]
        if rows:
            self._connection.execute(_OPEN, rows)
            self._connection.execute(_TELLS, rows)

    def look_at(self, site_ids: Iterable[int], at: datetime) -> None:
        """The open threads of these sites are looked at by then."""
        rows = [{"of_site": site_id, "soon": at} for site_id in sorted(set(site_ids))]
        if rows:
            self._connection.execute(_SOONER, rows)

    def look_at_group(self, group_id: int, at: datetime) -> None:
        """The open threads of all that the group stands for are looked at by then."""
        self._connection.execute(_SOONER_OF_GROUP, {"of_group": group_id, "soon": at})

    def open_at(self, site_id: int) -> Thread | None:
        """The open thread of the site, locked."""
        row = self._connection.execute(_OPEN_AT, {"of_site": site_id}).first()
        return _thread(row) if row else None

    def claim_due(self, at: datetime, most: int) -> list[Thread]:
        """Threads to be looked at by then, locked, the oldest first; those another replica has are left to it."""
        return [_thread(row) for row in self._connection.execute(_CLAIM, {"at_instant": at, "most": most})]

    def next_due(self) -> datetime | None:
        """When the next one is to be looked at."""
        found: datetime | None = self._connection.execute(_NEXT).scalar()
        return found

    def alerts_of(self, thread_id: int) -> list[int]:
        """The alerts that tell of the outage."""
        return list(self._connection.execute(_ALERTS, {"of_thread": thread_id}).scalars())

    def thread_of(self, alert_id: int) -> Thread | None:
        """The newest outage that the alert tells of."""
        row = self._connection.execute(_OF_ALERT, {"of_alert": alert_id}).first()
        return _thread(row) if row else None

    def next_outage(self, thread: Thread) -> datetime | None:
        """When the site's next outage began; None while there is none."""
        values = {"of_site": thread.site_id, "after_row": thread.id}
        found: datetime | None = self._connection.execute(_NEXT_AT, values).scalar()
        return found

    def without_readers(self, day: date) -> list[str]:
        """Customers with a site, and with operation agreed on this local date, of whom nobody gets letters, by name."""
        return list(self._connection.execute(_WITHOUT, {"on_day": day}).scalars())

    def save(self, thread: Thread) -> None:
        """Stores the thread as it has become."""
        written = thread.written
        self._connection.execute(
            _SAVE,
            {
                "of_id": thread.id,
                "is_open": not written.is_last,
                "case_id": thread.case_id,
                "first_at": written.first_at,
                "newest_at": written.newest_at,
                "due_at": thread.due_at,
                "told_change": thread.told_change,
            },
        )


def _thread(row: Row) -> Thread:
    written = Written(row.first_at, row.newest_at, not row.is_open)
    return Thread(
        row.id, row.site_id, row.customer_id, row.opened_at, written, row.case_id, row.due_at, row.told_change
    )
