"""Who somebody is here: roles and who holds them (process.md section 1). Decided by ids, never by names."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum


class Role(StrEnum):
    """What a person may be in the process, several at once. APPROVER approves publication, MONEY estimates; DUTY is the
    developer on duty, any developer while there is no rota or nobody has duty."""

    CONTACT = "contact"
    OPENER = "opener"
    APPROVER = "approver"
    MONEY = "money"
    STAFF = "staff"
    DEVELOPER = "developer"
    DUTY = "duty"
    LEAD = "lead"


class Place(StrEnum):
    """Where membership gives a role: the two internal channels and the leads' user group."""

    DESK = "desk"
    ONCALL = "oncall"
    LEADS = "leads"


ROLE_OF_PLACE = {Place.DESK: Role.STAFF, Place.ONCALL: Role.DEVELOPER, Place.LEADS: Role.LEAD}
US = frozenset({Role.STAFF, Role.DEVELOPER, Role.LEAD})
OURS = US | {Role.DUTY}


@dataclass(frozen=True)
class PersonId:
    """A person of Slack: workspace (T...) and user (U...) together are the key (docs/slack.md 2.2)."""

    team_id: str
    user_id: str


@dataclass(frozen=True)
class Person:
    """What is known of a person; `name` and `picture` (an address, empty where they have none) are None until Slack has
    told them."""

    id: PersonId
    name: str | None = None
    locale: str | None = None
    timezone: str | None = None
    is_guest: bool = False
    row_id: int = 0
    picture: str | None = None

    @property
    def shown(self) -> str:
        """The name to print, or the bare user id while it is unknown."""
        return self.name or self.id.user_id


class NamesPeople:
    """Facts that know people by their key."""

    people: dict[PersonId, Person]

    def name(self, who: PersonId | None) -> str:
        """A person's name to print; an empty string for nobody."""
        if who is None:
            return ""
        return self.people[who].shown if who in self.people else who.user_id


class Mode(StrEnum):
    """What a new message in a customer's channel gets: the button to open a case, a case at once, or nothing."""

    OFFER = "offer"
    AUTOMATIC = "automatic"
    OFF = "off"


@dataclass(frozen=True)
class Customer:
    """A customer as of now: name, shared channel, the workspaces its people come from, language (en or nb).

    `disconnected_at` (UTC): the channel has been out of reach since then. `help_ts` is where *Need help?* stands,
    `help_shown` a fingerprint of what it shows. `outages_in_channel`: letters about outages stand in their channel too.
    """

    id: int
    name: str
    channel_id: str
    language: str
    team_ids: frozenset[str] = field(default_factory=frozenset)
    help_ts: str | None = None
    mode: Mode = Mode.OFFER
    disconnected_at: datetime | None = None
    help_shown: str | None = None
    outages_in_channel: bool = False


@dataclass(frozen=True)
class Actor:
    """Who acts in this transaction, with the roles held now; for a case also contact or approver of it."""

    person: Person
    roles: frozenset[Role]

    @property
    def is_us(self) -> bool:
        """True for staff, developers and leads."""
        return bool(self.roles & US)


def may_be_us(person: Person, home_team: str) -> bool:
    """Only people of the home workspace who are no guests can hold a place, whatever channel they sit in."""
    return person.id.team_id == home_team and not person.is_guest


def house_roles(places: frozenset[Place]) -> frozenset[Role]:
    """The roles that go with the places a person holds."""
    return frozenset(ROLE_OF_PLACE[place] for place in places)
