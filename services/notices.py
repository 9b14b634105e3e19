"""The facts a notice is told from, fresh at the moment it is sent. No words here, and nothing of Slack's."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from rules.alerts import Said
from rules.cases import Action, Case, State
from rules.facts import CaseFacts, ChannelFacts, Facts, FailureFacts, people_of
from rules.letters import LetterKind
from rules.levels import NextStep, next_step
from rules.mail_facts import MailFacts
from rules.notices import DESK, MAIL, ONCALL, PERSON, Item, Kind, Notice, case_thread
from rules.people import PersonId
from rules.records import Entry, Spoken
from rules.working_hours import Calendar
from services import (
    alarms,
    alert_facts,
    dnd,
    downtime,
    go_home,
    inquiries,
    leaving,
    monitors,
    mornings,
    oncall,
    page_facts,
    reach,
    readers,
    uptime_reports,
    vitals,
    wakeups,
    waking,
)
from services.countdown import digest_facts, told_from, waits
from services.internal import Held, hold, shared_facts
from services.links import others
from services.mail import STANDS_STILL, standstill
from services.people import approvers
from services.targets import targets
from storage.tx import Tx

OF_PEOPLE: dict[Kind, Callable[[Tx, int], Facts | None]] = {
    Kind.CONTACT_LEFT: leaving.contact_facts,
    Kind.LEFT_US: leaving.leaver_facts,
    Kind.CHANNEL_MOVED: reach.facts,
    Kind.CHANNEL_GONE: reach.facts,
    Kind.CHANNEL_BACK: reach.facts,
    Kind.LAYER_SET: oncall.layer_facts,
    Kind.ROTA_CHANGED: oncall.change_facts,
    Kind.ROTA_TAKEN_BACK: oncall.change_facts,
    Kind.ROTA_GAPS: oncall.gap_facts,
    Kind.WAKE_TRIED: wakeups.tried_facts,
    Kind.QUIET_DUTY: dnd.quiet_facts,
    Kind.SET_ASIDE: monitors.facts,
    Kind.PAGE: page_facts.of_call,
    Kind.PAGE_OVER: page_facts.of_drawn,
    Kind.PAGE_STEP: page_facts.of_step,
    Kind.STILL_ON_IT: page_facts.of_question,
    Kind.DRILL: page_facts.of_page,
    Kind.MORNING: mornings.facts,
    Kind.WAKE_FAILED: waking.failed_facts,
    Kind.PAUSED: waking.paused_facts,
    **dict.fromkeys(uptime_reports.KINDS, uptime_reports.facts),
    Kind.AILMENT: vitals.ailment_facts,
    Kind.CANARY: vitals.canary_facts,
}
REMINDERS = {Kind.COUNTDOWN, Kind.OUR_TURN}
ALERTS = {Kind.ALERT, Kind.ALERT_CARD, Kind.ALERT_STEP}
FILES = {Kind.FILE, Kind.FILE_REFUSED}
LINES_SHOWN = 5  # of what was said in a channel that is nobody's yet


def facts(tx: Tx, item: Item, desk: Calendar) -> Facts | None:
    """What the notice is told from, as of now; None when there is nothing to say any more. Held while it must wait."""
    notice = item.notice
    hold(tx, notice)
    if notice.kind is Kind.REFRESH and tx.cards.post(notice.subject_id or 0) is None:
        return None
    if notice.kind in {Kind.OFFER, Kind.NOT_YET_A_CASE, Kind.INQUIRY_DOWN}:
        return inquiries.facts(tx, notice)
    if notice.kind is Kind.CASE_DOWN:
        return alarms.facts(tx, notice.subject_id or 0, notice.lane)
    if notice.kind is Kind.DIGEST:
        return digest_facts(tx, notice.subject_id or 0)
    if notice.kind is Kind.GO_HOME:
        return go_home.facts(tx, desk)
    if notice.kind in ALERTS:
        return alert_facts.of_notice(tx, notice, desk)
    if notice.kind in OF_PEOPLE:
        return OF_PEOPLE[notice.kind](tx, notice.subject_id or 0)
    if notice.kind in {Kind.GAVE_UP, Kind.WHOSE_CHANNEL}:
        return (_failure if notice.kind is Kind.GAVE_UP else _channel)(tx, notice.subject_id or 0)
    if notice.kind is Kind.SHARED_OUTSIDE:
        return shared_facts(tx, notice.lane)
    if notice.kind in STANDS_STILL:
        return standstill(tx)
    if notice.kind is Kind.NO_READERS:
        return readers.facts(tx, desk)
    return _of_incident(tx, notice, desk) if notice.lane == ONCALL else _told(tx, notice, desk)


def _told(tx: Tx, notice: Notice, desk: Calendar) -> CaseFacts | None:
    return _on_the_clock(tx, notice, of_case(tx, notice, desk), desk)


def _of_incident(tx: Tx, notice: Notice, desk: Calendar) -> Facts | None:
    """What the on-call channel reads of a case: if an alert became it, on the alert's card, and under that."""
    alert = tx.alerts.of_case(notice.case_id or 0) if notice.kind in {Kind.CARD, Kind.COUNTDOWN} else None
    if alert is None:
        return _told(tx, notice, desk)
    if notice.kind is Kind.CARD:
        return alert_facts.facts(tx, alert, desk) if alert.ts is not None else None
    if tx.cards.place(notice.case_id or 0, ONCALL) is None:
        raise Held("the card of its alert is still to be posted")
    return _told(tx, notice, desk)


