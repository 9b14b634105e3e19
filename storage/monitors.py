"""Other monitors by their tokens, of which only hashes are kept, and what they sent that nobody could read."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import (
    Column,
    ForeignKey,
    Index,
    Integer,
    Select,
    String,
    Table,
    Text,
    bindparam,
    delete,
    func,
    insert,
    select,
    update,
)

from rules.monitors import Kept, Monitor, SetAside
from rules.people import PersonId
from storage.driver import Driver
from storage.tables import RowId, UTCDateTime, metadata
from storage.wording import Row

monitors = Table(
    "monitors",
    metadata,
    Column("id", RowId, primary_key=True),
    Column("source", String(32), nullable=False),
    Column("name", String(32), nullable=False),
    Column("token_hash", String(64), nullable=False, unique=True),
    Column("secret", String(200), nullable=False),
    Column("made_at", UTCDateTime, nullable=False),
    Column("heard_at", UTCDateTime),
    Column("told_at", UTCDateTime),
    Column("untold", Integer, nullable=False),
)
set_aside = Table(
    "set_aside",
    metadata,
    Column("id", RowId, primary_key=True),
    Column("monitor_id", RowId, ForeignKey("monitors.id", ondelete="CASCADE"), nullable=False),
    Column("reason", String(300), nullable=False),
    Column("body", Text, nullable=False),
    Column("times", Integer, nullable=False),
    Column("at", UTCDateTime, nullable=False),
    Column("read_at", UTCDateTime),
    Column("read_team", String(32)),
    Column("read_user", String(32)),
    Index("ix_set_aside_of", "monitor_id", "id"),
    Index("ix_set_aside_at", "at"),
)

_THIS = monitors.c.id == bindparam("of_id")
_ALL = select(monitors).order_by(monitors.c.id)
_COUNT = select(func.count()).select_from(monitors)
_BY_TOKEN = select(monitors).where(monitors.c.token_hash == bindparam("of_token"))
_BY_TOKENS = select(monitors).where(monitors.c.token_hash.in_(bindparam("of_tokens", expanding=True)))
_LOCK = select(monitors).where(_THIS).with_for_update()
_INSERT = insert(monitors).inline()
_DROP = delete(monitors).where(_THIS)
_HEARD = update(monitors).where(_THIS).values(heard_at=bindparam("at"))
_TOLD = update(monitors).where(_THIS).values(told_at=bindparam("at"), untold=bindparam("left"))

_PUT_ASIDE = insert(set_aside).returning(set_aside.c.id)
_ASIDE = (
    select(set_aside, monitors.c.source, monitors.c.name)
    .join(monitors, monitors.c.id == set_aside.c.monitor_id)
    .where(set_aside.c.id == bindparam("of_id"))
)
_OVERMUCH = (
    select(set_aside.c.id)
    .where(set_aside.c.monitor_id == bindparam("of_id"))
    .order_by(set_aside.c.id.desc())
    .offset(bindparam("most"))
    .limit(1)
)
_TRIM = delete(set_aside).where(set_aside.c.monitor_id == bindparam("of_id"), set_aside.c.id <= bindparam("newest"))
_COUNTS = select(
    set_aside.c.monitor_id, func.count().label("count"), func.count(set_aside.c.read_at).label("read")
).group_by(set_aside.c.monitor_id)
_OF_MONITOR = select(set_aside.c.id).where(set_aside.c.monitor_id == bindparam("of_monitor"))
_NEWEST = _OF_MONITOR.order_by(set_aside.c.id.desc()).limit(1)
_OLDER = _OF_MONITOR.where(set_aside.c.id < bindparam("than")).order_by(set_aside.c.id.desc()).limit(1)
_NEWER = _OF_MONITOR.where(set_aside.c.id > bindparam("than")).order_by(set_aside.c.id).limit(1)
_READ = (
    update(set_aside)
    .where(set_aside.c.id == bindparam("of_id"), set_aside.c.read_at.is_(None))
    .values(read_at=bindparam("at_instant"), read_team=bindparam("by_team"), read_user=bindparam("by_user"))
)
_REMOVE = delete(set_aside).where(set_aside.c.id == bindparam("of_id"))
_FORGET = delete(set_aside).where(set_aside.c.at < bindparam("before"))


def _monitor(row: Row) -> Monitor:
    return Monitor(row.id, row.source, row.name, row.made_at, row.heard_at, row.secret)


def _set_aside(row: Row) -> SetAside:
    who = PersonId(row.read_team, row.read_user) if row.read_user is not None else None
    told = (row.reason, row.body, row.times, row.at, row.monitor_id, row.read_at, who)
    return SetAside(row.id, row.source, row.name, *told)


class Monitors:
    """By row, and by the hash of a token."""

    def __init__(self, connection: Driver) -> None:
        self._connection = connection

    def all(self) -> list[Monitor]:
        """Every monitor, oldest first."""
        return [_monitor(row) for row in self._connection.execute(_ALL)]

    def count(self) -> int:
        """How many there are."""
        number: int = self._connection.execute(_COUNT).scalar_one()
        return number

    def by_token(self, token_hash: str) -> Monitor | None:
        """Whose token has this hash."""
        row = self._connection.execute(_BY_TOKEN, {"of_token": token_hash}).first()
        return _monitor(row) if row else None

    def by_tokens(self, token_hashes: Collection[str]) -> dict[str, Monitor]:
        """Those whose tokens have these hashes, by hash."""
        if len(token_hashes) == 1:
            found = {token_hash: self.by_token(token_hash) for token_hash in token_hashes}
            return {token_hash: monitor for token_hash, monitor in found.items() if monitor is not None}
        rows = self._connection.execute(_BY_TOKENS, {"of_tokens": list(token_hashes)})
        return {row.token_hash: _monitor(row) for row in rows}

    def add(self, monitor: Monitor, token_hash: str) -> None:
        """Stores a new one; its row is the database's to choose."""
        values = {"source": monitor.source, "name": monitor.name, "secret": monitor.secret, "made_at": monitor.made_at}
        self._connection.execute(_INSERT, values | {"token_hash": token_hash, "untold": 0})

    def drop(self, row_id: int) -> bool:
        """Takes it and what it sent away; false when there is none."""
        return self._connection.execute(_DROP, {"of_id": row_id}).rowcount == 1

    def heard(self, row_id: int, at: datetime) -> None:
        """It was heard then."""
        self._connection.execute(_HEARD, {"of_id": row_id, "at": at})

    def told(self, row_id: int) -> tuple[datetime | None, int] | None:
        """When what it sent was last told of, and how much was not since; locked. None when it is gone."""
        row = self._connection.execute(_LOCK, {"of_id": row_id}).first()
        return (row.told_at, row.untold) if row else None

    def tell(self, row_id: int, at: datetime | None, untold: int) -> None:
        """The same, as it is from now on."""
        self._connection.execute(_TOLD, {"of_id": row_id, "at": at, "left": untold})


