"""Customers in full (process.md sections 1 and 4): their contacts and what these may approve, agreements, sites."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from rules.checks import Check
from rules.people import Customer, Person, PersonId, Role


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
    `operation`: operation and management, round the clock. `alerts_always`: alerts wake somebody at any time, also
    without it.
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
    alerts_always: bool = False


@dataclass(frozen=True)
class SiteLink:
    """A link staff want at hand: hosting, admin, test environment."""

    name: str
    link: str


@dataclass(frozen=True)
class Site:
    """A site of a customer. `host` is lower case and belongs to one customer only; `runbook` is a link for the duty.
    Since `retired_at` (UTC) it is none any more, and only what happened there is of it."""

    id: int
    customer_id: int
    name: str
    host: str
    link: str
    links: tuple[SiteLink, ...] = ()
    runbook: str | None = None
    checks: tuple[Check, ...] = ()
    retired_at: datetime | None = None


@dataclass(frozen=True)
class Approvers:
    """Who approves a case's publication: `people` in Slack, and the names of `others`, who cannot press a button."""

    people: tuple[PersonId, ...] = ()
    others: tuple[str, ...] = ()


def in_force(agreements: Iterable[Agreement], customer_id: int, day: date) -> Agreement | None:
    """The customer's agreement that holds on this local date, of these, oldest first; None before the first."""
    begun = [one for one in agreements if one.customer_id == customer_id and one.valid_from <= day]
    return begun[-1] if begun else None


def speaks_for(person: Person, customer: Customer, contact: Contact | None) -> bool:
    """True for people of the customer's workspaces, and for guests who are set as its contact, until they leave.

    `contact` is the customer's row for the person. One of us is never a contact: only guests of the house can be.
    """
    if contact is not None and contact.left_at is not None:
        return False
    return person.id.team_id in customer.team_ids or (contact is not None and person.is_guest)


def approvers_of(contacts: Iterable[Contact], own: PersonId | None) -> Approvers:
    """Those of the customer's present contacts who are named for publication; with nobody named the case's `own`."""
    named = [contact for contact in contacts if contact.approves.publication and contact.left_at is None]
    if not named:
        return Approvers((own,) if own else ())
    people = tuple(contact.person for contact in named if contact.person is not None)
    return Approvers(people, tuple(contact.name for contact in named if contact.person is None))


def roles_on(
    person: Person,
    customer: Customer,
    contact: Contact | None,
    openers: tuple[PersonId | None, ...],
    approvers: Approvers,
) -> frozenset[Role]:
    """What somebody of the customer may be on a case with these openers and approvers; nothing for who does not speak
    for the customer."""
    if not speaks_for(person, customer, contact):
        return frozenset()
    held = {
        Role.CONTACT: True,
        Role.OPENER: person.id in openers,
        Role.APPROVER: person.id in approvers.people,
        Role.MONEY: contact is not None and contact.approves.money,
    }
    return frozenset(role for role, holds in held.items() if holds)


def heir_of(contacts: Iterable[Contact]) -> Contact | None:
    """Who takes over what a contact leaves behind: somebody present in Slack, first who approves publication."""
    present = [contact for contact in contacts if contact.person is not None and contact.left_at is None]
    return min(present, key=lambda contact: not contact.approves.publication, default=None)


def hosts_of(host: str) -> tuple[str, ...]:
    """Where a link's host may be known, nearest first: itself, with or without www, then its parent domains; each also
    as others spell it."""
    labels = host.split(".")
    parents = [".".join(labels[start:]) for start in range(1, len(labels) - 1)]
    names = (host, f"www.{host}", *parents) if host else ()
    return tuple(each for name in names for each in (name, _spelled_otherwise(name)) if each)


def _spelled_otherwise(host: str) -> str:
    """A name with other letters than a to z as the network has it (`xn--`), or that one as people read it; else
    nothing."""
    try:
        if not host.isascii():
            return host.encode("idna").decode("ascii")
        return host.encode("ascii").decode("idna") if "xn--" in host else ""
    except UnicodeError:
        return ""
