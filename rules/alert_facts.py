"""What an alert's card, and a line in its thread, are told from."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from rules.alert_quiet import Rest, Window
from rules.alerts import Alert, Entry
from rules.cases import Case
from rules.countdown_facts import CountdownFacts
from rules.customers import Site
from rules.people import Customer, NamesPeople, Person, PersonId
from rules.uptime import OutageFacts


@dataclass(frozen=True)
class Members:
    """What a group stands for: how many alerts, how many of them fail now, of how many customers, and some of them."""

    count: int
    failing: int
    customers: int
    some: tuple[Alert, ...] = ()


@dataclass(frozen=True)
class ListFacts(NamesPeople):
    """Some of what a group stands for as of `now` (UTC): which page of how many, counted from 0, the names of who has
    them, and the language of who reads."""

    group: "AlertFacts"
    shown: tuple[Alert, ...]
    people: dict[PersonId, Person]
    page: int
    pages: int
    now: datetime
    language: str | None = None


@dataclass(frozen=True)
class AlertFacts(NamesPeople):
    """An alert as it stands, with its customer and site, its people's names, who has it, why it wakes nobody, the
    maintenance that is planned, and what it stands for if it is a group. `case`: what it became, with how far its
    promise is. `entry` is the row a line is told from; `root` the message its thread is under, None while no card
    stands; `newest` the newest row that waits to draw it. `failed`: how long it failed, or by it alone its
    site was down; `outage`: that of the site, by all alerts that tell of it."""

    alert: Alert
    people: dict[PersonId, Person] = field(default_factory=dict)
    customer: Customer | None = None
    site: Site | None = None
    acknowledged_by: PersonId | None = None
    rest: Rest | None = None
    windows: tuple[Window, ...] = ()
    members: Members | None = None
    case: Case | None = None
    countdown: CountdownFacts | None = None
    entry: Entry | None = None
    root: str | None = None
    newest: int = 0
    failed: timedelta = timedelta(0)
    outage: OutageFacts | None = None


@dataclass(frozen=True)
class Maintenance:
    """What is planned or goes on, and of whom it may be: each customer with its sites."""

    windows: tuple[Window, ...]
    customers: tuple[tuple[Customer, tuple[Site, ...]], ...]
    language: str | None

    def name(self, window: Window) -> str:
        """What a window is about, to print."""
        for customer, sites in self.customers:
            if customer.id == window.customer_id:
                site = next((one.name for one in sites if one.id == window.site_id), None)
                return f"{customer.name}: {site}" if site else customer.name
        return ""
