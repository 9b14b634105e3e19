"""What happened to alerts. The history is only added to."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import (
    JSON,
    Column,
    ForeignKey,
    Index,
    String,
    Table,
    bindparam,
    delete,
    insert,
    select,
    text,
)

from rules.alerts import LONGEST_KEY, Change, Entry
from rules.people import PersonId
from storage.alert_rows import NOBODYS_OF_GROUP, alerts
from storage.driver import Driver
from storage.tables import RowId, UTCDateTime, metadata
from storage.wording import Row

alert_changes = Table(
    "alert_changes",
    metadata,
    Column("id", RowId, primary_key=True),
    Column("alert_id", RowId, ForeignKey("alerts.id"), nullable=False),
    Column("at", UTCDateTime, nullable=False),
    Column("change", String(16), nullable=False),
    Column("by_team", String(32)),
    Column("by_user", String(32)),
    Column("facts", JSON, nullable=False),
)
Index("ix_alert_changes_alert_id_at", alert_changes.c.alert_id, alert_changes.c.at)

# Keys that were said to be good when no alert told of them: what failed before that is late, and no news.
good_keys = Table(
    "good_keys",
    metadata,
    Column("source", String(32), primary_key=True),
    Column("key", String(LONGEST_KEY), primary_key=True),
    Column("since", UTCDateTime, nullable=False),
    Column("at", UTCDateTime, nullable=False, index=True),
)

_INSERT = insert(alert_changes).inline()
# Many at once, in one statement: a storm may be of thousands.
_OF_MEMBERS = insert(alert_changes).from_select(
    ["alert_id", "at", "change", "by_team", "by_user", "facts"],
    select(
        alerts.c.id,
        bindparam("at_instant", type_=UTCDateTime),
        bindparam("what", type_=String(16)),
        bindparam("by_team_id", type_=String(32)),
        bindparam("by_user_id", type_=String(32)),
        bindparam("told", type_=JSON),
    ).where(alerts.c.id.in_(NOBODYS_OF_GROUP)),
)
_ADD = insert(alert_changes).returning(alert_changes.c.id)
_GET = select(alert_changes).where(alert_changes.c.id == bindparam("of_id"))
_SINCE = (
    select(alert_changes)
    .where(alert_changes.c.alert_id == bindparam("of_alert"), alert_changes.c.at >= bindparam("since"))
    .order_by(alert_changes.c.at, alert_changes.c.id)
)
_NEWEST_OF = (
    select(alert_changes)
    .where(alert_changes.c.alert_id == bindparam("of_alert"), alert_changes.c.change == bindparam("of_change"))
    .order_by(alert_changes.c.id.desc())
    .limit(1)
)
_GOODS = select(good_keys).where(
    good_keys.c.source == bindparam("of_source"), good_keys.c.key.in_(bindparam("of_keys", expanding=True))
)
_KEEP_GOOD = text(
    "INSERT INTO good_keys (source, key, since, at) VALUES (:source, :key, :since, :at)"
    " ON CONFLICT (source, key) DO UPDATE SET since = excluded.since, at = excluded.at"
).bindparams(bindparam("since", type_=UTCDateTime), bindparam("at", type_=UTCDateTime))
_FORGET_GOOD = delete(good_keys).where(good_keys.c.at < bindparam("too_old"))


class AlertChanges:
    """Histories of alerts, and keys that were good before anything was wrong."""

    def __init__(self, connection: Driver) -> None:
        self._connection = connection

    def add_all(self, entries: Sequence[Entry]) -> None:
        """Appends rows of which nothing is told in a message of their own."""
        self._connection.execute(_INSERT, [_values(entry) for entry in entries])

    def add(self, entry: Entry) -> int:
        """Appends a row; returns it, so that a notice can name it."""
        row_id: int = self._connection.execute(_ADD, _values(entry)).scalar_one()
        return row_id

    def acknowledged_members(self, group_id: int, who: PersonId, at: datetime, most: int) -> None:
        """Appends to the history of what Alerts.acknowledge_members is about to change that this person has it now."""
        by = {"by_team_id": who.team_id, "by_user_id": who.user_id}
        values = {"of_group": group_id, "most": most, "at_instant": at, "what": Change.ACKNOWLEDGED.value, "told": {}}
        self._connection.execute(_OF_MEMBERS, values | by)

    def get(self, row_id: int) -> Entry | None:
        """The row."""
        row = self._connection.execute(_GET, {"of_id": row_id}).first()
        return _entry(row) if row else None

    def since(self, alert_id: int, since: datetime) -> list[Entry]:
        """What happened to the alert from then on, oldest first."""
        rows = self._connection.execute(_SINCE, {"of_alert": alert_id, "since": since})
        return [_entry(row) for row in rows]

    def newest(self, alert_id: int, change: Change) -> Entry | None:
        """The newest row of this sort."""
        row = self._connection.execute(_NEWEST_OF, {"of_alert": alert_id, "of_change": change.value}).first()
        return _entry(row) if row else None

    def known_good(self, source: str, keys: Sequence[str]) -> dict[str, datetime]:
        """Keys without an alert that are known to be good, with the `since` that was told."""
        rows = self._connection.execute(_GOODS, {"of_source": source, "of_keys": list(keys)})
        return {row.key: row.since for row in rows}

    def keep_good(self, source: str, since: dict[str, datetime], at: datetime) -> None:
        """These keys are good, and no alert tells of them."""
        rows = [{"source": source, "key": key, "since": told, "at": at} for key, told in since.items()]
        self._connection.execute(_KEEP_GOOD, rows)

    def forget_good(self, before: datetime) -> int:
        """Drops what was said to be good before then; returns how many."""
        return self._connection.execute(_FORGET_GOOD, {"too_old": before}).rowcount


def _values(entry: Entry) -> dict[str, object]:
    return {
        "alert_id": entry.alert_id,
        "at": entry.at,
        "change": entry.change.value,
        "by_team": entry.who.team_id if entry.who else None,
        "by_user": entry.who.user_id if entry.who else None,
        "facts": dict(entry.facts),
    }


def _entry(row: Row) -> Entry:
    who = PersonId(row.by_team, row.by_user) if row.by_user else None
    return Entry(row.alert_id, row.at, Change(row.change), who, row.facts, row.id)
