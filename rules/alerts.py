"""Alerts (process.md section 10): what a monitor says of a site, and the event we make of it. What happens to one in
the course of time is in rules/alert_life.py."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum

from rules.people import PersonId

GOOD_FOR = timedelta(minutes=5)  # so long good, and it is over
REOPENS_WITHIN = timedelta(minutes=10)  # after it was over: the same card
FLAPPING_CHANGES, FLAPPING_WITHIN = 4, timedelta(hours=1)
FLAPPED_GOOD_FOR = timedelta(minutes=30)  # an acknowledgement holds so long, and it is over only then
OWN_FAULT_CUSTOMERS, OWN_FAULT_WITHIN = 5, timedelta(minutes=5)
STORM_ABOVE, STORM_WITHIN = 5, timedelta(minutes=1)  # more new ones than that are one card
SILENCES = (timedelta(hours=1), timedelta(hours=8))
LONGEST_SILENCE = timedelta(days=31)
TRUSTED_BACK = timedelta(days=1)  # a monitor that says "since last month" is believed a day
TRUSTED_AHEAD = timedelta(days=1)  # whose clock is further ahead does not say since when

LONGEST_KEY, LONGEST_TITLE, LONGEST_SEVERITY, LONGEST_ADDRESS = 200, 300, 60, 2000
MOST_FACTS, LONGEST_FACT = 10, 200
ENDED = "ended"  # the fact that says when it became good (ISO 8601), where `since` says when it began to fail

# What these severities say is worth a card, but wakes nobody, and is no outage.
MILD = frozenset(
    {"warning", "warn", "info", "information", "informational", "notice", "debug", "none", "ok", "low", "minor"}
    | {"average", "p3", "p4", "p5", "not_classified"}
)
OURS = "saksgang"  # the source of events we make ourselves out of many
CHECKS = "checks"  # our own checks
CONTROL = "control"  # the key under which our checks say that the control addresses fail: then it is our own fault


class Firing(StrEnum):
    """What a signal says of its key: it fails, somebody has seen that, it is well again."""

    FIRING = "firing"
    ACKNOWLEDGED = "acknowledged"
    RESOLVED = "resolved"


@dataclass(frozen=True)
class Signal:
    """One thing a monitor says. The same `key` is the same event of its source; `since` is an aware instant (UTC) or
    None where the monitor does not say; `site` and `link` are as it wrote them, empty where there is none; `facts` are
    short extras worth showing.

    `since` is when the failing began, also of a `resolved` one, which may name the instant it became good instead, or
    beside it as the fact ENDED. What fails anew is known by a later `since`, or by none: the same one again is the same
    news again."""

    key: str
    state: Firing
    severity: str = ""
    title: str = ""
    site: str = ""
    since: datetime | None = None
    link: str = ""
    facts: Mapping[str, str] = field(default_factory=dict)


class UnknownPayload(Exception):
    """A body that cannot be read as its source's: the reason, in a short English sentence, is its text."""


class Group(StrEnum):
    """An event we make out of many: sites of many customers at once, which is first taken as our own fault; or simply
    more than people can read."""

    OWN_FAULT = "own_fault"
    STORM = "storm"


class Change(StrEnum):
    """What happens to an alert; each is a row of its history."""

    OPENED = "opened"
    FAILED_AGAIN = "failed_again"
    GOOD = "good"
    OVER = "over"
    REOPENED = "reopened"
    FLAPPING = "flapping"
    SEEN_ELSEWHERE = "seen_elsewhere"
    ACKNOWLEDGED = "acknowledged"
    RESOLVED = "resolved"
    SILENCED = "silenced"
    HELD = "held"
    RELEASED = "released"
    POSTED = "posted"
    ASSIGNED = "assigned"
    CASE = "case"
    GROUPED = "grouped"
    MOVED = "moved"  # of a storm: our own fault took what failed of it


BEGINS = frozenset({Change.OPENED, Change.FAILED_AGAIN, Change.REOPENED})  # it fails from here on
WAKES = frozenset({Change.OPENED, Change.REOPENED})  # somebody is told


@dataclass(frozen=True)
class Alert:
    """An event of a source, with one card. Instants are UTC.

    `begun_at`: since when the event is. `failing_since` is None while it is good, which it is since `good_since`;
    `ends_at`: then it is over unless it fails before; `ended_at`: it is. `down` is how long it failed, without what it
    fails now. `turns` are its last changes between good and failing, the key's earlier ones too.
    `told_firing` and `told_resolved` are the latest `since` its monitor told with each state.
    `acknowledged_at` without `acknowledged_by`: in the monitor. `group_id`: the alert that stands for it and others,
    `group` what sort it is itself; `is_folded`: only that one's card tells of it. `woke_at`: when it began last,
    anew or again. `holds_letters`: nothing is written to customers until somebody says so.
    """

    id: int
    source: str
    key: str
    begun_at: datetime
    title: str = ""
    severity: str = ""
    site: str = ""
    link: str = ""
    facts: Mapping[str, str] = field(default_factory=dict)
    customer_id: int | None = None
    site_id: int | None = None
    failing_since: datetime | None = None
    good_since: datetime | None = None
    ends_at: datetime | None = None
    ended_at: datetime | None = None
    down: timedelta = timedelta(0)
    turns: tuple[datetime, ...] = ()
    is_flapping: bool = False
    told_firing: datetime | None = None
    told_resolved: datetime | None = None
    acknowledged_at: datetime | None = None
    acknowledged_by: PersonId | None = None
    assignee: PersonId | None = None
    silenced_until: datetime | None = None
    holds_letters: bool = False
    case_id: int | None = None
    group_id: int | None = None
    group: Group | None = None
    is_folded: bool = False
    woke_at: datetime | None = None
    channel_id: str | None = None
    ts: str | None = None
    version: int = 1

    @property
    def is_failing(self) -> bool:
        """True while it fails."""
        return self.failing_since is not None

    @property
    def is_over(self) -> bool:
        """True once it was good for long enough, or somebody said that it is over."""
        return self.ended_at is not None

    @property
    def is_outage(self) -> bool:
        """True for what may be a site that is down; False for a warning, which wakes nobody."""
        return self.severity.strip().lower().replace(" ", "_") not in MILD

    def down_until(self, at: datetime) -> timedelta:
        """How long it has failed by then."""
        return self.down + (max(at - self.failing_since, timedelta(0)) if self.failing_since else timedelta(0))


@dataclass(frozen=True)
class Entry:
    """A row of an alert's history: what happened at `at` (UTC), by whom, with what was said."""

    alert_id: int
    at: datetime
    change: Change
    who: PersonId | None = None
    facts: Mapping[str, str] = field(default_factory=dict)
    id: int = 0


@dataclass(frozen=True)
class Said:
    """What somebody wrote in an alert's thread, as it reads now; `ts` and `edited_ts` are Slack's.

    A deleted one has no text. `who` is None while only its edit or deletion came. `history_id`: the row of its case's
    history that tells of it; `mirror_ts`: where it stands in the staff thread. None for what has no case.
    """

    alert_id: int
    channel_id: str
    ts: str
    who: PersonId | None = None
    text: str = ""
    edited_ts: str | None = None
    deleted_at: datetime | None = None
    history_id: int | None = None
    mirror_ts: str | None = None
    id: int = 0

    def is_older_than(self, edited_ts: str | None) -> bool:
        """True when that edit is news here."""
        return self.deleted_at is None and (edited_ts or "") > (self.edited_ts or "")
