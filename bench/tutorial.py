"""The app the usual tutorials lead to: ack first, then SQLAlchemy's async ORM over aiosqlite in the listener.

It writes the same rows as ours, but for the keys that make a repeat harmless, and on the same terms: a write-ahead
log, on disk at every commit, and a lock taken before the first read (without that lock it loses updates).
"""

import uuid
from collections.abc import Callable
from datetime import datetime
from typing import Any

from slack_bolt.async_app import AsyncApp
from slack_bolt.context.ack.async_ack import AsyncAck
from sqlalchemy import JSON, BigInteger, event, select
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession, async_sessionmaker, create_async_engine
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from bench.slackless import TAKE, bare_app
from bench.stage import machine_now
from rules.notices import DESK, Kind
from storage.tables import RowId, UTCDateTime

PATIENCE_MS = 30_000


class Base(DeclarativeBase):
    """The tutorial's base."""

    type_annotation_map = {int: RowId, datetime: UTCDateTime}  # noqa: RUF012 - as SQLAlchemy wants it


class CaseRow(Base):
    """A case."""

    __tablename__ = "cases"
    id: Mapped[int] = mapped_column(primary_key=True)
    number: Mapped[int]
    problem: Mapped[str]
    state: Mapped[str]
    version: Mapped[int]
    customer_id: Mapped[int]
    assignee_team: Mapped[str | None]
    assignee_user: Mapped[str | None]


class MemberRow(Base):
    """Somebody at the desk."""

    __tablename__ = "memberships"
    place: Mapped[str] = mapped_column(primary_key=True)
    team_id: Mapped[str] = mapped_column(primary_key=True)
    user_id: Mapped[str] = mapped_column(primary_key=True)


class HistoryRow(Base):
    """Something that happened."""

    __tablename__ = "history"
    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int]
    version: Mapped[int]
    at: Mapped[datetime]
    actor_team: Mapped[str]
    actor_user: Mapped[str]
    action: Mapped[str]
    from_state: Mapped[str]
    to_state: Mapped[str]
    facts: Mapped[dict[str, Any]] = mapped_column(JSON)


class NoticeRow(Base):
    """Something to say."""

    __tablename__ = "outbox"
    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(default=lambda: uuid.uuid4().hex)
    lane: Mapped[str]
    thread: Mapped[str]
    kind: Mapped[str]
    service_order: Mapped[str] = mapped_column(default="b")
    case_id: Mapped[int] = mapped_column(BigInteger)
    history_id: Mapped[int | None]
    state: Mapped[str] = mapped_column(default="waiting")
    attempts: Mapped[int] = mapped_column(default=0)
    doubtful: Mapped[bool] = mapped_column(default=False)
    not_before: Mapped[float] = mapped_column(default=0.0)
    leased_until: Mapped[float] = mapped_column(default=0.0)
    created_at: Mapped[datetime] = mapped_column(default=machine_now)


def engine(path: str) -> AsyncEngine:
    """SQLAlchemy's pool as it is, on the terms named above."""
    made = create_async_engine(f"sqlite+aiosqlite:///{path}")

    @event.listens_for(made.sync_engine, "connect")
    def on_connect(connection: Any, _record: object) -> None:
        connection.isolation_level = None
        for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", f"busy_timeout={PATIENCE_MS}"):
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(made.sync_engine, "begin")
    def on_begin(connection: Any) -> None:
        connection.exec_driver_sql("BEGIN IMMEDIATE")

    return made


def tutorial_app(engine: AsyncEngine, done: Callable[[int], None]) -> AsyncApp:
    """Bolt with the one listener; `done` hears the case once its click is committed."""
    app, sessions = bare_app(acks_last=False), async_sessionmaker(engine)

    async def take(ack: AsyncAck, body: dict[str, Any]) -> None:
        await ack()
        case_id, user = int(body["actions"][0]["value"].partition(":")[0]), body["user"]
        async with sessions() as session, session.begin():
            await _taken(session, case_id, user["team_id"], user["id"])
        done(case_id)

    app.action(TAKE)(take)
    return app


async def _taken(session: AsyncSession, case_id: int, team_id: str, user_id: str) -> None:
    case = await session.get_one(CaseRow, case_id)
    member = select(MemberRow).where(MemberRow.team_id == team_id, MemberRow.user_id == user_id)
    if case.state != "received" or not (await session.scalars(member)).all():
        raise PermissionError(case_id)
    case.state, case.version = "in_review", case.version + 1
    case.assignee_team, case.assignee_user = team_id, user_id
    entry = HistoryRow(
        case_id=case_id,
        version=case.version,
        at=machine_now(),
        actor_team=team_id,
        actor_user=user_id,
        action="take",
        from_state="received",
        to_state="in_review",
        facts={},
    )
    session.add(entry)
    await session.flush()
    lanes = (DESK, f"customer:{case.customer_id}")
    session.add(NoticeRow(lane=DESK, thread=f"case:{case_id}@{DESK}", kind=Kind.STEP.value, case_id=case_id,
                          history_id=entry.id))  # fmt: skip
    session.add_all(
        NoticeRow(lane=lane, thread=f"case:{case_id}@{lane}#card", kind=Kind.CARD.value, case_id=case_id)
        for lane in lanes
    )
