"""Outages: from the first failed look to the first good one, by site."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import Column, ForeignKey, Index, Table, bindparam, insert, or_, select, update

from rules.uptime import Outage
from storage.driver import Driver
from storage.tables import RowId, UTCDateTime, metadata

outages = Table(
    "outages",
    metadata,
    Column("id", RowId, primary_key=True),
    Column("site_id", RowId, ForeignKey("sites.id", ondelete="CASCADE"), nullable=False),
    Column("began", UTCDateTime, nullable=False),
    Column("ended", UTCDateTime),
    Index("ix_outages_site_id_began", "site_id", "began"),
)

_BEGIN = insert(outages).inline()
_END = (
    update(outages)
    .where(outages.c.site_id == bindparam("of_site"), outages.c.ended.is_(None))
    .values(ended=bindparam("at", type_=UTCDateTime))
)
_OF = (
    select(outages)
    .where(
        outages.c.site_id == bindparam("of_site"),
        outages.c.began < bindparam("until", type_=UTCDateTime),
        or_(outages.c.ended.is_(None), outages.c.ended > bindparam("since", type_=UTCDateTime)),
    )
    .order_by(outages.c.began)
)


class Outages:
    """Outages of sites."""

    def __init__(self, connection: Driver) -> None:
        self._connection = connection

    def begin(self, site_id: int, at: datetime) -> None:
        """The site is down since then."""
        self._connection.execute(_BEGIN, {"site_id": site_id, "began": at, "ended": None})

    def end(self, site_id: int, at: datetime) -> None:
        """The site is up again since then."""
        self._connection.execute(_END, {"of_site": site_id, "at": at})

    def between(self, site_id: int, since: datetime, until: datetime) -> Iterable[Outage]:
        """The site's outages that reach into this time, oldest first."""
        values = {"of_site": site_id, "since": since, "until": until}
        return [Outage(row.began, row.ended) for row in self._connection.execute(_OF, values)]
