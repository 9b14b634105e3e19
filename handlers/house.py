"""The house: what every listener is given beside its desk."""

import asyncio
from dataclasses import dataclass, field

from handlers.meters import Meters
from handlers.pager import Pager
from handlers.probe import Probe
from handlers.slack import Slack
from handlers.views.words import Words, words
from rules.people import PersonId, Place
from rules.retries import MIRROR_WAIT
from rules.working_hours import Calendar
from services.desk import Desk


@dataclass(frozen=True)
class Identity:
    """Who the app is in Slack, as auth.test said at start."""

    team_id: str
    bot_user_id: str
    bot_id: str
    token: str


@dataclass(frozen=True)
class House:
    """Slack, the desk, the opening hours, and the places that give roles. `language` is what staff channels read.

    What is said in a customer's thread is mirrored `mirror_wait` seconds later; `case_emoji` on a message asks for a
    case; `probe` looks at customers' sites; `pager` sends to
    people's wake-up ways; `meters` counts what comes in; the user group `duty_group`, if there is one, follows who
    has duty.
    `public_url` is where people's phones reach our web server, empty where they cannot.
    Setting `gap` says that something may have been said which nobody heard.
    """

    slack: Slack
    desk: Desk
    identity: Identity
    hours: Calendar
    phone_hours: Calendar
    phone: str
    language: str
    desk_channel: str
    oncall_channel: str
    leads_group: str
    mirror_wait: float = MIRROR_WAIT
    case_emoji: str = "ticket"
    probe: Probe = field(default_factory=Probe)
    pager: Pager = field(default_factory=Pager)
    meters: Meters = field(default_factory=Meters)
    duty_group: str = ""
    public_url: str = ""
    gap: asyncio.Event = field(default_factory=asyncio.Event)

    @property
    def places(self) -> dict[str, Place]:
        """Which channel is which place."""
        return {self.desk_channel: Place.DESK, self.oncall_channel: Place.ONCALL}

    def is_home(self, who: PersonId) -> bool:
        """True for people of the workspace the app is installed in."""
        return who.team_id == self.identity.team_id

    def words(self, language: str | None) -> Words:
        """The words of a person's language, or the house's."""
        return words(language or self.language)
