"""The uptime of sites in a month, for staff in Slack, for their customer, and at the command line."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date, datetime

from rules.alert_quiet import LONGEST_WINDOW, Window
from rules.customers import Site
from rules.letters import EVER, Spell
from rules.page_report import bounds
from rules.rota_setup import OSLO
from rules.uptime import Account, MonthFacts, Outage, account, days_of, planned, site_months, whole
from storage.tx import Tx


def month(
    tx: Tx,
    first_day: date,
    customer_id: int | None = None,
    site_id: int | None = None,
    until: datetime | None = None,
) -> MonthFacts:
    """The month, by Oslo's clock, of all sites, of a customer's, or of one; as far as it has come by `until` (UTC),
    which is now unless it is said."""
    since, month_ends = bounds(first_day, OSLO)
    days, now = tuple(days_of(first_day, OSLO)), min(whole(until or tx.now), month_ends)
    ever = (one for one in tx.sites.ever(customer_id) if site_id is None or one.id == site_id)
    sites = [one for one in ever if one.retired_at is None or one.retired_at > since]
    customers = {one.id: one for one in tx.customers.all()}
    accounts, added = _accounts(tx, sites, since, month_ends, is_all=customer_id is None), tx.sites.added()
    them = (
        (site, customers[site.customer_id], accounts[site.id],
         Spell(whole(added.get(site.id, EVER)), min(now, whole(site.retired_at or now))))
        for site in sites
    )  # fmt: skip
    found = site_months(them, days)
    known = customers.get(customer_id) if customer_id is not None else None
    ordered = sorted(found, key=lambda one: (one.customer.name.casefold(), one.site.name.casefold()))
    return MonthFacts(first_day, now, tuple(ordered), customer=known, is_over=now == month_ends)


def _accounts(
    tx: Tx, sites: Sequence[Site], since: datetime, month_ends: datetime, *, is_all: bool
) -> dict[int, Account]:  # fmt: skip
    """The account of each site for the month; one query for all of them."""
    rows: dict[int, list[Outage]] = defaultdict(list)
    for outage in tx.outages.in_month(since, month_ends, None if is_all else [one.id for one in sites]):
        rows[outage.site_id].append(outage)
    windows: dict[int, list[Window]] = defaultdict(list)
    for window in tx.windows.between(since, month_ends, month_ends + LONGEST_WINDOW):
        windows[window.customer_id].append(window)
    return {one.id: account(rows[one.id], _maintenance(one, windows[one.customer_id])) for one in sites}


def _maintenance(site: Site, windows: Sequence[Window]) -> list[Spell]:
    return [planned(one) for one in windows if one.site_id in (None, site.id)]
