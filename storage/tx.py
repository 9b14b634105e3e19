"""Tx: one transaction as services see it: the typed drawers and the instant it began. No connection shows."""

from collections.abc import Callable
from datetime import datetime
from typing import TypeVar

from sqlalchemy import Connection

from storage.agreements import Agreements
from storage.alert_changes import AlertChanges
from storage.alert_words import AlertWords
from storage.alerts import Alerts
from storage.attachments import Attachments
from storage.cards import Cards
from storage.cases import Cases
from storage.channels import Channels
from storage.checks import Checks
from storage.clocks import Clocks
from storage.contacts import Contacts
from storage.customers import Customers
from storage.dnd import DoNotDisturb
from storage.drafts import Drafts
from storage.driver import Driver
from storage.history import History
from storage.inbox import Inbox
from storage.later import Later
from storage.letters import Letters
from storage.links import Links
from storage.looks import Looks
from storage.mails import Mails
from storage.messages import Messages
from storage.mirrors import Mirrors
from storage.monitors import Monitors, SetAsides
from storage.mornings import Mornings
from storage.offers import Offers
from storage.outages import Outages
from storage.outbox import INSERT, Outbox
from storage.overheard import Overheard
from storage.page_steps import PageSteps
from storage.page_wakes import PageWakes
from storage.pages import Pages
from storage.pauses import Pauses
from storage.people import People
from storage.progress import Progress
from storage.queue import Queue
from storage.redraws import Redraws
from storage.rota import Rotas
from storage.secrets import Secrets
from storage.sites import Sites
from storage.uptime_reports import UptimeReports
from storage.vitals import Vitals
from storage.wakeups import Wakeups
from storage.windows import Windows

T = TypeVar("T")


class Tx:
    """`now` is the desk's instant (UTC) at which the transaction began; all its rows carry that one."""

    def __init__(self, sqlalchemy: Connection, now: datetime) -> None:
        self.now = now
        connection = Driver(sqlalchemy)
        self._unsaid = Later(connection, INSERT)
        self._open_people(connection)
        self._open_cases(connection)
        self._open_duty(connection)
        self._open_alerts(connection)
        self.inbox = Inbox(connection)
        self.progress = Progress(connection)
        self.outbox = Outbox(self._unsaid)
        self.vitals = Vitals(connection)

    def settle(self) -> None:
        """Writes what was kept to be written together."""
        self._unsaid.write()

    def _open_people(self, connection: Driver) -> None:
        self.people = People(connection)
        self.customers = Customers(connection)
        self.contacts = Contacts(connection)
        self.agreements = Agreements(connection)
        self.sites = Sites(connection, self.now)
        self.checks = Checks(connection)
        self.looks = Looks(connection)
        self.outages = Outages(connection)
        self.channels = Channels(connection)

    def _open_cases(self, connection: Driver) -> None:
        self.cases = Cases(connection)
        self.queue = Queue(connection)
        self.clocks = Clocks(connection)
        self.pauses = Pauses(connection)
        self.links = Links(connection)
        self.attachments = Attachments(connection)
        self.history = History(connection)
        self.cards = Cards(connection)
        self.messages = Messages(connection)
        self.mirrors = Mirrors(self._unsaid)
        self.mails = Mails(self._unsaid)
        self.letters = Letters(connection)
        self.drafts = Drafts(connection)
        self.offers = Offers(connection)
        self.overheard = Overheard(connection)

    def _open_duty(self, connection: Driver) -> None:
        self.rota = Rotas(connection)
        self.pages = Pages(connection)
        self.page_steps = PageSteps(connection)
        self.mornings = Mornings(connection)
        self.wakeups = Wakeups(connection)
        self.wakes = PageWakes(connection)
        self.dnd = DoNotDisturb(connection)
        self.secrets = Secrets(connection)

    def _open_alerts(self, connection: Driver) -> None:
        self.alerts = Alerts(connection)
        self.alert_changes = AlertChanges(connection)
        self.alert_words = AlertWords(connection)
        self.windows = Windows(connection)
        self.uptime_reports = UptimeReports(connection)
        self.redraws = Redraws(self._unsaid)
        self.monitors = Monitors(connection)
        self.set_asides = SetAsides(connection)


def settled(job: Callable[[Tx], T], tx: Tx) -> T:
    """What the job returns, once all of it is written: what is left is the commit."""
    result = job(tx)
    tx.settle()
    return result
