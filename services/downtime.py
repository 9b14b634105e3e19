"""The account of down time: each time in which an alert says that a site is down is a row, and what letters, cards and
months tell is reckoned from these rows alone. Planned maintenance is taken out when they are read."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from rules.alerts import Alert
from rules.letters import EVER, Downtime, Spell, joined, outside
from rules.rota_setup import OSLO
from rules.uptime import Outage, OutageFacts, account, by_months, outage_facts, planned, whole
from storage.tx import Tx


def follow(tx: Tx, changed: Iterable[tuple[Alert | None, Alert]]) -> None:
    """These alerts, as they were (None: new) and as they are stored now, may say otherwise of their sites."""
    pairs = [(before is not None and _is_down(before), before, alert) for before, alert in changed]
    begun = [(alert, _since(tx, before, alert)) for was, before, alert in pairs if _is_down(alert) and not was]
    tx.outages.begin((alert.site_id, alert.id, whole(at)) for alert, at in begun if alert.site_id is not None)
    over = {alert.id: alert for was, _before, alert in pairs if was and not _is_down(alert)}
    since = tx.outages.going_on(over) if over else {}
    tx.outages.end((over[row].site_id or 0, row, _pieces(tx, over[row], began)) for row, began in since.items())


def downtimes(tx: Tx, alerts: Sequence[Alert]) -> list[Downtime]:
    """When each event's site was down, planned maintenance left out."""
    times = tx.outages.of_alerts([one.id for one in alerts]) if alerts else {}
    begun = [spells[0].begin for spells in times.values() if spells]
    customers = {one.customer_id for one in alerts if one.customer_id is not None}
    windows = tx.windows.of(customers, min(begun)) if begun else []
    return [
        Downtime(
            outside(times[one.id], [planned(window) for window in windows if window.covers(one)]),
            one.is_flapping,
            one.ended_at,
        )
        for one in alerts
    ]


def of_alert(tx: Tx, alert: Alert) -> OutageFacts | None:
    """How the outage that the alert tells of stands, by all alerts that tell of it as letters know them; None for what
    is no site's outage."""
    thread = tx.letters.thread_of(alert.id)
    if thread is None:
        return None
    alerts = list(tx.alerts.many(tx.letters.alerts_of(thread.id)).values())
    return _stands(tx, alerts, thread.opened_at, tx.letters.next_outage(thread))


def of_case(tx: Tx, case_id: int) -> OutageFacts | None:
    """The same of all alerts that the case is about; None for a case that is about no outage."""
    alerts = tx.alerts.all_of_case(case_id)
    return _stands(tx, alerts) if alerts else None


def _stands(
    tx: Tx, alerts: Sequence[Alert], since: datetime = EVER, following: datetime | None = None
) -> OutageFacts | None:  # fmt: skip
    """How it stands; what these alerts told from when the `following` outage began is of that one."""
    times = tx.outages.of_alerts([one.id for one in alerts])
    own = [
        spell
        for each in times.values()
        for spell in joined(each)
        if following is None or spell.begin < whole(following)
    ]
    spells = outside(joined(own), [Spell(EVER, whole(since))])
    if not spells:
        return None
    windows = tx.windows.of({one.customer_id for one in alerts if one.customer_id is not None}, spells[0].begin)
    maintenance = [planned(one) for one in windows if any(one.covers(alert) for alert in alerts)]
    known = account((Outage(0, one.begin, one.end) for one in spells), maintenance)
    return outage_facts(known, whole(tx.now), any(one.holds_letters for one in alerts))


def _is_down(alert: Alert) -> bool:
    """True while the alert says that a site of somebody's is down."""
    return alert.is_failing and alert.is_outage and alert.site_id is not None and alert.customer_id is not None


def _since(tx: Tx, before: Alert | None, alert: Alert) -> datetime:
    """Since it fails; what was a warning is an outage from now on."""
    is_worse = before is not None and before.failing_since == alert.failing_since
    return tx.now if is_worse or alert.failing_since is None else alert.failing_since


def _pieces(tx: Tx, alert: Alert, began: datetime) -> list[Spell]:
    """Until it was good; what is a warning from now on was an outage until now."""
    ended = alert.good_since if not alert.is_failing and alert.good_since is not None else tx.now
    return list(by_months(Spell(began, max(whole(ended), began)), OSLO))
