"""Maintenance of customers and sites: planned, shown, and ended before its time (process.md section 10)."""

from collections import defaultdict

from rules.alert_errors import WindowGone
from rules.alert_facts import Maintenance
from rules.alert_quiet import Window, window_from
from rules.alerts import Alert
from rules.customers import Site
from rules.notices import alert_card
from rules.pages import About
from rules.people import PersonId
from services import pages
from services.alert_telling import redraw_cases
from services.people import one_of_us
from storage.tx import Tx

MOST_SHOWN = 20
MOST_DRAWN = 50


def maintenance(tx: Tx, who: PersonId) -> Maintenance:
    """What is planned, for one of us. StaffOnly or NoContact for everybody else."""
    ours = one_of_us(tx, who)
    sites: dict[int, list[Site]] = defaultdict(list)
    for site in tx.sites.all():
        sites[site.customer_id].append(site)
    customers = tuple((one, tuple(sites[one.id])) for one in tx.customers.all())
    return Maintenance(tuple(tx.windows.coming(tx.now, MOST_SHOWN)), customers, ours.person.locale)


def plan(tx: Tx, who: PersonId, typed: dict[str, str]) -> None:
    """One of us plans a window. FieldErrors."""
    known = maintenance(tx, who)
    customers = {customer.id: {site.id for site in sites} for customer, sites in known.customers}
    window = window_from(typed, customers, tx.now, who)
    tx.alerts.hold()  # before the threads of letters, as whoever hears of an alert
    tx.windows.add(window)
    _redraw(tx, window)


def end_now(tx: Tx, who: PersonId, row_id: int) -> None:
    """One of us ends a window before its time, or takes it back. WindowGone."""
    one_of_us(tx, who)
    tx.alerts.hold()
    window = tx.windows.lock(row_id)
    if window is None or window.end <= tx.now:
        raise WindowGone
    tx.windows.end(row_id, who, max(min(tx.now, window.end), window.start))
    _redraw(tx, window)


def _redraw(tx: Tx, window: Window) -> None:
    """The cards it is about show it; pages that it kept quiet until its end, and letters, are looked at anew."""
    alerts: list[Alert] = tx.alerts.open_of(window.customer_id, MOST_DRAWN)
    sites = [window.site_id] if window.site_id is not None else [one.id for one in tx.sites.of(window.customer_id)]
    tx.letters.look_at(sites, tx.now)
    for alert in alerts:
        if window.covers(alert):
            pages.look_again(tx, About(alert_id=alert.id), window.end)
    shown = [one for one in alerts if window.covers(one) and not one.is_folded]
    tx.outbox.put(*(alert_card(one.id) for one in shown), at=tx.now)
    redraw_cases(tx, *(one for one in alerts if window.covers(one)))
