"""How the app itself is: what each process found last, what is told of it, the canary, and what waits to be said.

`at`, `heard_at`, `good_since`, `due` and `caused_at` are machine seconds (epoch); processes share them.
"""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import (
    JSON,
    Column,
    Float,
    Index,
    String,
    Table,
    bindparam,
    case,
    delete,
    func,
    literal_column,
    select,
    text,
    update,
)

from rules.notices import MAIL, WAY
from rules.vitals import Ailment, How, Outlet, Part, Waiting
from storage.driver import Driver
from storage.outbox import IS_OLDEST, IS_WAITING, outbox
from storage.tables import RowId, UTCDateTime, metadata
from storage.wording import Row

THE_CANARY = 1

beats = Table(
    "beats",
    metadata,
    Column("process", String(32), primary_key=True),
    Column("at", Float, nullable=False),
    Column("heard_at", Float, nullable=False),
    Column("ills", JSON, nullable=False),
)
ailments = Table(
    "ailments",
    metadata,
    Column("id", RowId, primary_key=True),
    Column("part", String(16), nullable=False),
    Column("how", String(16), nullable=False),
    Column("began_at", UTCDateTime, nullable=False),
    Column("over_at", UTCDateTime),
    Column("good_since", Float),
    Column("ts", String(32)),
)
canary = Table(
    "canary",
    metadata,
    Column("id", RowId, primary_key=True, autoincrement=False),
    Column("due", Float, nullable=False),
    Column("caused_at", Float),
    Column("ts", String(32)),
)
_IS_OPEN = ailments.c.over_at.is_(None)
Index("uq_ailments_open", ailments.c.part, unique=True, sqlite_where=_IS_OPEN, postgresql_where=_IS_OPEN)

_BEAT = text(
    "INSERT INTO beats (process, at, heard_at, ills) VALUES (:process, :at, :heard_at, :ills)"
    " ON CONFLICT (process) DO UPDATE SET at = excluded.at, heard_at = excluded.heard_at, ills = excluded.ills"
).bindparams(bindparam("ills", type_=JSON))
_LIVING = select(beats).where(beats.c.at >= bindparam("since")).order_by(beats.c.process)
_HEARD = select(func.max(beats.c.heard_at)).where(beats.c.at >= bindparam("since"))
_STOPS = delete(beats).where(beats.c.process == bindparam("of_process"))
_FORGET = delete(beats).where(beats.c.at < bindparam("before"))
# Two processes find the same at once: the part's open ailment is one.
_BEGINS = text(
    "INSERT INTO ailments (part, how, began_at) VALUES (:part, :how, :at)"
    " ON CONFLICT (part) WHERE over_at IS NULL DO NOTHING RETURNING id"
).bindparams(bindparam("at", type_=UTCDateTime))
_OPEN = select(ailments).where(_IS_OPEN).order_by(ailments.c.part).with_for_update()
_GET = select(ailments).where(ailments.c.id == bindparam("of_id"))
_SAVE = (
    update(ailments)
    .where(ailments.c.id == bindparam("of_id"))
    .values(
        how=bindparam("new_how"),
        over_at=bindparam("ended", type_=UTCDateTime),
        good_since=bindparam("good", type_=Float),
    )
)
_STANDS = update(ailments).where(ailments.c.id == bindparam("of_id")).values(ts=bindparam("at_ts"))

_HATCH = text("INSERT INTO canary (id, due) VALUES (:of_id, 0) ON CONFLICT (id) DO NOTHING")
_BIRD = canary.c.id == THE_CANARY
_DUE = update(canary).where(_BIRD, canary.c.due <= bindparam("at_machine")).values(due=bindparam("next_at"))
_SOON = update(canary).where(_BIRD).values(due=0.0)
_CAUSED = update(canary).where(_BIRD).values(caused_at=bindparam("at_machine"), ts=bindparam("at_ts"))
_CANARY = select(canary.c.caused_at, canary.c.ts).where(_BIRD)

_OUTLET = case(
    (outbox.c.lane.like(literal_column(f"'{MAIL}%'")), literal_column(f"'{Outlet.MAIL}'")),
    (outbox.c.lane.like(literal_column(f"'{WAY}%'")), literal_column(f"'{Outlet.WAYS}'")),
    else_=literal_column(f"'{Outlet.SLACK}'"),
).label("outlet")
_WAITING = (
    select(_OUTLET, func.count().label("waits"), func.min(outbox.c.created_at).label("oldest"))
    .where(IS_WAITING)
    .group_by(literal_column("outlet"))
)
_MACHINE = bindparam("at_machine", type_=Float)
_touched = case((outbox.c.leased_until > outbox.c.not_before, outbox.c.leased_until), else_=outbox.c.not_before)
_held = select(outbox.c.lane).where(IS_WAITING, outbox.c.leased_until > _MACHINE)
# What a courier could take, in lanes of which none holds anything: a long queue that moves is no standstill.
_UNTAKEN = (
    select(
        _OUTLET,
        func.min(case((_touched <= 0.0, outbox.c.created_at))).label("never"),
        func.min(case((_touched > 0.0, _touched))).label("since"),
    )
    .where(IS_OLDEST, outbox.c.not_before <= _MACHINE, outbox.c.leased_until <= _MACHINE)
    .where(outbox.c.lane.not_in(_held))
    .group_by(literal_column("outlet"))
)


