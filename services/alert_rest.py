"""Whether somebody is woken about an alert now, and until when nobody is."""

from rules.alert_quiet import Quiet, Rest, Window, rests
from rules.alerts import Alert, Group
from rules.office import local_date
from rules.working_hours import Calendar
from storage.tx import Tx


def rest_of(tx: Tx, alert: Alert, desk: Calendar) -> Rest | None:
    """Why nobody is woken about it now; None when somebody is."""
    if alert.group is Group.STORM and not tx.alerts.any_outage(alert.id):
        return Rest(Quiet.MILD)
    group = tx.alerts.get(alert.group_id) if alert.group_id is not None else None
    if group is not None and not group.is_over:
        return Rest(Quiet.GROUP)
    return rests(alert, windows_of(tx, alert), _round_the_clock(tx, alert, desk), desk, tx.now)


def windows_of(tx: Tx, alert: Alert) -> list[Window]:
    """The maintenance of its site, or of its customer, that goes on or is to come."""
    if alert.customer_id is None:
        return []
    return [one for one in tx.windows.of({alert.customer_id}, tx.now) if one.covers(alert)]


def _round_the_clock(tx: Tx, alert: Alert, desk: Calendar) -> bool:
    """A site without operation wakes somebody in opening hours only; what is nobody's always does."""
    if alert.customer_id is None:
        return True
    agreement = tx.agreements.in_force(alert.customer_id, local_date(desk, tx.now))
    return agreement is not None and (agreement.operation or agreement.alerts_always)
