"""Looks at pages: first in batches of many pages, then a row for each page and hour, and one for each page and day."""

from collections import defaultdict
from collections.abc import Iterable

from sqlalchemy import BigInteger, Column, Integer, LargeBinary, Table, bindparam, delete, func, insert, select, text

from rules.looks import (
    HOUR,
    HourSeen,
    Seen,
    hour_of,
    pack_batch,
    pack_day,
    pack_hour,
    unpack_batch,
    unpack_day,
    unpack_hour,
)
from storage.checks import checks
from storage.driver import Driver
from storage.tables import RowId, metadata

HOURS_OF_DAY = 24

# In all three, an hour or a day is a whole number of them since 1970 (UTC), and `looks` is packed (rules/looks.py).
batches = Table(
    "check_batches",
    metadata,
    Column("id", RowId, primary_key=True),
    Column("hour", BigInteger, nullable=False, index=True),
    Column("slice", Integer, nullable=False),
    Column("looks", LargeBinary, nullable=False),
)
hours = Table(
    "check_hours",
    metadata,
    Column("check_id", RowId, primary_key=True, autoincrement=False),
    Column("hour", BigInteger, primary_key=True, autoincrement=False, index=True),
    Column("looks", LargeBinary, nullable=False),
)
days = Table(
    "check_days",
    metadata,
    Column("check_id", RowId, primary_key=True, autoincrement=False),
    Column("day", BigInteger, primary_key=True, autoincrement=False, index=True),
    Column("looks", LargeBinary, nullable=False),
)

_ADD = insert(batches).inline()
_OLDEST = (
    select(batches.c.hour, batches.c.slice)
    .where(batches.c.hour < bindparam("before"))
    .order_by(batches.c.hour, batches.c.slice)
    .limit(1)
)
_BATCH = (batches.c.hour == bindparam("of_hour")) & (batches.c.slice == bindparam("of_slice"))
_TAKE = delete(batches).where(_BATCH).returning(batches.c.looks)
_OF_SLICE = select(checks.c.id).where(checks.c.slice == bindparam("of_slice"))
_HOURS = select(hours.c.check_id, hours.c.looks).where(
    hours.c.hour == bindparam("of_hour"), hours.c.check_id.in_(_OF_SLICE)
)
_DAYS = select(days.c.check_id, days.c.looks).where(days.c.day == bindparam("of_day"), days.c.check_id.in_(_OF_SLICE))
_KEEP_HOUR = text(
    "INSERT INTO check_hours (check_id, hour, looks) VALUES (:check_id, :hour, :looks)"
    " ON CONFLICT (check_id, hour) DO UPDATE SET looks = excluded.looks"
).bindparams(bindparam("looks", type_=LargeBinary))
_KEEP_DAY = text(
    "INSERT INTO check_days (check_id, day, looks) VALUES (:check_id, :day, :looks)"
    " ON CONFLICT (check_id, day) DO UPDATE SET looks = excluded.looks"
).bindparams(bindparam("looks", type_=LargeBinary))
_FIRST_HOUR, _FIRST_DAY = select(func.min(hours.c.hour)), select(func.min(days.c.day))
_FORGET_HOUR = delete(hours).where(hours.c.hour == _FIRST_HOUR.scalar_subquery(), hours.c.hour < bindparam("before"))
_FORGET_DAY = delete(days).where(days.c.day == _FIRST_DAY.scalar_subquery(), days.c.day < bindparam("before"))


class Looks:
    """Looks, by when and at which page."""

    def __init__(self, connection: Driver) -> None:
        self._connection = connection

    def add(self, seen: Iterable[tuple[int, Seen]]) -> None:
        """Keeps looks, each with its part of the round."""
        found: defaultdict[tuple[int, int], list[Seen]] = defaultdict(list)
        for part, one in seen:
            found[one.at // HOUR, part].append(one)
        rows = [{"hour": hour, "slice": part, "looks": pack_batch(some)} for (hour, part), some in found.items()]
        self._connection.execute(_ADD, rows)

    def gather(self, before: int) -> int:
        """Makes rows for each page of the oldest batches of one part that are of an hour before this one; returns of
        how many looks."""
        oldest = self._connection.execute(_OLDEST, {"before": before}).first()
        if oldest is None:
            return 0
        hour, part = oldest.hour, oldest.slice
        taken = self._connection.execute(_TAKE, {"of_hour": hour, "of_slice": part}).scalars()
        found: defaultdict[int, list[Seen]] = defaultdict(list)
        for packed in taken:
            for one in unpack_batch(bytes(packed), hour):
                found[one.check_id].append(one)
        count = sum(map(len, found.values()))
        for row in self._connection.execute(_HOURS, {"of_hour": hour, "of_slice": part}):
            if row.check_id in found:  # some came late
                found[row.check_id] += unpack_hour(bytes(row.looks), row.check_id, hour)
        self._keep(hour, part, found)
        return count

    def _keep(self, hour: int, part: int, found: dict[int, list[Seen]]) -> None:
        self._connection.execute(
            _KEEP_HOUR, [{"check_id": row, "hour": hour, "looks": pack_hour(seen)} for row, seen in found.items()]
        )
        day, place = divmod(hour, HOURS_OF_DAY)
        before = self._by_check(day, part)
        rows = []
        for row, seen in found.items():
            kept = list(before.get(row, unpack_day(b"")))
            kept[place] = hour_of(seen)
            rows.append({"check_id": row, "day": day, "looks": pack_day(kept)})
        self._connection.execute(_KEEP_DAY, rows)

    def in_hours(self, part: int, wanted: Iterable[int]) -> dict[int, list[HourSeen]]:
        """The looks in these hours, by check of the part of the round; hours nothing is known of are left out."""
        found: defaultdict[int, list[HourSeen]] = defaultdict(list)
        for hour in wanted:
            day, place = divmod(hour, HOURS_OF_DAY)
            for row, kept in self._by_check(day, part).items():
                if kept[place].looks:
                    found[row].append(kept[place])
        return found

    def forget(self, hour: int, day: int) -> int:
        """Drops the oldest hour's and the oldest day's rows when they are before these; returns how many."""
        gone = self._connection.execute(_FORGET_HOUR, {"before": hour}).rowcount
        return gone + self._connection.execute(_FORGET_DAY, {"before": day}).rowcount

    def _by_check(self, day: int, part: int) -> dict[int, list[HourSeen]]:
        rows = self._connection.execute(_DAYS, {"of_day": day, "of_slice": part})
        return {row.check_id: unpack_day(bytes(row.looks)) for row in rows}
