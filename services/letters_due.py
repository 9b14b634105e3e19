"""Outages of sites as letters know them: an alert that changes has what is due of them reckoned anew."""

from collections.abc import Iterable

from rules.alerts import Alert
from rules.letters import FIRST_AFTER
from storage.tx import Tx


def follow(tx: Tx, alerts: Iterable[Alert]) -> None:
    """These alerts have changed, or what holds letters about them."""
    alerts = list(alerts)
    placed = [one for one in alerts if one.site_id is not None and one.customer_id is not None]
    tx.letters.look_at([one.site_id for one in placed if one.site_id is not None], tx.now)
    # After that: a new outage need not be looked at before it can have lasted.
    tx.letters.open([one for one in placed if one.is_failing and one.is_outage], FIRST_AFTER)
    for group in alerts:
        if group.group is not None:
            tx.letters.look_at_group(group.id, tx.now)
