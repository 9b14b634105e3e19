"""What a message is told from: values gathered by services, turned into words by views."""

from dataclasses import dataclass, field
from datetime import datetime

from rules.alert_facts import AlertFacts
from rules.alerts import Said
from rules.cases import Case
from rules.countdown_facts import CountdownFacts, DigestFacts, GoHomeFacts, WaitFacts
from rules.customers import Contact
from rules.leaving import ContactFacts, LeaverFacts, ReachFacts
from rules.levels import NextStep
from rules.mail import ReadersFacts, StandstillFacts
from rules.monitors import SetAside
from rules.mornings import MorningFacts
from rules.notices import Item
from rules.offers import Inquiry, Saying
from rules.pages import PageFacts
from rules.people import Customer, NamesPeople, Person, PersonId, Place
from rules.records import Attachment, CardPlace, Entry, Post, SharedChannel, Spoken
from rules.rota_facts import ChangeFacts, DutyFacts, GapFacts, LayerFacts
from rules.uptime import MonthFacts, OutageFacts
from rules.vitals_facts import AilmentFacts, CanaryFacts
from rules.wakeups import PausedFacts, QuietFacts, TriedFacts, WakeFailedFacts


@dataclass(frozen=True)
class Other:
    """Another case: its row and number, its contact, and where it stands in the reader's lane."""

    id: int
    number: int
    contact: PersonId | None
    place: CardPlace | None


@dataclass(frozen=True)
class Others:
    """The cases one belongs together with: merged into, merged into it, linked to it; and where it is of Level A,
    another one that is open for the same site."""

    into: Other | None = None
    merged: tuple[Other, ...] = ()
    linked: tuple[Other, ...] = ()
    same_site: Other | None = None


@dataclass(frozen=True)
class CaseFacts(NamesPeople):
    """Everything a case's card or message is drawn from.

    `entry` is the history row the notice names (None for cards), `place` where the case stands in this lane,
    `newest` the newest waiting row of the card's own thread when these facts were read, `approvers` who in Slack
    approves publication, `spoken` the message in the customer's thread that the entry tells of, `said` the one in its
    alert's, `readers` who has read the open question, `countdown` how the promise stands where that is told, `waits`
    how long the customer has waited. `target` (UTC) is by when we mean to answer where nothing is promised: known on
    the desk's card only. `outage`: how long the site was down, on the cards of a case that an alert became.
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
    said: Said | None = None
    approvers: tuple[PersonId, ...] = ()
    others: Others = field(default_factory=Others)
    readers: tuple[PersonId, ...] = ()
    countdown: CountdownFacts | None = None
    waits: WaitFacts | None = None
    target: datetime | None = None
    outage: OutageFacts | None = None

    @property
    def unnamed(self) -> list[PersonId]:
        """People these facts speak of whose names are not known yet."""
        spoken = people_of(self.case, self.entry, self.others)
        return [who for who in spoken if who not in self.people or self.people[who].name is None]


@dataclass(frozen=True)
class ChannelFacts(NamesPeople):
    """A shared channel that is asked about, and whose it became; how much was said there meanwhile, the newest of it
    (oldest first), and the names of who said it."""

    channel: SharedChannel
    customer: Customer | None
    count: int = 0
    newest: tuple[Saying, ...] = ()
    people: dict[PersonId, Person] = field(default_factory=dict)


@dataclass(frozen=True)
class FailureFacts:
    """A notice that gave up, with the number of its case if it had one, and of a mail whom it was for."""

    item: Item
    number: int | None
    contact: Contact | None = None


@dataclass(frozen=True)
class SharedFacts:
    """Which internal channels another organisation reads; `is_here`: who is told reads it in one of them."""

    places: tuple[Place, ...]
    is_here: bool


@dataclass(frozen=True)
class HelpFacts:
    """What *Need help?* is told from: the customer, when desk and phone are open on this local day (UTC, one opening
    or none each), when the desk opens next, and the phone's number."""

    customer: Customer
    desk_open: tuple[datetime, datetime] | None
    phone_open: tuple[datetime, datetime] | None
    opens: datetime
    phone: str


@dataclass(frozen=True)
class InquiryFacts(NamesPeople):
    """An inquiry as it stands, with its customer, its people's names, the number of the case it became, and who has
    duty where it is told to the duty."""

    inquiry: Inquiry
    customer: Customer
    people: dict[PersonId, Person]
    number: int | None
    duty: DutyFacts | None = None

    @property
    def unnamed(self) -> list[PersonId]:
        """Those of its people whose names are not known yet."""
        spoken = (self.inquiry.author, self.inquiry.decided_by)
        return [who for who in spoken if who is not None and (who not in self.people or not self.people[who].name)]


@dataclass(frozen=True)
class NightFacts:
    """The desk is closed until `opens` (UTC); `operation`: the duty is there for this customer all the same."""

    operation: bool
    opens: datetime


@dataclass(frozen=True)
class AlarmFacts:
    """A case the duty or the desk should know of at once: whose, who says so, and who has duty where it is told to the
    duty."""

    case: Case
    customer: Customer
    contact: str
    duty: DutyFacts | None = None


Facts = (
    DigestFacts | GoHomeFacts |
    AlarmFacts | CaseFacts | ChannelFacts | FailureFacts | HelpFacts | ContactFacts
    | InquiryFacts | LeaverFacts | PageFacts | MorningFacts
    | ReachFacts | SharedFacts | ChangeFacts | GapFacts | LayerFacts
    | AilmentFacts | CanaryFacts
    | MonthFacts
    | AlertFacts | PausedFacts | QuietFacts | SetAside | StandstillFacts | ReadersFacts | TriedFacts | WakeFailedFacts
)  # fmt: skip


@dataclass(frozen=True)
class Opened:
    """What the person is told at once: the case, the next step as an instant, and whether the duty was alerted."""

    case: Case
    next_step: NextStep
    duty_alerted: bool = False


@dataclass(frozen=True)
class InquiryForm:
    """What the form of an offered case begins with; `contact` is its author, if they are one of the customer's."""

    inquiry: Inquiry
    customer: Customer
    contact: PersonId | None
    language: str | None
    for_us: bool


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
class CasesPage:
    """A customer's open cases, some at a time: the pages counted from 0, and how many cases there are in all."""

    found: list[Found]
    page: int
    pages: int
    total: int
    language: str | None


@dataclass(frozen=True)
class MoveFacts:
    """What the form of a move is drawn from: the case, its approvers' names, the language of who pressed."""

    case: Case
    approvers: tuple[str, ...]
    language: str | None
    us: tuple[Person, ...] = ()


def people_of(case: Case, entry: Entry | None, others: Others) -> list[PersonId]:
    """Everybody a case's message may name."""
    spoken = [case.contact, case.opened_by, case.assignee, case.coverage_by, entry.actor if entry else None]
    spoken += [other.contact for other in others.merged]
    return [who for who in spoken if who is not None]
