"""Wake-up ways beyond Slack (process.md section 9): the addresses a person sets, and how one is shown."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from rules.forms import Checks
from rules.people import Person, PersonId

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
