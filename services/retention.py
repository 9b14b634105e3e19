"""What is forgotten, and when."""

from datetime import timedelta

from storage.tx import Tx

SENT_KEPT = timedelta(days=7)
REPORTS_KEPT = timedelta(days=31)  # so long one can be sent on
DRAFTS_KEPT = timedelta(days=7)
GOODS_KEPT = timedelta(days=7)
INBOX_KEPT = timedelta(days=7)  # Slack delivers an event again for 24 hours at most ("Delayed Events")


def forget_old_keys(tx: Tx) -> int:
    """Drops the inbox's keys that no delivery can repeat any more, replies that nobody sent, and what monitors said to
    be good when no alert told of it; returns how many."""
    unsent = tx.drafts.forget(tx.now - DRAFTS_KEPT)
    return tx.inbox.forget(tx.now - INBOX_KEPT) + unsent + tx.alert_changes.forget_good(tx.now - GOODS_KEPT)


def forget_old_notices(tx: Tx) -> int:
    """Drops the outbox's rows that were sent long ago, and months of uptime that were asked for; returns how many."""
    return tx.outbox.forget(tx.now - SENT_KEPT) + tx.uptime_reports.forget(tx.now - REPORTS_KEPT)
