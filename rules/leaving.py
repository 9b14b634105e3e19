"""What staff and leads are told of who is gone, and of channels that cannot be reached."""

from dataclasses import dataclass

from rules.cases import Case
from rules.customers import Contact
from rules.people import Customer, Person


@dataclass(frozen=True)
class ReachFacts:
    """A customer, how many of its cases are open, and how many messages wait for its channel."""

    customer: Customer
    open_cases: int
    waiting: int


@dataclass(frozen=True)
class ContactFacts:
    """A contact who left, of whom, and whether anybody else of the customer is known."""

    contact: Contact
    customer: Customer
    is_last: bool


@dataclass(frozen=True)
class LeaverFacts:
    """One of us who left, and the open cases that are still theirs."""

    person: Person
    cases: tuple[Case, ...]
    us: tuple[Person, ...] = ()
    language: str | None = None
