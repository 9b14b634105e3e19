"""Wake-up ways beyond Slack: each person's own addresses, read by their owner's window and the courier alone."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import Column, String, Table, Text, UniqueConstraint, bindparam, delete, insert, select, update

from rules.people import PersonId
from rules.wakeups import Trouble, Way
from storage.driver import Driver
from storage.people import people
from storage.tables import RowId, UTCDateTime, metadata
from storage.wording import Row

ways = Table(
    "wakeup_ways",
    metadata,
    Column("id", RowId, primary_key=True),
    Column("team_id", String(32), nullable=False),
    Column("user_id", String(32), nullable=False),
    Column("name", String(60), nullable=False),
    Column("address", Text, nullable=False),
    Column("created_at", UTCDateTime, nullable=False),
    Column("tried_at", UTCDateTime),
    Column("trouble", String(16)),
    UniqueConstraint("team_id", "user_id", "name"),
)

_OWNED = (ways.c.team_id == bindparam("of_team")) & (ways.c.user_id == bindparam("of_user"))
_OF = select(ways).where(_OWNED).order_by(ways.c.id)
_OF_MANY = (
    select(ways)
    .where(ways.c.team_id.in_(bindparam("of_teams", expanding=True)))
    .where(ways.c.user_id.in_(bindparam("of_users", expanding=True)))
    .order_by(ways.c.id)
)
_GET = select(ways).where(ways.c.id == bindparam("of_id"))
_OWNERS = select(ways.c.team_id, ways.c.user_id).distinct()
_ANY = select(ways.c.id).limit(1)
_INSERT = insert(ways).returning(ways.c.id)
_DROP = delete(ways).where(ways.c.id == bindparam("of_id"), _OWNED)
_DROP_ALL = delete(ways).where(_OWNED)
_TRIED = update(ways).where(ways.c.id == bindparam("of_id"))
_LOCK = (
    select(people.c.id)
    .where(people.c.team_id == bindparam("of_team"), people.c.user_id == bindparam("of_user"))
    .with_for_update()
)


def _way(row: Row) -> Way:
    trouble = Trouble(row.trouble) if row.trouble else None
    return Way(row.id, PersonId(row.team_id, row.user_id), row.name, row.address, row.tried_at, trouble)


def _key(who: PersonId) -> dict[str, str]:
    return {"of_team": who.team_id, "of_user": who.user_id}


class Wakeups:
    """Ways by their owner."""

    def __init__(self, connection: Driver) -> None:
        self._connection = connection

    def lock(self, who: PersonId) -> None:
        """The person's ways are nobody else's to change until the transaction ends."""
        self._connection.execute(_LOCK, _key(who))

    def of(self, who: PersonId) -> list[Way]:
        """The person's ways, oldest first."""
        return [_way(row) for row in self._connection.execute(_OF, _key(who))]

    def of_all(self, people: Collection[PersonId]) -> dict[PersonId, list[Way]]:
        """The ways of those of these people who have one, each person's oldest first."""
        found: dict[PersonId, list[Way]] = {}
        if people:
            rows = self._connection.execute(
                _OF_MANY,
                {"of_teams": list({who.team_id for who in people}), "of_users": [who.user_id for who in people]},
            )
            for way in map(_way, rows):
                found.setdefault(way.owner, []).append(way)
        return {who: each for who, each in found.items() if who in people}

    def get(self, row_id: int) -> Way | None:
        """The way of this row."""
        row = self._connection.execute(_GET, {"of_id": row_id}).first()
        return _way(row) if row else None

    def owners(self) -> set[PersonId]:
        """Everybody who has a way."""
        return {PersonId(row.team_id, row.user_id) for row in self._connection.execute(_OWNERS)}

    def any(self) -> bool:
        """True while somebody has one."""
        return self._connection.execute(_ANY).first() is not None

    def add(self, who: PersonId, name: str, address: str, at: datetime) -> int:
        """Stores a way; returns the row."""
        values = {"team_id": who.team_id, "user_id": who.user_id, "name": name, "address": address, "created_at": at}
        row_id: int = self._connection.execute(_INSERT, values).scalar_one()
        return row_id

    def drop(self, who: PersonId, row_id: int) -> bool:
        """Takes the person's way away; false when they have no such way."""
        return self._connection.execute(_DROP, {"of_id": row_id} | _key(who)).rowcount == 1

    def drop_all(self, who: PersonId) -> bool:
        """Takes all of the person's ways away; false when they have none."""
        return self._connection.execute(_DROP_ALL, _key(who)).rowcount > 0

    def tried(self, row_id: int, at: datetime, trouble: Trouble | None) -> None:
        """What came of the way when it was used last."""
        values = {"tried_at": at, "trouble": trouble.value if trouble else None}
        self._connection.execute(_TRIED, {"of_id": row_id} | values)
