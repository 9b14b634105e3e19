"""What is put in the outbox about an alert, and whom it wakes: the card, a line in its thread for what happens."""

from collections.abc import Collection, Iterable

from rules.alerts import Alert, Change, Entry
from rules.notices import DESK, ONCALL, Item, Kind, Notice, alert_card, alert_thread, card, customer_lane
from rules.people import PersonId
from rules.records import CardPlace
from services import letters_due
from services.pages import begin_about_alerts, end_about_alerts
from storage.tx import Tx

# What stands in the thread as a line of its own; the rest shows on the card alone.
LINES = frozenset(Change) - {Change.OPENED, Change.FAILED_AGAIN, Change.GOOD, Change.GROUPED}


DRAWS_CASE = {Change.RESOLVED, Change.CASE, Change.HELD, Change.RELEASED}


def root(alert: Alert) -> Notice:
    """Post the alert's card."""
    return Notice(ONCALL, alert_thread(alert.id), Kind.ALERT, subject_id=alert.id)


def redraw(tx: Tx, *alerts: Alert) -> None:
    """Cards show how these alerts stand now; of one that waits to be drawn already, once is enough."""
    _draw(tx, *(alert_card(alert.id) for alert in alerts if not alert.is_folded))


def redraw_cases(tx: Tx, *alerts: Alert) -> None:
    """Cards of the cases these alerts became show how long the site was down."""
    places = [
        (one.case_id, lane)
        for one in alerts
        if one.case_id is not None and one.customer_id is not None
        for lane in (DESK, customer_lane(one.customer_id))
    ]
    _draw(tx, *(card(case_id, lane) for case_id, lane in places))


def _draw(tx: Tx, *cards: Notice) -> None:
    by_thread = {one.thread: one for one in cards}
    waiting = tx.redraws.waiting(by_thread)
    tx.outbox.put(*(one for thread, one in by_thread.items() if thread not in waiting), at=tx.now)


def record(
    tx: Tx, alert: Alert, change: Change, who: PersonId | None = None, facts: dict[str, str] | None = None
) -> int:
    """Appends to the alert's history and tells it in its thread, and on its card; returns the row."""
    entry_id = tx.alert_changes.add(Entry(alert.id, tx.now, change, who, facts or {}))
    letters_due.follow(tx, [alert])
    if change in DRAWS_CASE:
        redraw_cases(tx, alert)
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
    changed: list[Alert] = []
    for alert, entries in happened:
        changed += [alert] if entries else []
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
    redraw_cases(tx, *changed)
    letters_due.follow(tx, changed)


def wake(tx: Tx, *alerts: Alert) -> None:
    """Somebody is told of each, once nothing keeps it quiet."""
    wakes = [one.id for one in alerts if one.acknowledged_at is None and (one.is_outage or one.group is not None)]
    begin_about_alerts(tx, wakes)


def calm(tx: Tx, *alerts: Alert, who: PersonId | None = None) -> None:
    """Nobody is told of them any more."""
    end_about_alerts(tx, [one.id for one in alerts], who)


def stands(tx: Tx, notice: Notice, machine: float, channel_id: str, ts: str | None, newest: int) -> None:
    """The alert's card stands here, and shows all that was known when row `newest` waited to draw it."""
    if ts is not None:
        tx.alerts.stands(notice.subject_id or 0, channel_id, ts)
        alert = tx.alerts.get(notice.subject_id or 0)
        if alert is not None and alert.case_id is not None:
            tx.cards.put(alert.case_id, ONCALL, CardPlace(channel_id, ts, ts))
        thread = alert_card(notice.subject_id or 0).thread
        tx.outbox.coalesce(thread, Kind.ALERT_CARD, newest, machine)


def root_waits(tx: Tx, item: Item) -> bool:
    """True while the alert's card is still to be posted, and where it stands after all."""
    alert = tx.alerts.get(item.notice.subject_id or 0)
    has_card = alert is not None and alert.ts is not None
    return has_card or tx.outbox.waits_before(alert_thread(item.notice.subject_id or 0), item.id)
