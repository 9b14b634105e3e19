"""Contacts of customers: who speaks for whom, and what they may approve."""

from typing import Any

from sqlalchemy import (
    Boolean,
    Column,
    ForeignKey,
    Index,
    String,
    Table,
    UniqueConstraint,
    bindparam,
    insert,
    or_,
    select,
    update,
)

from rules.customers import Approves, Contact
from rules.people import PersonId
from storage.driver import Driver
from storage.tables import RowId, UTCDateTime, metadata
from storage.wording import Row

LONGEST_NAME = 200

contacts = Table(
    "contacts",
    metadata,
    Column("id", RowId, primary_key=True),
    Column("customer_id", RowId, ForeignKey("customers.id"), nullable=False),
    Column("team_id", String(32)),
    Column("user_id", String(32)),
    Column("name", String(LONGEST_NAME), nullable=False),
    Column("email", String(254)),
    Column("phone", String(40)),
    Column("approves", String(16), nullable=False),
    Column("language", String(8)),
    Column("gets_letters", Boolean, nullable=False),
    Column("left_at", UTCDateTime),
    UniqueConstraint("customer_id", "team_id", "user_id"),
)
_STAYS = contacts.c.left_at.is_(None)
Index("ix_contacts_team_id_user_id", contacts.c.team_id, contacts.c.user_id)
Index("ix_contacts_email", contacts.c.email, unique=True, sqlite_where=_STAYS, postgresql_where=_STAYS)

_OF = select(contacts).where(contacts.c.customer_id == bindparam("of_customer")).order_by(contacts.c.id)
_PRESENT = _OF.where(_STAYS)
_IN_SLACK = select(contacts).where(contacts.c.user_id.is_not(None)).order_by(contacts.c.id)
_GET = select(contacts).where(contacts.c.id == bindparam("of_id"))
_OF_PERSON = (
    select(contacts)
    .where(contacts.c.team_id == bindparam("of_team"), contacts.c.user_id == bindparam("of_user"))
    .order_by(contacts.c.id)
)
_FIND = _OF_PERSON.where(contacts.c.customer_id == bindparam("of_customer"))
_IS_NAMED = or_(*(contacts.c.approves == one.value for one in Approves if one.publication))
_IS_PERSON = (contacts.c.team_id == bindparam("of_team")) & (contacts.c.user_id == bindparam("of_user"))
_NAMED_AND = _OF.where(_IS_NAMED | _IS_PERSON)
_BY_EMAIL = select(contacts).where(contacts.c.email == bindparam("of_email"), _STAYS)
_INSERT = insert(contacts).returning(contacts.c.id)
_CHRISTEN = (
    update(contacts)
    .where(contacts.c.team_id == bindparam("of_team"), contacts.c.user_id == bindparam("of_user"))
    .where(contacts.c.name == bindparam("of_user"))
    .values(name=bindparam("as_called"))
)
_SAVE = update(contacts).where(contacts.c.id == bindparam("of_id"))


def _values(contact: Contact) -> dict[str, object]:
    person = contact.person
    return {
        "customer_id": contact.customer_id,
        "team_id": person.team_id if person else None,
        "user_id": person.user_id if person else None,
        "name": contact.name[:LONGEST_NAME],
        "email": contact.email,
        "phone": contact.phone,
        "approves": contact.approves.value,
        "language": contact.language,
        "gets_letters": contact.gets_letters,
        "left_at": contact.left_at,
    }


def _contact(row: Row) -> Contact:
    return Contact(
        row.id,
        row.customer_id,
        row.name,
        PersonId(row.team_id, row.user_id) if row.user_id is not None else None,
        row.email,
        row.phone,
        Approves(row.approves),
        row.language,
        row.gets_letters,
        row.left_at,
    )


class Contacts:
    """Contacts by customer, person or e-mail."""

    def __init__(self, connection: Driver) -> None:
        self._connection = connection

    def of(self, customer_id: int) -> list[Contact]:
        """A customer's contacts who have not left, in the order they came."""
        return self._list(_PRESENT, {"of_customer": customer_id})

    def ever_of(self, customer_id: int) -> list[Contact]:
        """A customer's contacts, those who left too."""
        return self._list(_OF, {"of_customer": customer_id})

    def in_slack(self) -> list[Contact]:
        """Every customer's contacts whom Slack knows, those who left too."""
        return self._list(_IN_SLACK, {})

    def of_person(self, who: PersonId) -> list[Contact]:
        """Every customer's row for this person, those they left too."""
        return self._list(_OF_PERSON, {"of_team": who.team_id, "of_user": who.user_id})

    def find(self, customer_id: int, who: PersonId) -> Contact | None:
        """This customer's row for the person, even if they left."""
        key = {"of_customer": customer_id, "of_team": who.team_id, "of_user": who.user_id}
        return next(iter(self._list(_FIND, key)), None)

    def named_and(self, customer_id: int, who: PersonId) -> list[Contact]:
        """Who is named for publication, and this customer's row for the person; those who left too."""
        return self._list(_NAMED_AND, {"of_customer": customer_id, "of_team": who.team_id, "of_user": who.user_id})

    def by_email(self, email: str) -> Contact | None:
        """Whose address this is, in any case of letters; nobody who left."""
        return next(iter(self._list(_BY_EMAIL, {"of_email": email.lower()})), None)

    def get(self, contact_id: int) -> Contact | None:
        """The contact of this row."""
        return next(iter(self._list(_GET, {"of_id": contact_id})), None)

    def add(self, contact: Contact) -> int:
        """Stores a new contact; returns the row."""
        row_id: int = self._connection.execute(_INSERT, _values(contact)).scalar_one()
        return row_id

    def save(self, contact: Contact) -> None:
        """Stores the contact as it has become."""
        self._connection.execute(_SAVE, _values(contact) | {"of_id": contact.id})

    def christen(self, who: PersonId, name: str) -> None:
        """Names the person where only their user id was known; a name given in set-up stays."""
        key = {"of_team": who.team_id, "of_user": who.user_id, "as_called": name[:LONGEST_NAME]}
        self._connection.execute(_CHRISTEN, key)

    def _list(self, statement: Any, key: dict[str, object]) -> list[Contact]:
        return [_contact(row) for row in self._connection.execute(statement, key)]
