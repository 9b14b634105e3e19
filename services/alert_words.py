"""What is said in an alert's thread: kept with the alert, an acknowledgement by who was told, and shown to staff in the
thread of the case it became, as it reads now. Nobody of the customer sees any of it."""

from dataclasses import replace
from datetime import datetime

from rules.alerts import Alert, Said
from rules.cases import OVER, Action, Case
from rules.forms import storable
from rules.notices import DESK, Kind, in_thread
from rules.people import PersonId
from rules.records import Entry, instant_of
from services import pages
from services.people import actor
from storage.tx import Tx

MOST_THREADS = 200


def open_threads(tx: Tx, before: datetime) -> list[tuple[str, str]]:
    """The threads (channel, root) of alerts that began before then and go on: something may be said there still."""
    return tx.alerts.open_since(before, MOST_THREADS)


def is_news(tx: Tx, channel_id: str, thread_ts: str, ts: str, edited_ts: str | None = None) -> bool:
    """False for what is said in no thread of an alert or of an open page, and for what is kept already."""
    if tx.alerts.at(channel_id, thread_ts) is None:
        return pages.open_in(tx, channel_id, thread_ts) is not None
    said = tx.alert_words.at(channel_id, ts)
    return said is None or said.who is None or said.is_older_than(edited_ts)


def heard(
    tx: Tx, who: PersonId, channel_id: str, thread_ts: str, ts: str, text: str, edited_ts: str | None = None
) -> None:
    """Somebody wrote in a thread of the on-call channel, at the instant that `ts` names."""
    page_id = pages.open_in(tx, channel_id, thread_ts)
    if page_id is not None:
        pages.spoke(tx, who, page_id, instant_of(ts))
    alert = tx.alerts.at(channel_id, thread_ts)
    waiting = tx.alert_words.at(channel_id, ts)
    if waiting is not None and waiting.who is not None:
        edited(tx, channel_id, thread_ts, ts, text, edited_ts or "")
        return
    if alert is None:
        return
    said = replace(waiting or Said(alert.id, channel_id, ts), who=who)
    if said.is_older_than(edited_ts) or (said.edited_ts is None and said.deleted_at is None):
        said = replace(said, text=storable(text), edited_ts=edited_ts)
    said = replace(said, id=tx.alert_words.put(said))
    case = case_of(tx, alert)
    if case is not None and said.text.strip() and actor(tx, who).is_us:
        mirror(tx, case, said)


def edited(tx: Tx, channel_id: str, thread_ts: str, ts: str, text: str, edited_ts: str) -> None:
    """The author changed a message, which now reads like this; one that was not heard yet is waited for."""
    said = _known(tx, channel_id, thread_ts, ts)
    if said is not None and said.is_older_than(edited_ts):
        after = replace(said, text=storable(text), edited_ts=edited_ts)
        _tell(tx, replace(after, id=tx.alert_words.put(after)), Action.EDIT)


def deleted(tx: Tx, channel_id: str, thread_ts: str, ts: str) -> None:
    """A message is gone: its words leave the record, which keeps whose they were and when (process.md section 6)."""
    said = _known(tx, channel_id, thread_ts, ts)
    if said is not None and said.deleted_at is None:
        after = replace(said, text="", deleted_at=tx.now)
        _tell(tx, replace(after, id=tx.alert_words.put(after)), Action.DELETE)


def _known(tx: Tx, channel_id: str, thread_ts: str, ts: str) -> Said | None:
    """The message as it is kept, or one still to be heard; None in no alert's thread."""
    if (said := tx.alert_words.at(channel_id, ts)) is not None:
        return said
    alert = tx.alerts.at(channel_id, thread_ts) if thread_ts else None
    return Said(alert.id, channel_id, ts) if alert is not None else None


def _tell(tx: Tx, said: Said, action: Action) -> None:
    """The case's history has who changed it, and its mirror is drawn again; what was not heard yet has neither."""
    shown = tx.history.get(said.history_id) if said.history_id is not None else None
    case = tx.cases.get(shown.case_id) if shown is not None else None
    if shown is None or case is None:
        return
    tx.history.add(Entry(case.id, case.version, tx.now, said.who, action, facts={"said": said.id}))
    tx.outbox.put(in_thread(Kind.CHANGED, case.id, DESK, shown.id, said.id), at=tx.now)


def case_of(tx: Tx, alert: Alert) -> Case | None:
    """The case the alert became, or the one that goes on in, while it is not over."""
    case = tx.cases.get(alert.case_id) if alert.case_id is not None else None
    into = tx.cases.numbered(case.merged_into) if case is not None and case.merged_into is not None else case
    return into if into is not None and into.state not in OVER else None


def mirror(tx: Tx, case: Case, said: Said) -> None:
    """What was said stands in the staff thread, as internal words."""
    if said.text.strip() and said.who is not None and said.history_id is None:
        entry = Entry(case.id, case.version, tx.now, said.who, Action.DUTY_WROTE, facts={"said": said.id})
        entry_id = tx.history.add(entry)
        tx.alert_words.put(replace(said, history_id=entry_id))
        tx.outbox.put(in_thread(Kind.STEP, case.id, DESK, entry_id, said.id), at=tx.now)
