"""Shared channels the app was invited to: asked about, then somebody's."""

from datetime import datetime
from functools import cache

from sqlalchemy import (
    JSON,
    Column,
    Executable,
    ForeignKey,
    String,
    Table,
    Update,
    bindparam,
    exists,
    insert,
    select,
    update,
)

from rules.records import SharedChannel
from storage.driver import Driver
from storage.tables import RowId, UTCDateTime, metadata

channels = Table(
    "channels",
    metadata,
    Column("id", RowId, primary_key=True),
    Column("channel_id", String(32), nullable=False, unique=True),
    Column("name", String(100), nullable=False),
    Column("suggestion", String(200), nullable=False),
    Column("team_ids", JSON, nullable=False),
    Column("asked_at", UTCDateTime, nullable=False),
    Column("customer_id", RowId, ForeignKey("customers.id")),
    Column("question_ts", String(32)),
)

_OF = select(channels).where(channels.c.channel_id == bindparam("of_channel"))
_GET = select(channels).where(channels.c.id == bindparam("of_id"))
_UNCLAIMED = select(channels.c.channel_id).where(channels.c.customer_id.is_(None))
_INSERT = insert(channels).returning(channels.c.id)
_CLAIM = update(channels).where(channels.c.id == bindparam("of_id")).values(customer_id=bindparam("of_customer"))
_QUESTION = update(channels).where(channels.c.id == bindparam("of_id")).values(question_ts=bindparam("stands_at"))


@cache
def _renaming() -> list[Update]:
    """One statement for each table with channels' ids, as soon as all tables are defined."""
    found = [table for table in metadata.sorted_tables if "channel_id" in table.c]
    return [_rename(table) for table in found]


def _rename(table: Table) -> Update:
    renamed = update(table).where(table.c.channel_id == bindparam("was")).values(channel_id=bindparam("becomes"))
    if not table.c.channel_id.unique:
        return renamed
    there = table.alias("there")
    return renamed.where(~exists().where(there.c.channel_id == bindparam("becomes")))


class Channels:
    """Shared channels by Slack's id or our row."""

    def __init__(self, connection: Driver) -> None:
        self._connection = connection

    def of(self, channel_id: str) -> SharedChannel | None:
        """The shared channel of this Slack id, if the app was invited to it."""
        return self._one(_OF, {"of_channel": channel_id})

    def get(self, row_id: int) -> SharedChannel | None:
        """The shared channel of this row."""
        return self._one(_GET, {"of_id": row_id})

    def unclaimed(self) -> list[str]:
        """Slack's ids of the channels that are nobody's yet."""
        return list(self._connection.execute(_UNCLAIMED).scalars())

    def ask_about(self, channel_id: str, name: str, suggestion: str, team_ids: tuple[str, ...], at: datetime) -> int:
        """Records that the desk is asked whose channel this is; returns the row."""
        facts = {"channel_id": channel_id, "name": name, "suggestion": suggestion, "asked_at": at}
        row_id: int = self._connection.execute(_INSERT, facts | {"team_ids": list(team_ids)}).scalar_one()
        return row_id

    def claim(self, row_id: int, customer_id: int) -> None:
        """From now on the channel is this customer's."""
        self._connection.execute(_CLAIM, {"of_id": row_id, "of_customer": customer_id})

    def question_stands(self, row_id: int, ts: str) -> None:
        """Records where the question whose channel it is was posted."""
        self._connection.execute(_QUESTION, {"of_id": row_id, "stands_at": ts})

    def rename(self, old: str, new: str) -> None:
        """Slack's id of a channel is another one now: in every table that keeps one. A question about the new one
        stays a question."""
        for statement in _renaming():
            self._connection.execute(statement, {"was": old, "becomes": new})

    def _one(self, statement: Executable, key: dict[str, object]) -> SharedChannel | None:
        row = self._connection.execute(statement, key).first()
        if row is None:
            return None
        return SharedChannel(
            row.id, row.channel_id, row.name, row.suggestion, tuple(row.team_ids), row.customer_id, row.question_ts
        )
