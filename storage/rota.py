"""The rota: its layers as they were set in the course of time, what was agreed to differ, and what is watched of it."""

from dataclasses import dataclass
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
    UniqueConstraint,
    bindparam,
    delete,
    insert,
    select,
    update,
)

from rules.oncall import Shift
from rules.people import PersonId
from rules.rota import Lack, Override, Want
from rules.rota_setup import Change, LayerSetting, Shifts
from rules.rota_windows import Hours
from storage.driver import Driver
from storage.tables import RowId, UTCDateTime, metadata
from storage.wording import Row

layers = Table(
    "layers",
    metadata,
    Column("id", RowId, primary_key=True),
    Column("number", Integer, nullable=False),
    Column("since", UTCDateTime, nullable=False),
    Column("people", JSON, nullable=False),
    Column("shift", String(16), nullable=False),
    Column("length", Integer, nullable=False),
    Column("zone", String(64), nullable=False),
    Column("hours", String(16), nullable=False),
    UniqueConstraint("number", "since"),
)

listed_shifts = Table(
    "listed_shifts",
    metadata,
    Column("id", RowId, primary_key=True),
    Column("layer_id", RowId, ForeignKey("layers.id"), nullable=False, index=True),
    Column("start_at", UTCDateTime, nullable=False),
    Column("end_at", UTCDateTime, nullable=False),
    Column("team_id", String(32), nullable=False),
    Column("user_id", String(32), nullable=False),
)

overrides = Table(
    "overrides",
    metadata,
    Column("id", RowId, primary_key=True),
    Column("start_at", UTCDateTime, nullable=False),
    Column("end_at", UTCDateTime, nullable=False, index=True),
    Column("add_team", String(32)),
    Column("add_user", String(32)),
    Column("remove_team", String(32)),
    Column("remove_user", String(32)),
    Column("alone", Boolean, nullable=False),
    Column("layer", Integer),
    Column("by_team", String(32), nullable=False),
    Column("by_user", String(32), nullable=False),
    Column("at", UTCDateTime, nullable=False),
    Column("over_at", UTCDateTime),
    Column("over_team", String(32)),
    Column("over_user", String(32)),
)

rota_watch = Table(
    "rota_watch",
    metadata,
    Column("id", RowId, primary_key=True),
    Column("due_at", UTCDateTime),
    Column("report_at", UTCDateTime),
    Column("on_duty", JSON, nullable=False),
    Column("gaps", JSON, nullable=False),
    Column("lacks", JSON),
)


@dataclass(frozen=True)
class Watch:
    """What is watched of the rota: when it is looked at next, when gaps are reported next, who had duty at the last
    look, and what was told of: gaps (start, end, who), and what people lack."""

    due_at: datetime | None = None
    report_at: datetime | None = None
    on_duty: tuple[PersonId, ...] = ()
    gaps: tuple[tuple[datetime, datetime, PersonId | None], ...] = ()
    lacks: tuple[Lack[PersonId], ...] = ()


THE_ROTA = 1
LISTED = "listed"  # in place of a shift: those of a calendar
_LAYERS = select(layers).order_by(layers.c.number, layers.c.since)
_LAYER = select(layers).where(layers.c.id == bindparam("of_id"))
_SHIFTS = select(listed_shifts).order_by(listed_shifts.c.start_at, listed_shifts.c.id)
_INSERT_LAYER = insert(layers).returning(layers.c.id)
_FROM = (layers.c.number == bindparam("of_number")) & (layers.c.since >= bindparam("from_at"))
_DROP_SHIFTS = delete(listed_shifts).where(listed_shifts.c.layer_id.in_(select(layers.c.id).where(_FROM)))
_DROP_LAYERS = delete(layers).where(_FROM)
_INSERT_SHIFTS = insert(listed_shifts).inline()
_CHANGES = (
    select(overrides)
    .where(overrides.c.end_at > bindparam("after_at"), overrides.c.over_at.is_(None))
    .order_by(overrides.c.id)
)
_CHANGE = select(overrides).where(overrides.c.id == bindparam("of_id"))
_INSERT_CHANGE = insert(overrides).returning(overrides.c.id)
_END_CHANGE = update(overrides).where(overrides.c.id == bindparam("of_id"))
_WATCH = select(rota_watch).where(rota_watch.c.id == THE_ROTA)
_LOCK = _WATCH.with_for_update(key_share=True)
_SAVE_WATCH = update(rota_watch).where(rota_watch.c.id == THE_ROTA)
_ANY = select(layers.c.id).limit(1)


