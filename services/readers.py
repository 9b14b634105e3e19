"""Who is written to about outages, the customers of whom nobody is, and the sites nobody looks at: staff hear of those
every Monday (process.md section 10)."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from rules.customers import Contact
from rules.mail import ReadersFacts
from rules.notices import DESK, Kind, Notice
from rules.office import local_date
from rules.rota import next_report
from rules.working_hours import Calendar
from storage.tx import Tx

DUTY = "readers"


def readers_of(tx: Tx, customer_id: int) -> list[Contact]:
    """Who of the customer is written to when a site is down."""
    return [one for one in tx.contacts.of(customer_id) if one.gets_letters and one.email]


def lacking(tx: Tx, today: date) -> list[str]:
    """Customers with a site under operation and management of whom nobody is written to, by name."""
    return tx.letters.without_readers(today)


def unwatched(tx: Tx, today: date) -> list[str]:
    """The hosts of sites under operation and management of which our checks look at no page."""
    return tx.sites.unwatched(today)


def begin(tx: Tx, desk: Calendar) -> None:
    """From the first start on it is looked at every Monday."""
    if tx.progress.until(DUTY) is None:
        tx.progress.reach(DUTY, next_report(tx.now, ZoneInfo(desk.timezone)))


def report(tx: Tx, desk: Calendar) -> int:
    """Tells staff if it is time to and there is something to tell; returns how often."""
    due = tx.progress.until(DUTY)
    if due is None or due > tx.now or not tx.progress.reach(DUTY, next_report(tx.now, ZoneInfo(desk.timezone))):
        return 0
    if facts(tx, desk) is None:
        return 0
    tx.outbox.put(Notice(DESK, DUTY, Kind.NO_READERS), at=tx.now)
    return 1


def next_due(tx: Tx) -> datetime | None:
    """When it is looked at next; None before the first start."""
    return tx.progress.until(DUTY)


def facts(tx: Tx, desk: Calendar) -> ReadersFacts | None:
    """Of whom nobody is written to, and what nobody looks at, as of now; None when that is nobody and nothing."""
    today = local_date(desk, tx.now)
    names, hosts = lacking(tx, today), unwatched(tx, today)
    return ReadersFacts(tuple(names), tuple(hosts)) if names or hosts else None
