"""The facts an alert's card, and a line in its thread, are told from: fresh at the moment it is sent."""

from datetime import timedelta

from rules.alert_facts import AlertFacts, Members
from rules.alerts import Alert, Entry
from rules.notices import ONCALL, Kind, Notice, alert_card, card
from rules.people import PersonId
from rules.uptime import OutageFacts
from rules.working_hours import Calendar
from services import downtime
from services.alert_rest import rest_of, windows_of
from services.countdown import told_from
from storage.tx import Tx

MOST_SHOWN = 20


def of_notice(tx: Tx, notice: Notice, desk: Calendar) -> AlertFacts | None:
    """What the notice is told from; None for an alert that only its group's card tells of."""
    entry = tx.alert_changes.get(notice.subject_id or 0) if notice.kind is Kind.ALERT_STEP else None
    alert_id = entry.alert_id if entry is not None else notice.subject_id or 0
    alert = tx.alerts.get(alert_id)
    if alert is None:
        raise KeyError(alert_id)
    return None if alert.is_folded else facts(tx, alert, desk, entry)


def facts(tx: Tx, alert: Alert, desk: Calendar, entry: Entry | None = None) -> AlertFacts:
    """The alert as it stands now."""
    seen_by = _has_it(tx, alert)
    people = [who for who in (seen_by, alert.assignee, entry.who if entry else None) if who is not None]
    case = tx.cases.get(alert.case_id) if alert.case_id is not None else None
    outage = downtime.of_alert(tx, alert)
    return AlertFacts(
        alert,
        tx.people.named(people),
        tx.customers.get(alert.customer_id) if alert.customer_id is not None else None,
        tx.sites.get(alert.site_id) if alert.site_id is not None else None,
        rest=rest_of(tx, alert, desk),
        windows=tuple(windows_of(tx, alert)),
        members=_members(tx, alert),
        case=case,
        countdown=told_from(tx, card(case.id, ONCALL), case, desk) if case is not None else None,
        entry=entry,
        root=alert.ts,
        newest=tx.outbox.newest(alert_card(alert.id).thread),
        acknowledged_by=seen_by,
        failed=_failed(tx, alert, outage),
        outage=outage,
    )


def _failed(tx: Tx, alert: Alert, outage: OutageFacts | None) -> timedelta:
    """Of a site, how long it was down without planned maintenance."""
    if outage is None:
        return alert.down_until(tx.now)
    [times] = downtime.downtimes(tx, [alert])
    return times.lasted(outage.at)


def _has_it(tx: Tx, alert: Alert) -> PersonId | None:
    """Who acknowledged it, by whichever way, since it began last."""
    page = tx.pages.newest_of_alert(alert.id)
    is_of_now = page is not None and page.begun_at >= (alert.woke_at or alert.begun_at) and page.lapsed_at is None
    return page.acknowledged_by if page is not None and is_of_now and page.acknowledged_by else alert.acknowledged_by


def _members(tx: Tx, alert: Alert) -> Members | None:
    if alert.group is None:
        return None
    return Members(*tx.alerts.count_members(alert.id), tuple(tx.alerts.members(alert.id, MOST_SHOWN)))
