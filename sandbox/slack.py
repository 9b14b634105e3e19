"""A local Slack: everything it holds in one place. Who changes it lies in the modules around."""

from typing import Any

from sandbox import cast, scopes
from sandbox.allowance import Allowance
from sandbox.changes import Changes
from sandbox.clock import Clock
from sandbox.config import Config
from sandbox.deliveries import Deliveries
from sandbox.draft import Scheduled
from sandbox.faults import Faults
from sandbox.ids import Counter
from sandbox.kinds import Json
from sandbox.manifest import Manifest
from sandbox.notices import Notices
from sandbox.pace import Pace
from sandbox.record import Record
from sandbox.response_urls import ResponseUrls
from sandbox.sockets import Sockets
from sandbox.subscriptions import Subscriptions
from sandbox.tickets import Tickets
from sandbox.triggers import Triggers
from sandbox.views import Views


class LocalSlack:
    """`url` is where it listens, known once it does."""

    def __init__(self, config: Config, clock: Clock, manifest: Manifest, record: Record) -> None:
        self.url = ""
        self.config = config
        self.clock = clock
        self.manifest = manifest
        self.record = record
        self.world = cast.world(config, clock.now())
        self.ids = Counter()
        self.changes = Changes()
        self.faults = Faults()
        self.subscriptions = Subscriptions(config.events_spared)
        self.deliveries = Deliveries(
            clock, self.changes, self.faults, self.subscriptions, config.retries, config.ack_s, config.delayed_events
        )
        self.sockets = Sockets()
        self.tickets = Tickets()
        self.triggers = Triggers(config.trigger_s)
        self.views = Views()
        self.response_urls = ResponseUrls()
        self.notices = Notices()
        self.installed = True
        self.allowance = Allowance(config.events_an_hour)
        self.suggested: dict[tuple[str, str, str, str], list[Json]] = {}
        self.drawn: dict[tuple[str, str, str], tuple[object, list[Any]]] = {}  # for the page: see drawn/messages.py
        self.scheduled: dict[str, Scheduled] = {}
        self.post_pace = Pace()
        self.workspace_pace = Pace(config.messages_a_minute, config.messages_a_minute / 60)
        self.paces = {tier: Pace(most, most / 60) for tier, most in scopes.PER_MINUTE.items()}

    def team_domain(self, team_id: str) -> str:
        """A workspace's domain."""
        return self.world.teams[team_id].domain