def mail_facts(tx: Tx, item: Item, desk: Calendar) -> MailFacts | None:
    """What a mail is told from, as of now; None when it need not be sent: who it is for has left or has no address any
    more, or something newer of its thread that waits says it better."""
    notice = item.notice
    contact = tx.contacts.get(int(notice.lane.removeprefix(MAIL)))
    if contact is None or contact.left_at is not None or not contact.email:
        return None
    told = of_case(tx, notice, desk)
    if told is None or (_is_still_down(told) and tx.outbox.newest(notice.thread) > item.id):
        return None
    return MailFacts(contact, told, tx.mails.in_thread(notice.thread))


def _is_still_down(told: CaseFacts) -> bool:
    return told.entry is not None and told.entry.facts.get("letter") == LetterKind.AGAIN


def channel_of(tx: Tx, lane: str) -> tuple[str, str | None]:
    """Slack's channel and the language of a customer's or a person's lane; None: the house's language. Held while the
    customer's channel cannot be reached."""
    if lane.startswith(PERSON):
        person = tx.people.get(int(lane.removeprefix(PERSON)))
        return person.id.user_id, person.locale
    customer = tx.customers.get(int(lane.removeprefix("customer:")))
    reach.hold(customer)
    return customer.channel_id, customer.language


def of_case(tx: Tx, notice: Notice, desk: Calendar) -> CaseFacts | None:
    """What a case's card, or a message told from its history, is drawn from; None when there is nothing to say."""
    case = tx.cases.get(notice.case_id or 0)
    if case is None:
        raise KeyError(notice.case_id)
    post = tx.cards.post(notice.subject_id or 0) if notice.kind is Kind.REFRESH else None
    history_id = post.history_id if post else notice.history_id
    entry = tx.history.get(history_id) if history_id else None
    spoken, said = _words(tx, entry)
    if _is_over(notice, spoken, said):
        return None
    together = others(tx, case, notice.lane)
    readers = _readers(tx, notice, case)
    return CaseFacts(
        case=case,
        customer=tx.customers.get(case.customer_id),
        people=tx.people.named([*people_of(case, entry, together), spoken.author if spoken else None, *readers]),
        next_step=_told_at_once(case, entry, desk),
        place=tx.cards.place(case.id, notice.lane),
        entry=entry,
        attachment=tx.attachments.get(notice.subject_id or 0) if notice.kind in FILES else None,
        post=post,
        approvers=approvers(tx, case).people,
        others=together,
        spoken=spoken,
        said=said,
        newest=tx.outbox.newest(case_thread(case.id, notice.lane) + "#card"),
        readers=tuple(readers),
    )


def _on_the_clock(tx: Tx, notice: Notice, told: CaseFacts | None, desk: Calendar) -> CaseFacts | None:
    """The facts with how the promise stands, how long the customer has waited and the site was down, where that is
    told; None for a reminder of what is answered meanwhile."""
    if told is None or not (notice.kind in REMINDERS or notice.kind is Kind.CARD):
        return told
    if notice.kind is Kind.CARD and notice.lane != ONCALL:
        told = replace(told, outage=downtime.of_case(tx, told.case.id))
    if notice.lane == DESK:
        meant = targets(tx, [told.case], desk).get(told.case.id) if notice.kind is Kind.CARD else None
        told = replace(told, waits=waits(tx, told.case, desk), target=meant)
    if notice.kind in REMINDERS or notice.lane == ONCALL:
        told = replace(told, countdown=told_from(tx, notice, told.case, desk))
        return told if told.countdown is not None else None
    return told


def _readers(tx: Tx, notice: Notice, case: Case) -> list[PersonId]:
    """Who has read the open question: told on the desk's card."""
    asked = notice.kind is Kind.CARD and notice.lane == DESK and case.state is State.WAITING
    return tx.history.readers(case.id, case.stage) if asked else []


def _words(tx: Tx, entry: Entry | None) -> tuple[Spoken | None, Said | None]:
    """The message in the customer's thread, or the alert's, that the row tells of."""
    told = entry.facts if entry is not None else {}
    spoken = tx.messages.get(told["message"]) if "message" in told else None
    return spoken, tx.alert_words.get(told["said"]) if "said" in told else None


def _is_over(notice: Notice, spoken: Spoken | None, said: Said | None) -> bool:
    """A file of a deleted message is not spoken of; what has no mirror is not drawn again."""
    if notice.kind in FILES:
        return spoken is not None and spoken.deleted_at is not None
    told = spoken or said
    return notice.kind is Kind.CHANGED and told is not None and told.mirror_ts is None


def _told_at_once(case: Case, entry: Entry | None, desk: Calendar) -> NextStep:
    """The next step as it was when the case was opened, whatever became of it since."""
    if entry is None or "due" not in entry.facts or entry.action is not Action.OPEN:
        return next_step(case.due_at, case.submitted_at, desk)
    due = datetime.fromisoformat(entry.facts["due"]) if entry.facts["due"] else None
    return next_step(due, entry.at, desk)


def _channel(tx: Tx, row_id: int) -> ChannelFacts:
    channel = tx.channels.get(row_id)
    if channel is None:
        raise KeyError(row_id)
    if channel.customer_id is not None:
        return ChannelFacts(channel, tx.customers.get(channel.customer_id))
    count, newest = tx.overheard.newest_unclaimed(channel.channel_id, LINES_SHOWN)
    people = tx.people.named([saying.author for saying in newest])
    return ChannelFacts(channel, None, count, tuple(newest), people)


def _failure(tx: Tx, row_id: int) -> FailureFacts:
    item = tx.outbox.get(row_id)
    if item is None:
        raise KeyError(row_id)
    case = tx.cases.get(item.notice.case_id) if item.notice.case_id is not None else None
    contact_id = item.notice.lane.removeprefix(MAIL) if item.notice.lane.startswith(MAIL) else None
    contact = tx.contacts.get(int(contact_id)) if contact_id is not None else None
    return FailureFacts(item, case.number if case else None, contact)
