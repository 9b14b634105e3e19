"""The uptime of sites in a month, for staff in Slack, for their customer, and at the command line."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from zoneinfo import ZoneInfo

from rules.alert_quiet import LONGEST_WINDOW, Window
from rules.customers import Site
from rules.letters import EVER, Spell
from rules.page_report import bounds
from rules.rota_setup import ZONE
from rules.uptime import MonthFacts, Outage, SiteMonth, account, planned, site_month, whole
from storage.tx import Tx

OSLO = ZoneInfo(ZONE)


def month(tx: Tx, first_day: date, customer_id: int | None = None, site_id: int | None = None) -> MonthFacts:
    """The month, by Oslo's clock, of all sites, of a customer's, or of one; as far as it has come."""
    sites = [one for one in _sites(tx, customer_id) if site_id is None or one.id == site_id]
    since, until = bounds(first_day, OSLO)
    now = min(whole(tx.now), until)
    some = None if customer_id is None else [one.id for one in sites]
    rows: dict[int, list[Outage]] = defaultdict(list)
    for outage in tx.outages.in_month(since, until, some):
        rows[outage.site_id].append(outage)
    windows: dict[int, list[Window]] = defaultdict(list)
    for window in tx.windows.between(since, until, until + LONGEST_WINDOW):
        windows[window.customer_id].append(window)
    customers = {one.id: one for one in tx.customers.all()}
    added = tx.sites.added()
    found: list[SiteMonth] = []
    for site in sites:
        its = account(rows[site.id], _maintenance(site, windows[site.customer_id]))
        watched = Spell(whole(added.get(site.id, EVER)), now)
        found.append(site_month(site, customers[site.customer_id], its, first_day, OSLO, watched))
    known = customers.get(customer_id) if customer_id is not None else None
    ordered = sorted(found, key=lambda one: (one.customer.name.casefold(), one.site.name.casefold()))
    return MonthFacts(first_day, now, tuple(ordered), customer=known, is_over=now == until)


def _sites(tx: Tx, customer_id: int | None) -> Sequence[Site]:
    return tx.sites.all() if customer_id is None else tx.sites.of(customer_id)


def _maintenance(site: Site, windows: Sequence[Window]) -> list[Spell]:
    return [planned(one) for one in windows if one.site_id in (None, site.id)]
