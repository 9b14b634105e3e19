"""What the countdown's card, its reminders and digests are told from."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from rules.cases import Case
from rules.countdown import Reminder
from rules.pages import Page
from rules.people import Person, PersonId
from rules.records import CardPlace
from rules.rota_facts import DutyFacts


@dataclass(frozen=True)
class WaitFacts:
    """A message of the customer's that nobody has answered: since when, how long on the case's clock, and by when it
    should be answered; `is_over`: it was not. Instants are UTC."""

    since: datetime
    waited: timedelta
    target: datetime
    is_over: bool = False


@dataclass(frozen=True)
class LevelAFacts:
    """What the card of a Level A tells besides: whether the agreement includes operation, so that somebody is woken,
    who has duty, the page about it that is open, and the name of who has that."""

    operation: bool
    duty: DutyFacts
    page: Page | None = None
    has_it: str = ""


@dataclass(frozen=True)
class CountdownFacts:
    """A countdown as it stands: the step told last, the promise's time and how much of it is used, whom to mention,
    where the case's card stands; the reminder that is told, and whether a change of the promise made it late."""

    step: int
    budget: timedelta
    mentions: tuple[PersonId, ...]
    place: CardPlace | None
    reminder: Reminder | None = None
    by_change: bool = False
    used: timedelta = timedelta(0)
    level_a: LevelAFacts | None = None


@dataclass(frozen=True)
class DigestFacts:
    """Many at one time: the cases, the nearest deadline first, how many more there are, their customers' names, where
    their cards stand, and whom to mention."""

    cases: tuple[Case, ...]
    more: int
    names: dict[int, str]
    places: dict[int, CardPlace]
    mentions: tuple[PersonId, ...] = ()


@dataclass(frozen=True)
class GoHomeFacts:
    """Before the desk closes: promised answers that are still open, the nearest first, how many more there are, with
    names; until when they were looked for, and who has duty from then on."""

    cases: tuple[Case, ...]
    more: int
    names: dict[int, str]
    places: dict[int, CardPlace]
    people: dict[PersonId, Person] = field(default_factory=dict)
    duty: tuple[PersonId, ...] = ()
