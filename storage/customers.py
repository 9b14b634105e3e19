"""Customers: name, shared channel, language, and the workspaces their people come from."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import (
    Boolean,
    Column,
    ForeignKey,
    Select,
    String,
    Table,
    bindparam,
    delete,
    false,
    insert,
    select,
    update,
)

from rules.people import Customer, Mode
from storage.driver import Driver
from storage.tables import RowId, UTCDateTime, metadata
from storage.wording import Row

customers = Table(
    "customers",
    metadata,
    Column("id", RowId, primary_key=True),
    Column("name", String(200), nullable=False, unique=True),
    Column("channel_id", String(32), nullable=False, unique=True),
    Column("language", String(8), nullable=False),
    Column("help_ts", String(32)),
    Column("mode", String(16), nullable=False, server_default=Mode.OFFER.value),
    Column("disconnected_at", UTCDateTime),
    Column("help_shown", String(64)),
    Column("outages_in_channel", Boolean, nullable=False, server_default=false()),
)

customer_teams = Table(
    "customer_teams",
    metadata,
    Column("customer_id", RowId, ForeignKey("customers.id"), primary_key=True),
    Column("team_id", String(32), primary_key=True),
)

_WITH_TEAMS = select(customers, customer_teams.c.team_id).outerjoin(customer_teams)
_OF_CHANNEL = _WITH_TEAMS.where(customers.c.channel_id == bindparam("of_channel"))
_GET = _WITH_TEAMS.where(customers.c.id == bindparam("of_id"))
_BY_NAME = _WITH_TEAMS.where(customers.c.name == bindparam("of_name"))
_ALL = select(customers).order_by(customers.c.name)
_NAMES = select(customers.c.id, customers.c.name).where(customers.c.id.in_(bindparam("of_ids", expanding=True)))
_TEAMS = select(customer_teams.c.team_id).where(customer_teams.c.customer_id == bindparam("of_id"))
_ALL_TEAMS = select(customer_teams)
_HELP = (
    update(customers)
    .where(customers.c.id == bindparam("of_id"))
    .values(help_ts=bindparam("stands_at"), help_shown=bindparam("shows"))
)
_SAVE = update(customers).where(customers.c.id == bindparam("of_id"))
_DROP_TEAM = delete(customer_teams).where(
    customer_teams.c.customer_id == bindparam("of_id"), customer_teams.c.team_id == bindparam("of_team")
)
_INSERT = insert(customers).returning(customers.c.id)
_INSERT_TEAM = insert(customer_teams).inline()


class Customers:
    """Customers by channel, name or row id."""

    def __init__(self, connection: Driver) -> None:
        self._connection = connection

    def of_channel(self, channel_id: str) -> Customer | None:
        """Whose shared channel this is."""
        return self._one(_OF_CHANNEL, {"of_channel": channel_id})

    def by_name(self, name: str) -> Customer | None:
        """The customer of exactly this name."""
        return self._one(_BY_NAME, {"of_name": name})

    def get(self, customer_id: int) -> Customer:
        """The customer of this row; KeyError when there is none."""
        found = self._one(_GET, {"of_id": customer_id})
        if found is None:
            raise KeyError(customer_id)
        return found

    def all(self) -> list[Customer]:
        """Every customer, by name, in two queries."""
        teams: dict[int, set[str]] = {}
        for row in self._connection.execute(_ALL_TEAMS):
            teams.setdefault(row.customer_id, set()).add(row.team_id)
        return [_customer(row, teams.get(row.id, ())) for row in self._connection.execute(_ALL)]

    def names(self, customer_ids: Iterable[int]) -> dict[int, str]:
        """Names by row id, in one query."""
        rows = self._connection.execute(_NAMES, {"of_ids": sorted(customer_ids)})
        return {row.id: row.name for row in rows}

    def help_stands(self, customer_id: int, ts: str | None, shows: str | None) -> None:
        """Records where *Need help?* stands, and a fingerprint of what it shows; None: it must be shown again."""
        self._connection.execute(_HELP, {"of_id": customer_id, "stands_at": ts, "shows": shows})

    def save(self, customer: Customer) -> None:
        """Stores the customer as it has become, its workspaces too."""
        self._connection.execute(_SAVE, _values(customer) | {"of_id": customer.id})
        held = set(self._connection.execute(_TEAMS, {"of_id": customer.id}).scalars())
        for team_id in sorted(held - customer.team_ids):
            self._connection.execute(_DROP_TEAM, {"of_id": customer.id, "of_team": team_id})
        for team_id in sorted(customer.team_ids - held):
            self._connection.execute(_INSERT_TEAM, {"customer_id": customer.id, "team_id": team_id})

    def add(self, name: str, channel_id: str, language: str, team_ids: Iterable[str]) -> Customer:
        """A new customer with its workspaces."""
        teams = frozenset(team_ids)
        facts = {"name": name, "channel_id": channel_id, "language": language}
        customer_id: int = self._connection.execute(_INSERT, facts).scalar_one()
        for team_id in sorted(teams):
            self._connection.execute(_INSERT_TEAM, {"customer_id": customer_id, "team_id": team_id})
        return Customer(customer_id, name, channel_id, language, teams)

    def _one(self, statement: Select[Any], key: dict[str, object]) -> Customer | None:
        """The customer with its workspaces: a row for each of them."""
        rows = list(self._connection.execute(statement, key))
        return _customer(rows[0], (row.team_id for row in rows if row.team_id is not None)) if rows else None


def _values(customer: Customer) -> dict[str, object]:
    return {
        "name": customer.name,
        "channel_id": customer.channel_id,
        "language": customer.language,
        "help_ts": customer.help_ts,
        "mode": customer.mode.value,
        "disconnected_at": customer.disconnected_at,
        "help_shown": customer.help_shown,
        "outages_in_channel": customer.outages_in_channel,
    }


def _customer(row: Row, team_ids: Iterable[str]) -> Customer:
    return Customer(
        row.id,
        row.name,
        row.channel_id,
        row.language,
        frozenset(team_ids),
        row.help_ts,
        Mode(row.mode),
        row.disconnected_at,
        row.help_shown,
        row.outages_in_channel,
    )
