"""Mornings after pages at night: when handing over is offered, and to whom it was handed over."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import Column, Index, String, Table, UniqueConstraint, bindparam, func, select, text, update

from rules.mornings import Morning
from rules.people import PersonId
from storage.driver import Driver
from storage.page_steps import page_calls
from storage.pages import pages
from storage.tables import RowId, UTCDateTime, metadata
from storage.wording import Row

mornings = Table(
    "mornings",
    metadata,
    Column("id", RowId, primary_key=True),
    Column("team_id", String(32), nullable=False),
    Column("user_id", String(32), nullable=False),
    Column("woken_at", UTCDateTime, nullable=False),
    Column("begins_at", UTCDateTime, nullable=False),
    Column("ends_at", UTCDateTime, nullable=False),
    Column("due_at", UTCDateTime),
    Column("to_team", String(32)),
    Column("to_user", String(32)),
    UniqueConstraint("team_id", "user_id", "begins_at"),
)
_due = mornings.c.due_at.is_not(None)
Index("ix_mornings_due_at", mornings.c.due_at, sqlite_where=_due, postgresql_where=_due)

_INSERT = text(
    "INSERT INTO mornings (team_id, user_id, woken_at, begins_at, ends_at, due_at)"
    " VALUES (:team_id, :user_id, :woken_at, :begins_at, :ends_at, :begins_at)"
    " ON CONFLICT (team_id, user_id, begins_at) DO NOTHING"
).bindparams(*(bindparam(name, type_=UTCDateTime) for name in ("woken_at", "begins_at", "ends_at")))
_CLAIM = (
    select(mornings)
    .where(mornings.c.due_at <= bindparam("at_instant"))
    .order_by(mornings.c.due_at, mornings.c.id)
    .limit(bindparam("most"))
    .with_for_update(skip_locked=True)
)
_NEXT = select(func.min(mornings.c.due_at)).where(_due)
_GET = select(mornings).where(mornings.c.id == bindparam("of_id"))
_LOCK = _GET.with_for_update()
_DUE = update(mornings).where(mornings.c.id == bindparam("of_id"))
_LOOK_AGAIN = (
    update(mornings)
    .where(mornings.c.due_at > bindparam("now_at"), mornings.c.begins_at <= bindparam("now_at"))
    .values(due_at=bindparam("now_at"))
)
# Somebody was told in a page that nobody has yet.
_open = (
    select(pages.c.id)
    .where(pages.c.next_at.is_not(None), pages.c.over_at.is_(None))
    .where((pages.c.acknowledged_at.is_(None)) | (pages.c.lapsed_at.is_not(None)))
)
_WANTED = (
    select(page_calls.c.id)
    .where(page_calls.c.page_id.in_(_open))
    .where(page_calls.c.team_id == bindparam("of_team"), page_calls.c.user_id == bindparam("of_user"))
    .limit(1)
)


class Mornings:
    """Mornings by when they are due."""

    def __init__(self, connection: Driver) -> None:
        self._connection = connection

    def add(self, woken_at: datetime, mornings_after: Mapping[PersonId, tuple[datetime, datetime]]) -> None:
        """Keeps that these people were woken, each once a night; with when their morning after begins and ends."""
        rows = [
            {"team_id": who.team_id, "user_id": who.user_id, "woken_at": woken_at, "begins_at": begin, "ends_at": end}
            for who, (begin, end) in mornings_after.items()
        ]
        self._connection.execute(_INSERT, rows)

    def claim(self, at: datetime, most: int) -> list[Morning]:
        """Mornings that are due, each held until the transaction ends."""
        return [_morning(row) for row in self._connection.execute(_CLAIM, {"at_instant": at, "most": most})]

    def next_due(self) -> datetime | None:
        """The instant (UTC) at which one is due next; None when none ever will be."""
        found: datetime | None = self._connection.execute(_NEXT).scalar()
        return found

    def get(self, row_id: int) -> Morning | None:
        """The morning of this row."""
        row = self._connection.execute(_GET, {"of_id": row_id}).first()
        return _morning(row) if row else None

    def lock(self, row_id: int) -> Morning | None:
        """The same, held until the transaction ends."""
        row = self._connection.execute(_LOCK, {"of_id": row_id}).first()
        return _morning(row) if row else None

    def due(self, row_id: int, at: datetime | None) -> None:
        """It is looked at then; None: it was offered, or there is nothing to offer."""
        self._connection.execute(_DUE, {"due_at": at, "of_id": row_id})

    def look_again(self, now: datetime) -> None:
        """Those that have begun, and wait for a page to be somebody's, are due now."""
        self._connection.execute(_LOOK_AGAIN, {"now_at": now})

    def hand_over(self, row_id: int, to: PersonId) -> None:
        """Somebody else has it."""
        self._connection.execute(_DUE, {"to_team": to.team_id, "to_user": to.user_id, "of_id": row_id})

    def is_wanted(self, who: PersonId) -> bool:
        """True while the person was told in a page that nobody has yet."""
        key = {"of_team": who.team_id, "of_user": who.user_id}
        return self._connection.execute(_WANTED, key).first() is not None


def _morning(row: Row) -> Morning:
    to = PersonId(row.to_team, row.to_user) if row.to_team and row.to_user else None
    who = PersonId(row.team_id, row.user_id)
    return Morning(row.id, who, row.woken_at, row.begins_at, row.ends_at, row.due_at, to)
