"""A month's uptime as one of us asks for it: of which month, and of whom."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from rules.customers import Site
from rules.errors import RuleError
from rules.page_report import month_of
from rules.people import Customer

MOST_ALIKE = 5


@dataclass(frozen=True)
class Report:
    """What was asked for, and counted until `asked_at` (UTC): of a customer, of one of its sites, or of all. `place` is
    where its message stands: channel and ts."""

    id: int
    month: date
    asked_at: datetime
    customer_id: int | None = None
    site_id: int | None = None
    place: tuple[str, str] | None = None


@dataclass(eq=False)
class NobodyCalled(RuleError):
    """No customer and no site is called like that, or several are: `alike`."""

    name: str
    alike: tuple[str, ...] = ()


@dataclass(eq=False)
class ReportGone(RuleError):
    """What was asked for is kept no longer, or is of no single customer."""


def asked_for(words: str) -> tuple[date | None, str]:
    """The month, if one of the words is one, and the name that the others are."""
    parts = words.split()
    months = [one for one in parts if month_of(one) is not None]
    name = " ".join(one for one in parts if one not in months[:1])
    return month_of(months[0]) if months else None, name


def named(name: str, customers: Iterable[Customer], sites: Iterable[Site]) -> Customer | Site:
    """The customer or the site that is called so, or alone begins so; a site by its name or its host. NobodyCalled."""
    wanted = name.casefold()
    known: list[tuple[Customer | Site, tuple[str, ...]]] = [(one, (one.name,)) for one in customers]
    known += [(one, (one.host, one.name)) for one in sites]
    exact = [one for one, names in known if any(each.casefold() == wanted for each in names)]
    begins = [one for one, names in known if any(each.casefold().startswith(wanted) for each in names)]
    found = exact or begins
    whose = {one.id for one in found if isinstance(one, Customer)}
    # A customer before a site of its own that is called alike: it has all of them.
    found = [one for one in found if isinstance(one, Customer) or one.customer_id not in whose]
    if len(found) != 1:
        raise NobodyCalled(name, tuple(sorted({one.name for one in found})[:MOST_ALIKE]))
    return found[0]
