"""From a notice's facts to its message: one renderer for each kind."""

import mimetypes
from datetime import datetime

from handlers.views.alarms import case_down
from handlers.views.alerts import of_alert
from handlers.views.cases import customer_card, desk_card
from handlers.views.countdown import countdown_card, digest, go_home, goes_on, our_turn, reminder
from handlers.views.customers import need_help, whose_channel
from handlers.views.internal import shared_outside
from handlers.views.labels import case_number
from handlers.views.letters import addressed, letter
from handlers.views.mails import no_readers, standstill, undeliverable
from handlers.views.mornings import morning
from handlers.views.offers import inquiry_down, item, offer
from handlers.views.oncall import changed, gaps, layer_set, taken_back
from handlers.views.pages import of_page
from handlers.views.parts import Message, section
from handlers.views.people import contact_left, first_heard, left_us, reach
from handlers.views.probe import probed
from handlers.views.questions import ASKED_AGAIN
from handlers.views.set_aside import unreadable
from handlers.views.steps import step
from handlers.views.uptime import month_message
from handlers.views.vitals import ailment, canary
from handlers.views.wakeups import quiet, tried
from handlers.views.waking import paused, wake_failed
from handlers.views.words import N_, Words
from rules.alert_facts import AlertFacts
from rules.cases import Action
from rules.countdown_facts import DigestFacts, GoHomeFacts
from rules.facts import AlarmFacts, CaseFacts, ChannelFacts, Facts, FailureFacts, HelpFacts, InquiryFacts, SharedFacts
from rules.forms import NOT_TAKEN, FileTrouble
from rules.leaving import ContactFacts, LeaverFacts, ReachFacts
from rules.mail import ReadersFacts, StandstillFacts
from rules.monitors import SetAside
from rules.mornings import MorningFacts
from rules.notices import DESK, ONCALL, Kind, Notice
from rules.pages import PageFacts
from rules.rota_facts import ChangeFacts, GapFacts, LayerFacts
from rules.uptime import MonthFacts
from rules.vitals_facts import AilmentFacts, CanaryFacts
from rules.wakeups import PausedFacts, QuietFacts, TriedFacts, WakeFailedFacts

PICTURE_FROM, FILE_FROM = N_("Screenshot from {who} ({customer})"), N_("File from {who} ({customer})")
FILE_TROUBLES = {
    FileTrouble.GONE: N_("it was deleted"),
    FileTrouble.HIDDEN: N_("Slack hides it: the workspace is over its limit"),
    FileTrouble.ELSEWHERE: N_("it does not lie in Slack"),
    FileTrouble.REFUSED: N_("Slack does not give it to us"),
    FileTrouble.PROGRAM: N_("it is a program"),
    FileTrouble.TOO_LARGE: N_("it is larger than 50 MB"),
}
OF_INQUIRIES = {Kind.OFFER: offer, Kind.NOT_YET_A_CASE: item, Kind.INQUIRY_DOWN: inquiry_down}

DutyFacts = (
    LayerFacts
    | ChangeFacts
    | GapFacts
    | TriedFacts
    | QuietFacts
    | WakeFailedFacts
    | PausedFacts
    | AilmentFacts
    | CanaryFacts
)  # fmt: skip


def render(notice: Notice, facts: Facts, t: Words, now: datetime) -> Message:
    """The message of a notice. Raises KeyError for a kind without a renderer (a test finds those)."""
    match facts:
        case ChannelFacts() | HelpFacts():
            return whose_channel(t, facts) if isinstance(facts, ChannelFacts) else need_help(t, facts)
        case InquiryFacts():
            return OF_INQUIRIES[notice.kind](t, facts)
        case AlarmFacts():
            return case_down(t, facts)
        case FailureFacts():
            return gave_up(t, facts)
        case ContactFacts() | LeaverFacts() | ReachFacts():
            return _of_people(notice.kind, facts, t)
        case SharedFacts() | SetAside():
            return shared_outside(t, facts) if isinstance(facts, SharedFacts) else unreadable(t, facts)
        case StandstillFacts() | ReadersFacts():
            return no_readers(t, facts) if isinstance(facts, ReadersFacts) else standstill(t, notice.kind, facts)
        case AlertFacts():
            return of_alert(t, notice.kind, facts)
        case MorningFacts() | PageFacts():
            return morning(t, facts) if isinstance(facts, MorningFacts) else of_page(t, notice.kind, facts)
        case MonthFacts():
            return month_message(t, notice, facts)
        case DigestFacts() | GoHomeFacts():
            return digest(t, facts) if isinstance(facts, DigestFacts) else go_home(t, facts)
        case CaseFacts():
            return _of_case(notice, facts, t, now)
        case _:
            return _of_duty(notice, facts, t)


