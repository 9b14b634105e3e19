"""What an alert's card, and a line in its thread, are told from."""

from dataclasses import dataclass, field

from rules.alert_quiet import Rest, Window
from rules.alerts import Alert, Entry
from rules.customers import Site
from rules.facts import CaseFacts
from rules.people import Customer, Person, PersonId


@dataclass(frozen=True)
class Members:
    """What a group stands for: how many alerts, how many of them fail now, of how many customers, and some of them."""

    count: int
    failing: int
    customers: int
    some: tuple[Alert, ...] = ()


@dataclass(frozen=True)
class AlertFacts:
    """An alert as it stands, with its customer and site, its people's names, why it wakes nobody, the maintenance that
    is planned, the case it became, and what it stands for if it is a group. `entry` is the row a line is told from;
    `root` the message its thread is under, None while no card stands; `newest` the newest row that waits to draw it."""

    alert: Alert
    people: dict[PersonId, Person] = field(default_factory=dict)
    customer: Customer | None = None
    site: Site | None = None
    rest: Rest | None = None
    windows: tuple[Window, ...] = ()
    case: CaseFacts | None = None
    members: Members | None = None
    entry: Entry | None = None
    root: str | None = None
    newest: int = 0
    acknowledged_by: PersonId | None = None

    def name(self, who: PersonId | None) -> str:
        """A person's name to print; an empty string for nobody."""
        if who is None:
            return ""
        return self.people[who].shown if who in self.people else who.user_id
