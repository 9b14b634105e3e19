"""Pages: escalations by when their next step is due, the steps taken, and who was told in each."""

from collections.abc import Collection, Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import (
    Boolean,
    Column,
    ForeignKey,
    Index,
    Integer,
    String,
    Table,
    and_,
    bindparam,
    func,
    select,
    text,
    update,
)

from rules.pages import About, Page, Why
from rules.people import PersonId
from rules.records import CardPlace
from storage.driver import Driver
from storage.tables import RowId, UTCDateTime, metadata
from storage.wording import Row

pages = Table(
    "pages",
    metadata,
    Column("id", RowId, primary_key=True),
    Column("case_id", RowId, ForeignKey("cases.id")),
    Column("alert_id", RowId),
    Column("is_drill", Integer),
    Column("why", String(16), nullable=False),
    Column("begun_at", UTCDateTime, nullable=False),
    Column("next_at", UTCDateTime),
    Column("next_number", Integer, nullable=False),
    Column("steps", Integer, nullable=False),
    Column("acknowledged_at", UTCDateTime),
    Column("acknowledged_team", String(32)),
    Column("acknowledged_user", String(32)),
    Column("first_at", UTCDateTime),
    Column("lapsed_at", UTCDateTime),
    Column("asked_at", UTCDateTime),
    Column("over_at", UTCDateTime),
    Column("by_team", String(32)),
    Column("by_user", String(32)),
    Column("channel_id", String(32)),
    Column("ts", String(32)),
    Column("told_quiet", Boolean, nullable=False),
)


def _partly(name: str, column: Any, where: Any, *, unique: bool = False) -> None:
    Index(name, column, unique=unique, sqlite_where=where, postgresql_where=where)


_open = pages.c.over_at.is_(None)
_partly("ix_pages_next_at", pages.c.next_at, pages.c.next_at.is_not(None))
_partly("uq_pages_open_case", pages.c.case_id, and_(_open, pages.c.case_id.is_not(None)), unique=True)
_partly("uq_pages_open_alert", pages.c.alert_id, and_(_open, pages.c.alert_id.is_not(None)), unique=True)
_partly("ix_pages_alert_id", pages.c.alert_id, pages.c.alert_id.is_not(None))
_partly("uq_pages_open_drill", pages.c.is_drill, and_(_open, pages.c.is_drill.is_not(None)), unique=True)
_partly("ix_pages_drills", pages.c.acknowledged_at, pages.c.is_drill.is_not(None))

# Who holds a page already takes its step: another replica passes it by, and doubles nothing.
_CLAIM = (
    select(pages)
    .where(pages.c.next_at <= bindparam("at_instant"))
    .order_by(pages.c.next_at, pages.c.id)
    .limit(bindparam("most"))
    .with_for_update(skip_locked=True)
)
_NEXT = select(func.min(pages.c.next_at)).where(pages.c.next_at.is_not(None))
_GET = select(pages).where(pages.c.id == bindparam("of_id"))
_LOCK = _GET.with_for_update()
_OPEN = {
    "case": select(pages).where(pages.c.case_id == bindparam("of_row"), pages.c.case_id.is_not(None), _open),
    "alert": select(pages).where(pages.c.alert_id == bindparam("of_row"), pages.c.alert_id.is_not(None), _open),
    "drill": select(pages).where(pages.c.is_drill == 1, _open),
}
_NEWEST_OF_ALERT = select(pages).where(pages.c.alert_id == bindparam("of_alert")).order_by(pages.c.id.desc()).limit(1)
_LOCK_OPEN = {about: statement.with_for_update() for about, statement in _OPEN.items()}
# Two who begin one at the same time: the second finds the first one's.
_INSERT = text(
    "INSERT INTO pages (case_id, alert_id, is_drill, why, begun_at, next_at, next_number, steps, by_team, by_user,"
    " told_quiet) VALUES (:case_id, :alert_id, :is_drill, :why, :begun_at, :next_at, 0, 0, :by_team, :by_user, :no)"
    " ON CONFLICT DO NOTHING"
).bindparams(bindparam("begun_at", type_=UTCDateTime), bindparam("next_at", type_=UTCDateTime),
             bindparam("no", type_=Boolean))  # fmt: skip
_LOCK_OF_ALERTS = (
    select(pages)
    .where(pages.c.alert_id.in_(bindparam("of_alerts", expanding=True)), pages.c.alert_id.is_not(None), _open)
    .order_by(pages.c.id)
    .with_for_update()
)
_SAVE = update(pages).where(pages.c.id == bindparam("of_id"))
_DRILLS = (
    select(pages.c.acknowledged_team, pages.c.acknowledged_user, func.max(pages.c.acknowledged_at).label("at"))
    .where(pages.c.is_drill == 1, pages.c.acknowledged_at.is_not(None))
    .group_by(pages.c.acknowledged_team, pages.c.acknowledged_user)
)


