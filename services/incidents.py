"""One incident is one card (process.md section 8): an alert that is a case, and the case's countdown on its card."""

from dataclasses import replace

from rules.alerts import Alert, Change
from rules.cases import Action, Case
from rules.notices import DESK, ONCALL, Kind, in_thread, refresh
from rules.pages import About
from rules.people import PersonId
from rules.records import CardPlace, Entry, Post
from services import pages
from services.alert_telling import record
from services.alert_words import mirror
from storage.tx import Tx

MOST_WORDS = 20  # of what was said in the alert's thread before


def join(tx: Tx, alert: Alert, case: Case, who: PersonId | None) -> None:
    """The alert, held, and the case are one incident: the case's countdown shows on the alert's card, and what is said
    in the alert's thread stands in the staff thread too."""
    is_first = tx.alerts.of_case(case.id) is None
    alert = replace(alert, case_id=case.id, version=alert.version + 1)
    tx.alerts.save(alert)
    pages.end(tx, About(case.id))
    if is_first:
        _one_card(tx, alert, case, who)
    record(tx, alert, Change.CASE, who, {"number": str(case.number)})
    for said in tx.alert_words.newest(alert.id, MOST_WORDS):
        mirror(tx, case, said)


def _one_card(tx: Tx, alert: Alert, case: Case, who: PersonId | None) -> None:
    """The case's countdown has its place on the alert's card; a card it had before says so."""
    place, before = place_of(tx, alert), tx.cards.place(case.id, ONCALL)
    if place is not None:
        tx.cards.put(case.id, ONCALL, place)
    entry_id = tx.history.add(Entry(case.id, case.version, tx.now, who, Action.ALERT))
    tx.outbox.put(in_thread(Kind.STEP, case.id, DESK, entry_id), at=tx.now)
    if before is not None and before.card_ts is not None and before != place:
        post = Post(0, case.id, entry_id, ONCALL, Kind.CARD.value, before.channel_id, before.card_ts)
        tx.outbox.put(refresh(case.id, ONCALL, tx.cards.add_post(post, case.version)), at=tx.now)


def place_of(tx: Tx, alert: Alert) -> CardPlace | None:
    """Where the incident is talked about: under the alert's card, or that of what stands for it."""
    group = tx.alerts.get(alert.group_id) if alert.is_folded and alert.group_id is not None else None
    shown = group or alert
    return CardPlace(shown.channel_id, shown.ts, shown.ts) if shown.channel_id and shown.ts else None
