"""Questions to the customer that stay open: when they are asked about again (process.md section 5)."""

from datetime import datetime, timedelta

from rules.levels import BUSINESS_DAY
from rules.working_hours import Calendar

FIRST_REMINDERS = (2, 5)  # business days after the question; the customer is reminded
EVERY = 5  # business days; after that we are asked what to do
LATE = timedelta(hours=1)  # a reminder this much overdue was not sent in time: the next one counts from now


def reminds_customer(reminders: int) -> bool:
    """Whether the n-th reminder (from 1) goes to the customer."""
    return reminders <= len(FIRST_REMINDERS)


def asks_us(reminders: int) -> bool:
    """Whether the n-th reminder (from 1) asks us what to do: from the second one on."""
    return reminders >= len(FIRST_REMINDERS)


def next_reminder(reminders: int, since: datetime, desk: Calendar) -> datetime:
    """When to remind next, an instant (UTC) inside opening hours, after `reminders` so far.

    `since` is when the last one was sent, or the question was asked.
    """
    return desk.next_open(desk.add(since, BUSINESS_DAY * _business_days(reminders)))


def after(reminders: int, due: datetime, now: datetime, desk: Calendar) -> datetime:
    """When the one after the `reminders`-th comes, which was due at `due` and is sent now: as planned, or counted
    from now when it is late, so that what was missed meanwhile is not made up for all at once."""
    return next_reminder(reminders, now if now - due > LATE else due, desk)


def _business_days(reminders: int) -> int:
    if reminders >= len(FIRST_REMINDERS):
        return EVERY
    return FIRST_REMINDERS[reminders] - (FIRST_REMINDERS[reminders - 1] if reminders else 0)
