"""Clocks: which cases have a step of their countdown or a reminder due, what was told, and the digests of many."""

from datetime import datetime
from typing import Any

from sqlalchemy import Column, ForeignKey, Index, Integer, String, Table, bindparam, func, insert, select, text, update

from rules.cases import Case
from rules.countdown import About, Reminder
from storage.cases import case_of, cases
from storage.driver import Driver
from storage.tables import RowId, UTCDateTime, metadata
from storage.wording import Row

digests = Table(
    "digests",
    metadata,
    Column("id", RowId, primary_key=True),
    Column("until", UTCDateTime, nullable=False),
    Column("is_open", Integer, unique=True),  # 1, or null once it is told: never two at a time
)

reminders = Table(
    "reminders",
    metadata,
    Column("id", RowId, primary_key=True),
    Column("case_id", RowId, ForeignKey("cases.id"), nullable=False, index=True),
    Column("about", String(16), nullable=False),
    Column("step", Integer, nullable=False),
    Column("fell_at", UTCDateTime, nullable=False),
    Column("told_at", UTCDateTime, nullable=False),
    Column("digest_id", RowId, ForeignKey("digests.id"), index=True),
)

DUE_OF = {About.ANSWER: cases.c.step_at, About.TURN: cases.c.nudge_at}
Index("ix_cases_step_at", cases.c.step_at, sqlite_where=cases.c.step_at.is_not(None),
      postgresql_where=cases.c.step_at.is_not(None))  # fmt: skip
Index("ix_cases_nudge_at", cases.c.nudge_at, sqlite_where=cases.c.nudge_at.is_not(None),
      postgresql_where=cases.c.nudge_at.is_not(None))  # fmt: skip

# Who holds a case already does this work too: another replica passes it by, and doubles nothing.
_CLAIM = {
    about: select(cases)
    .where(due <= bindparam("at_instant"))
    .order_by(due, cases.c.id)
    .limit(bindparam("most"))
    .with_for_update(skip_locked=True, key_share=True)
    for about, due in DUE_OF.items()
}
_NEXT = {about: select(func.min(due)).where(due.is_not(None)) for about, due in DUE_OF.items()}
# In order, so that it is counted along the index: without it PostgreSQL walks through all cases to find the few due.
_SOME = {
    about: select(cases.c.id).where(due <= bindparam("at_instant")).order_by(due).limit(bindparam("most")).subquery()
    for about, due in DUE_OF.items()
}
_HOW_MANY = {about: select(func.count()).select_from(some) for about, some in _SOME.items()}

_INSERT = insert(reminders).returning(reminders.c.id)
_GET = select(reminders).where(reminders.c.id == bindparam("of_id"))
_OF_CASE = select(reminders).where(reminders.c.case_id == bindparam("of_case")).order_by(reminders.c.id)
_OF_DIGEST = (
    select(cases)
    .join(reminders, reminders.c.case_id == cases.c.id)
    .where(reminders.c.digest_id == bindparam("of_digest"))
    .order_by(cases.c.due_at, cases.c.id)
    .limit(bindparam("most"))
)
_COUNT = select(func.count()).select_from(reminders).where(reminders.c.digest_id == bindparam("of_digest"))
_OPEN = select(digests).where(digests.c.is_open == 1)
_BEGIN = text("INSERT INTO digests (until, is_open) VALUES (:until, 1) ON CONFLICT (is_open) DO NOTHING").bindparams(
    bindparam("until", type_=UTCDateTime)
)
_END = update(digests).where(digests.c.id == bindparam("of_id"), digests.c.is_open == 1).values(is_open=None)


class Clocks:
    """Cases by what falls due on their clocks, and what was told of it."""

    def __init__(self, connection: Driver) -> None:
        self._connection = connection

    def claim(self, about: About, at: datetime, most: int) -> list[Case]:
        """Cases with something due, the oldest first, each held until the transaction ends."""
        rows = self._connection.execute(_CLAIM[about], {"at_instant": at, "most": most})
        return [case_of(row) for row in rows]

    def next_due(self, about: About) -> datetime | None:
        """The instant (UTC) at which something falls due next; None when nothing ever will."""
        found: datetime | None = self._connection.execute(_NEXT[about]).scalar()
        return found

    def how_many(self, about: About, at: datetime, most: int) -> int:
        """How many cases have something due, counted up to `most`."""
        return int(self._connection.execute(_HOW_MANY[about], {"at_instant": at, "most": most}).scalar_one())

    def told(self, reminder: Reminder) -> int:
        """Keeps what is told now; returns the row."""
        values: dict[str, Any] = {
            "case_id": reminder.case_id,
            "about": reminder.about.value,
            "step": reminder.step,
            "fell_at": reminder.fell_at,
            "told_at": reminder.told_at,
            "digest_id": reminder.digest_id,
        }
        row_id: int = self._connection.execute(_INSERT, values).scalar_one()
        return row_id

    def get(self, row_id: int) -> Reminder:
        """The reminder of this row."""
        return _reminder(self._connection.execute(_GET, {"of_id": row_id}).one())

    def of_case(self, case_id: int) -> list[Reminder]:
        """What was told of a case, oldest first."""
        return [_reminder(row) for row in self._connection.execute(_OF_CASE, {"of_case": case_id})]

    def digest(self) -> tuple[int, datetime] | None:
        """The digest that is being filled: its row, and until which instant (UTC) what fell due is in it."""
        row = self._connection.execute(_OPEN).first()
        return (row.id, row.until) if row else None

    def begin_digest(self, until: datetime) -> tuple[int, datetime]:
        """The digest that is being filled from now on, by whoever began it."""
        self._connection.execute(_BEGIN, {"until": until})
        row = self._connection.execute(_OPEN).one()
        return row.id, row.until

    def end_digest(self, row_id: int) -> bool:
        """The digest is told; false for who comes second."""
        return self._connection.execute(_END, {"of_id": row_id}).rowcount == 1

    def in_digest(self, row_id: int, most: int) -> tuple[list[Case], int]:
        """The cases of a digest, the nearest deadline first, at most `most` of them, and how many there are."""
        key = {"of_digest": row_id}
        count = int(self._connection.execute(_COUNT, key).scalar_one())
        return [case_of(row) for row in self._connection.execute(_OF_DIGEST, key | {"most": most})], count


def _reminder(row: Row) -> Reminder:
    return Reminder(row.id, row.case_id, About(row.about), row.step, row.fell_at, row.told_at, row.digest_id)
