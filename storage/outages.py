"""Outages: the times in which alerts said that a site was down. A time that is over lies within one month (by Oslo's
clock), so a month is the rows that began in it, and what goes on."""

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Column, ForeignKey, Index, Table, bindparam, insert, select, update

from rules.alerts import Group
from rules.letters import Spell
from rules.uptime import Outage
from storage.alert_rows import alerts
from storage.driver import Driver
from storage.tables import RowId, UTCDateTime, metadata
from storage.wording import Row

outages = Table(
    "outages",
    metadata,
    Column("id", RowId, primary_key=True),
    Column("site_id", RowId, ForeignKey("sites.id", ondelete="CASCADE"), nullable=False),
    Column("alert_id", RowId, ForeignKey("alerts.id", ondelete="CASCADE"), nullable=False),
    Column("began", UTCDateTime, nullable=False),
    Column("ended", UTCDateTime),
    Index("ix_outages_site_id_began", "site_id", "began"),
    Index("ix_outages_alert_id_began", "alert_id", "began"),
    Index("ix_outages_began", "began"),
)
_GOES_ON = outages.c.ended.is_(None)
Index("uq_outages_going_on", outages.c.alert_id, unique=True, sqlite_where=_GOES_ON, postgresql_where=_GOES_ON)
Index("ix_outages_going_on", outages.c.began, sqlite_where=_GOES_ON, postgresql_where=_GOES_ON)

_BEGIN = insert(outages).inline()
_GOING_ON = select(outages).where(outages.c.alert_id.in_(bindparam("of_alerts", expanding=True)), _GOES_ON)
_END = (
    update(outages)
    .where(outages.c.alert_id == bindparam("of_alert"), _GOES_ON)
    .values(ended=bindparam("at", type_=UTCDateTime))
)
_OF_ALERTS = (
    select(outages)
    .where(outages.c.alert_id.in_(bindparam("of_alerts", expanding=True)))
    .order_by(outages.c.alert_id, outages.c.began, outages.c.id)
)
_groups = alerts.alias("groups")
_DOUBTED = (alerts.c.holds_letters & (_groups.c.group_kind == Group.OWN_FAULT.value)).label("doubted")
_BEGAN_IN = (outages.c.began >= bindparam("since")) & (outages.c.began < bindparam("until"))
_BEFORE = (outages.c.began < bindparam("since")) & _GOES_ON
_OF_SITES = outages.c.site_id.in_(bindparam("of_sites", expanding=True))


def _known(*where: Any) -> Any:
    its_alert = outages.join(alerts, alerts.c.id == outages.c.alert_id)
    known = its_alert.outerjoin(_groups, _groups.c.id == alerts.c.group_id)
    return select(outages, _DOUBTED).select_from(known).where(*where)


_ALL_IN, _ALL_BEFORE = _known(_BEGAN_IN), _known(_BEFORE)
_SITES_IN, _SITES_BEFORE = _known(_OF_SITES, _BEGAN_IN), _known(_OF_SITES, _BEFORE)


class Outages:
    """Outages by site and by alert."""

    def __init__(self, connection: Driver) -> None:
        self._connection = connection

    def begin(self, begun: Iterable[tuple[int, int, datetime]]) -> None:
        """Sites are down: site, alert, and since when."""
        rows = [{"site_id": site, "alert_id": alert, "began": at, "ended": None} for site, alert, at in begun]
        self._connection.execute(_BEGIN, rows)

    def going_on(self, alert_ids: Collection[int]) -> dict[int, datetime]:
        """Since when these alerts say that a site is down, by alert; only of those that do."""
        rows = self._connection.execute(_GOING_ON, {"of_alerts": list(alert_ids)})
        return {row.alert_id: row.began for row in rows}

    def end(self, ended: Iterable[tuple[int, int, Sequence[Spell]]]) -> None:
        """Sites are up: site, alert, and the time it was down, a piece for each month."""
        ended = list(ended)
        rows = [{"of_alert": alert, "at": pieces[0].end} for _site, alert, pieces in ended]
        self._connection.execute(_END, rows)
        rest = [
            {"site_id": site, "alert_id": alert, "began": one.begin, "ended": one.end}
            for site, alert, pieces in ended
            for one in pieces[1:]
        ]
        self._connection.execute(_BEGIN, rest)

    def of_alerts(self, alert_ids: Collection[int]) -> dict[int, list[Spell]]:
        """When these alerts said that their site was down, by alert, oldest first."""
        found: dict[int, list[Spell]] = {alert_id: [] for alert_id in alert_ids}
        for row in self._connection.execute(_OF_ALERTS, {"of_alerts": list(alert_ids)}):
            found[row.alert_id].append(Spell(row.began, row.ended))
        return found

    def in_month(self, since: datetime, until: datetime, site_ids: Collection[int] | None = None) -> list[Outage]:
        """What is of the month that begins and ends at these instants, and what goes on since before it; of these
        sites, or of all."""
        values: dict[str, object] = {"since": since}
        among = _ALL_IN, _ALL_BEFORE
        if site_ids is not None:
            values, among = values | {"of_sites": list(site_ids)}, (_SITES_IN, _SITES_BEFORE)
        begun = self._connection.execute(among[0], values | {"until": until})
        return [_outage(row) for row in (*begun, *self._connection.execute(among[1], values))]


def _outage(row: Row) -> Outage:
    return Outage(row.site_id, row.began, row.ended, bool(row.doubted))
