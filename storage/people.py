"""People Slack has told us of, and who belongs to the places that give a role."""

from collections.abc import Iterable

from sqlalchemy import (
    Boolean,
    Column,
    String,
    Table,
    UniqueConstraint,
    bindparam,
    delete,
    insert,
    select,
    text,
    update,
)

from rules.people import Person, PersonId, Place
from storage.driver import Driver
from storage.tables import RowId, metadata
from storage.wording import Row

people = Table(
    "people",
    metadata,
    Column("id", RowId, primary_key=True),
    Column("team_id", String(32), nullable=False),
    Column("user_id", String(32), nullable=False, index=True),
    Column("name", String(200)),
    Column("locale", String(20)),
    Column("timezone", String(64)),
    Column("is_guest", Boolean, nullable=False),
    Column("picture", String(1000)),
    UniqueConstraint("team_id", "user_id"),
)

memberships = Table(
    "memberships",
    metadata,
    Column("place", String(16), primary_key=True),
    Column("team_id", String(32), primary_key=True),
    Column("user_id", String(32), primary_key=True),
)

_KEY = (people.c.team_id == bindparam("of_team")) & (people.c.user_id == bindparam("of_user"))
_FIND = select(people).where(_KEY)
_LOCK = _FIND.with_for_update(key_share=True)
_GET = select(people).where(people.c.id == bindparam("of_id"))
_FIND_MANY = select(people).where(people.c.user_id.in_(bindparam("of_users", expanding=True)))
_OF_TEAMS = (
    select(people)
    .where(people.c.team_id.in_(bindparam("of_teams", expanding=True)), people.c.name.is_not(None))
    .order_by(people.c.name)
    .limit(bindparam("most"))
)
_INSERT = insert(people).inline()
_UPDATE = update(people).where(_KEY)
_IN_PLACES = (memberships.c.team_id == people.c.team_id) & (memberships.c.user_id == people.c.user_id)
_WITH_PLACES = select(people, memberships.c.place).outerjoin(memberships, _IN_PLACES).where(_KEY)
_OF_MEMBER = (memberships.c.team_id == bindparam("of_team")) & (memberships.c.user_id == bindparam("of_user"))
_PLACES = select(memberships.c.place).where(_OF_MEMBER)
_MEMBERS = select(memberships).where(memberships.c.place == bindparam("at_place"))
_JOIN = text(
    "INSERT INTO memberships (place, team_id, user_id) VALUES (:place, :team_id, :user_id)"
    " ON CONFLICT (place, team_id, user_id) DO NOTHING"
)
_LEAVE = delete(memberships).where(memberships.c.place == bindparam("at_place"), _OF_MEMBER)


def _person(row: Row) -> Person:
    return Person(
        PersonId(row.team_id, row.user_id), row.name, row.locale, row.timezone, row.is_guest, row.id, row.picture
    )


class People:
    """Persons by their key, and members by place."""

    def __init__(self, connection: Driver) -> None:
        self._connection = connection

    def find(self, key: PersonId) -> Person | None:
        """The person, if Slack has told us of them."""
        row = self._connection.execute(_FIND, {"of_team": key.team_id, "of_user": key.user_id}).first()
        return _person(row) if row else None

    def lock(self, key: PersonId) -> Person | None:
        """The person, whose memberships are nobody else's to end until the transaction ends."""
        row = self._connection.execute(_LOCK, {"of_team": key.team_id, "of_user": key.user_id}).first()
        return _person(row) if row else None

    def with_places(self, key: PersonId) -> tuple[Person | None, frozenset[Place]]:
        """The person, if Slack has told us of them, and where they are a member, in one query."""
        rows = list(self._connection.execute(_WITH_PLACES, {"of_team": key.team_id, "of_user": key.user_id}))
        places = frozenset(Place(row.place) for row in rows if row.place is not None)
        return (_person(rows[0]) if rows else None), places

    def get(self, row_id: int) -> Person:
        """The person of this row."""
        return _person(self._connection.execute(_GET, {"of_id": row_id}).one())

    def is_known(self, row_id: int) -> bool:
        """True where a person has this row."""
        return self._connection.execute(_GET, {"of_id": row_id}).first() is not None

    def named(self, keys: Iterable[PersonId | None]) -> dict[PersonId, Person]:
        """The known persons among the keys, in one query."""
        wanted = {key for key in keys if key is not None}
        if not wanted:
            return {}
        rows = self._connection.execute(_FIND_MANY, {"of_users": [key.user_id for key in wanted]})
        found = (_person(row) for row in rows)
        return {person.id: person for person in found if person.id in wanted}

    def of_teams(self, team_ids: Iterable[str], most: int) -> list[Person]:
        """Known, named people of these workspaces by name, at most `most`."""
        rows = self._connection.execute(_OF_TEAMS, {"of_teams": sorted(team_ids), "most": most})
        return [_person(row) for row in rows]

    def remember(self, person: Person) -> None:
        """Stores what Slack says of a person now."""
        known = {"name": person.name, "locale": person.locale, "timezone": person.timezone}
        known_as = {"of_team": person.id.team_id, "of_user": person.id.user_id}
        facts = known | {"is_guest": person.is_guest, "picture": person.picture}
        if not self._connection.execute(_UPDATE, known_as | facts).rowcount:
            key = {"team_id": person.id.team_id, "user_id": person.id.user_id}
            self._connection.execute(_INSERT, key | facts)

    def places(self, key: PersonId) -> frozenset[Place]:
        """Where this person is a member."""
        of = {"of_team": key.team_id, "of_user": key.user_id}
        return frozenset(Place(row.place) for row in self._connection.execute(_PLACES, of))

    def members(self, place: Place) -> set[PersonId]:
        """The people of a place."""
        rows = self._connection.execute(_MEMBERS, {"at_place": place.value})
        return {PersonId(row.team_id, row.user_id) for row in rows}

    def join(self, place: Place, key: PersonId) -> None:
        """Makes the person a member; repeats are fine."""
        facts = {"place": place.value, "team_id": key.team_id, "user_id": key.user_id}
        self._connection.execute(_JOIN, facts)

    def leave(self, place: Place, key: PersonId) -> None:
        """Ends the membership, if there is one."""
        of = {"of_team": key.team_id, "of_user": key.user_id}
        self._connection.execute(_LEAVE, of | {"at_place": place.value})
