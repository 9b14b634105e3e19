"""Who may ask for a month's uptime, and what is sent of it: the words, then a picture and a table."""

from dataclasses import replace
from datetime import date

from rules.notices import Kind, Notice, customer_lane, person_lane
from rules.page_report import bounds
from rules.people import Customer, PersonId
from rules.rota_setup import OSLO
from rules.uptime import MonthFacts
from rules.uptime_reports import ReportGone, asked_for, named
from services.people import one_of_us
from services.uptime import month
from storage.tx import Tx

KINDS = (Kind.UPTIME, Kind.UPTIME_PICTURE, Kind.UPTIME_TABLE)


def ask(tx: Tx, who: PersonId, words: str) -> MonthFacts:
    """One of us gets the month they name, or this one, of whom they name, or of all, in a direct message; returns what
    that is, with no sites. StaffOnly, NoContact; NobodyCalled."""
    ours = one_of_us(tx, who)
    first_day, name = asked_for(words)
    first_day = first_day or tx.now.astimezone(OSLO).date().replace(day=1)
    found = named(name, tx.customers.all(), tx.sites.all()) if name else None
    site_id = None if found is None or isinstance(found, Customer) else found.id
    customer_id = None if found is None else found.id if isinstance(found, Customer) else found.customer_id
    _put(tx, first_day, customer_id, site_id, person_lane(ours.person.row_id))
    customer = tx.customers.get(customer_id) if customer_id is not None else None
    is_over = tx.now >= bounds(first_day, OSLO)[1]
    return MonthFacts(first_day, tx.now, (), ours.person.locale, customer=customer, is_over=is_over)


def send_on(tx: Tx, who: PersonId, report_id: int) -> Customer:
    """One of us has it sent to the customer's channel, with the customer's own sites alone, counted until now; returns
    the customer. StaffOnly, NoContact; ReportGone."""
    one_of_us(tx, who)
    asked = tx.uptime_reports.get(report_id)
    if asked is None or asked.customer_id is None:
        raise ReportGone
    _put(tx, asked.month, asked.customer_id, asked.site_id, customer_lane(asked.customer_id))
    return tx.customers.get(asked.customer_id)


def facts(tx: Tx, report_id: int) -> MonthFacts | None:
    """What the report says, as of when it was asked for; None for one that is kept no longer."""
    asked = tx.uptime_reports.get(report_id)
    if asked is None:
        return None
    found = month(tx, asked.month, asked.customer_id, asked.site_id, until=asked.asked_at)
    return replace(found, report_id=asked.id, place=asked.place)


def _put(tx: Tx, first_day: date, customer_id: int | None, site_id: int | None, lane: str) -> None:
    row = tx.uptime_reports.add(first_day, tx.now, customer_id, site_id)
    tx.outbox.put(*(Notice(lane, f"uptime:{row}", kind, subject_id=row) for kind in KINDS), at=tx.now)
