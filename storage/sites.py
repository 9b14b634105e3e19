"""Sites of customers, by host."""

from collections.abc import Iterable
from datetime import date, datetime
from itertools import groupby
from typing import Any

from sqlalchemy import (
    JSON,
    Column,
    ForeignKey,
    String,
    Table,
    Text,
    bindparam,
    delete,
    exists,
    insert,
    or_,
    select,
    true,
    update,
)

from rules.checks import Check
from rules.customers import Site, SiteLink
from storage.agreements import agreements
from storage.alert_rows import alerts
from storage.cases import cases
from storage.checks import Checks, checks
from storage.driver import Driver
from storage.outages import outages
from storage.tables import RowId, UTCDateTime, metadata
from storage.windows import windows
from storage.wording import Row

sites = Table(
    "sites",
    metadata,
    Column("id", RowId, primary_key=True),
    Column("customer_id", RowId, ForeignKey("customers.id"), nullable=False, index=True),
    Column("name", String(200), nullable=False),
    Column("host", String(253), nullable=False, unique=True),
    Column("link", Text, nullable=False),
    Column("links", JSON, nullable=False),
    Column("runbook", Text),
    Column("added_at", UTCDateTime),  # nobody knows of the oldest
    Column("retired_at", UTCDateTime),
)

_SITES = select(
    sites, checks.c.id.label("check_id"), checks.c.address, checks.c.status, checks.c.word, checks.c.seconds
).outerjoin(checks)
_IS_THEIRS = sites.c.customer_id == bindparam("of_customer")
_IS_ONE = sites.c.retired_at.is_(None)
_OF = _SITES.where(_IS_THEIRS, _IS_ONE).order_by(sites.c.name, sites.c.id, checks.c.id)
_RETIRED = _SITES.where(_IS_THEIRS, ~_IS_ONE).order_by(sites.c.name, sites.c.id)
_ALL = _SITES.where(_IS_ONE).order_by(sites.c.name, sites.c.id, checks.c.id)
_EVER = _SITES.order_by(sites.c.name, sites.c.id, checks.c.id)
_EVER_OF = _EVER.where(_IS_THEIRS)
_GET = _SITES.where(sites.c.id == bindparam("of_id")).order_by(checks.c.id)
_AT = _SITES.where(sites.c.host.in_(bindparam("of_hosts", expanding=True))).order_by(sites.c.id, checks.c.id)
_OPERATION = (
    select(agreements.c.operation)
    .where(agreements.c.customer_id == sites.c.customer_id, agreements.c.valid_from <= bindparam("on_day"))
    .order_by(agreements.c.valid_from.desc())
    .limit(1)
)
_ADDED = select(sites.c.id, sites.c.added_at).where(sites.c.added_at.is_not(None))
_UNWATCHED = (
    select(sites.c.host)
    .where(_IS_ONE, _OPERATION.scalar_subquery().is_(true()), ~exists().where(checks.c.site_id == sites.c.id))
    .order_by(sites.c.host)
)
_INSERT = insert(sites).returning(sites.c.id)
_SAVE = update(sites).where(sites.c.id == bindparam("of_id"))
_DROP = delete(sites).where(sites.c.id == bindparam("of_id"))
_WITH_HISTORY = select(sites.c.id).where(
    _IS_THEIRS, or_(*(exists().where(table.c.site_id == sites.c.id) for table in (cases, alerts, outages, windows)))
)


def _values(site: Site) -> dict[str, object]:
    return {
        "customer_id": site.customer_id,
        "name": site.name,
        "host": site.host,
        "link": site.link,
        "links": [{"name": one.name, "link": one.link} for one in site.links],
        "runbook": site.runbook,
        "retired_at": site.retired_at,
    }


def _site(rows: list[Row]) -> Site:
    """The site of its rows, one for each of its checks."""
    row = rows[0]
    links = tuple(SiteLink(one["name"], one["link"]) for one in row.links)
    looked_at = tuple(
        Check(one.address, one.status, one.word, one.seconds, one.check_id) for one in rows if one.check_id is not None
    )
    return Site(row.id, row.customer_id, row.name, row.host, row.link, links, row.runbook, looked_at, row.retired_at)


class Sites:
    """Sites by customer or host."""

    def __init__(self, connection: Driver, now: datetime) -> None:
        self._connection = connection
        self._now = now
        self._checks = Checks(connection)

    def of(self, customer_id: int) -> list[Site]:
        """A customer's sites, by name."""
        return self._list(_OF, {"of_customer": customer_id})

    def retired(self, customer_id: int) -> list[Site]:
        """What was a site of the customer's, by name."""
        return self._list(_RETIRED, {"of_customer": customer_id})

    def at(self, hosts: Iterable[str]) -> dict[str, Site]:
        """The sites at these hosts (lower case), by host."""
        return {host: site for host, site in self.ever_at(hosts).items() if site.retired_at is None}

    def ever_at(self, hosts: Iterable[str]) -> dict[str, Site]:
        """The same, with what was a site once."""
        return {site.host: site for site in self._list(_AT, {"of_hosts": sorted(hosts)})}

    def all(self) -> list[Site]:
        """Every site, by name."""
        return self._list(_ALL, {})

    def ever(self, customer_id: int | None = None) -> list[Site]:
        """Every site, or a customer's, with those that were one once."""
        return self._list(_EVER, {}) if customer_id is None else self._list(_EVER_OF, {"of_customer": customer_id})

    def added(self) -> dict[int, datetime]:
        """Since when (UTC) each site is set up; nothing of those from before that was kept."""
        return {row.id: row.added_at for row in self._connection.execute(_ADDED)}

    def unwatched(self, day: date) -> list[str]:
        """The hosts of sites with operation agreed on this local date of which no page is looked at."""
        return list(self._connection.execute(_UNWATCHED, {"on_day": day}).scalars())

    def get(self, site_id: int) -> Site | None:
        """The site of this row."""
        return next(iter(self._list(_GET, {"of_id": site_id})), None)

    def add(self, site: Site) -> int:
        """Stores a new site; returns the row."""
        row_id: int = self._connection.execute(_INSERT, _values(site) | {"added_at": self._now}).scalar_one()
        self._checks.put(row_id, site.checks)
        return row_id

    def save(self, site: Site) -> None:
        """Stores the site as it has become."""
        self._connection.execute(_SAVE, _values(site) | {"of_id": site.id})
        self._checks.put(site.id, site.checks)

    def drop(self, site_id: int) -> None:
        """The site is no customer's any more; nothing may have happened there."""
        self._connection.execute(_DROP, {"of_id": site_id})

    def with_history(self, customer_id: int) -> frozenset[int]:
        """The rows of the customer's sites that a case, an alert, an outage or maintenance is about."""
        return frozenset(self._connection.execute(_WITH_HISTORY, {"of_customer": customer_id}).scalars())

    def _list(self, statement: Any, key: dict[str, object]) -> list[Site]:
        rows = groupby(self._connection.execute(statement, key), key=lambda row: row.id)
        return [_site(list(of_site)) for _id, of_site in rows]
