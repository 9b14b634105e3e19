"""What is said in an alert's thread: kept with the alert, an acknowledgement by who was told, and shown to staff in the
thread of the case it became. Nobody of the customer sees any of it."""

from rules.alerts import Alert, Said
from rules.cases import OVER, Action, Case
from rules.forms import storable
from rules.notices import DESK, Kind, in_thread
from rules.people import PersonId
from rules.records import Entry
from services import pages
from services.people import actor
from storage.tx import Tx


def is_news(tx: Tx, channel_id: str, thread_ts: str) -> bool:
    """True in the thread of an alert, or of an open page."""
    return tx.alerts.at(channel_id, thread_ts) is not None or pages.open_in(tx, channel_id, thread_ts) is not None


def heard(tx: Tx, who: PersonId, channel_id: str, thread_ts: str, ts: str, text: str) -> None:
    """Somebody wrote in a thread of the on-call channel."""
    page_id = pages.open_in(tx, channel_id, thread_ts)
    if page_id is not None:
        pages.spoke(tx, who, page_id)
    alert = tx.alerts.at(channel_id, thread_ts)
    if alert is None or not text.strip() or tx.alert_changes.said_at(channel_id, ts) is not None:
        return
    said = Said(alert.id, channel_id, ts, who, storable(text))
    tx.alert_changes.say(said)
    case = case_of(tx, alert)
    if case is not None and actor(tx, who).is_us:
        mirror(tx, case, said)


def reads_now(tx: Tx, channel_id: str, ts: str, text: str) -> None:
    """The author changed a message, which now reads like this, or took it back (an empty text)."""
    said = tx.alert_changes.said_at(channel_id, ts)
    if said is not None and said.text != storable(text):
        tx.alert_changes.reword(said.id, storable(text))


def case_of(tx: Tx, alert: Alert) -> Case | None:
    """The case the alert became, or the one that goes on in, while it is not over."""
    case = tx.cases.get(alert.case_id) if alert.case_id is not None else None
    into = tx.cases.numbered(case.merged_into) if case is not None and case.merged_into is not None else case
    return into if into is not None and into.state not in OVER else None


def mirror(tx: Tx, case: Case, said: Said) -> None:
    """What was said stands in the staff thread, as internal words."""
    if said.text.strip():
        entry = Entry(case.id, case.version, tx.now, said.who, Action.DUTY_WROTE, facts={"text": said.text})
        tx.outbox.put(in_thread(Kind.STEP, case.id, DESK, tx.history.add(entry)), at=tx.now)
