"""The history: who did what, when and why, on every case. Append-only: there is no update and no delete here."""

from sqlalchemy import (
    JSON,
    Column,
    ForeignKey,
    Index,
    Integer,
    String,
    Table,
    bindparam,
    func,
    insert,
    select,
)

from rules.cases import Action
from rules.people import PersonId
from rules.records import Entry
from storage.driver import Driver
from storage.tables import RowId, UTCDateTime, metadata
from storage.wording import Row

history = Table(
    "history",
    metadata,
    Column("id", RowId, primary_key=True),
    Column("case_id", RowId, ForeignKey("cases.id"), nullable=False),
    Column("version", Integer, nullable=False),
    Column("at", UTCDateTime, nullable=False),
    Column("actor_team", String(32)),
    Column("actor_user", String(32)),
    Column("action", String(32), nullable=False),
    Column("from_state", String(16)),
    Column("to_state", String(16)),
    Column("facts", JSON, nullable=False),
)
Index("ix_history_case_id_version", history.c.case_id, history.c.version)

_INSERT = insert(history).returning(history.c.id)
_GET = select(history).where(history.c.id == bindparam("of_id"))
_AT = (
    select(history)
    .where(history.c.case_id == bindparam("of_case"), history.c.version == bindparam("at_version"))
    .order_by(history.c.id)
    .limit(1)
)
_MOVES_SINCE = (
    select(history)
    .where(history.c.case_id == bindparam("of_case"), history.c.version >= bindparam("at_version"))
    .where(history.c.from_state.is_not(None))
    .order_by(history.c.id)
    .limit(100)
)
_PAGE = (
    select(history)
    .where(history.c.case_id == bindparam("of_case"))
    .order_by(history.c.id.desc())
    .limit(bindparam("most"))
    .offset(bindparam("skipped"))
)
_READERS = select(history.c.actor_team, history.c.actor_user).where(
    history.c.case_id == bindparam("of_case"),
    history.c.version >= bindparam("at_version"),
    history.c.action == Action.READ.value,
)
_NEWEST = select(func.max(history.c.id)).where(history.c.case_id == bindparam("of_case"))
_OF_CASE = select(history).where(history.c.case_id == bindparam("of_case")).order_by(history.c.id)


def _entry(row: Row) -> Entry:
    actor = PersonId(row.actor_team, row.actor_user) if row.actor_user else None
    return Entry(
        row.case_id,
        row.version,
        row.at,
        actor,
        Action(row.action),
        row.from_state,
        row.to_state,
        row.facts,
        row.id,
    )


class History:
    """Appends and reads."""

    def __init__(self, connection: Driver) -> None:
        self._connection = connection

    def add(self, entry: Entry) -> int:
        """Appends an entry; returns its row id, which notices name."""
        row_id: int = self._connection.execute(
            _INSERT,
            {
                "case_id": entry.case_id,
                "version": entry.version,
                "at": entry.at,
                "actor_team": entry.actor.team_id if entry.actor else None,
                "actor_user": entry.actor.user_id if entry.actor else None,
                "action": entry.action.value,
                "from_state": entry.from_state,
                "to_state": entry.to_state,
                "facts": entry.facts,
            },
        ).scalar_one()
        return row_id

    def get(self, entry_id: int) -> Entry:
        """The entry; KeyError when there is none."""
        row = self._connection.execute(_GET, {"of_id": entry_id}).first()
        if row is None:
            raise KeyError(entry_id)
        return _entry(row)

    def newest(self, case_id: int) -> int:
        """The row id of the last thing that happened to the case."""
        row_id: int = self._connection.execute(_NEWEST, {"of_case": case_id}).scalar_one()
        return row_id

    def that_made(self, case_id: int, version: int) -> Entry | None:
        """The entry that brought the case to this version."""
        row = self._connection.execute(_AT, {"of_case": case_id, "at_version": version}).first()
        return _entry(row) if row else None

    def moves_since(self, case_id: int, version: int) -> list[Entry]:
        """The moves that brought the case to this version and beyond, oldest first."""
        key = {"of_case": case_id, "at_version": version}
        return [_entry(row) for row in self._connection.execute(_MOVES_SINCE, key)]

    def readers(self, case_id: int, version: int) -> list[PersonId]:
        """Who has read what was asked when the case reached this version."""
        rows = self._connection.execute(_READERS, {"of_case": case_id, "at_version": version})
        return [PersonId(str(row.actor_team), str(row.actor_user)) for row in rows]

    def page(self, case_id: int, skipped: int, most: int) -> list[Entry]:
        """What happened to the case, newest first, after the `skipped` newest."""
        key = {"of_case": case_id, "skipped": skipped, "most": most}
        return [_entry(row) for row in self._connection.execute(_PAGE, key)]

    def of_case(self, case_id: int) -> list[Entry]:
        """Everything that happened to the case, oldest first."""
        return [_entry(row) for row in self._connection.execute(_OF_CASE, {"of_case": case_id})]
