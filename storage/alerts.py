"""Alerts by their source and key, by what is due, and by the group that stands for them."""

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import Boolean, bindparam, func, insert, literal_column, select, update

from rules.alerts import Alert, Group
from rules.people import PersonId
from storage.alert_rows import (
    FAILS,
    GROUP_IS_OPEN,
    IS_ALONE,
    IS_LATEST,
    IS_THEIRS,
    NOBODYS_OF_GROUP,
    THE_WATCH,
    alert_of,
    alert_watch,
    alerts,
    values_of,
)
from storage.driver import Driver
from storage.tables import UTCDateTime

_HOLD = select(alert_watch.c.id).where(alert_watch.c.id == THE_WATCH).with_for_update()
_LATEST = select(alerts).where(
    IS_LATEST, alerts.c.source == bindparam("of_source"), alerts.c.key.in_(bindparam("of_keys", expanding=True))
)
_LATEST_ONE = select(alerts).where(
    IS_LATEST, alerts.c.source == bindparam("of_source"), alerts.c.key == bindparam("of_key")
)  # fixed text is said straight to the driver: a storm is of single signals
_GET = select(alerts).where(alerts.c.id == bindparam("of_id"))
_MANY = select(alerts).where(alerts.c.id.in_(bindparam("of_ids", expanding=True)))
_AT = select(alerts).where(alerts.c.channel_id == bindparam("in_channel"), alerts.c.ts == bindparam("at_ts"))
_ALL_OF_CASE = select(alerts).where(alerts.c.case_id == bindparam("of_case")).order_by(alerts.c.id)
_OF_CASE = _ALL_OF_CASE.limit(1)
_OPEN_OF = (
    select(alerts)
    .where(alerts.c.customer_id == bindparam("of_customer"), alerts.c.ended_at.is_(None))
    .order_by(alerts.c.id.desc())
    .limit(bindparam("most"))
)
_OPEN_LONG = (
    select(alerts.c.channel_id, alerts.c.ts)
    .where(alerts.c.ended_at.is_(None), alerts.c.ts.is_not(None), alerts.c.begun_at < bindparam("before"))
    .order_by(alerts.c.begun_at.desc())
    .limit(bindparam("most"))
)
_DUE = select(alerts).where(alerts.c.ends_at <= bindparam("at_instant")).order_by(alerts.c.ends_at).limit(
    bindparam("most")
)  # fmt: skip
_NEXT = select(func.min(alerts.c.ends_at)).where(alerts.c.ends_at.is_not(None))
_COUNT_FAILING = select(func.count()).select_from(alerts).where(FAILS)
_GROUPS = select(alerts).where(GROUP_IS_OPEN).order_by(alerts.c.id)
_CUSTOMERS = (
    select(alerts.c.customer_id)
    .where(IS_THEIRS, alerts.c.failing_since >= bindparam("since"), alerts.c.is_outage)
    .distinct()
    .limit(bindparam("most"))
)
_LATELY = select(func.count()).select_from(
    select(alerts.c.id).where(alerts.c.woke_at > bindparam("since"), alerts.c.group_kind.is_(None))
    .limit(bindparam("most")).subquery()
)  # fmt: skip
_ALONE = {
    Group.STORM: select(alerts).where(IS_ALONE, alerts.c.woke_at > bindparam("since")).order_by(alerts.c.woke_at),
    Group.OWN_FAULT: select(alerts)
    .where(IS_ALONE, FAILS, alerts.c.failing_since >= bindparam("since"), alerts.c.is_outage)
    .order_by(alerts.c.failing_since),
}
_SOME_ALONE = {group: found.limit(bindparam("most")) for group, found in _ALONE.items()}
_OF_GROUP = alerts.c.group_id == bindparam("of_group")
_MEMBERS = (
    select(alerts)
    .where(_OF_GROUP)
    .order_by(alerts.c.failing_since.desc().nulls_last(), alerts.c.id.desc())
    .limit(bindparam("most"))
    .offset(bindparam("start"))
)
_WITH_CARDS = select(alerts).where(_OF_GROUP, alerts.c.is_folded.is_(False)).limit(bindparam("most"))
_ACKNOWLEDGE_SOME = (
    update(alerts)
    .where(alerts.c.id.in_(NOBODYS_OF_GROUP))
    .values(
        acknowledged_at=bindparam("at_instant", type_=UTCDateTime),
        acknowledged_team=bindparam("by_team"),
        acknowledged_user=bindparam("by_user"),
        version=alerts.c.version + 1,
    )
)
_OUTAGES_OF = (
    select(alerts)
    .where(_OF_GROUP, alerts.c.failing_since >= bindparam("since"), alerts.c.is_outage)
    .order_by(alerts.c.failing_since)
    .limit(bindparam("most"))
)
_COUNT = select(
    func.count(), func.count(alerts.c.failing_since), func.count(func.distinct(alerts.c.customer_id))
).where(_OF_GROUP)
_ANY_FAILS = select(alerts.c.id).where(_OF_GROUP, FAILS).limit(1)
_ANY_OUTAGE = select(alerts.c.id).where(_OF_GROUP, alerts.c.is_outage).limit(1)
_HOLDS = (
    update(alerts)
    .where(_OF_GROUP)
    .values(holds_letters=bindparam("holds", type_=Boolean), version=alerts.c.version + 1)
)
_OUTDATE = update(alerts).where(alerts.c.id == bindparam("of_id")).values(is_latest=literal_column("false"))
_INSERT = insert(alerts).inline()
_INSERT_ONE = insert(alerts).returning(alerts.c.id)
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
        if len(keys) == 1:
            rows = self._connection.execute(_LATEST_ONE, {"of_source": source, "of_key": next(iter(keys))})
        else:
            rows = self._connection.execute(_LATEST, {"of_source": source, "of_keys": list(keys)})
        return {row.key: alert_of(row) for row in rows}

    def get(self, row_id: int) -> Alert | None:
        """The alert of this row."""
        row = self._connection.execute(_GET, {"of_id": row_id}).first()
        return alert_of(row) if row else None

    def many(self, row_ids: Collection[int]) -> dict[int, Alert]:
        """The alerts of these rows."""
        return {row.id: alert_of(row) for row in self._connection.execute(_MANY, {"of_ids": list(row_ids)})}

    def at(self, channel_id: str, ts: str) -> Alert | None:
        """The alert whose card this message is."""
        row = self._connection.execute(_AT, {"in_channel": channel_id, "at_ts": ts}).first()
        return alert_of(row) if row else None

    def of_case(self, case_id: int) -> Alert | None:
        """The first alert that the case is about."""
        row = self._connection.execute(_OF_CASE, {"of_case": case_id}).first()
        return alert_of(row) if row else None

    def all_of_case(self, case_id: int) -> list[Alert]:
        """All alerts that the case is about."""
        return self._list(_ALL_OF_CASE, of_case=case_id)

    def open_of(self, customer_id: int, most: int) -> list[Alert]:
        """Alerts of a customer that are not over, newest first."""
        return self._list(_OPEN_OF, of_customer=customer_id, most=most)

    def open_since(self, before: datetime, most: int) -> list[tuple[str, str]]:
        """Where the cards stand of what began before then and is not over, the newest first."""
        rows = self._connection.execute(_OPEN_LONG, {"before": before, "most": most})
        return [(row.channel_id, row.ts) for row in rows]

    def due(self, at: datetime, most: int) -> list[Alert]:
        """Those that were good for long enough by then, the oldest first."""
        return self._list(_DUE, at_instant=at, most=most)

    def count_failing(self) -> int:
        """How many fail now."""
        return int(self._connection.execute(_COUNT_FAILING).scalar_one())

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

    def how_many_lately(self, since: datetime, most: int) -> int:
        """How many began since then, anew or again, counted up to `most`."""
        return int(self._connection.execute(_LATELY, {"since": since, "most": most}).scalar_one())

    def alone(self, group: Group, since: datetime, most: int) -> list[Alert]:
        """What began since then, and such a group might stand for, but none does."""
        return self._list(_SOME_ALONE[group], since=since, most=most)

    def outages_of(self, group_id: int, since: datetime, most: int) -> list[Alert]:
        """Of what the group stands for, outages that began since then and go on, the oldest first."""
        return self._list(_OUTAGES_OF, of_group=group_id, since=since, most=most)

    def members(self, group_id: int, most: int, start: int = 0) -> list[Alert]:
        """What the group stands for, first what fails, the newest first; the first `start` left out."""
        return self._list(_MEMBERS, of_group=group_id, most=most, start=start)

    def with_cards(self, group_id: int, most: int) -> list[Alert]:
        """What of the group has a card of its own."""
        return self._list(_WITH_CARDS, of_group=group_id, most=most)

    def acknowledge_members(self, group_id: int, who: PersonId, at: datetime, most: int) -> int:
        """Some of what fails of the group, and nobody has, is this person's; returns how many."""
        values = {"of_group": group_id, "most": most, "at_instant": at}
        by = {"by_team": who.team_id, "by_user": who.user_id}
        return self._connection.execute(_ACKNOWLEDGE_SOME, values | by).rowcount

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
        if len(new) == 1:
            row_id: int = self._connection.execute(_INSERT_ONE, values_of(new[0]) | {"is_latest": True}).scalar_one()
            return {new[0].key: replace(new[0], id=row_id)}
        self._connection.execute(_INSERT, [values_of(alert) | {"is_latest": True} for alert in new])
        return self.latest(new[0].source, [alert.key for alert in new])

    def save(self, *changed: Alert) -> None:
        """Stores the alerts as they have become, but where they stand in Slack."""
        self._connection.execute(_SAVE, [values_of(alert) | {"of_id": alert.id} for alert in changed])

    def stands(self, row_id: int, channel_id: str, ts: str) -> None:
        """Records where the alert's card was posted."""
        self._connection.execute(_STANDS, {"of_id": row_id, "in_channel": channel_id, "at_ts": ts})

    def _list(self, statement: Any, **key: object) -> list[Alert]:
        return [alert_of(row) for row in self._connection.execute(statement, key)]
