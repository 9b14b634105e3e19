"""Checks of sites: who looks next, what was seen, and what becomes an alert (process.md section 10)."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import datetime
from zoneinfo import ZoneInfo

from rules.alerts import CHECKS, CONTROL, Alert, Change, Firing, Signal
from rules.checks import Failure, Verdict, Watched, What
from rules.customers import Site
from rules.looks import DAY, HOUR, HOURS_KEPT, RAW_KEPT, Seen, normal, same_hours
from services import alert_telling
from services.alert_telling import redraw
from services.alerts import receive
from storage.tx import Tx

MOST_OPEN = 500
LATE = 120  # seconds in which an hour's last looks may still come
SEVERITIES = {What.DOWN: "critical", What.SLOW: "warning", What.CERTIFICATE: "warning"}


def next_due(tx: Tx) -> int | None:
    """When checks are due next (Unix seconds); None while there are none."""
    return tx.checks.next_due()


def take(tx: Tx, every: int) -> list[Watched] | None:
    """The checks of a part of the round that has begun, for this process to look at; None when none has. A round takes
    `every` seconds."""
    part = tx.checks.take(int(tx.now.timestamp()), every)
    return None if part is None else tx.checks.of_slice(part)


def normals(tx: Tx, part: int, zone: ZoneInfo) -> dict[int, int]:
    """How long answers usually take in this hour of the week (ms), by check of the part of the round."""
    hours = tx.looks.in_hours(part, same_hours(tx.now, zone))
    return {row: usually for row, known in hours.items() if (usually := normal(known)) is not None}


def record(
    tx: Tx, seen: Iterable[tuple[int, Seen]], verdicts: Iterable[Verdict], control_since: datetime | None = None
) -> None:
    """Keeps looks, each with its part of the round, and tells what fails and what is well again. `control_since`: the
    control addresses fail since then, so it is our own fault."""
    tx.looks.add(seen)
    signals = [signal for verdict in verdicts for signal in _settled(tx, verdict)]
    if control_since is not None:
        signals.insert(0, Signal(CONTROL, Firing.FIRING, "critical", since=control_since, facts={"saw": CONTROL}))
    _hears(tx, signals)


def control_is_well(tx: Tx, at: datetime) -> None:
    """The control addresses answer."""
    known = tx.alerts.latest(CHECKS, [CONTROL]).get(CONTROL)
    if known is not None and known.is_failing:
        receive(tx, CHECKS, [Signal(CONTROL, Firing.RESOLVED, since=at)])


def look_anew(tx: Tx, alert: Alert) -> None:
    """Somebody is about to say that this alert is over: a page of its site that is still down is news again. To be done
    before the alerts are held, as whoever records looks holds both in this order."""
    if alert.source == CHECKS and alert.site_id is not None and alert.key == f"{What.DOWN.value}:{alert.site_id}":
        tx.checks.hold(alert.site_id)
        for one in tx.checks.failing(alert.site_id, What.DOWN):
            tx.checks.is_well(one.check_id, What.DOWN)


def save_site(tx: Tx, site: Site) -> None:
    """Stores the site as it has become; what is looked at no more fails no more."""
    before = {what: tx.checks.failing(site.id, what) for what in What}
    tx.sites.save(site)
    for what, failing in before.items():
        _hears(tx, list(_news(tx, site.id, what, failing, tx.now)) if failing else [])


def retire_site(tx: Tx, site: Site) -> None:
    """It is no site any more: nobody looks at it, no maintenance of it is to come, and its customer is written nothing
    more about what fails there unless somebody says so. What happened there is kept."""
    save_site(tx, replace(site, checks=(), retired_at=tx.now))
    tx.windows.end_all_of(site.id, tx.now)
    for alert in tx.alerts.open_of(site.customer_id, MOST_OPEN):
        if alert.site_id == site.id and not alert.holds_letters:
            held = replace(alert, holds_letters=True, version=alert.version + 1)
            tx.alerts.save(held)
            alert_telling.record(tx, held, Change.HELD)


def tidy(tx: Tx) -> int:
    """Packs some of the looks of hours that are over, and forgets some that are old; returns how many."""
    now = int(tx.now.timestamp())
    packed = tx.looks.gather((now - LATE) // HOUR)
    return packed + tx.looks.forget(now // HOUR - RAW_KEPT * DAY // HOUR, now // DAY - HOURS_KEPT)


def _hears(tx: Tx, signals: list[Signal]) -> None:
    """The alerts hear of it; a card says what is seen now, also where nothing else has changed."""
    told = [one.key for one in signals if one.state is Firing.FIRING]
    before = tx.alerts.latest(CHECKS, told) if told else {}
    receive(tx, CHECKS, signals)
    failing = [key for key, alert in before.items() if alert.is_failing]
    if failing:
        redraw(tx, *tx.alerts.latest(CHECKS, failing).values())


def _settled(tx: Tx, verdict: Verdict) -> Iterator[Signal]:
    """Stores what a check came to; signals where that is news of its site."""
    if verdict.check_id not in tx.checks.hold(verdict.site_id):
        return  # it is gone meanwhile
    before = tx.checks.failing(verdict.site_id, verdict.what)
    known = next((one for one in before if one.check_id == verdict.check_id), None)
    match known, verdict.facts:
        case None, None:
            return
        case Failure(), None:
            tx.checks.is_well(verdict.check_id, verdict.what)
        case None, Mapping() as facts:
            tx.checks.fails(verdict.check_id, verdict.what, verdict.at, dict(facts))
        case Failure(), Mapping() as facts:
            tx.checks.fails_so(verdict.check_id, verdict.what, dict(facts))
    yield from _news(tx, verdict.site_id, verdict.what, before, verdict.at)


def _news(tx: Tx, site_id: int, what: What, before: list[Failure], at: datetime) -> Iterator[Signal]:
    """What the site's alert of this kind is told, after what failed `before`."""
    after = tx.checks.failing(site_id, what)
    site = tx.sites.get(site_id)
    host = site.host if site else ""
    gone = _key(site_id, what, before)
    if gone and gone != _key(site_id, what, after):
        yield Signal(gone, Firing.RESOLVED, site=host, since=at)
    if after and _told(before) != _told(after):
        key, facts = _key(site_id, what, after), _told(after)
        yield Signal(key, Firing.FIRING, SEVERITIES[what], site=host, since=after[0].since, facts=facts)


def _key(site_id: int, what: What, failing: list[Failure]) -> str:
    """The event: one for each site and kind, and one for each time that is told of a certificate."""
    if not failing:
        return ""
    stage = failing[0].facts.get("stage", "")
    return f"{what.value}:{site_id}{':' * bool(stage)}{stage}"


def _told(failing: list[Failure]) -> dict[str, str]:
    """How the page looks that fails longest, and how many do."""
    return {**failing[0].facts, "pages": str(len(failing))} if failing else {}
