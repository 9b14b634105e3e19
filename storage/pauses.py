"""Pauses: when a case's response clock stood still. One that still lasts is `cases.paused_at`."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import datetime

from sqlalchemy import Column, ForeignKey, Table, bindparam, insert, select

from rules.sla import Pause
from storage.driver import Driver
from storage.tables import RowId, UTCDateTime, metadata

pauses = Table(
    "pauses",
    metadata,
    Column("id", RowId, primary_key=True),
    Column("case_id", RowId, ForeignKey("cases.id"), nullable=False, index=True),
    Column("from_at", UTCDateTime, nullable=False),
    Column("to_at", UTCDateTime, nullable=False),
)

_INSERT = insert(pauses).inline()
_OF = (
    select(pauses.c.from_at, pauses.c.to_at)
    .where(pauses.c.case_id == bindparam("of_case"))
    .order_by(pauses.c.from_at, pauses.c.id)
)
_OF_MANY = (
    select(pauses)
    .where(pauses.c.case_id.in_(bindparam("of_cases", expanding=True)))
    .order_by(pauses.c.from_at, pauses.c.id)
)


class Pauses:
    """Pauses that are over, by case."""

    def __init__(self, connection: Driver) -> None:
        self._connection = connection

    def add(self, case_id: int, from_at: datetime, to_at: datetime) -> None:
        """The clock stood still in [from, to)."""
        self._connection.execute(_INSERT, {"case_id": case_id, "from_at": from_at, "to_at": to_at})

    def of(self, case_id: int) -> list[Pause]:
        """The case's pauses that are over, oldest first."""
        return [(row.from_at, row.to_at) for row in self._connection.execute(_OF, {"of_case": case_id})]

    def of_many(self, case_ids: Iterable[int]) -> Mapping[int, list[Pause]]:
        """These cases' pauses that are over, oldest first, by the case's row."""
        found: defaultdict[int, list[Pause]] = defaultdict(list)
        for row in self._connection.execute(_OF_MANY, {"of_cases": sorted(case_ids)}):
            found[row.case_id].append((row.from_at, row.to_at))
        return found
