"""When an alert wakes nobody (process.md section 10): maintenance, opening hours, a silence, and events of many."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum

from rules.alerts import (
    CHECKS,
    CONTROL,
    LONGEST_SILENCE,
    OWN_FAULT_CUSTOMERS,
    SILENCES,
    STORM_ABOVE,
    Alert,
    Group,
)
from rules.errors import FieldErrors, FieldProblem
from rules.forms import Checks
from rules.people import PersonId
from rules.working_hours import Calendar

UNTIL = "until"  # a choice of how long: to an instant
LATEST = 4_000_000_000  # seconds since 1970: a date any database keeps
LONGEST_WHY = 200  # characters
LONGEST_WINDOW = timedelta(days=31)


class Quiet(StrEnum):
    """Why nobody is woken now."""

    MILD = "mild"
    GROUP = "group"
    MAINTENANCE = "maintenance"
    SILENCED = "silenced"
    CLOSED = "closed"


@dataclass(frozen=True)
class Window:
    """Maintenance of a customer, or of one of its sites, from `start` until `end` (UTC): nobody is woken, and being
    down does not count. `by` planned it, `over_by` ended it before its time, which `end` is then."""

    id: int
    customer_id: int
    site_id: int | None
    start: datetime
    end: datetime
    why: str = ""
    by: PersonId | None = None
    over_by: PersonId | None = None

    def covers(self, alert: Alert) -> bool:
        """True when it is about the alert's site or customer, whenever it is."""
        if alert.customer_id != self.customer_id:
            return False
        return self.site_id is None or self.site_id == alert.site_id


@dataclass(frozen=True)
class Rest:
    """Nobody is woken, why, and until when (UTC; None: as long as it is so)."""

    why: Quiet
    until: datetime | None = None


def rests(
    alert: Alert, windows: Sequence[Window], round_the_clock: bool, desk: Calendar, now: datetime
) -> Rest | None:  # fmt: skip
    """Why nobody is woken about this alert now; None when somebody is. `round_the_clock`: its agreement says so, or it
    is nobody's."""
    if not alert.is_outage and alert.group is None:
        return Rest(Quiet.MILD)
    planned = [one.end for one in windows if one.covers(alert) and one.start <= now < one.end]
    if planned:
        return Rest(Quiet.MAINTENANCE, max(planned))
    if alert.silenced_until is not None and now < alert.silenced_until:
        return Rest(Quiet.SILENCED, alert.silenced_until)
    if not round_the_clock and not desk.is_open(now):
        return Rest(Quiet.CLOSED, desk.next_open(now))
    return None


def is_own_fault(failing: Iterable[Alert], customers: Iterable[int]) -> bool:
    """True when what begins to fail now (`failing`), with the customers one of whose sites began to within the last
    minutes, is first taken as our own fault: it is many customers', or our checks say so themselves."""
    failing = list(failing)
    if any((one.source, one.key) == (CHECKS, CONTROL) for one in failing):
        return True
    theirs = {one.customer_id for one in failing if one.is_outage and one.customer_id is not None}
    return bool(theirs) and len(theirs | set(customers)) >= OWN_FAULT_CUSTOMERS


def is_storm(new: int, lately: int) -> bool:
    """True when `new` alerts, with those that were told within the last minute, are more than people read one by
    one."""
    return new > 0 and new + lately > STORM_ABOVE


def joins(alert: Alert, group: Group) -> bool:
    """True for what an event of many stands for: an outage for our own fault, anything for a storm."""
    return alert.group is None and (group is Group.STORM or alert.is_outage)


def silence_from(choice: str, until: str | None, now: datetime) -> datetime:
    """Until when (UTC) it is silent: `choice` is hours, or "until" with seconds since 1970. FieldErrors."""
    hours = {str(int(one.total_seconds() // 3600)): one for one in SILENCES}
    if choice in hours:
        return now + hours[choice]
    if choice != UNTIL:
        raise FieldErrors({"silence": (FieldProblem.MISSING, {})})
    at = _instant(until)
    if at is None:
        raise FieldErrors({"until": (FieldProblem.MISSING, {})})
    if not now < at <= now + LONGEST_SILENCE:
        raise FieldErrors({"until": (FieldProblem.TOO_FAR, {"days": LONGEST_SILENCE.days})})
    return at


def window_from(typed: Mapping[str, str], sites: Mapping[int, Collection[int]], now: datetime, by: PersonId) -> Window:
    """The window a form describes: `sites` of each customer. FieldErrors."""
    checks = Checks()
    why = checks.text("why", typed.get("why", ""), longest=LONGEST_WHY)
    start, end = _instant(typed.get("start")), _instant(typed.get("end"))
    what = _about(typed.get("about", ""), sites)
    if what is None:
        checks.problems["about"] = (FieldProblem.NO_CHOICE, {})
    for name, at in (("start", start), ("end", end)):
        if at is None:
            checks.problems[name] = (FieldProblem.MISSING, {})
    if end is not None and end <= now:
        checks.problems["end"] = (FieldProblem.TIME_PAST, {})
    if start is not None and end is not None and end <= start:
        checks.problems["end"] = (FieldProblem.ENDS_BEFORE, {})
    if start is not None and end is not None and end - start > LONGEST_WINDOW:
        checks.problems["end"] = (FieldProblem.TOO_FAR, {"days": LONGEST_WINDOW.days})
    checks.settle()
    assert start is not None
    assert end is not None
    assert what is not None
    return Window(0, *what, max(start, now), end, why, by)  # what nobody planned was no maintenance


def window_value(customer_id: int, site_id: int | None = None) -> str:
    """What the choice of a customer, or of one of its sites, carries."""
    return f"{customer_id}:{site_id or ''}"


def _about(value: str, sites: Mapping[int, Collection[int]]) -> tuple[int, int | None] | None:
    return next(
        (
            (customer_id, site_id)
            for customer_id, its in sites.items()
            for site_id in (None, *its)
            if window_value(customer_id, site_id) == value
        ),
        None,
    )


def _instant(value: str | None) -> datetime | None:
    seconds = int(value) if value and value.isdecimal() and len(value) <= len(str(LATEST)) else 0
    return datetime.fromtimestamp(seconds, UTC) if 0 < seconds < LATEST else None
