"""Alerts: what monitors say becomes one event each, with one card (process.md section 10)."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from rules.alert_life import Heard, bounded, heard, settled
from rules.alerts import BEGINS, WAKES, Alert, Change, Entry, Firing, Signal
from rules.customers import Site, hosts_of
from rules.forms import host_of
from rules.pages import About
from services import downtime, letters_due
from services.alert_groups import follow, gathered, left
from services.alert_telling import calm, tell, wake
from services.pages import look_again
from storage.tx import Tx

MOST_AT_ONCE = 50


def receive(tx: Tx, source: str, signals: Sequence[Signal]) -> int:
    """What a monitor says, once: the same again changes nothing, nor does what is older than what is known. Returns
    how many alerts are others than before."""
    if not signals:
        return 0
    tx.alerts.hold()
    return sum(_round(tx, source, each) for each in _rounds([bounded(one, tx.now) for one in signals]))


def end_due(tx: Tx) -> int:
    """Ends what was good for long enough, some at a time; returns how many."""
    if (due := tx.alerts.next_due()) is None or due > tx.now:
        return 0
    tx.alerts.hold()
    ended = [settled(alert, tx.now) for alert in tx.alerts.due(tx.now, MOST_AT_ONCE)]
    over = [(replace(one.alert, version=one.alert.version + 1), one) for one in ended if one.alert is not None]
    tx.alerts.save(*(alert for alert, _one in over))
    tell(tx, [(alert, _entries(alert, one)) for alert, one in over], ())
    calm(tx, *(alert for alert, _one in over))
    return len(over)


def _rounds(signals: Sequence[Signal]) -> Iterator[list[Signal]]:
    """The signals in their order, so that each round has one of each key at most."""
    rest = list(signals)
    while rest:
        first: dict[str, Signal] = {}
        later: list[Signal] = []
        for one in rest:
            if one.key in first:
                later.append(one)
            else:
                first[one.key] = one
        yield list(first.values())
        rest = later


def _round(tx: Tx, source: str, signals: Sequence[Signal]) -> int:
    known = tx.alerts.latest(source, [one.key for one in signals])
    news = [one.key for one in signals if one.key not in known]
    goods = tx.alert_changes.known_good(source, news) if news else {}
    results = {
        one.key: heard(source, known.get(one.key), one, tx.now, goods.get(one.key)) for one in signals
    }  # fmt: skip
    good = {one.key: one.since or tx.now for one in signals if one.state is Firing.RESOLVED and one.key in news}
    tx.alert_changes.keep_good(source, {key: max(at, goods.get(key, at)) for key, at in good.items()}, tx.now)
    return _kept(tx, known, {key: one for key, one in results.items() if one.alert != known.get(key)})


def _kept(tx: Tx, known: dict[str, Alert], results: dict[str, Heard]) -> int:
    """Stores what became of the alerts, and shows it."""
    after = {key: one.alert for key, one in results.items() if one.alert is not None}
    begun = [_awake(tx, after[key], results[key]) for key in after if results[key].changes & BEGINS]
    others = [one for key, one in after.items() if not results[key].changes & BEGINS]
    tx.alerts.save(*others)
    parted = None
    if begun:
        stored, parted = _begun(tx, known, begun, others)
        after |= stored
    _account(tx, known, after, results)
    shown = {after[key].id for key in after if _gets_card(after[key], known.get(key), results[key])}
    tell(tx, [(after[key], _entries(after[key], results[key])) for key in after], shown)
    _page(tx, known, after, results)
    failing = {one.group_id for one in after.values() if one.group_id is not None and one.is_failing}
    follow(tx, {one.group_id for one in after.values() if one.group_id is not None}, failing)
    if parted is not None:
        left(tx, parted)
    return sum(bool(one.happened) for one in results.values())


def _begun(
    tx: Tx, known: dict[str, Alert], begun: Sequence[Alert], others: Sequence[Alert]
) -> tuple[dict[str, Alert], int | None]:
    """Stores what begins to fail; that and what else was said by key, as stored, and the storm some of it left."""
    begun, parted = gathered(tx, _placed(tx, begun))
    new = [one for one in begun if not one.id]
    tx.alerts.save(*(one for one in begun if one.id))
    added = tx.alerts.add(new, [known[one.key].id for one in new if one.key in known])
    # What begins may have taken others into its event of many.
    now = tx.alerts.many([one.id for one in others]) if others else {}
    return {one.key: one for one in (*begun, *now.values())} | added, parted


def _page(tx: Tx, known: dict[str, Alert], after: dict[str, Alert], results: dict[str, Heard]) -> None:
    """Who is told of the alerts follows."""
    wake(tx, *(one for key, one in after.items() if _wakes(one, known.get(key), results[key])))
    for key, alert in after.items():
        before = known.get(key)
        if Change.FAILED_AGAIN in results[key].changes and before is not None and before.ends_at is not None:
            look_again(tx, About(alert_id=alert.id), before.ends_at)
    calm(tx, *(one for key, one in after.items() if Change.OVER in results[key].changes and one.is_over))


def _wakes(alert: Alert, before: Alert | None, result: Heard) -> bool:
    is_worse = before is not None and alert.is_failing and alert.is_outage and not before.is_outage
    return alert.group_id is None and (bool(result.changes & WAKES) or is_worse)


def _account(tx: Tx, known: dict[str, Alert], after: dict[str, Alert], results: dict[str, Heard]) -> None:
    """Down time follows; of a warning that is an outage from now on, or the other way, letters hear without a turn."""
    before = {key: None if results[key].is_new else known.get(key) for key in after}
    downtime.follow(tx, [(before[key], alert) for key, alert in after.items()])
    other = [one for key, one in after.items() if (was := before[key]) and was.is_outage is not one.is_outage]
    letters_due.follow(tx, other)


def _awake(tx: Tx, alert: Alert, result: Heard) -> Alert:
    """What begins anew or again counts as new."""
    woke_at = tx.now if result.changes & WAKES or alert.is_folded else alert.woke_at
    return replace(alert, woke_at=woke_at)


def _gets_card(alert: Alert, before: Alert | None, result: Heard) -> bool:
    if alert.is_folded:
        return False
    return result.is_new or (before is not None and before.is_folded)


def _entries(alert: Alert, result: Heard) -> list[Entry]:
    return [Entry(alert.id, at, change) for change, at in result.happened]


def _placed(tx: Tx, alerts: Sequence[Alert]) -> list[Alert]:
    """The alerts with the site and the customer their host belongs to."""
    hosts = {alert.key: hosts_of(_host(alert.site)) for alert in alerts if alert.site and alert.site_id is None}
    wanted = {host for each in hosts.values() for host in each}
    found = tx.sites.at(wanted) if wanted else {}
    return [_of_site(alert, next((found[h] for h in hosts.get(alert.key, ()) if h in found), None)) for alert in alerts]


def _of_site(alert: Alert, site: Site | None) -> Alert:
    return alert if site is None else replace(alert, site_id=site.id, customer_id=site.customer_id)


def _host(site: str) -> str:
    """The host of an address or of a bare host, as monitors write them."""
    return host_of(site if "//" in site else f"//{site}")