class Pages:
    """Pages by their row and by what they are about; steps and calls by their page."""

    def __init__(self, connection: Driver) -> None:
        self._connection = connection

    def claim(self, at: datetime, most: int) -> list[Page]:
        """Pages with something due, the oldest first, each held until the transaction ends."""
        return [_page(row) for row in self._connection.execute(_CLAIM, {"at_instant": at, "most": most})]

    def next_due(self) -> datetime | None:
        """The instant (UTC) at which something falls due next; None when nothing ever will."""
        found: datetime | None = self._connection.execute(_NEXT).scalar()
        return found

    def get(self, row_id: int) -> Page | None:
        """The page of this row."""
        return _maybe(self._connection.execute(_GET, {"of_id": row_id}).first())

    def lock(self, row_id: int) -> Page | None:
        """The page of this row, held until the transaction ends."""
        return _maybe(self._connection.execute(_LOCK, {"of_id": row_id}).first())

    def open_about(self, about: About) -> Page | None:
        """The page about this that is not over yet."""
        return self._open(_OPEN, about)

    def newest_of_alert(self, alert_id: int) -> Page | None:
        """The newest page about the alert, over or not."""
        row = self._connection.execute(_NEWEST_OF_ALERT, {"of_alert": alert_id}).first()
        return _page(row) if row else None

    def lock_about(self, about: About) -> Page | None:
        """The same, held until the transaction ends."""
        return self._open(_LOCK_OPEN, about)

    def lock_about_alerts(self, alert_ids: Collection[int]) -> dict[int, Page]:
        """The pages about these alerts that are not over yet, by alert, each held until the transaction ends."""
        if len(alert_ids) <= 1:
            found = [self.lock_about(About(alert_id=row_id)) for row_id in alert_ids]
        else:
            rows = self._connection.execute(_LOCK_OF_ALERTS, {"of_alerts": list(alert_ids)})
            found = [_page(row) for row in rows]
        return {page.about.alert_id or 0: page for page in found if page is not None}

    def add(self, abouts: Iterable[About], why: Why, begins_at: datetime, asked_by: PersonId | None = None) -> None:
        """Stores a page about each whose first step is due then (UTC), but where one about the same is open."""
        self._connection.execute(_INSERT, [_new(about, why, begins_at, asked_by) for about in abouts])

    def save(self, *changed: Page) -> None:
        """Stores how the pages stand now."""
        self._connection.execute(_SAVE, [_values(page) | {"of_id": page.id} for page in changed])

    def stands(self, row_id: int, channel_id: str, ts: str) -> None:
        """The drill's message stands here."""
        self._connection.execute(_SAVE, {"channel_id": channel_id, "ts": ts, "of_id": row_id})

    def last_drill_answered(self) -> dict[PersonId, datetime]:
        """When (UTC) each person answered a drill last; who never did is not in it."""
        rows = self._connection.execute(_DRILLS)
        return {PersonId(row.acknowledged_team, row.acknowledged_user): row.at for row in rows}

    def _open(self, statements: dict[str, Any], about: About) -> Page | None:
        row_id = about.case_id if about.case_id is not None else about.alert_id
        kind = "drill" if about.is_drill else "case" if about.case_id is not None else "alert"
        values = {} if about.is_drill else {"of_row": row_id}
        return _maybe(self._connection.execute(statements[kind], values).first())


def _new(about: About, why: Why, begins_at: datetime, asked_by: PersonId | None) -> dict[str, Any]:
    return {
        "case_id": about.case_id,
        "alert_id": about.alert_id,
        "is_drill": 1 if about.is_drill else None,
        "why": why.value,
        "begun_at": begins_at,
        "next_at": begins_at,
        "by_team": asked_by.team_id if asked_by else None,
        "by_user": asked_by.user_id if asked_by else None,
        "no": False,
    }


def _values(page: Page) -> dict[str, Any]:
    by = page.acknowledged_by
    return {
        "why": page.why.value,
        "begun_at": page.begun_at,
        "next_at": page.next_at,
        "next_number": page.next_number,
        "steps": page.steps,
        "acknowledged_at": page.acknowledged_at,
        "acknowledged_team": by.team_id if by else None,
        "acknowledged_user": by.user_id if by else None,
        "first_at": page.first_at,
        "lapsed_at": page.lapsed_at,
        "asked_at": page.asked_at,
        "over_at": page.over_at,
        "told_quiet": page.told_quiet,
    }


def _maybe(row: Row) -> Page | None:
    return _page(row) if row else None


def _page(row: Row) -> Page:
    return Page(
        row.id,
        About(row.case_id, row.alert_id),
        Why(row.why),
        row.begun_at,
        row.next_at,
        row.next_number,
        row.steps,
        row.acknowledged_at,
        _person(row.acknowledged_team, row.acknowledged_user),
        row.first_at,
        row.lapsed_at,
        row.asked_at,
        row.over_at,
        _person(row.by_team, row.by_user),
        CardPlace(row.channel_id, row.ts, row.ts) if row.channel_id and row.ts else None,
        row.told_quiet,
    )


def _person(team_id: str | None, user_id: str | None) -> PersonId | None:
    return PersonId(team_id, user_id) if team_id and user_id else None
