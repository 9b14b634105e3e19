"""Cases as rows, and the counter their numbers come from."""

from dataclasses import fields
from datetime import datetime
from typing import Any

from sqlalchemy import (
    Boolean,
    Column,
    Date,
    ForeignKey,
    Index,
    Integer,
    String,
    Table,
    Text,
    bindparam,
    func,
    insert,
    select,
    update,
)

from rules.cases import Case, Coverage, State
from rules.levels import Level, Urgency
from rules.people import PersonId
from storage.driver import Driver
from storage.tables import RowId, UTCDateTime, metadata
from storage.wording import Row


def _person(name: str) -> list[Column[Any]]:
    return [Column(f"{name}_team", String(32)), Column(f"{name}_user", String(32))]


cases = Table(
    "cases",
    metadata,
    Column("id", RowId, primary_key=True),
    Column("number", Integer, nullable=False, unique=True),
    Column("customer_id", RowId, ForeignKey("customers.id"), nullable=False),
    *_person("contact"),
    *_person("opened_by"),
    *_person("assignee"),
    *_person("coverage_by"),
    Column("origin", String(16), nullable=False),
    Column("submitted_at", UTCDateTime, nullable=False),
    Column("problem", Text, nullable=False),
    Column("link", Text, nullable=False),
    Column("urgency", String(16)),
    Column("level", String(16), nullable=False),
    Column("needed_by", Date),
    Column("due_at", UTCDateTime),
    Column("state", String(16), nullable=False),
    Column("version", Integer, nullable=False),
    Column("resume", String(16)),
    Column("expected_minutes", Integer),
    Column("test_round", Integer, nullable=False),
    Column("test_link", Text, nullable=False),
    Column("approved_round", Integer),
    Column("restored", Boolean, nullable=False),
    Column("live_link", Text, nullable=False),
    Column("answered_at", UTCDateTime),
    Column("ended_at", UTCDateTime),
    Column("closes_at", UTCDateTime),
    Column("stage", Integer, server_default="1", nullable=False),
    Column("paused_at", UTCDateTime),
    Column("remind_at", UTCDateTime),
    Column("reminders", Integer, server_default="0", nullable=False),
    Column("wrote_at", UTCDateTime),
    Column("coverage", String(16)),
    Column("told_step", Integer, server_default="0", nullable=False),
    Column("step_at", UTCDateTime),
    Column("nudges", Integer, server_default="0", nullable=False),
    Column("nudge_at", UTCDateTime),
    Column("coverage_at", UTCDateTime),
    Column("merged_into", Integer, ForeignKey("cases.number"), index=True),
    Column("site_id", RowId, ForeignKey("sites.id"), index=True),
)
IS_OPEN = cases.c.ended_at.is_(None)
Index("ix_cases_of_customer", cases.c.customer_id, cases.c.ended_at, cases.c.number)
Index("ix_cases_ended_at_state", cases.c.ended_at, cases.c.state)
Index("ix_cases_wrote_at", cases.c.wrote_at, sqlite_where=cases.c.wrote_at.is_not(None),
      postgresql_where=cases.c.wrote_at.is_not(None))  # fmt: skip
Index("ix_cases_closes_at", cases.c.closes_at, sqlite_where=cases.c.closes_at.is_not(None),
      postgresql_where=cases.c.closes_at.is_not(None))  # fmt: skip
Index("ix_cases_remind_at", cases.c.remind_at, sqlite_where=cases.c.remind_at.is_not(None),
      postgresql_where=cases.c.remind_at.is_not(None))  # fmt: skip

counters = Table(
    "counters",
    metadata,
    Column("name", String(16), primary_key=True),
    Column("value", Integer, nullable=False),
)

_NEXT_NUMBER = (
    update(counters).where(counters.c.name == "case").values(value=counters.c.value + 1).returning(counters.c.value)
)
_INSERT = insert(cases).returning(cases.c.id)
# Rows that point at the case may be added meanwhile: its key is not locked, only what it says.
_LOCK = select(cases).where(cases.c.id == bindparam("of_id")).with_for_update(key_share=True)
_GET = select(cases).where(cases.c.id == bindparam("of_id"))
_NUMBERED = select(cases).where(cases.c.number == bindparam("of_number"))
_SAVE = update(cases).where(cases.c.id == bindparam("of_id"))
_MAY_CLOSE = cases.c.closes_at.is_not(None) & cases.c.wrote_at.is_(None)
_DUE = (
    select(cases.c.id)
    .where(_MAY_CLOSE, cases.c.closes_at <= bindparam("at_instant"))
    .order_by(cases.c.closes_at)
    .limit(bindparam("most"))
)
_NEXT_DUE = select(func.min(cases.c.closes_at)).where(_MAY_CLOSE)
_TO_REMIND = (
    select(cases.c.id)
    .where(cases.c.remind_at <= bindparam("at_instant"))
    .order_by(cases.c.remind_at)
    .limit(bindparam("most"))
)
_NEXT_TO_REMIND = select(func.min(cases.c.remind_at)).where(cases.c.remind_at.is_not(None))
_MERGED_INTO = select(cases).where(cases.c.merged_into == bindparam("of_number")).order_by(cases.c.number)
_LEVEL_A = (
    select(cases)
    .where(cases.c.site_id == bindparam("of_site"), cases.c.level == Level.A.value, IS_OPEN)
    .order_by(cases.c.id)
)
_ASSIGNED = (
    select(cases)
    .where(cases.c.assignee_user == bindparam("of_user"), IS_OPEN)
    .order_by(cases.c.number.desc())
    .limit(bindparam("most"))
)
_OF_CUSTOMER = (
    select(cases)
    .where(cases.c.customer_id == bindparam("of_customer"), IS_OPEN)
    .order_by(cases.c.number.desc())
    .limit(bindparam("most"))
    .offset(bindparam("after"))
)
_COUNT_OF_CUSTOMER = select(func.count()).where(cases.c.customer_id == bindparam("of_customer"), IS_OPEN)
_NEWEST = select(cases).order_by(cases.c.number.desc()).limit(bindparam("most"))
_LIKE = (
    select(cases)
    .where(func.lower(cases.c.problem).like(bindparam("some_text"), escape="\\"))
    .order_by(cases.c.number.desc())
    .limit(bindparam("most"))
)

