"""When an alert wakes nobody (process.md section 10): maintenance, opening hours, a silence, and events of many."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
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
from rules.people import PersonId
from rules.working_hours import Calendar


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


def silence_from(choice: str, until: int | None, now: datetime) -> datetime:
    """Until when (UTC) it is silent: `choice` is hours, or "until" with seconds since 1970. FieldErrors."""
    hours = {str(int(one.total_seconds() // 3600)): one for one in SILENCES}
    if choice in hours:
        return now + hours[choice]
    if choice != UNTIL:
        raise FieldErrors({"silence": (FieldProblem.MISSING, {})})
    at = datetime.fromtimestamp(until, now.tzinfo) if until is not None and 0 < until < LATEST else None
    if at is None:
        raise FieldErrors({"until": (FieldProblem.MISSING, {})})
    if not now < at <= now + LONGEST_SILENCE:
        raise FieldErrors({"until": (FieldProblem.TOO_FAR, {"days": LONGEST_SILENCE.days})})
    return at


UNTIL = "until"
LATEST = 4_000_000_000  # seconds since 1970: a date any database keeps