class Rotas:
    """The one rota there is: layers and changes to it."""

    def __init__(self, connection: Driver) -> None:
        self._connection = connection

    def exists(self) -> bool:
        """True once anything was ever set up."""
        return self._connection.execute(_ANY).first() is not None

    def settings(self) -> list[LayerSetting]:
        """Every layer as it was set, by number and time."""
        rows = list(self._connection.execute(_LAYERS))
        listed: dict[int, list[tuple[datetime, datetime, PersonId]]] = {}
        for one in self._connection.execute(_SHIFTS) if rows else ():
            shift = (one.start_at, one.end_at, PersonId(one.team_id, one.user_id))
            listed.setdefault(one.layer_id, []).append(shift)
        return [_setting(row, tuple(listed.get(row.id, ()))) for row in rows]

    def setting(self, row_id: int) -> LayerSetting | None:
        """The setting of this row, without listed shifts."""
        row = self._connection.execute(_LAYER, {"of_id": row_id}).first()
        return _setting(row, ()) if row else None

    def put(self, setting: LayerSetting) -> int:
        """The layer is so from its instant on, whatever was planned for later; returns the row."""
        key = {"of_number": setting.number, "from_at": setting.since}
        self._connection.execute(_DROP_SHIFTS, key)
        self._connection.execute(_DROP_LAYERS, key)
        values = {
            "number": setting.number,
            "since": setting.since,
            "people": [_key(who) for who in setting.people],
            "shift": setting.shift.value if setting.shift else LISTED,
            "length": setting.length,
            "zone": setting.zone,
            "hours": setting.hours.value,
        }
        row_id: int = self._connection.execute(_INSERT_LAYER, values).scalar_one()
        rows = [
            {"layer_id": row_id, "start_at": start, "end_at": end, "team_id": who.team_id, "user_id": who.user_id}
            for start, end, who in setting.listed
        ]
        self._connection.execute(_INSERT_SHIFTS, rows)
        return row_id

    def changes(self, after: datetime) -> list[Change]:
        """What is agreed to differ and ends after this instant, in the order it was made."""
        return [_change(row) for row in self._connection.execute(_CHANGES, {"after_at": after})]

    def change(self, row_id: int) -> Change | None:
        """The change of this row, also one that was taken back."""
        row = self._connection.execute(_CHANGE, {"of_id": row_id}).first()
        return _change(row) if row else None

    def add(self, override: Override[PersonId], by: PersonId, at: datetime) -> int:
        """Stores what is agreed; returns the row."""
        add_team, add_user = _columns(override.add)
        remove_team, remove_user = _columns(override.remove)
        values = {
            "start_at": override.start,
            "end_at": override.end,
            "add_team": add_team,
            "add_user": add_user,
            "remove_team": remove_team,
            "remove_user": remove_user,
            "alone": override.alone,
            "layer": override.layer,
            "by_team": by.team_id,
            "by_user": by.user_id,
            "at": at,
        }
        row_id: int = self._connection.execute(_INSERT_CHANGE, values).scalar_one()
        return row_id

    def take_back(self, row_id: int, by: PersonId, at: datetime) -> None:
        """The change holds no more."""
        over = {"over_at": at, "over_team": by.team_id, "over_user": by.user_id}
        self._connection.execute(_END_CHANGE, {"of_id": row_id} | over)

    def watch(self) -> Watch:
        """What is watched, as of now."""
        return _watched(self._connection.execute(_WATCH).one())

    def lock(self) -> Watch:
        """What is watched; the rota is nobody else's to change until the transaction ends."""
        return _watched(self._connection.execute(_LOCK).one())

    def look_at(self, at: datetime) -> None:
        """The rota is looked at then."""
        self._connection.execute(_SAVE_WATCH, {"due_at": at})

    def keep_watch(self, watch: Watch) -> None:
        """Stores what is watched."""
        gaps = [[start.isoformat(), end.isoformat(), _key(who) if who else None] for start, end, who in watch.gaps]
        values = {"due_at": watch.due_at, "report_at": watch.report_at, "gaps": gaps}
        lacks = [[one.want.value, _key(one.who) if one.who else None] for one in watch.lacks]
        people = [_key(who) for who in watch.on_duty]
        self._connection.execute(_SAVE_WATCH, values | {"on_duty": people, "lacks": lacks})


def _setting(row: Row, listed: Shifts) -> LayerSetting:
    people = tuple(PersonId(*one) for one in row.people)
    shift = None if row.shift == LISTED else Shift(row.shift)
    hours = Hours(row.hours)
    return LayerSetting(row.number, row.since, people, shift, row.length, row.zone, listed, row.id, hours)


def _change(row: Row) -> Change:
    override = Override(
        row.start_at,
        row.end_at,
        _person(row.add_team, row.add_user),
        _person(row.remove_team, row.remove_user),
        row.alone,
        row.layer,
    )
    by, over_by = PersonId(row.by_team, row.by_user), _person(row.over_team, row.over_user)
    return Change(row.id, override, by, row.at, row.over_at, over_by)


def _watched(row: Row) -> Watch:
    read = datetime.fromisoformat
    gaps = tuple((read(start), read(end), PersonId(*who) if who else None) for start, end, who in row.gaps)
    lacks = tuple(Lack(Want(want), PersonId(*who) if who else None) for want, who in row.lacks or ())
    return Watch(row.due_at, row.report_at, tuple(PersonId(*one) for one in row.on_duty), gaps, lacks)


def _key(who: PersonId) -> list[str]:
    return [who.team_id, who.user_id]


def _person(team_id: str | None, user_id: str | None) -> PersonId | None:
    return PersonId(team_id, user_id) if team_id and user_id else None


def _columns(who: PersonId | None) -> tuple[Any, Any]:
    return (who.team_id, who.user_id) if who else (None, None)
