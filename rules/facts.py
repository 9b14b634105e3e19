"""What a message is told from: values gathered by services, turned into words by views."""

from dataclasses import dataclass

from rules.cases import Case
from rules.levels import NextStep
from rules.notices import Item
from rules.people import Customer, Person, PersonId, Place
from rules.records import Attachment, CardPlace, Entry, Post, SharedChannel, Spoken


@dataclass(frozen=True)
class CaseFacts:
    """Everything a case's card or message is drawn from.

    `entry` is the history row the notice names (None for cards), `place` where the case stands in this lane,
    `newest` the newest waiting row of the card's own thread when these facts were read.
    `spoken` is the message in the customer's thread that the entry tells of.
    """

    case: Case
    customer: Customer
    people: dict[PersonId, Person]
    next_step: NextStep
    place: CardPlace | None
    entry: Entry | None = None
    attachment: Attachment | None = None
    post: Post | None = None
    newest: int = 0
    spoken: Spoken | None = None

    def name(self, who: PersonId | None) -> str:
        """A person's name to print; an empty string for nobody."""
        if who is None:
            return ""
        return self.people[who].shown if who in self.people else who.user_id

    @property
    def unnamed(self) -> list[PersonId]:
        """People these facts speak of whose names are not known yet."""
        return [
            who for who in people_of(self.case, self.entry) if who not in self.people or self.people[who].name is None
        ]


@dataclass(frozen=True)
class ChannelFacts:
    """A shared channel that is asked about, and whose it became."""

    channel: SharedChannel
    customer: Customer | None


@dataclass(frozen=True)
class FailureFacts:
    """A notice that gave up, with the number of its case if it had one."""

    item: Item
    number: int | None


@dataclass(frozen=True)
class SharedFacts:
    """Which internal channels another organisation reads; `is_here`: who is told reads it in one of them."""

    places: tuple[Place, ...]
    is_here: bool


Facts = CaseFacts | ChannelFacts | Customer | FailureFacts | SharedFacts


@dataclass(frozen=True)
class Opened:
    """What the person is told at once: the case and the next step as an instant."""

    case: Case
    next_step: NextStep


@dataclass(frozen=True)
class Desks:
    """What a form for staff offers: every customer and, by customer id, the contacts known of it."""

    customers: list[Customer]
    contacts: dict[int, list[Person]]
    language: str | None


@dataclass(frozen=True)
class Found:
    """A case in a list: with its customer's name, its assignee, and where its card stands."""

    case: Case
    customer: str
    assignee: Person | None
    place: CardPlace | None


@dataclass(frozen=True)
class MoveFacts:
    """What the form of a move is drawn from: the case, its approver's name, the language of who pressed."""

    case: Case
    approver: str | None
    language: str | None


def people_of(case: Case, entry: Entry | None) -> list[PersonId]:
    """Everybody a case's message may name."""
    spoken = [case.contact, case.opened_by, case.assignee, entry.actor if entry else None]
    return [who for who in spoken if who is not None]
