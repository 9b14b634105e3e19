"""Cases that are about the same thing. Which case was merged into which stands on the case itself."""

from datetime import datetime

from sqlalchemy import Column, ForeignKey, Table, bindparam, insert, or_, select

from rules.cases import Case
from storage.cases import case_of, cases
from storage.driver import Driver
from storage.tables import RowId, UTCDateTime, metadata

links = Table(
    "links",
    metadata,
    Column("case_id", RowId, ForeignKey("cases.id"), primary_key=True),
    Column("other_id", RowId, ForeignKey("cases.id"), primary_key=True, index=True),
    Column("at", UTCDateTime, nullable=False),
)

_INSERT = insert(links).inline()
_FIND = select(links.c.at).where(links.c.case_id == bindparam("one"), links.c.other_id == bindparam("other"))
_OF = (
    select(cases)
    .join(
        links,
        or_(
            (links.c.case_id == bindparam("of_case")) & (links.c.other_id == cases.c.id),
            (links.c.other_id == bindparam("of_case")) & (links.c.case_id == cases.c.id),
        ),
    )
    .order_by(cases.c.number)
)


class Links:
    """Links have no direction: each pair is kept once, the older row first."""

    def __init__(self, connection: Driver) -> None:
        self._connection = connection

    def add(self, one_id: int, other_id: int, at: datetime) -> bool:
        """Links the two; false when they are already."""
        one, other = sorted((one_id, other_id))
        if self._connection.execute(_FIND, {"one": one, "other": other}).first() is not None:
            return False
        self._connection.execute(_INSERT, {"case_id": one, "other_id": other, "at": at})
        return True

    def of(self, case_id: int) -> list[Case]:
        """The cases linked to this one, by number."""
        return [case_of(row) for row in self._connection.execute(_OF, {"of_case": case_id})]
