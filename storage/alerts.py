"""Alerts by their source and key, by what is due, and by the group that stands for them."""

from collections.abc import Collection, Sequence
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
    func,
    insert,
    literal_column,
    select,
    update,
)

from rules.alerts import LONGEST_KEY, LONGEST_SEVERITY, LONGEST_TITLE, Alert, Group
from rules.people import PersonId
from storage.driver import Driver, Row
from storage.tables import RowId, UTCDateTime, metadata

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


_IS_TRUE = alerts.c.is_latest
_FAILS = alerts.c.failing_since.is_not(None)
_GROUP_IS_OPEN = alerts.c.group_kind.is_not(None) & alerts.c.ended_at.is_(None)
_partly("uq_alerts_latest", alerts.c.source, alerts.c.key, where=_IS_TRUE, unique=True)
_partly("ix_alerts_ends_at", alerts.c.ends_at, where=alerts.c.ends_at.is_not(None))
_partly("ix_alerts_failing_since", alerts.c.failing_since, where=_FAILS)
_partly("ix_alerts_open_groups", alerts.c.id, where=_GROUP_IS_OPEN)
_partly("ix_alerts_group_id", alerts.c.group_id, alerts.c.failing_since, where=alerts.c.group_id.is_not(None))
_partly("ix_alerts_case_id", alerts.c.case_id, where=alerts.c.case_id.is_not(None))
_partly("ix_alerts_place", alerts.c.channel_id, alerts.c.ts, where=alerts.c.ts.is_not(None))
Index("ix_alerts_site_id", alerts.c.site_id, alerts.c.begun_at)
Index("ix_alerts_woke_at", alerts.c.woke_at)
_partly("ix_alerts_open_customer", alerts.c.customer_id, where=alerts.c.ended_at.is_(None))

_HOLD = select(alert_watch.c.id).where(alert_watch.c.id == THE_WATCH).with_for_update()
_LATEST = select(alerts).where(
    _IS_TRUE, alerts.c.source == bindparam("of_source"), alerts.c.key.in_(bindparam("of_keys", expanding=True))
)
_GET = select(alerts).where(alerts.c.id == bindparam("of_id"))
_MANY = select(alerts).where(alerts.c.id.in_(bindparam("of_ids", expanding=True)))
_AT = select(alerts).where(alerts.c.channel_id == bindparam("in_channel"), alerts.c.ts == bindparam("at_ts"))
_OF_CASE = select(alerts).where(alerts.c.case_id == bindparam("of_case")).order_by(alerts.c.id).limit(1)
_OPEN_OF = (
    select(alerts)
    .where(alerts.c.customer_id == bindparam("of_customer"), alerts.c.ended_at.is_(None))
    .order_by(alerts.c.id.desc())
    .limit(bindparam("most"))
)
_DUE = select(alerts).where(alerts.c.ends_at <= bindparam("at_instant")).order_by(alerts.c.ends_at).limit(
    bindparam("most")
)  # fmt: skip
_NEXT = select(func.min(alerts.c.ends_at)).where(alerts.c.ends_at.is_not(None))
_GROUPS = select(alerts).where(_GROUP_IS_OPEN).order_by(alerts.c.id)
_CUSTOMERS = (
    select(alerts.c.customer_id)
    .where(_FAILS, alerts.c.failing_since >= bindparam("since"), alerts.c.is_outage)
    .where(alerts.c.customer_id.is_not(None), alerts.c.group_kind.is_(None))
    .distinct()
    .limit(bindparam("most"))
)
_WOKEN = (
    select(alerts)
    .where(alerts.c.woke_at > bindparam("since"), alerts.c.group_kind.is_(None))
    .order_by(alerts.c.woke_at.desc())
    .limit(bindparam("most"))
)
_FAILING_ALONE = (
    select(alerts)
    .where(_FAILS, alerts.c.failing_since >= bindparam("since"), alerts.c.is_outage)
    .where(alerts.c.group_kind.is_(None), alerts.c.group_id.is_(None))
    .order_by(alerts.c.failing_since)
    .limit(bindparam("most"))
)
_OF_GROUP = alerts.c.group_id == bindparam("of_group")
_MEMBERS = (
    select(alerts).where(_OF_GROUP).order_by(alerts.c.failing_since.is_(None), alerts.c.id).limit(bindparam("most"))
)
_COUNT = select(
    func.count(), func.count(alerts.c.failing_since), func.count(func.distinct(alerts.c.customer_id))
).where(_OF_GROUP)
_ANY_FAILS = select(alerts.c.id).where(_OF_GROUP, _FAILS).limit(1)
_ANY_OUTAGE = select(alerts.c.id).where(_OF_GROUP, alerts.c.is_outage).limit(1)
_HOLDS = (
    update(alerts)
    .where(_OF_GROUP)
    .values(holds_letters=bindparam("holds", type_=Boolean), version=alerts.c.version + 1)
)
_OUTDATE = update(alerts).where(alerts.c.id == bindparam("of_id")).values(is_latest=literal_column("false"))
_INSERT = insert(alerts).inline()
_SAVE = update(alerts).where(alerts.c.id == bindparam("of_id"))
_STANDS = update(alerts).where(alerts.c.id == bindparam("of_id")).values(
    channel_id=bindparam("in_channel"), ts=bindparam("at_ts")
)  # fmt: skip


