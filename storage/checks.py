"""Checks: the pages that are looked at, the parts of a round, and what fails now."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import (
    JSON,
    BigInteger,
    Column,
    ForeignKey,
    Integer,
    String,
    Table,
    Text,
    bindparam,
    delete,
    exists,
    func,
    insert,
    select,
    update,
)

from rules.checks import SLICES, Check, Failure, Watched, What, slice_of
from storage.driver import Driver
from storage.tables import RowId, UTCDateTime, metadata
from storage.wording import Row

checks = Table(
    "checks",
    metadata,
    Column("id", RowId, primary_key=True),
    Column("site_id", RowId, ForeignKey("sites.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("slice", Integer, nullable=False, index=True),
    Column("address", Text, nullable=False),
    Column("status", Integer),
    Column("word", String(200), nullable=False),
    Column("seconds", Integer, nullable=False),
)
slices = Table(
    "check_slices",
    metadata,
    Column("slice", Integer, primary_key=True, autoincrement=False),
    Column("due", BigInteger, nullable=False),
)
failures = Table(
    "check_failures",
    metadata,
    Column("check_id", RowId, ForeignKey("checks.id", ondelete="CASCADE"), primary_key=True, autoincrement=False),
    Column("what", String(12), primary_key=True),
    Column("since", UTCDateTime, nullable=False),
    Column("facts", JSON, nullable=False),
)

_NOW, _EVERY = bindparam("at_now", type_=BigInteger), bindparam("every", type_=BigInteger)
_OFFSET = slices.c.slice * _EVERY // SLICES
_HAS_CHECKS = exists().where(checks.c.slice == slices.c.slice)
_NEXT = select(func.min(slices.c.due)).where(_HAS_CHECKS)
_OLDEST = (
    select(slices.c.slice)
    .where(slices.c.due <= _NOW, _HAS_CHECKS)
    .order_by(slices.c.due)
    .limit(1)
    .with_for_update(skip_locked=True)
)
_TAKE = (
    update(slices)
    .where(slices.c.slice.in_(_OLDEST))
    .values(due=((_NOW - _OFFSET) // _EVERY + 1) * _EVERY + _OFFSET)
    .returning(slices.c.slice)
)
_OF_SITE = select(checks).where(checks.c.site_id == bindparam("of_site")).order_by(checks.c.id)
_OF_SLICE = (
    select(checks, failures.c.what, failures.c.since, failures.c.facts)
    .outerjoin(failures)
    .where(checks.c.slice == bindparam("of_slice"))
    .order_by(checks.c.id)
)
_INSERT = insert(checks)
_SAVE = update(checks).where(checks.c.id == bindparam("of_id"))
_DROP = delete(checks).where(checks.c.id == bindparam("of_id"))
_LOCK = select(checks.c.id).where(checks.c.site_id == bindparam("of_site")).with_for_update()
_FAILING = (
    select(failures, checks.c.address)
    .join(checks)
    .where(checks.c.site_id == bindparam("of_site"), failures.c.what == bindparam("of_what"))
    .order_by(failures.c.since, failures.c.check_id)
)
_FAILS = insert(failures).inline()
_OF_FAILURE = (failures.c.check_id == bindparam("of_check")) & (failures.c.what == bindparam("of_what"))
_FAILS_SO = update(failures).where(_OF_FAILURE)
_IS_WELL = delete(failures).where(_OF_FAILURE)


def check_of(row: Row) -> Check:
    """The check of a row that has its columns."""
    return Check(row.address, row.status, row.word, row.seconds, row.id)


class Checks:
    """Checks by site and by part of the round, and their failures."""

    def __init__(self, connection: Driver) -> None:
        self._connection = connection

    def put(self, site_id: int, wanted: Iterable[Check]) -> None:
        """The site has these checks from now on; one of the same address stays the same check."""
        before = {row.address: row.id for row in self._connection.execute(_OF_SITE, {"of_site": site_id})}
        for check in wanted:
            if (known := before.pop(check.address, None)) is None:
                self._connection.execute(_INSERT, _values(site_id, check))
            else:
                self._connection.execute(_SAVE, _values(site_id, check) | {"of_id": known})
        self._connection.execute(_DROP, [{"of_id": gone} for gone in before.values()])

    def next_due(self) -> int | None:
        """When the next part of the round begins that has checks (Unix seconds); None while there are none."""
        found: int | None = self._connection.execute(_NEXT).scalar()
        return found

    def take(self, now: int, every: int) -> int | None:
        """Takes a part of the round that has begun, which is due again in the next one; None when there is none. Each
        is taken by one process only."""
        found: int | None = self._connection.execute(_TAKE, {"at_now": now, "every": every}).scalar()
        return found

    def of_slice(self, part: int) -> list[Watched]:
        """The checks of a part of the round, and what fails of each."""
        found: dict[int, Watched] = {}
        for row in self._connection.execute(_OF_SLICE, {"of_slice": part}):
            one = found.setdefault(row.id, Watched(check_of(row), row.site_id, part, {}))
            if row.what is not None:
                one.failing[What(row.what)] = _failure(row, row.id)
        return list(found.values())

    def hold(self, site_id: int) -> frozenset[int]:
        """The rows of the site's checks, whose failures are nobody else's to change until the transaction ends."""
        return frozenset(self._connection.execute(_LOCK, {"of_site": site_id}).scalars())

    def failing(self, site_id: int, what: What) -> list[Failure]:
        """What fails so of the site's checks, longest first."""
        rows = self._connection.execute(_FAILING, {"of_site": site_id, "of_what": what.value})
        return [_failure(row, row.check_id) for row in rows]

    def fails(self, check_id: int, what: What, since: datetime, facts: dict[str, str]) -> None:
        """The check fails since then."""
        values = {"check_id": check_id, "what": what.value, "since": since, "facts": facts}
        self._connection.execute(_FAILS, values)

    def fails_so(self, check_id: int, what: What, facts: dict[str, str]) -> None:
        """The check that fails does so in another way."""
        self._connection.execute(_FAILS_SO, {"of_check": check_id, "of_what": what.value, "facts": facts})

    def is_well(self, check_id: int, what: What) -> None:
        """The check fails no more."""
        self._connection.execute(_IS_WELL, {"of_check": check_id, "of_what": what.value})


def _failure(row: Row, check_id: int) -> Failure:
    return Failure(check_id, row.address, row.since, row.facts)


def _values(site_id: int, check: Check) -> dict[str, Any]:
    return {
        "site_id": site_id,
        "slice": slice_of(site_id, check.address),
        "address": check.address,
        "status": check.status,
        "word": check.word,
        "seconds": check.limit,
    }
