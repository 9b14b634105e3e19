"""What is put in the outbox about an alert, and whom it wakes: the card, a line in its thread for what happens."""

from collections.abc import Collection, Iterable

from rules.alerts import Alert, Change, Entry
from rules.notices import ONCALL, Kind, Notice, alert_card, alert_thread
from rules.people import PersonId
from storage.tx import Tx

# What stands in the thread as a line of its own; the rest shows on the card alone.
LINES = frozenset(Change) - {Change.OPENED, Change.FAILED_AGAIN, Change.GOOD, Change.GROUPED}
MOST_ENDED = 50


def root(alert: Alert) -> Notice:
    """Post the alert's card."""
    return Notice(ONCALL, alert_thread(alert.id), Kind.ALERT, subject_id=alert.id)


def redraw(tx: Tx, *alerts: Alert) -> None:
    """Cards show how these alerts stand now; of one that waits to be drawn already, once is enough."""
    cards = [alert_card(alert.id) for alert in alerts if not alert.is_folded]
    tx.outbox.put(*(card for card in cards if not tx.outbox.is_queued(card.thread)), at=tx.now)


def record(
    tx: Tx, alert: Alert, change: Change, who: PersonId | None = None, facts: dict[str, str] | None = None
) -> int:
    """Appends to the alert's history and tells it in its thread, and on its card; returns the row."""
    entry_id = tx.alert_changes.add(Entry(alert.id, tx.now, change, who, facts or {}))
    if not alert.is_folded:
        if change in LINES:
            tx.outbox.put(line(alert, entry_id), at=tx.now)
        redraw(tx, alert)
    return entry_id


def line(alert: Alert, entry_id: int) -> Notice:
    """A line in the alert's thread, told from this row of its history."""
    return Notice(ONCALL, alert_thread(alert.id), Kind.ALERT_STEP, subject_id=entry_id)


def tell(tx: Tx, happened: Iterable[tuple[Alert, Collection[Entry]]], shown: Collection[int]) -> None:
    """Appends what happened to each alert and shows it; the rows `shown` get their card now."""
    silent: list[Entry] = []
    notices: list[Notice] = []
    again: list[Alert] = []
    for alert, entries in happened:
        if alert.id in shown:
            notices.append(root(alert))
        elif entries:
            again.append(alert)
        for entry in entries:
            if alert.is_folded or entry.change not in LINES:
                silent.append(entry)
            else:
                notices.append(line(alert, tx.alert_changes.add(entry)))
    tx.alert_changes.add_all(silent)
    tx.outbox.put(*notices, at=tx.now)
    redraw(tx, *again)


def wake(tx: Tx, alert: Alert) -> None:
    """Somebody is told of it, when nothing keeps it quiet."""


def calm(tx: Tx, alert: Alert, who: PersonId | None = None) -> None:
    """Nobody is told of it any more."""
