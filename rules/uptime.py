"""Down time of sites (process.md section 10), to the second: the one account of it, by the month and by the day.

Its rows are times in which an alert said that a site is down (services/downtime.py). Letters, cards and months are all
reckoned from them, so they agree."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo

from rules.alert_quiet import Window
from rules.customers import Site
from rules.letters import Spell, joined, outside
from rules.oncall import first_instant
from rules.page_report import bounds
from rules.people import Customer

NOTHING = timedelta(0)


@dataclass(frozen=True)
class Outage:
    """A time (UTC, whole seconds) in which an alert says that the site is down; `ended` is None while it lasts.
    `doubted`: it was first taken as our own fault, and nobody has said otherwise."""

    site_id: int
    began: datetime
    ended: datetime | None = None
    doubted: bool = False


@dataclass(frozen=True)
class Uptime:
    """Of a time in which a site was looked after: how long that was, how much of it was planned maintenance, and of the
    rest how long the site was down, how often, and how long that is doubted."""

    watched: timedelta = NOTHING
    planned: timedelta = NOTHING
    down: timedelta = NOTHING
    outages: int = 0
    doubted: timedelta = NOTHING

    @property
    def share(self) -> float | None:
        """From 0 to 1: how much of the time outside maintenance it was up; None when nobody looked."""
        counted = self.watched - self.planned
        return None if counted <= NOTHING else 1 - self.down / counted

    def share_in(self, parts: int) -> int:
        """The same in so many equal parts, rounded down: only what was never down has all of them."""
        counted = self.watched - self.planned
        return parts * (counted - self.down) // counted


@dataclass(frozen=True)
class Account:
    """When a site was down, when that is doubted, and when maintenance was planned; each in order, none twice. `times`
    are the outages, before what was planned is taken out."""

    down: tuple[Spell, ...]
    doubted: tuple[Spell, ...]
    planned: tuple[Spell, ...]
    times: tuple[Spell, ...]

    @property
    def is_quiet(self) -> bool:
        """True where nothing happened and nothing was planned."""
        return not (self.times or self.doubted or self.planned)

    def within(self, since: datetime, until: datetime) -> Uptime:
        """What it comes to from `since` to `until` (UTC); what has no end lasts until then."""
        parts = list(_within(self.down, since, until))
        count = sum(any(_meet(part, time) for part in parts) for time in _within(self.times, since, until))
        return Uptime(
            max(until - since, NOTHING),
            _length(_within(self.planned, since, until)),
            _length(parts),
            count,
            _length(_within(self.doubted, since, until)),
        )


@dataclass(frozen=True)
class OutageFacts:
    """The outage of a site as of `at` (UTC): since when it is down now (None: it is up), how long it was in all, how
    often, and how much of it was left out as planned. `is_held`: letters about it are held, so customers see none of
    this."""

    at: datetime
    since: datetime | None
    down: timedelta
    count: int
    planned: timedelta = NOTHING
    is_held: bool = False


@dataclass(frozen=True)
class SiteMonth:
    """A site's month: in all, and each day of it (by Oslo's clock) as far as it has come."""

    site: Site
    customer: Customer
    whole: Uptime
    days: tuple[Uptime, ...]


@dataclass(frozen=True)
class MonthFacts:
    """The uptime of sites in a month, which begins with its first day; counted until `until` (UTC), the end of the
    month or now. `language` is the reader's; `report_id` the row that was asked for, `place` where its message
    stands: channel and ts."""

    month: date
    until: datetime
    sites: tuple[SiteMonth, ...]
    language: str | None = None
    report_id: int = 0
    customer: Customer | None = None
    place: tuple[str, str] | None = None
    is_over: bool = True


def account(outages: Iterable[Outage], maintenance: Iterable[Spell]) -> Account:
    """The account of one site: no second counts twice, and what is planned counts as nothing else."""
    outages = list(outages)
    planned = joined(maintenance)
    times = joined(Spell(one.began, one.ended) for one in outages if not one.doubted)
    doubted = joined(Spell(one.began, one.ended) for one in outages if one.doubted)
    return Account(outside(times, planned), outside(outside(doubted, planned), times), planned, times)


def outage_facts(of_outage: Account, at: datetime, is_held: bool) -> OutageFacts:
    """How the outage stands at this second."""
    if not of_outage.times:
        return OutageFacts(at, None, NOTHING, 0)
    begin = of_outage.times[0].begin
    now = (one.begin for one in of_outage.down if one.begin <= at and (one.end is None or at < one.end))
    since = next(now, None)
    found = of_outage.within(begin, at)
    return OutageFacts(at, since, found.down, found.outages, _length(_within(of_outage.times, begin, at)) - found.down,
                       is_held)  # fmt: skip


def site_months(
    sites: Iterable[tuple[Site, Customer, Account, Spell]], days: Sequence[tuple[datetime, datetime]]
) -> Iterator[SiteMonth]:
    """Each site's month, of these days; with each is said when it was looked after, which ends now at the latest."""
    # Most sites: nothing was, and they are looked after alike.
    quiet: dict[Spell, tuple[Uptime, tuple[Uptime, ...]]] = {}
    for site, customer, its, watched in sites:
        found = quiet.get(watched) if its.is_quiet else None
        if found is None:
            each = tuple(_looked_after(its, begin, end, watched) for begin, end in days)
            found = _looked_after(its, days[0][0], days[-1][1], watched), each
        if its.is_quiet:
            quiet[watched] = found
        yield SiteMonth(site, customer, *found)


def days_of(month: date, zone: tzinfo) -> Iterator[tuple[datetime, datetime]]:
    """The days of a month, from local midnight to the next one (UTC); some have 23 or 25 hours."""
    begin, month_ends = bounds(month, zone)
    while begin < month_ends:
        following = begin.astimezone(zone).date() + timedelta(days=1)
        end = first_instant(datetime.combine(following, time()), zone).astimezone(UTC)
        yield begin, end
        begin = end


def by_months(spell: Spell, zone: tzinfo) -> Iterator[Spell]:
    """A spell that is over, cut where a month begins in the zone; one of no length is one piece."""
    assert spell.end is not None
    begin = spell.begin
    while (month_ends := bounds(begin.astimezone(zone).date().replace(day=1), zone)[1]) < spell.end:
        yield Spell(begin, month_ends)
        begin = month_ends
    yield Spell(begin, spell.end)


def planned(window: Window) -> Spell:
    """The time of maintenance, in whole seconds."""
    return Spell(whole(window.start), whole(window.end))


def whole(at: datetime) -> datetime:
    """The second the instant is in: sums of whole seconds are exact, however they are parted."""
    return at.replace(microsecond=0)


def _looked_after(of_site: Account, begin: datetime, end: datetime, watched: Spell) -> Uptime:
    since, until = max(begin, watched.begin), min(end, watched.end or end)
    return of_site.within(since, max(since, until))


def _within(spells: Iterable[Spell], since: datetime, until: datetime) -> Iterator[Spell]:
    for one in spells:
        begin, end = max(one.begin, since), min(one.end or until, until)
        if begin < end:
            yield Spell(begin, end)


def _meet(one: Spell, other: Spell) -> bool:
    assert one.end is not None
    assert other.end is not None
    return one.begin < other.end and other.begin < one.end


def _length(spells: Iterable[Spell]) -> timedelta:
    return sum((one.end - one.begin for one in spells if one.end is not None), NOTHING)
