"""Agreements of customers, each from a date on."""

from collections.abc import Iterable
from datetime import date

from sqlalchemy import (
    Boolean,
    Column,
    Date,
    ForeignKey,
    Integer,
    String,
    Table,
    Text,
    UniqueConstraint,
    bindparam,
    delete,
    false,
    insert,
    select,
    update,
)

from rules.customers import Agreement, Rounding
from storage.driver import Driver
from storage.tables import RowId, metadata
from storage.wording import Row

agreements = Table(
    "agreements",
    metadata,
    Column("id", RowId, primary_key=True),
    Column("customer_id", RowId, ForeignKey("customers.id"), nullable=False),
    Column("valid_from", Date, nullable=False),
    Column("operation", Boolean, nullable=False),
    Column("level_a_minutes", Integer),
    Column("level_b_minutes", Integer),
    Column("business_day_minutes", Integer),
    Column("hourly_rate", Integer),
    Column("currency", String(3), nullable=False),
    Column("rounding", String(16), nullable=False),
    Column("notes", Text, nullable=False),
    Column("alerts_always", Boolean, nullable=False, server_default=false()),
    UniqueConstraint("customer_id", "valid_from"),
)

_OF = select(agreements).where(agreements.c.customer_id == bindparam("of_customer")).order_by(agreements.c.valid_from)
_OF_MANY = (
    select(agreements)
    .where(agreements.c.customer_id.in_(bindparam("of_customers", expanding=True)))
    .order_by(agreements.c.valid_from)
)
_IN_FORCE = (
    select(agreements)
    .where(agreements.c.customer_id == bindparam("of_customer"), agreements.c.valid_from <= bindparam("on_day"))
    .order_by(agreements.c.valid_from.desc())
    .limit(1)
)
_KEY = (agreements.c.customer_id == bindparam("of_customer")) & (agreements.c.valid_from == bindparam("on_day"))
_INSERT = insert(agreements).returning(agreements.c.id)
_SAVE = update(agreements).where(_KEY).returning(agreements.c.id)
_DROP = delete(agreements).where(_KEY)


def _agreement(row: Row) -> Agreement:
    columns = dict(row._mapping)
    return Agreement(**columns | {"rounding": Rounding(columns["rounding"])})


class Agreements:
    """Agreements by customer and date."""

    def __init__(self, connection: Driver) -> None:
        self._connection = connection

    def of(self, customer_id: int) -> list[Agreement]:
        """A customer's agreements, oldest first."""
        return [_agreement(row) for row in self._connection.execute(_OF, {"of_customer": customer_id})]

    def of_many(self, customer_ids: Iterable[int]) -> list[Agreement]:
        """All agreements of these customers, oldest first."""
        rows = self._connection.execute(_OF_MANY, {"of_customers": sorted(customer_ids)})
        return [_agreement(row) for row in rows]

    def in_force(self, customer_id: int, day: date) -> Agreement | None:
        """The agreement that holds on this local date; None before the first."""
        row = self._connection.execute(_IN_FORCE, {"of_customer": customer_id, "on_day": day}).first()
        return _agreement(row) if row else None

    def put(self, agreement: Agreement) -> int:
        """Stores what is agreed from its date on, in place of what was said from that date; returns the row."""
        values = {name: value for name, value in vars(agreement).items() if name != "id"}
        values["rounding"] = agreement.rounding.value
        key = {"of_customer": agreement.customer_id, "on_day": agreement.valid_from}
        row_id: int | None = self._connection.execute(_SAVE, values | key).scalar()
        return row_id if row_id is not None else self._connection.execute(_INSERT, values).scalar_one()

    def drop(self, customer_id: int, valid_from: date) -> None:
        """Nothing is agreed from this date on any more."""
        self._connection.execute(_DROP, {"of_customer": customer_id, "on_day": valid_from})
