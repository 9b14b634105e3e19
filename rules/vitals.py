"""The watcher watched: what each part of the app itself shows, and when it has gone quiet (process.md section 10).

Seconds are machine seconds (epoch) unless said otherwise: connections and couriers do not follow the desk's clock.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from rules.notices import MAIL, WAY

EVERY = 15.0  # seconds from one look at oneself to the next
LIVES = 60.0  # seconds for which a process counts after its last look
GOOD_FOR = 60.0  # seconds a part must be well again before it is over
CANARY_EVERY = 120  # seconds from one event of our own to the next
SHORTEST_CANARY = 30
CANARY_WAIT = 30.0  # seconds within which it must have come back
SKEW = 10.0  # seconds by which two machines' clocks, or an event and the record of it, may be apart
RENEWED_AGAIN = 60.0  # seconds between two replacements of deaf connections
LONGEST_DISCONNECTED = 60.0
LONGEST_UNTAKEN = 120.0  # something may be said, and no courier takes it
LONGEST_FAILING = {"slack": 300.0, "mail": 1800.0, "ways": 300.0}  # and nothing said in between
LONGEST_LATE = 120.0  # a duty, or a look at a page
SLOW = 2.0  # seconds for a transaction of a few rows
LOOKS_BACK = 300.0  # seconds in which what monitors were refused counts
MOST_REFUSED = 3


class Outlet(StrEnum):
    """Where the courier says things."""

    SLACK = "slack"
    MAIL = "mail"
    WAYS = "ways"


class Part(StrEnum):
    """What the app is made of, as whoever looks after it sees it."""

    SLACK = "slack"
    DATABASE = "database"
    COURIER = "courier"
    MAIL = "mail"
    WAYS = "wake-up ways"
    DUTIES = "duties"
    CHECKS = "checks"
    WEBHOOKS = "webhooks"


class How(StrEnum):
    """How a part is; those of ILL are no good news."""

    HEARS = "hears"
    OVER_HTTP = "over_http"
    CLOSED = "closed"
    DEAF = "deaf"
    NOT_REACHED = "not_reached"
    ANSWERS = "answers"
    SLOW = "slow"
    AWAY = "away"
    SAYS = "says"
    NOTHING_WAITS = "nothing_waits"
    UNTAKEN = "untaken"
    FAILING = "failing"
    NOT_SET_UP = "not_set_up"
    REFUSED = "refused"
    ON_TIME = "on_time"
    LATE = "late"
    DOWN = "down"
    OFF = "off"
    OPEN = "open"
    TURNS_AWAY = "turns_away"
    SILENT = "silent"


ILL = frozenset(
    {How.CLOSED, How.DEAF, How.NOT_REACHED, How.SLOW, How.AWAY, How.UNTAKEN, How.FAILING, How.REFUSED, How.LATE,
     How.DOWN, How.TURNS_AWAY, How.SILENT}
)  # fmt: skip
OF_OUTLET = {Part.COURIER: Outlet.SLACK, Part.MAIL: Outlet.MAIL, Part.WAYS: Outlet.WAYS}
COURIER, CHECKS = "courier", "checks"  # what never ends, by its name; all else counts among the duties


@dataclass(frozen=True)
class Sign:
    """How a part is, with the seconds and the count its sentence tells."""

    part: Part
    how: How
    seconds: float = 0.0
    count: int = 0

    @property
    def is_well(self) -> bool:
        """False for a part that has gone quiet."""
        return self.how not in ILL


@dataclass(frozen=True)
class Waiting:
    """What waits at an outlet: how much, the oldest for how many seconds, and for how long something could be said that
    no courier takes."""

    count: int = 0
    oldest: float = 0.0
    untaken: float = 0.0


@dataclass(frozen=True)
class Records:
    """What the database tells of all processes together. `late` and `checks_late` are seconds (None: there is nothing
    to do); `caused_at` is when the newest event of our own went out, `heard_at` when another process heard any."""

    waiting: Mapping[Outlet, Waiting] = field(default_factory=dict)
    late: float | None = None
    checks_late: float | None = None
    caused_at: float | None = None
    heard_at: float | None = None
    mail_refused: bool = False


@dataclass(frozen=True)
class Pulse:
    """What a process feels of itself. `open` is how many sockets are open, of `sockets` (0: Slack comes over HTTP);
    `open_at` when one was open last; `took` the seconds a small transaction took (None: none was possible); `failing`
    since when each outlet fails without a success; `down` the work that ended and begins again; `refused` how often
    monitors could not be heard lately; `answers`: its own web server does; `checks`, `mail`: they are set up."""

    sockets: int = 0
    open: int = 0
    open_at: float = 0.0
    heard_at: float = 0.0
    took: float | None = 0.0
    failing: Mapping[Outlet, float] = field(default_factory=dict)
    down: frozenset[str] = frozenset()
    refused: int = 0
    answers: bool = True
    checks: bool = True
    mail: bool = True


@dataclass(frozen=True)
class Ailment:
    """A part that has gone quiet, as the on-call channel is told of it: from when (desk's time, UTC) to when (None: it
    still is), and where its message stands. `good_since` is the machine second since when nobody finds it ill."""

    id: int
    part: Part
    how: How
    began_at: datetime
    over_at: datetime | None = None
    good_since: float | None = None
    ts: str | None = None


def outlet_of(lane: str) -> Outlet:
    """Where a lane goes out."""
    if lane.startswith(MAIL):
        return Outlet.MAIL
    return Outlet.WAYS if lane.startswith(WAY) else Outlet.SLACK


def is_deaf(caused_at: float | None, heard_at: float, machine: float) -> bool:
    """True when an event of our own has not come back in time, and no other came since."""
    if caused_at is None or machine < caused_at + CANARY_WAIT:
        return False
    return heard_at < caused_at - SKEW


def signs(pulse: Pulse, records: Records | None, machine: float) -> dict[Part, Sign]:
    """How each part is. Without records the database does not answer, and what only they tell is left out."""
    found = [_slack(pulse, records, machine), _database(pulse, records)]
    if records is not None:
        found += [_outlet(part, pulse, records, machine) for part in OF_OUTLET]
        found += [_duties(pulse, records), _checks(pulse, records)]
    found.append(_webhooks(pulse))
    return {sign.part: sign for sign in found}


def is_well(found: Mapping[Part, Sign]) -> bool:
    """True while every part is."""
    return all(sign.is_well for sign in found.values())


def ailing(now: Mapping[Part, Sign], before: Mapping[Part, Sign]) -> dict[Part, How]:
    """What is told: a part that was ill at two looks in a row, a deaf connection at once, as it is mended at once."""
    return {
        part: sign.how
        for part, sign in now.items()
        if not sign.is_well and (sign.how is How.DEAF or (part in before and not before[part].is_well))
    }


def worst(told: Iterable[Mapping[Part, How]]) -> dict[Part, How]:
    """What several processes find ill, each part once: as the first of them says."""
    found: dict[Part, How] = {}
    for one in told:
        found = dict(one) | found
    return found


def _slack(pulse: Pulse, records: Records | None, machine: float) -> Sign:
    heard_at = max(pulse.heard_at, (records.heard_at or 0.0) if records else 0.0)
    age = machine - pulse.heard_at
    if pulse.sockets and not pulse.open and machine - pulse.open_at > LONGEST_DISCONNECTED:
        return Sign(Part.SLACK, How.CLOSED, machine - pulse.open_at)
    if records is not None and is_deaf(records.caused_at, heard_at, machine):
        return Sign(Part.SLACK, How.DEAF if pulse.sockets else How.NOT_REACHED, machine - heard_at, pulse.open)
    return Sign(Part.SLACK, How.HEARS if pulse.sockets else How.OVER_HTTP, age, pulse.open)


def _database(pulse: Pulse, records: Records | None) -> Sign:
    if records is None or pulse.took is None:
        return Sign(Part.DATABASE, How.AWAY)
    return Sign(Part.DATABASE, How.SLOW if pulse.took > SLOW else How.ANSWERS, pulse.took)


def _outlet(part: Part, pulse: Pulse, records: Records, machine: float) -> Sign:
    outlet = OF_OUTLET[part]
    waits = records.waiting.get(outlet, Waiting())
    failing = machine - pulse.failing.get(outlet, machine)
    if part is Part.COURIER and COURIER in pulse.down:
        return Sign(part, How.DOWN)
    if part is Part.MAIL and not pulse.mail:
        return Sign(part, How.NOT_SET_UP, waits.oldest, waits.count)
    if not waits.count:
        return Sign(part, How.NOTHING_WAITS)
    if part is Part.MAIL and records.mail_refused:
        return Sign(part, How.REFUSED, waits.oldest, waits.count)
    if waits.untaken > LONGEST_UNTAKEN:
        return Sign(part, How.UNTAKEN, waits.untaken, waits.count)
    if failing > LONGEST_FAILING[outlet]:
        return Sign(part, How.FAILING, failing, waits.count)
    return Sign(part, How.SAYS, waits.oldest, waits.count)


def _duties(pulse: Pulse, records: Records) -> Sign:
    late = max(records.late or 0.0, 0.0)
    if pulse.down - {COURIER, CHECKS}:
        return Sign(Part.DUTIES, How.DOWN)
    return Sign(Part.DUTIES, How.LATE if late > LONGEST_LATE else How.ON_TIME, late)


def _checks(pulse: Pulse, records: Records) -> Sign:
    if not pulse.checks or records.checks_late is None:
        return Sign(Part.CHECKS, How.OFF)
    if CHECKS in pulse.down:
        return Sign(Part.CHECKS, How.DOWN)
    late = max(records.checks_late, 0.0)
    return Sign(Part.CHECKS, How.LATE if late > LONGEST_LATE else How.ON_TIME, late)


def _webhooks(pulse: Pulse) -> Sign:
    if not pulse.answers:
        return Sign(Part.WEBHOOKS, How.SILENT)
    if pulse.refused >= MOST_REFUSED:
        return Sign(Part.WEBHOOKS, How.TURNS_AWAY, LOOKS_BACK, pulse.refused)
    return Sign(Part.WEBHOOKS, How.OPEN)