_PEOPLE = ("contact", "opened_by", "assignee", "coverage_by")
_ENUMS = {"urgency": Urgency, "level": Level, "state": State, "resume": State, "coverage": Coverage}
_PLAIN = [f.name for f in fields(Case) if f.name not in {*_PEOPLE, *_ENUMS}]


def _row(case: Case) -> dict[str, Any]:
    values = {name: getattr(case, name) for name in _PLAIN if name != "id"}
    for name in _ENUMS:
        said = getattr(case, name)
        values[name] = None if said is None else said.value
    for name in _PEOPLE:
        person = getattr(case, name)
        values[f"{name}_team"] = person.team_id if person else None
        values[f"{name}_user"] = person.user_id if person else None
    return values


def case_of(row: Row) -> Case:
    """The case a row holds."""
    columns = row._mapping
    values = {name: columns[name] for name in _PLAIN}
    for name, kind in _ENUMS.items():
        values[name] = None if columns[name] is None else kind(columns[name])
    for name in _PEOPLE:
        team, user = columns[f"{name}_team"], columns[f"{name}_user"]
        values[name] = PersonId(team, user) if user is not None else None
    return Case(**values)


class Cases:
    """Cases by row, by number, and those that are due."""

    def __init__(self, connection: Driver) -> None:
        self._connection = connection

    def next_number(self) -> int:
        """A case number nobody had before. The counter row stays locked until the transaction ends."""
        number: int = self._connection.execute(_NEXT_NUMBER).scalar_one()
        return number

    def add(self, case: Case) -> int:
        """Stores a new case; returns its row id."""
        row_id: int = self._connection.execute(_INSERT, _row(case)).scalar_one()
        return row_id

    def lock(self, case_id: int) -> Case | None:
        """The case as it is now, held until the transaction ends: whoever comes second sees what the first did."""
        return self._first(_LOCK, {"of_id": case_id})

    def get(self, case_id: int) -> Case | None:
        """The case as it is now."""
        return self._first(_GET, {"of_id": case_id})

    def numbered(self, number: int) -> Case | None:
        """The case people call SG-number."""
        return self._first(_NUMBERED, {"of_number": number})

    def save(self, case: Case) -> None:
        """Stores the case as it has become."""
        self._connection.execute(_SAVE, _row(case) | {"of_id": case.id})

    def due(self, at: datetime, most: int) -> list[int]:
        """Row ids of live cases whose time to close has come, oldest first, at most `most`."""
        return list(self._connection.execute(_DUE, {"at_instant": at, "most": most}).scalars())

    def next_due(self) -> datetime | None:
        """The instant (UTC) at which a live case's time to close comes next; None when none waits for it."""
        found: datetime | None = self._connection.execute(_NEXT_DUE).scalar()
        return found

    def to_remind(self, at: datetime, most: int) -> list[int]:
        """Row ids of cases whose open question is to be asked about again, oldest first, at most `most`."""
        return list(self._connection.execute(_TO_REMIND, {"at_instant": at, "most": most}).scalars())

    def next_to_remind(self) -> datetime | None:
        """The instant (UTC) of the next such reminder; None when none is to come."""
        found: datetime | None = self._connection.execute(_NEXT_TO_REMIND).scalar()
        return found

    def merged_into(self, number: int) -> list[Case]:
        """The cases that were merged into the one of this number."""
        return self._list(_MERGED_INTO, {"of_number": number})

    def open_at_level_a(self, site_id: int) -> list[Case]:
        """The open Level A cases of this site, oldest first."""
        return self._list(_LEVEL_A, {"of_site": site_id})

    def assigned(self, user_id: str, most: int) -> list[Case]:
        """Open cases of one of us, newest first."""
        return self._list(_ASSIGNED, {"of_user": user_id, "most": most})

    def of_customer(self, customer_id: int, most: int, after: int = 0) -> list[Case]:
        """A customer's open cases, newest first, without the first `after`."""
        return self._list(_OF_CUSTOMER, {"of_customer": customer_id, "most": most, "after": after})

    def count_of_customer(self, customer_id: int) -> int:
        """How many open cases the customer has."""
        found: int = self._connection.execute(_COUNT_OF_CUSTOMER, {"of_customer": customer_id}).scalar_one()
        return found

    def newest(self, most: int) -> list[Case]:
        """The cases opened last, newest first."""
        return self._list(_NEWEST, {"most": most})

    def like(self, text: str, most: int) -> list[Case]:
        """Cases whose problem contains the text, newest first."""
        # Typed wildcards are letters here: "100%" finds "100%".
        literal = text.lower().replace("\\", r"\\").replace("%", r"\%").replace("_", r"\_")
        return self._list(_LIKE, {"some_text": f"%{literal}%", "most": most})

    def _list(self, statement: Any, key: dict[str, object]) -> list[Case]:
        return [case_of(row) for row in self._connection.execute(statement, key)]

    def _first(self, statement: Any, key: dict[str, object]) -> Case | None:
        row = self._connection.execute(statement, key).first()
        return case_of(row) if row else None
