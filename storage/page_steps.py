"""What happened to pages, step by step, and who was told in each."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    ForeignKey,
    Integer,
    String,
    Table,
    bindparam,
    exists,
    insert,
    select,
    update,
)

from rules.escalation import Target
from rules.page_report import Paged
from rules.pages import Call, PageStep, What, Why
from rules.people import PersonId
from storage.cases import cases
from storage.driver import Driver
from storage.pages import pages
from storage.tables import RowId, UTCDateTime, metadata
from storage.wording import Row

page_steps = Table(
    "page_steps",
    metadata,
    Column("id", RowId, primary_key=True),
    Column("page_id", RowId, ForeignKey("pages.id"), nullable=False, index=True),
    Column("what", String(16), nullable=False),
    Column("at", UTCDateTime, nullable=False),
    Column("fell_at", UTCDateTime, nullable=False),
    Column("number", Integer, nullable=False),
    Column("target", String(16), nullable=False),
    Column("rung", Integer, nullable=False),
    Column("skipped", JSON, nullable=False),
    Column("is_nobody", Boolean, nullable=False),
    Column("team_id", String(32)),
    Column("user_id", String(32)),
    Column("other_id", RowId),
)

page_calls = Table(
    "page_calls",
    metadata,
    Column("id", RowId, primary_key=True),
    Column("page_id", RowId, ForeignKey("pages.id"), nullable=False, index=True),
    Column("step_id", RowId, ForeignKey("page_steps.id"), nullable=False, index=True),
    Column("team_id", String(32), nullable=False),
    Column("user_id", String(32), nullable=False),
    Column("at", UTCDateTime, nullable=False, index=True),
    Column("layer", Integer),
    Column("wake_ups", Integer, nullable=False),
    Column("is_paused", Boolean, nullable=False),
    Column("channel_id", String(32)),
    Column("ts", String(32)),
    Column("failed", String(200)),
)


_INSERT_STEP = insert(page_steps).returning(page_steps.c.id)
_STEP = select(page_steps).where(page_steps.c.id == bindparam("of_id"))
_STEPS = select(page_steps).where(page_steps.c.page_id == bindparam("of_page")).order_by(page_steps.c.id)
_INSERT_CALL = insert(page_calls).inline()
_CALL = select(page_calls).where(page_calls.c.id == bindparam("of_id"))
_CALLS = select(page_calls).where(page_calls.c.page_id == bindparam("of_page")).order_by(page_calls.c.id)
_CALLS_OF_PAGES = (
    select(page_calls).where(page_calls.c.page_id.in_(bindparam("of_pages", expanding=True))).order_by(page_calls.c.id)
)
_CALLS_OF_STEP = select(page_calls).where(page_calls.c.step_id == bindparam("of_step")).order_by(page_calls.c.id)
_earlier = page_calls.alias("earlier")
_told_before = (
    exists()
    .where(_earlier.c.page_id == page_calls.c.page_id, _earlier.c.team_id == page_calls.c.team_id)
    .where(_earlier.c.user_id == page_calls.c.user_id, _earlier.c.id < page_calls.c.id)
)
# Who acknowledged it, or answered the customer, went to work on it.
_came = (
    exists()
    .where(page_steps.c.page_id == page_calls.c.page_id, page_steps.c.team_id == page_calls.c.team_id)
    .where(page_steps.c.user_id == page_calls.c.user_id)
    .where(page_steps.c.what.in_([What.ACKNOWLEDGED.value, What.OVER.value]))
)
_PAGED = (
    select(page_calls, pages.c.why, pages.c.begun_at, pages.c.first_at, pages.c.over_at)
    .add_columns(_came.label("came"), cases.c.number.label("case_number"))
    .join(pages, pages.c.id == page_calls.c.page_id)
    .outerjoin(cases, cases.c.id == pages.c.case_id)
    .where(page_calls.c.at >= bindparam("begin_at"), page_calls.c.at < bindparam("end_at"))
    .where(pages.c.is_drill.is_(None), ~_told_before)
    .order_by(page_calls.c.at, page_calls.c.id)
)
_SAVE_CALL = update(page_calls).where(page_calls.c.id == bindparam("of_id"))


class PageSteps:
    """Steps and calls by their page."""

    def __init__(self, connection: Driver) -> None:
        self._connection = connection

    def add(self, step: PageStep) -> int:
        """Keeps a step that is taken; returns the row."""
        values = {
            "page_id": step.page_id,
            "what": step.what.value,
            "at": step.at,
            "fell_at": step.fell_at,
            "number": step.number,
            "target": step.target.value,
            "rung": step.rung,
            "skipped": [one.value for one in step.skipped],
            "is_nobody": step.is_nobody,
            "team_id": step.who.team_id if step.who else None,
            "user_id": step.who.user_id if step.who else None,
            "other_id": step.other,
        }
        row_id: int = self._connection.execute(_INSERT_STEP, values).scalar_one()
        return row_id

    def get(self, row_id: int) -> PageStep | None:
        """The step of this row."""
        row = self._connection.execute(_STEP, {"of_id": row_id}).first()
        return _step(row) if row else None

    def of(self, page_id: int) -> list[PageStep]:
        """The steps taken, oldest first."""
        return [_step(row) for row in self._connection.execute(_STEPS, {"of_page": page_id})]

    def add_calls(self, step_id: int, calls: Sequence[Call]) -> list[Call]:
        """Keeps whom a new step tells; returns them as stored."""
        self._connection.execute(_INSERT_CALL, [_values_of(call) for call in calls])
        return self.calls_in(step_id) if calls else []

    def call(self, row_id: int) -> Call | None:
        """The call of this row."""
        row = self._connection.execute(_CALL, {"of_id": row_id}).first()
        return _call(row) if row else None

    def calls(self, *page_ids: int) -> list[Call]:
        """Everybody told, oldest first; who was told again is there again."""
        if not page_ids:
            return []
        if len(page_ids) == 1:
            return [_call(row) for row in self._connection.execute(_CALLS, {"of_page": page_ids[0]})]
        return [_call(row) for row in self._connection.execute(_CALLS_OF_PAGES, {"of_pages": list(page_ids)})]

    def calls_in(self, step_id: int) -> list[Call]:
        """Everybody told in this step."""
        return [_call(row) for row in self._connection.execute(_CALLS_OF_STEP, {"of_step": step_id})]

    def paged(self, begin: datetime, end: datetime) -> list[Paged]:
        """Each page of each person who was told of it first in [begin, end), drills left out, in order of time."""
        found: dict[tuple[int, PersonId], Paged] = {}
        for row in self._connection.execute(_PAGED, {"begin_at": begin, "end_at": end}):
            who = PersonId(row.team_id, row.user_id)
            one = Paged(
                who, Why(row.why), row.begun_at, row.at, bool(row.came), row.first_at, row.over_at, row.case_number
            )
            found.setdefault((row.page_id, who), one)
        return list(found.values())

    def call_paused(self, row_id: int) -> None:
        """Who was told is in Do Not Disturb."""
        self._connection.execute(_SAVE_CALL, {"is_paused": True, "of_id": row_id})

    def call_stands(self, row_id: int, channel_id: str, ts: str) -> None:
        """The direct message stands here."""
        self._connection.execute(_SAVE_CALL, {"channel_id": channel_id, "ts": ts, "of_id": row_id})

    def call_failed(self, row_id: int, reason: str) -> None:
        """The direct message could not be sent."""
        self._connection.execute(_SAVE_CALL, {"failed": reason[:200], "of_id": row_id})


def _step(row: Row) -> PageStep:
    skipped = tuple(Target(one) for one in row.skipped)
    who = PersonId(row.team_id, row.user_id) if row.team_id and row.user_id else None
    what, target = What(row.what), Target(row.target)
    return PageStep(
        row.id, row.page_id, what, row.at, row.fell_at, row.number, target, row.rung, skipped, row.is_nobody, who,
        row.other_id,
    )  # fmt: skip


def _values_of(call: Call) -> dict[str, Any]:
    return {
        "page_id": call.page_id,
        "step_id": call.step_id,
        "team_id": call.who.team_id,
        "user_id": call.who.user_id,
        "at": call.at,
        "layer": call.layer,
        "wake_ups": call.wake_ups,
        "is_paused": call.is_paused,
    }


def _call(row: Row) -> Call:
    place = (row.channel_id, row.ts) if row.channel_id and row.ts else None
    who = PersonId(row.team_id, row.user_id)
    return Call(
        row.id, row.page_id, row.step_id, who, row.at, row.layer, row.wake_ups, row.is_paused, place, row.failed
    )
