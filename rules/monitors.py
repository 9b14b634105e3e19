"""Other monitors at the door: what each is called, what it may send, and what of it is set aside when nobody can read
it (process.md section 10)."""

import hashlib
import re
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from rules.alerts import Signal
from rules.people import Person, PersonId

MOST_MONITORS = 50
LONGEST_MONITOR_NAME = 19  # with the longest source and a colon: as long as an alert's source may be
LONGEST_SECRET = 200
SHORTEST_TOKEN = 43  # characters; 32 random bytes as they stand in an address

TOLD_AGAIN = timedelta(hours=1)  # what cannot be read is told once in this time, of each monitor
MOST_SET_ASIDE = 20  # of each monitor, the newest
SET_ASIDE_KEPT = timedelta(days=30)
LONGEST_SET_ASIDE = 65_536  # characters of one body
HEARD_STEP = timedelta(seconds=10)  # in a storm it is not written down each time that a monitor was heard

# The names that stand in addresses, each with what the product calls itself; each has a reader in handlers/webhooks.
SOURCES = {
    "alertmanager": "Prometheus Alertmanager",
    "grafana": "Grafana",
    "uptime_kuma": "Uptime Kuma",
    "uptimerobot": "UptimeRobot",
    "pingdom": "Pingdom",
    "statuscake": "StatusCake",
    "better_stack": "Better Stack",
    "healthchecks": "Healthchecks",
    "sentry": "Sentry",
    "datadog": "Datadog",
    "new_relic": "New Relic",
    "sns": "AWS SNS (CloudWatch)",
    "checkly": "Checkly",
    "zabbix": "Zabbix",
    "icinga2": "Icinga 2",
    "site24x7": "Site24x7",
    "pagerduty": "PagerDuty Events",
    "cloudevents": "CloudEvents",
    "generic": "",
}

_NAMES = "|".join(("(?:routing|service|api|auth)_?key", "token", "secret", "password", "authorization", "ping_url"))
_NAME = rf'"[^"]{{0,60}}(?:{_NAMES})[^"]{{0,60}}'
_IN_JSON = re.compile(rf'({_NAME}"\s{{0,20}}:\s{{0,20}}")(?:[^"\\]|\\.)*', re.IGNORECASE | re.DOTALL)
_IN_A_TEXT = re.compile(rf'({_NAME}\\{{1,8}}"\s{{0,20}}:\s{{0,20}}\\{{1,8}}")[^"\\]*', re.IGNORECASE)  # JSON in JSON
_AT_LARGE = re.compile(r"((?:Bearer|Basic)\s{1,5}|://[^/@\s:\"]{0,60}:|/hooks/\w{1,32}/)[^\s@\"'\\]{6,}", re.IGNORECASE)
_IN_FORM = re.compile(rf"((?:^|[?&])[^=&?\s]{{0,60}}(?:{_NAMES})[^=&]{{0,60}}=)[^&\s]*", re.IGNORECASE)
STARS = "***"
CERTIFICATE = "certificate"  # what a signal's fact `kind` says of one that runs out


def hashed(token: str) -> str:
    """What is kept of a token: whoever reads the database can send nothing in a monitor's name."""
    return hashlib.sha256(token.encode()).hexdigest()


def voice_of(source: str, name: str) -> str:
    """Two monitors of one kind and different names are two sources of alerts."""
    return f"{source}:{name}" if name else source


@dataclass(frozen=True)
class Monitor:
    """Who may send to us under a token. `heard_at` is when it was heard last (UTC); `secret` signs what it sends,
    empty where nothing is signed, and is never printed."""

    id: int
    source: str
    name: str
    made_at: datetime
    heard_at: datetime | None = None
    secret: str = field(default="", repr=False)

    @property
    def voice(self) -> str:
        """The source of its alerts."""
        return voice_of(self.source, self.name)


@dataclass(frozen=True)
class SetAside:
    """A body that could not be read, and why. `times` counts those since the one told of before; `read_by` says that
    they have looked at it, at `read_at` (UTC)."""

    id: int
    source: str
    name: str
    reason: str
    body: str
    times: int
    at: datetime
    monitor_id: int = 0
    read_at: datetime | None = None
    read_by: PersonId | None = None


@dataclass(frozen=True)
class SetAsideFacts:
    """What is read of something set aside, who has read it, and the rows before and after it of the same monitor."""

    item: SetAside
    reader: Person | None = None
    newer: int | None = None
    older: int | None = None
    language: str | None = None


@dataclass(frozen=True)
class Kept:
    """How much of a monitor is set aside, and how much of that nobody has read."""

    count: int = 0
    unread: int = 0


@dataclass(frozen=True)
class MonitorsFacts:
    """All monitors, oldest first, how much of each is set aside, and the language of who reads."""

    monitors: tuple[Monitor, ...]
    set_aside: dict[int, Kept]
    language: str | None = None


def weighed(signal: Signal) -> Signal:
    """A certificate that runs out is another matter than its site: where both come under one key, a site that goes down
    must wake somebody whatever was said of its certificate, and its being up again does not renew that. Where its
    monitor does not say how bad it is, it is a warning: no site is down."""
    if signal.facts.get("kind") != CERTIFICATE:
        return signal
    key = signal.key if f":{CERTIFICATE}:" in signal.key else f"{signal.key}:{CERTIFICATE}"
    return replace(signal, key=key, severity=signal.severity or "warning")


def without_secrets(body: str) -> str:
    """A body as it may be kept and shown: what it calls a key, token, secret or password is stars, and so is what
    lets somebody in wherever it stands: credentials, a password in an address, an address of ours for monitors."""
    shown = body.replace("\x00", "")[:LONGEST_SET_ASIDE]
    for secret in (_IN_JSON, _IN_A_TEXT, _IN_FORM, _AT_LARGE):
        shown = secret.sub(rf"\g<1>{STARS}", shown)
    return shown