class Alerts:
    """Alerts; their history and what is said about them is in storage/alert_changes.py."""

    def __init__(self, connection: Driver) -> None:
        self._connection = connection

    def hold(self) -> None:
        """Until the transaction ends nobody else changes any alert: groups are made of many."""
        self._connection.execute(_HOLD)

    def latest(self, source: str, keys: Collection[str]) -> dict[str, Alert]:
        """The newest alert of each of these keys of the source."""
        rows = self._connection.execute(_LATEST, {"of_source": source, "of_keys": list(keys)})
        return {row.key: _alert(row) for row in rows}

    def get(self, row_id: int) -> Alert | None:
        """The alert of this row."""
        row = self._connection.execute(_GET, {"of_id": row_id}).first()
        return _alert(row) if row else None

    def many(self, row_ids: Collection[int]) -> dict[int, Alert]:
        """The alerts of these rows."""
        return {row.id: _alert(row) for row in self._connection.execute(_MANY, {"of_ids": list(row_ids)})}

    def at(self, channel_id: str, ts: str) -> Alert | None:
        """The alert whose card this message is."""
        row = self._connection.execute(_AT, {"in_channel": channel_id, "at_ts": ts}).first()
        return _alert(row) if row else None

    def of_case(self, case_id: int) -> Alert | None:
        """The first alert that the case is about."""
        row = self._connection.execute(_OF_CASE, {"of_case": case_id}).first()
        return _alert(row) if row else None

    def open_of(self, customer_id: int, most: int) -> list[Alert]:
        """Alerts of a customer that are not over, newest first."""
        return self._list(_OPEN_OF, of_customer=customer_id, most=most)

    def due(self, at: datetime, most: int) -> list[Alert]:
        """Those that were good for long enough by then, the oldest first."""
        return self._list(_DUE, at_instant=at, most=most)

    def next_due(self) -> datetime | None:
        """When the next one is over, if it does not fail again."""
        found: datetime | None = self._connection.execute(_NEXT).scalar()
        return found

    def open_groups(self) -> dict[Group, Alert]:
        """The event of many of each sort that is not over."""
        return {group.group: group for group in self._list(_GROUPS) if group.group is not None}

    def failing_customers(self, since: datetime, most: int) -> list[int]:
        """Customers of whose sites an outage began since then and goes on, at most so many."""
        return self._connection.execute(_CUSTOMERS, {"since": since, "most": most}).scalars()

    def woken_since(self, since: datetime, most: int) -> list[Alert]:
        """What began since then, anew or again, the newest first."""
        return self._list(_WOKEN, since=since, most=most)

    def failing_alone(self, since: datetime, most: int) -> list[Alert]:
        """Outages that began since then, go on, and are in no group."""
        return self._list(_FAILING_ALONE, since=since, most=most)

    def members(self, group_id: int, most: int) -> list[Alert]:
        """What the group stands for, what fails now first."""
        return self._list(_MEMBERS, of_group=group_id, most=most)

    def count_members(self, group_id: int) -> tuple[int, int, int]:
        """How many alerts the group stands for, how many of them fail now, and of how many customers they are."""
        row = self._connection.execute(_COUNT, {"of_group": group_id}).one()
        return int(row[0]), int(row[1]), int(row[2])

    def any_fails(self, group_id: int) -> bool:
        """True while any of the group fails."""
        return self._connection.execute(_ANY_FAILS, {"of_group": group_id}).first() is not None

    def any_outage(self, group_id: int) -> bool:
        """True when any of the group is more than a warning."""
        return self._connection.execute(_ANY_OUTAGE, {"of_group": group_id}).first() is not None

    def hold_letters_of(self, group_id: int, holds: bool) -> None:
        """Letters about all that the group stands for wait, or do not."""
        self._connection.execute(_HOLDS, {"of_group": group_id, "holds": holds})

    def add(self, new: Sequence[Alert], before: Sequence[int] = ()) -> dict[str, Alert]:
        """Stores new alerts of one source, the latest of their keys from now on in place of the rows `before`; by
        key, as stored."""
        if not new:
            return {}
        self._connection.execute(_OUTDATE, [{"of_id": row_id} for row_id in before])
        self._connection.execute(_INSERT, [_values(alert) | {"is_latest": True} for alert in new])
        return self.latest(new[0].source, [alert.key for alert in new])

    def save(self, *changed: Alert) -> None:
        """Stores the alerts as they have become, but where they stand in Slack."""
        self._connection.execute(_SAVE, [_values(alert) | {"of_id": alert.id} for alert in changed])

    def stands(self, row_id: int, channel_id: str, ts: str) -> None:
        """Records where the alert's card was posted."""
        self._connection.execute(_STANDS, {"of_id": row_id, "in_channel": channel_id, "at_ts": ts})

    def _list(self, statement: Any, **key: object) -> list[Alert]:
        return [_alert(row) for row in self._connection.execute(statement, key)]


_PEOPLE = ("acknowledged_by", "assignee")
_ONLY_THE_COURIERS = ("id", "channel_id", "ts")
_SAME = [one.name for one in fields(Alert) if one.name not in (*_PEOPLE, *_ONLY_THE_COURIERS, "down", "turns", "group")]


def _values(alert: Alert) -> dict[str, Any]:
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


def _alert(row: Row) -> Alert:
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