class Vitals:
    """Beats, ailments, the canary, and a look at the outbox."""

    def __init__(self, connection: Driver) -> None:
        self._connection = connection

    def beat(self, process: str, at: float, heard_at: float, ills: Mapping[Part, How]) -> None:
        """A process lives, and finds these parts ill."""
        values = {"process": process, "at": at, "heard_at": heard_at, "ills": dict(ills)}
        self._connection.execute(_BEAT, values)

    def found(self, since: float) -> list[dict[Part, How]]:
        """What each process that lives finds ill."""
        rows = self._connection.execute(_LIVING, {"since": since})
        return [{Part(part): How(how) for part, how in row.ills.items()} for row in rows]

    def heard_at(self, since: float) -> float | None:
        """When a process that lives heard of Slack last."""
        found: float | None = self._connection.execute(_HEARD, {"since": since}).scalar()
        return found

    def stops(self, process: str) -> None:
        """A process ends, and finds nothing any more."""
        self._connection.execute(_STOPS, {"of_process": process})

    def forget(self, before: float) -> int:
        """Drops processes that have not lived since; returns how many."""
        return self._connection.execute(_FORGET, {"before": before}).rowcount

    def begins(self, part: Part, how: How, at: datetime) -> int | None:
        """A part has gone quiet; the row, or None when that is known already."""
        values = {"part": part.value, "how": how.value, "at": at}
        found: int | None = self._connection.execute(_BEGINS, values).scalar()
        return found

    def open(self) -> dict[Part, Ailment]:
        """What is not over, held until the transaction ends."""
        return {Part(row.part): _ailment(row) for row in self._connection.execute(_OPEN)}

    def get(self, ailment_id: int) -> Ailment:
        """KeyError when there is no such row."""
        row = self._connection.execute(_GET, {"of_id": ailment_id}).first()
        if row is None:
            raise KeyError(ailment_id)
        return _ailment(row)

    def save(self, one: Ailment) -> None:
        """Stores how it is, since when it is well, and when it was over."""
        values = {"of_id": one.id, "new_how": one.how.value, "ended": one.over_at, "good": one.good_since}
        self._connection.execute(_SAVE, values)

    def stands(self, ailment_id: int, ts: str) -> None:
        """Where its message stands in the on-call channel."""
        self._connection.execute(_STANDS, {"of_id": ailment_id, "at_ts": ts})

    def is_due(self, machine: float, next_at: float) -> bool:
        """True, for one process, when an event of our own is due; the next one is at `next_at`."""
        self._connection.execute(_HATCH, {"of_id": THE_CANARY})
        return self._connection.execute(_DUE, {"at_machine": machine, "next_at": next_at}).rowcount == 1

    def is_due_soon(self) -> None:
        """The next event of our own is due at once."""
        self._connection.execute(_SOON)

    def caused(self, machine: float, ts: str) -> None:
        """An event of our own went out, by the message that stands there."""
        self._connection.execute(_CAUSED, {"at_machine": machine, "at_ts": ts})

    def canary(self) -> tuple[float | None, str | None]:
        """When the newest event of our own went out, and the message that caused it."""
        row = self._connection.execute(_CANARY).first()
        return (row.caused_at, row.ts) if row else (None, None)

    def waiting(self, now: datetime, machine: float) -> dict[Outlet, Waiting]:
        """What waits at each outlet that has anything."""
        untaken = {row.outlet: row for row in self._connection.execute(_UNTAKEN, {"at_machine": machine})}
        return {
            Outlet(row.outlet): Waiting(
                row.waits, _seconds(row.oldest, now), _untaken(untaken.get(row.outlet), now, machine)
            )
            for row in self._connection.execute(_WAITING)
        }


def _untaken(row: Row | None, now: datetime, machine: float) -> float:
    if row is None:
        return 0.0
    touched = machine - row.since if row.since is not None else 0.0
    return max(_seconds(row.never, now) if row.never is not None else 0.0, touched)


def _seconds(at: datetime, now: datetime) -> float:
    return max((now - at).total_seconds(), 0.0)


def _ailment(row: Row) -> Ailment:
    return Ailment(row.id, Part(row.part), How(row.how), row.began_at, row.over_at, row.good_since, row.ts)
