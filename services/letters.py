"""Letters about persistent downtime (process.md section 10): which are due, written and put in the outbox once."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from rules.alerts import Alert, Change
from rules.alerts import Entry as Said
from rules.cases import Action, Case
from rules.customers import Contact
from rules.letters import FIRST_AFTER, Downtime, Letter, LetterKind, Thread, Written, next_letter, together
from rules.notices import DESK, Kind, Notice, customer_lane, in_thread, mail_lane
from rules.records import Entry
from rules.uptime import whole
from rules.working_hours import Calendar
from services.downtime import downtimes
from services.incidents import join
from services.outage_cases import case_of
from services.readers import readers_of
from storage.tx import Tx

MOST_AT_ONCE = 20


def write_due(tx: Tx, desk: Calendar) -> int:
    """Writes the letters that are due, some at a time; returns how many outages were looked at."""
    if (due := tx.letters.next_due()) is None or due > tx.now:
        return 0
    tx.alerts.hold()  # before the threads: whoever hears of an alert holds both in this order
    threads = tx.letters.claim_due(tx.now, MOST_AT_ONCE)
    for thread in threads:
        tx.letters.save(_looked(tx, thread, desk))
    return len(threads)


@dataclass(frozen=True)
class _Told:
    """What the alerts of an outage say of it; `held`: no letter may go out; `news`: updates that no letter told yet."""

    alerts: list[Alert]
    outage: Downtime
    held: bool
    news: list[Said]

    @property
    def news_at(self) -> datetime | None:
        """Since when there is one."""
        return self.news[0].at if self.news else None


def _told(tx: Tx, thread: Thread) -> _Told:
    alerts = list(tx.alerts.many(tx.letters.alerts_of(thread.id)).values())
    going_on = [one for one in alerts if not one.is_over] or alerts
    outage = together(downtimes(tx, alerts), whole(thread.opened_at))
    happened = (one for alert in alerts for one in tx.alert_changes.since(alert.id, thread.opened_at))
    posted = [one for one in happened if one.change is Change.POSTED and one.id > thread.told_change]
    news = sorted(posted, key=lambda one: one.id)
    return _Told(alerts, outage, any(one.holds_letters for one in going_on), news)


def _looked(tx: Tx, thread: Thread, desk: Calendar) -> Thread:
    """The thread, with what is due of it written."""
    told = _told(tx, thread)
    if begun := _begun_since(told.alerts):
        return _another(tx, thread, begun)
    due = next_letter(told.outage, thread.written, held=told.held, news_at=told.news_at)
    if due is not None and due.at <= tx.now:
        thread, told = _written(tx, thread, due.kind, told, desk), replace(told, news=[])
    return _next(thread, told)


def _begun_since(alerts: Sequence[Alert]) -> list[Alert]:
    """What goes on, where it all began once the others were over, whose last letter waits for a person's yes."""
    over, going_on = [one for one in alerts if one.is_over], [one for one in alerts if not one.is_over]
    ended = max((one.ended_at for one in over if one.ended_at is not None), default=None)
    waits = ended is not None and any(one.holds_letters for one in over)
    return going_on if waits and all(one.begun_at >= ended for one in going_on if ended is not None) else []


def _another(tx: Tx, thread: Thread, begun: Sequence[Alert]) -> Thread:
    """The site is down anew, which is another outage, with letters of its own; what waited of this one is not written
    any more."""
    closed = replace(thread, written=replace(thread.written, is_last=True), due_at=None)
    tx.letters.save(closed)
    tx.letters.open([one for one in begun if one.is_failing and one.is_outage], FIRST_AFTER)
    return closed


def _next(thread: Thread, told: _Told) -> Thread:
    """When the outage is looked at next; one that is over with nothing more to say is closed."""
    due = next_letter(told.outage, thread.written, held=told.held, news_at=told.news_at)
    written = thread.written
    if told.outage.over_at is not None and due is None and (not told.held or written.first_at is None):
        written = replace(written, is_last=True)
    return replace(thread, written=written, due_at=due.at if due is not None else None)


def _written(tx: Tx, thread: Thread, kind: LetterKind, told: _Told, desk: Calendar) -> Thread:
    """Writes one letter: on the case's history, to each contact who is marked for them, and in the channel where the
    customer wants that."""
    site, outage = tx.sites.get(thread.site_id), told.outage
    if site is None:
        raise KeyError(thread.site_id)
    case = case_of(tx, thread.case_id, site, told.alerts, desk)
    for alert in told.alerts:
        if alert.case_id is None:
            join(tx, alert, case, None)
    readers = readers_of(tx, thread.customer_id)
    since = outage.spells[0].begin if outage.spells else thread.opened_at
    until = outage.up_at if kind is LetterKind.LAST else None
    words = "\n\n".join(one.facts["text"] for one in told.news)
    who, told_change = (told.news[-1].who, told.news[-1].id) if told.news else (None, thread.told_change)
    letter = Letter(kind, site.name, site.link, since, outage.lasted(tx.now), until, outage.flaps, words, len(readers))
    entry_id = tx.history.add(Entry(case.id, case.version, tx.now, who, Action.LETTER, facts=letter.as_facts()))
    tx.outbox.put(*_notices(tx, case, entry_id, readers), at=tx.now)
    written = Written(thread.written.first_at or tx.now, tx.now, kind is LetterKind.LAST)
    return replace(thread, case_id=case.id, written=written, told_change=told_change)


def _notices(tx: Tx, case: Case, entry_id: int, readers: list[Contact]) -> list[Notice]:
    lanes = [mail_lane(one.id) for one in readers]
    mails = [Notice(lane, f"letters:{case.id}@{lane}", Kind.LETTER, case.id, entry_id) for lane in lanes]
    customer = tx.customers.get(case.customer_id)
    theirs = customer_lane(customer.id)
    posts = [in_thread(Kind.LETTER, case.id, theirs, entry_id)] if customer.outages_in_channel else []
    return [*mails, *posts, in_thread(Kind.STEP, case.id, DESK, entry_id)]
