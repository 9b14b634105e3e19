"""Wake-up ways beyond Slack (process.md section 9): the addresses a person sets, and how one is shown."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from rules.forms import Checks
from rules.people import Person, PersonId
from rules.records import CardPlace

MOST_WAYS = 5
LONGEST_WAY_NAME = 40
LONGEST_WAY_ADDRESS = 1000
ENOUGH_HIDDEN = 5  # characters: of an address with fewer before the last three, those are not shown either
SHOWN = 3


class Trouble(StrEnum):
    """Why a way did not work."""

    NOT_INSTALLED = "not_installed"
    NO_ADDRESS = "no_address"
    REFUSED = "refused"
    SILENCE = "silence"


@dataclass(frozen=True)
class Way:
    """A wake-up way of its owner's. Its address holds secrets: it is never printed, `masked` is. `tried_at` (UTC) and
    `trouble` say what came of it last; never used: None and None."""

    id: int
    owner: PersonId
    name: str
    address: str = field(repr=False)
    tried_at: datetime | None = None
    trouble: Trouble | None = None

    @property
    def masked(self) -> str:
        """The address as people are shown it."""
        return masked(self.address)


@dataclass(frozen=True)
class WaysFacts:
    """A person's own ways, oldest first, and the language they read."""

    ways: tuple[Way, ...]
    language: str | None = None


@dataclass(frozen=True)
class TriedFacts:
    """A way, after it was tried."""

    way: Way


@dataclass(frozen=True)
class QuietFacts:
    """Who has duty and has no wake-up way, and until when (UTC) Slack is quiet for them."""

    person: Person
    until: datetime


@dataclass(frozen=True)
class WakeFacts:
    """What goes out over a way: the token of the link that acknowledges, the case's number and the site (0 and empty
    where there is none), and since when (UTC). `language` and `timezone` are the reader's."""

    way: Way
    token: str = field(repr=False)
    number: int
    site: str
    since: datetime
    is_drill: bool = False
    language: str | None = None
    timezone: str | None = None


@dataclass(frozen=True)
class WakeFailedFacts:
    """Whose way failed, by its name, why, how many of theirs are left, and where the page's thread is."""

    person: Person
    way: str
    trouble: Trouble
    left: int
    place: CardPlace | None = None


@dataclass(frozen=True)
class PausedFacts:
    """For whom Slack is quiet: all that a step told; `goes_on`: the next step comes at once."""

    people: tuple[Person, ...]
    goes_on: bool
    place: CardPlace | None = None


def masked(address: str) -> str:
    """The scheme and the last three characters: "twilio://…321"; without them where little else would be hidden."""
    scheme, found, rest = address.partition("://")
    if not found:
        return "…"
    return f"{scheme}://…{rest[-SHOWN:]}" if len(rest) >= SHOWN + ENOUGH_HIDDEN else f"{scheme}://…"


def way_from(typed: dict[str, str]) -> tuple[str, str]:
    """Name and address as the form wants them. FieldErrors."""
    checks = Checks()
    name = checks.text("way_name", " ".join(typed.get("way_name", "").split()), required=True, longest=LONGEST_WAY_NAME)
    address = checks.text("way_address", typed.get("way_address", ""), required=True, longest=LONGEST_WAY_ADDRESS)
    checks.settle()
    return name, address
