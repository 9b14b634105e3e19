"""What is set up for a customer: the agreement in force, the site a link leads to."""

from datetime import datetime

from rules.customers import Agreement, Site, hosts_of
from rules.forms import host_of
from rules.office import local_date
from rules.working_hours import Calendar
from storage.tx import Tx


def agreement_at(tx: Tx, customer_id: int, at: datetime, desk: Calendar) -> Agreement | None:
    """The agreement in force at this instant, by the office's date; None before the first."""
    return tx.agreements.in_force(customer_id, local_date(desk, at))


def site_of(tx: Tx, customer_id: int, link: str) -> Site | None:
    """The customer's site a link leads to: the one at exactly its host, else at the nearest parent domain."""
    hosts = hosts_of(host_of(link))
    found = tx.sites.at(hosts) if hosts else {}
    return next((found[host] for host in hosts if host in found and found[host].customer_id == customer_id), None)