class SetAsides:
    """What could not be read, by the monitor that sent it."""

    def __init__(self, connection: Driver) -> None:
        self._connection = connection

    def put(self, monitor_id: int, reason: str, body: str, times: int, at: datetime) -> int:
        """Keeps one; returns the row."""
        values = {"monitor_id": monitor_id, "reason": reason, "body": body, "times": times, "at": at}
        row_id: int = self._connection.execute(_PUT_ASIDE, values).scalar_one()
        return row_id

    def get(self, row_id: int) -> SetAside | None:
        """The row, with whose it is."""
        row = self._connection.execute(_ASIDE, {"of_id": row_id}).first()
        return _set_aside(row) if row else None

    def newest(self, monitor_id: int) -> int | None:
        """The newest row of the monitor."""
        return self._row(_NEWEST, of_monitor=monitor_id)

    def beside(self, item: SetAside) -> tuple[int | None, int | None]:
        """The next newer row of its monitor, and the next older one."""
        key = {"of_monitor": item.monitor_id, "than": item.id}
        return self._row(_NEWER, **key), self._row(_OLDER, **key)

    def read(self, row_id: int, who: PersonId, at: datetime) -> None:
        """This person has read it, unless somebody has before."""
        values = {"of_id": row_id, "at_instant": at, "by_team": who.team_id, "by_user": who.user_id}
        self._connection.execute(_READ, values)

    def remove(self, row_id: int) -> None:
        """It is kept no longer."""
        self._connection.execute(_REMOVE, {"of_id": row_id})

    def _row(self, statement: Select[tuple[int]], **key: int) -> int | None:
        row = self._connection.execute(statement, key).first()
        return row.id if row else None

    def trim(self, monitor_id: int, most: int) -> None:
        """Leaves the monitor's newest `most`."""
        row = self._connection.execute(_OVERMUCH, {"of_id": monitor_id, "most": most}).first()
        if row:
            self._connection.execute(_TRIM, {"of_id": monitor_id, "newest": row.id})

    def counts(self) -> dict[int, Kept]:
        """How many are kept of each monitor that has some."""
        return {row.monitor_id: Kept(row.count, row.count - row.read) for row in self._connection.execute(_COUNTS)}

    def forget(self, before: datetime) -> int:
        """Drops those of before; returns how many."""
        return self._connection.execute(_FORGET, {"before": before}).rowcount