def gave_up(t: Words, facts: FailureFacts) -> Message:
    """Something could not be said; the on-call channel is told once."""
    reason = facts.item.reason or ""
    if facts.contact is not None:
        return undeliverable(t, facts, case_number(facts.number) if facts.number else t("an outage"))
    if facts.number is None:
        text = t.md("A message could not be sent: {reason}. See: bot outbox", reason=reason)
    else:
        text = t.md(
            "A message of {number} could not be sent: {reason}. See: bot outbox",
            number=case_number(facts.number),
            reason=reason,
        )
    return Message(text, [section(text)])


def file_comment(t: Words, facts: CaseFacts) -> str:
    """What stands beside a customer's file in the staff thread."""
    who = facts.name(facts.entry.actor) if facts.entry else facts.customer.name
    known = {"who": who, "customer": facts.customer.name}
    if facts.entry is not None and facts.entry.action is Action.REPLY:
        return t.md("File from {who} to {customer}", **known)
    # In a shared channel the event tells no media type; the name is known by now.
    kind = mimetypes.guess_type(facts.attachment.file.name)[0] if facts.attachment else None
    return t.md(PICTURE_FROM if (kind or "").startswith("image/") else FILE_FROM, **known)


def file_lost(t: Words, facts: CaseFacts, reason: FileTrouble) -> Message:
    """A customer's file could not be fetched, or is not taken."""
    name = facts.attachment.file.name if facts.attachment else ""
    why = t(FILE_TROUBLES[reason])
    if reason in NOT_TAKEN:
        text = t.md("The file {name} was not taken: {reason}.", name=name, reason=why)
        return Message(text, [section(text)])
    text = t.md("The file {name} could not be fetched ({reason}). Please ask the customer to post it in the thread.",
                name=name, reason=why)  # fmt: skip
    return Message(text, [section(text)])


def file_refused(t: Words, lane: str, facts: CaseFacts) -> Message:
    """A file is not passed on: to who posted it, or to us where it was ours to the customer."""
    file = facts.attachment
    known = {"name": file.file.name if file else "", "reason": t(FILE_TROUBLES[_trouble(facts)])}
    if lane == DESK:
        text = t.md("The file {name} did not reach the customer: {reason}.", **known)
    else:
        to = addressed(facts.entry.actor if facts.entry else None)
        text = t.md("{to}We cannot take the file {name}: {reason}. A picture, a document or a link is fine.",
                    to=to, **known)  # fmt: skip
    return Message(text, [section(text)])


def _trouble(facts: CaseFacts) -> FileTrouble:
    return (facts.attachment.trouble if facts.attachment else None) or FileTrouble.GONE


def _of_people(kind: Kind, facts: ContactFacts | LeaverFacts | ReachFacts, t: Words) -> Message:
    match facts:
        case ContactFacts():
            return contact_left(t, facts)
        case LeaverFacts():
            return left_us(t, facts)
        case ReachFacts():
            return reach(t, kind, facts)


def _of_duty(notice: Notice, facts: DutyFacts, t: Words) -> Message:
    match facts:
        case LayerFacts():
            return layer_set(t, facts)
        case ChangeFacts():
            return changed(t, facts) if notice.kind is Kind.ROTA_CHANGED else taken_back(t, facts)
        case GapFacts():
            return gaps(t, facts)
        case TriedFacts():
            return tried(t, facts)
        case QuietFacts():
            return quiet(t, facts, notice.lane)
        case WakeFailedFacts():
            return wake_failed(t, facts)
        case PausedFacts():
            return paused(t, facts)
        case AilmentFacts() | CanaryFacts():
            return ailment(t, facts) if isinstance(facts, AilmentFacts) else canary(t, facts)


def _of_case(notice: Notice, facts: CaseFacts, t: Words, now: datetime) -> Message:
    kind = Kind(facts.post.kind) if notice.kind is Kind.REFRESH and facts.post else notice.kind
    if kind is Kind.CARD and notice.lane == ONCALL:
        return goes_on(t, facts) if facts.post is not None else countdown_card(t, facts, now)
    if kind is Kind.COUNTDOWN:
        return reminder(t, facts)
    if kind is Kind.OUR_TURN:
        return our_turn(t, facts)
    if kind is Kind.CARD:
        return desk_card(t, facts, now) if notice.lane == DESK else customer_card(t, facts, now)
    if kind in {Kind.STEP, Kind.CHANGED}:
        return step(t, facts)
    if kind is Kind.NEW_CONTACT:
        return first_heard(t, facts)
    if kind is Kind.FILE_REFUSED:
        return file_refused(t, notice.lane, facts)
    if kind is Kind.PROBED:
        return probed(t, facts)
    return ASKED_AGAIN[kind](t, facts, now) if kind in ASKED_AGAIN else letter(kind, t, facts, now)
