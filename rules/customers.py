"""Customers in full (process.md sections 1 and 4): their contacts and what these may approve, agreements, sites."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from rules.people import PersonId


class Approves(StrEnum):
    """What a contact is named for in set-up."""

    NOTHING = ""
    MONEY = "money"
    PUBLICATION = "publication"
    BOTH = "both"

    @property
    def money(self) -> bool:
        """May approve estimates."""
        return self in {Approves.MONEY, Approves.BOTH}

    @property
    def publication(self) -> bool:
        """May approve what goes live."""
        return self in {Approves.PUBLICATION, Approves.BOTH}


class Rounding(StrEnum):
    """What is rounded up to the half hour begun: a case's month together, or each entry by itself."""

    CASE_MONTH = "case_month"
    ENTRY = "entry"


@dataclass(frozen=True)
class Contact:
    """Somebody of a customer, known by Slack, e-mail (lower case) or phone. `left_at` (UTC): no rights since then."""

    id: int
    customer_id: int
    name: str
    person: PersonId | None = None
    email: str | None = None
    phone: str | None = None
    approves: Approves = Approves.NOTHING
    language: str | None = None
    gets_letters: bool = False
    left_at: datetime | None = None


@dataclass(frozen=True)
class Agreement:
    """What is agreed with a customer from the local date `valid_from` until the next one begins.

    Minutes are of the level's own clock; None means the default. `hourly_rate` is in hundredths of `currency`.
    `operation`: operation and management, round the clock.
    """

    id: int
    customer_id: int
    valid_from: date
    operation: bool = False
    level_a_minutes: int | None = None
    level_b_minutes: int | None = None
    business_day_minutes: int | None = None
    hourly_rate: int | None = None
    currency: str = "NOK"
    rounding: Rounding = Rounding.CASE_MONTH
    notes: str = ""


@dataclass(frozen=True)
class SiteLink:
    """A link staff want at hand: hosting, admin, test environment."""

    name: str
    link: str


@dataclass(frozen=True)
class Site:
    """A site of a customer. `host` is lower case and belongs to one customer only; `runbook` is a link for the duty."""

    id: int
    customer_id: int
    name: str
    host: str
    link: str
    links: tuple[SiteLink, ...] = ()
    runbook: str | None = None
