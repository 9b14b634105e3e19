"""Alerts as rows: the table, what of it is found quickly, and how a row reads."""

from dataclasses import fields
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    Column,
    ForeignKey,
    Index,
    Integer,
    String,
    Table,
    Text,
    bindparam,
    select,
)

from rules.alerts import LONGEST_KEY, LONGEST_SEVERITY, LONGEST_TITLE, Alert, Group
from rules.people import PersonId
from storage.tables import RowId, UTCDateTime, metadata
from storage.wording import Row

alerts = Table(
    "alerts",
    metadata,
    Column("id", RowId, primary_key=True),
    Column("source", String(32), nullable=False),
    Column("key", String(LONGEST_KEY), nullable=False),
    Column("is_latest", Boolean, nullable=False),
    Column("begun_at", UTCDateTime, nullable=False),
    Column("title", String(LONGEST_TITLE), nullable=False),
    Column("severity", String(LONGEST_SEVERITY), nullable=False),
    Column("is_outage", Boolean, nullable=False),
    Column("site", Text, nullable=False),
    Column("link", Text, nullable=False),
    Column("facts", JSON, nullable=False),
    Column("customer_id", RowId, ForeignKey("customers.id")),
    Column("site_id", RowId, ForeignKey("sites.id", ondelete="SET NULL")),
    *(Column(name, UTCDateTime) for name in ("failing_since", "good_since", "ends_at", "ended_at")),
    Column("down_us", BigInteger, nullable=False),
    Column("turns", JSON, nullable=False),
    Column("is_flapping", Boolean, nullable=False),
    *(Column(name, UTCDateTime) for name in ("told_firing", "told_resolved", "acknowledged_at")),
    Column("acknowledged_team", String(32)),
    Column("acknowledged_user", String(32)),
    Column("assignee_team", String(32)),
    Column("assignee_user", String(32)),
    Column("silenced_until", UTCDateTime),
    Column("holds_letters", Boolean, nullable=False),
    Column("case_id", RowId, ForeignKey("cases.id")),
    Column("group_id", RowId, ForeignKey("alerts.id")),
    Column("group_kind", String(16)),
    Column("is_folded", Boolean, nullable=False),
    Column("woke_at", UTCDateTime, nullable=False),
    Column("channel_id", String(32)),
    Column("ts", String(32)),
    Column("version", Integer, nullable=False),
)
# One event of a key goes on at a time: of two replicas that hear of a new one at once the database refuses the second.
alert_watch = Table("alert_watch", metadata, Column("id", RowId, primary_key=True))
THE_WATCH = 1


def _partly(name: str, *columns: Any, where: Any, unique: bool = False) -> None:
    Index(name, *columns, unique=unique, sqlite_where=where, postgresql_where=where)


IS_LATEST = alerts.c.is_latest
FAILS = alerts.c.failing_since.is_not(None)
IS_ALONE = alerts.c.group_id.is_(None) & alerts.c.group_kind.is_(None)
IS_THEIRS = FAILS & alerts.c.customer_id.is_not(None)  # no truth in it: SQLite would not take the index
GROUP_IS_OPEN = alerts.c.group_kind.is_not(None) & alerts.c.ended_at.is_(None)
_partly("uq_alerts_latest", alerts.c.source, alerts.c.key, where=IS_LATEST, unique=True)
_partly("ix_alerts_ends_at", alerts.c.ends_at, where=alerts.c.ends_at.is_not(None))
_partly("ix_alerts_open_groups", alerts.c.id, where=GROUP_IS_OPEN)
_partly("ix_alerts_group_id", alerts.c.group_id, alerts.c.failing_since, where=alerts.c.group_id.is_not(None))
_partly("ix_alerts_failing", alerts.c.id, where=FAILS)
_partly("ix_alerts_case_id", alerts.c.case_id, where=alerts.c.case_id.is_not(None))
_partly("ix_alerts_place", alerts.c.channel_id, alerts.c.ts, where=alerts.c.ts.is_not(None))
Index("ix_alerts_site_id", alerts.c.site_id, alerts.c.begun_at)
Index("ix_alerts_woke_at", alerts.c.woke_at)
_partly("ix_alerts_woke_alone", alerts.c.woke_at, where=IS_ALONE)
_partly(
    "ix_alerts_failing_of_customers", alerts.c.failing_since, alerts.c.customer_id, alerts.c.is_outage, where=IS_THEIRS
)
_partly("ix_alerts_failing_alone", alerts.c.failing_since, where=IS_ALONE & FAILS)
_partly("ix_alerts_open_begun_at", alerts.c.begun_at, where=alerts.c.ended_at.is_(None))
_partly("ix_alerts_open_customer", alerts.c.customer_id, where=alerts.c.ended_at.is_(None))

# Of a group, what fails and nobody has, some at a time.
NOBODYS_OF_GROUP = (
    select(alerts.c.id)
    .where(alerts.c.group_id == bindparam("of_group"), FAILS, alerts.c.acknowledged_at.is_(None))
    .order_by(alerts.c.id)
    .limit(bindparam("most"))
)

_PEOPLE = ("acknowledged_by", "assignee")
_ONLY_THE_COURIERS = ("id", "channel_id", "ts")
_SAME = [one.name for one in fields(Alert) if one.name not in (*_PEOPLE, *_ONLY_THE_COURIERS, "down", "turns", "group")]


def values_of(alert: Alert) -> dict[str, Any]:
    values = {name: getattr(alert, name) for name in _SAME}
    by, assignee = alert.acknowledged_by, alert.assignee
    return values | {
        "facts": dict(alert.facts),
        "is_outage": alert.is_outage,
        "down_us": alert.down // timedelta(microseconds=1),
        "turns": [at.isoformat() for at in alert.turns],
        "group_kind": alert.group.value if alert.group else None,
        "acknowledged_team": by.team_id if by else None,
        "acknowledged_user": by.user_id if by else None,
        "assignee_team": assignee.team_id if assignee else None,
        "assignee_user": assignee.user_id if assignee else None,
    }


def alert_of(row: Row) -> Alert:
    values = {name: getattr(row, name) for name in _SAME}
    return Alert(
        id=row.id,
        channel_id=row.channel_id,
        ts=row.ts,
        down=timedelta(microseconds=row.down_us),
        turns=tuple(datetime.fromisoformat(at) for at in row.turns),
        group=Group(row.group_kind) if row.group_kind else None,
        acknowledged_by=_person(row.acknowledged_team, row.acknowledged_user),
        assignee=_person(row.assignee_team, row.assignee_user),
        **values,
    )


def _person(team_id: str | None, user_id: str | None) -> PersonId | None:
    return PersonId(team_id, user_id) if team_id and user_id else None
