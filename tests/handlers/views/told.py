"""Everything the app can say of one case of Kari's, told from the words people wrote; and how Slack reads it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any

from handlers.views.notices import file_comment, file_lost, render
from handlers.views.parts import Message
from handlers.views.words import LANGUAGES, Mrkdwn, Words, link, mention, words
from rules.cases import Action, Case, State
from rules.countdown import About, Reminder, Step
from rules.countdown_facts import CountdownFacts, DigestFacts, GoHomeFacts, LevelAFacts, WaitFacts
from rules.customers import Contact
from rules.escalation import Target
from rules.facts import (
    AlarmFacts,
    CaseFacts,
    ChannelFacts,
    Facts,
    FailureFacts,
    HelpFacts,
    InquiryFacts,
    Other,
    Others,
    SharedFacts,
)
from rules.forms import File, FileTrouble
from rules.leaving import ContactFacts, LeaverFacts, ReachFacts
from rules.letters import Letter, LetterKind
from rules.levels import Level, NextStep, Urgency
from rules.mail import ReadersFacts, StandstillFacts
from rules.move_forms import FIELDS, Shape
from rules.notices import DESK, LANE_OF, ONCALL, Item, Kind, Notice, customer_lane
from rules.offers import Inquiry, Saying, Standing
from rules.pages import About as Paged
from rules.pages import Call, Page, PageFacts, PageStep, Subject, What, Why
from rules.people import Customer, Person, PersonId
from rules.probe import Looked, Saw
from rules.records import Attachment, CardPlace, Entry, SharedChannel
from rules.rota_facts import DutyFacts
from services.course import TOLD

NOW = datetime(2026, 3, 30, 8, 0, tzinfo=UTC)
KARI, ANNA = PersonId("TFJORD", "UKARI"), PersonId("THOME", "UANNA")
CUSTOMERS = customer_lane(1)
OTHER_ENDS = {Action.CLOSE_BY_ITSELF, Action.CLOSE_AS_UNANSWERED}
ACTION_OF = {kind: action for action, kind in TOLD.items() if action not in OTHER_ENDS} | {Kind.RECEIPT: Action.OPEN}
ACTION_OF |= {Kind.HANDED_OVER: Action.CONTACT_LEFT, Kind.LETTER: Action.LETTER}
BEFORE = {Action.ASK: State.WAITING, Action.READY_FOR_TEST: State.IN_TEST, Action.RECORD_APPROVAL: State.APPROVED}
BEFORE |= {Action.PUBLISH: State.LIVE, Action.RESTORE_SERVICE: State.LIVE, Action.CLOSE: State.CLOSED}
BEFORE |= {Action.WITHDRAW: State.WITHDRAWN, Action.OPEN: State.RECEIVED, Action.MERGE: State.CLOSED}
BEFORE |= {Action.CLOSE_AS_UNANSWERED: State.CLOSED, Action.REMIND: State.WAITING, Action.UNANSWERED: State.WAITING}
ASKED = {Kind.UNANSWERED: DESK, Kind.SAME_SITE: DESK, Kind.WROTE_AFTERWARDS: CUSTOMERS, Kind.STILL_ASKED: CUSTOMERS}
A_PAGE = Page(1, Paged(1), Why.LEVEL_A, NOW, NOW, steps=2)
EN, NB = (words(language) for language in LANGUAGES)


@dataclass(frozen=True)
class Wrote:
    """What people wrote: names, words in forms, an address."""

    text: str = "The cart is empty"
    name: str = "Kari Nordmann"
    customer: str = "Fjordmat"
    address: str = "https://fjordmat.no/kasse"


def case(wrote: Wrote, **known: Any) -> Case:
    """The case, with everything filled in that can be."""
    full = Case(
        1, 1042, 1, KARI, KARI, "slack", NOW, wrote.text, wrote.address, Urgency.DEGRADED, Level.B, NOW.date(), NOW,
        assignee=ANNA, expected_minutes=197, test_round=1, test_link=wrote.address, live_link=wrote.address,
    )  # fmt: skip
    return replace(full, **known)


def filled_in(action: Action, wrote: Wrote) -> dict[str, str | int]:
    """What the history keeps of the move, every field filled in."""
    value: dict[Shape, str | int] = {
        Shape.LINK: wrote.address, Shape.HOURS: 197, Shape.DATE: "2026-03-29", Shape.CHANNEL: "phone",
        Shape.TEXT: wrote.text, Shape.LINE: wrote.text[:200], Shape.PERSON: "THOME:UJONAS",
        Shape.LEVEL: "A", Shape.COVERAGE: "billable", Shape.TOGETHER: "merged",
    }  # fmt: skip
    return {field.name: value[field.shape] for field in FIELDS.get(action, ())}


def facts(wrote: Wrote, action: Action = Action.OPEN, entry: dict[str, Any] | None = None, **known: Any) -> CaseFacts:
    """What a message about this move is told from."""
    told_of = case(wrote, **{"state": BEFORE.get(action, State.IN_REVIEW), "version": 3, "stage": 3} | known)
    at_the_time = {"stage": 3, "asked": wrote.text, "since": NOW.isoformat(), "reminders": 2, "other": 1001}
    at_the_time |= {"was": "B", "deadline": "due", "due": NOW.isoformat()}
    at_the_time |= {"to": KARI.user_id, "heir": wrote.name} if action is Action.CONTACT_LEFT else {}
    at_the_time |= {"address": wrote.address, "saw": "error", "level": "A"}
    outage = Letter(LetterKind.NEWS, wrote.name, wrote.address, NOW, timedelta(minutes=16), NOW, True, wrote.text)
    at_the_time |= outage.as_facts() if action is Action.LETTER else {}
    at_the_time |= {"problem": wrote.text} if action is Action.ABSORB else {}
    at_the_time |= {"round": 1, "link": wrote.address, "origin": "slack", "text": wrote.text}
    kept = {**at_the_time, **filled_in(action, wrote)}
    row = Entry(1, 3, NOW, ANNA, action, None, told_of.state, kept if entry is None else kept | entry, 7)
    people = {KARI: Person(KARI, wrote.name), ANNA: Person(ANNA, wrote.name)}
    return CaseFacts(
        told_of,
        Customer(1, wrote.customer, "CFJORD", "nb"),
        people,
        NextStep(True, NOW, True),
        None,
        row,
        Attachment(1, 1, File("F1", wrote.text[:255], 1, "image/png"), None),
        approvers=(KARI,),
    )


def together(wrote: Wrote) -> Others:
    """Cases that belong together with the case, in every way there is."""
    other = Other(2, 1001, KARI, CardPlace("CFJORD", "1700000000.000100", "1700000000.000100"))
    return Others(other, (other,) * 20, (other,) * 20, other)


def letter(kind: Kind, t: Words, wrote: Wrote, now: datetime = NOW, **known: Any) -> Message:
    """The letter of this kind to the customer."""
    return _render(kind, facts(wrote, ACTION_OF[kind], **known), t, now)


def everything(t: Words, wrote: Wrote) -> Iterator[tuple[str, Message]]:
    """Every message of every kind, with a name for it."""
    for kind in ACTION_OF:
        yield kind, letter(kind, t, wrote)
    for action in Action:
        yield f"step {action}", _render(Kind.STEP, facts(wrote, action), t, lane=DESK)
    for state in State:
        for lane in (DESK, CUSTOMERS):
            yield f"card {state} {lane}", _render(Kind.CARD, facts(wrote, state=state), t, lane=lane)
    for kind, lane in ASKED.items():
        told = replace(facts(wrote, Action.UNANSWERED, state=State.CLOSED, wrote_at=NOW), others=together(wrote))
        yield kind, _render(kind, told, t, lane=lane)
        yield f"merged card {lane}", _render(Kind.CARD, told, t, lane=lane)
    channel = SharedChannel(1, "CFJORD", wrote.text, wrote.text, ())
    for customer in (None, Customer(1, wrote.customer, "CFJORD", "nb")):
        yield "whose channel", _render(Kind.WHOSE_CHANNEL, ChannelFacts(channel, customer), t)
    yield from at_the_doors(wrote, t)
    yield from promises(wrote, t)
    yield from paged(wrote, t)
    for number in (None, 1042):
        for contact in (None, Contact(1, 1, wrote.name, email="kari@fjordmat.no")):
            yield "gave up", _render(Kind.GAVE_UP, FailureFacts(_failed(), number, contact), t)
    yield from of_mail(wrote, t)
    yield from of_people(wrote, t)
    for here in (True, False):
        yield "shared outside", _render(Kind.SHARED_OUTSIDE, SharedFacts((*LANE_OF,), here), t)
    yield "file", Message(Mrkdwn(file_comment(t, facts(wrote))))
    yield "file lost", file_lost(t, facts(wrote), FileTrouble.REFUSED)


def of_mail(wrote: Wrote, t: Words) -> Iterator[tuple[str, Message]]:
    """What staff are told of letters by mail."""
    for kind in (Kind.MAIL_NOT_SET_UP, Kind.MAIL_REFUSED, Kind.MAIL_NOT_TRUSTED):
        yield kind, _render(kind, StandstillFacts(3), t)
    yield "no readers", _render(Kind.NO_READERS, ReadersFacts((wrote.customer,), (wrote.customer,)), t)


def of_people(wrote: Wrote, t: Words) -> Iterator[tuple[str, Message]]:
    """What is said of who is new or gone, and of channels that cannot be reached."""
    somebody = Person(KARI, wrote.name, row_id=1)
    customer = Customer(1, wrote.customer, "CFJORD", "nb")
    for last in (True, False):
        left = ContactFacts(Contact(1, 1, wrote.name), customer, last)
        yield "contact left", _render(Kind.CONTACT_LEFT, left, t)
    theirs = LeaverFacts(somebody, (case(wrote),) * 12)
    yield "left us", _render(Kind.LEFT_US, theirs, t)
    for kind in (Kind.CHANNEL_MOVED, Kind.CHANNEL_GONE, Kind.CHANNEL_BACK):
        yield kind, _render(kind, ReachFacts(customer, 2, 3), t)
    handed = facts(wrote, Action.CONTACT_LEFT, {"approves": 1})
    yield "handed over", _render(Kind.HANDED_OVER, handed, t)
    yield "first heard", _render(Kind.NEW_CONTACT, facts(wrote), t, lane=DESK)


def at_the_doors(wrote: Wrote, t: Words) -> Iterator[tuple[str, Message]]:
    """What is said of what is said outside any case, and of sites that may be down."""
    customer, somebody = Customer(1, wrote.customer, "CFJORD", "nb"), Person(KARI, wrote.name)
    for hours in (None, (NOW, later(hours=7))):
        yield f"need help {hours}", _render(Kind.NEED_HELP, HelpFacts(customer, hours, hours, NOW, "467 00 845"), t)
    words = (Saying("CFJORD", "1.000000", KARI, wrote.text),)
    for standing in Standing:
        inquiry = Inquiry(1, 1, "CFJORD", "1.000000", KARI, NOW, NOW, standing, decided_by=KARI, words=words)
        told = InquiryFacts(inquiry, customer, {KARI: somebody}, 1042)
        for kind in (Kind.OFFER, Kind.NOT_YET_A_CASE, Kind.INQUIRY_DOWN):
            yield f"{kind} {standing}", _render(kind, told, t)
    yield "case down", _render(Kind.CASE_DOWN, AlarmFacts(case(wrote), customer, wrote.name), t)
    for saw in Saw:
        looked = Looked(wrote.address, saw, 500, NOW.date()).as_facts()
        yield f"saw {saw}", _render(Kind.PROBED, facts(wrote, Action.PROBE, looked), t)
    channel = SharedChannel(1, "CFJORD", wrote.text, wrote.text, ())
    kept = ChannelFacts(channel, None, 1, words, {KARI: somebody})
    yield "said meanwhile", _render(Kind.WHOSE_CHANNEL, kept, t)


def promises(wrote: Wrote, t: Words) -> Iterator[tuple[str, Message]]:
    """What is said of promised answers, and of who waits for one."""
    place, told = CardPlace("CFJORD", "1700000000.000100", "1700000000.000100"), facts(wrote)
    for step in range(Step.BEGUN, Step.DUE + 3):
        for told_at in (NOW, later(hours=1)):
            reminder = Reminder(1, 1, About.ANSWER, step, NOW, told_at)
            counted = CountdownFacts(step, timedelta(hours=7), (KARI,) * 30, place, reminder, told_at == NOW)
            yield f"countdown card {step}", _render(Kind.CARD, replace(told, countdown=counted), t, lane=ONCALL)
            yield f"countdown {step}", _render(Kind.COUNTDOWN, replace(told, countdown=counted), t, lane=ONCALL)
            waits = WaitFacts(NOW, timedelta(hours=4), NOW, is_over=told_at != NOW)
            waited = replace(told, countdown=counted, waits=waits, case=replace(told.case, wrote_at=NOW))
            yield f"our turn {step}", _render(Kind.OUR_TURN, waited, t, lane=DESK)
            yield "card of who waits", _render(Kind.CARD, waited, t, lane=DESK)
    for state in State:
        yield f"countdown card {state}", _render(Kind.CARD, facts(wrote, state=state, answered_at=NOW), t, lane=ONCALL)
    for page in (None, A_PAGE, replace(A_PAGE, acknowledged_at=NOW, acknowledged_by=KARI)):
        level_a = LevelAFacts(page is None, DutyFacts({}, (KARI,), exists=True), page, wrote.name)
        on_card = replace(counted, level_a=level_a)
        yield "card of a level A", _render(Kind.CARD, replace(told, countdown=on_card), t, lane=ONCALL)
    many, names, places = (case(wrote),) * 1000, {1: wrote.customer}, {1: place}
    yield "digest", _render(Kind.DIGEST, DigestFacts(many, 9000, names, places, (KARI,) * 30), t, lane=ONCALL)
    duty = {KARI: Person(KARI, wrote.name)}
    for people in ((), (KARI,)):
        home = GoHomeFacts(many[:20], 3, names, places, duty, people)
        yield f"go home {people}", _render(Kind.GO_HOME, home, t, lane=DESK)


def paged(wrote: Wrote, t: Words) -> Iterator[tuple[str, Message]]:
    """What is said of pages: to who is told, and in the thread."""
    place = CardPlace("CFJORD", "1700000000.000100", "1700000000.000100")
    about, names = Subject(wrote.text, wrote.customer, NOW, place, 1042), {KARI: Person(KARI, wrote.name)}
    had = replace(A_PAGE, acknowledged_at=NOW, acknowledged_by=KARI)
    drill = replace(A_PAGE, about=Paged(), why=Why.DRILL, asked_by=KARI)
    for page in (A_PAGE, had, replace(had, over_at=NOW), replace(A_PAGE, why=Why.ALERT)):
        yield f"page {page.why}", _render(Kind.PAGE, PageFacts(page, about, names), t)
    for page in (drill, replace(drill, over_at=NOW), replace(had, about=Paged())):
        yield "drill", _render(Kind.DRILL, PageFacts(page, about, names), t)
    yield "still", _render(Kind.STILL_ON_IT, PageFacts(had, replace(about, number=None), names), t)
    ways = ((1, 0), (None, 1), (2, 2))
    calls = tuple(Call(1, 1, 1, KARI, NOW, layer, count, is_paused=count > 1) for layer, count in ways)
    for what, other in (*((one, 1041) for one in What), (What.QUIET, None)):
        step = PageStep(1, 1, what, later(hours=1), NOW, 2, Target.NEXT, 1, (Target.DUTY,), False, KARI)
        yield f"page {what}", _render(Kind.PAGE_STEP, PageFacts(had, about, names, step, calls, other_number=other), t)


def _render(kind: Kind, told: Facts, t: Words, now: datetime = NOW, lane: str = CUSTOMERS) -> Message:
    return render(Notice(lane, "thread", kind, 1, 7, 1), told, t, now)


def _failed() -> Item:
    notice = Notice(CUSTOMERS, "thread", Kind.RECEIPT, 1)
    return Item(1, "key", notice, 3, False, None, "gave_up", "channel_not_found", NOW)


def parts(thing: Any) -> Iterator[dict[str, Any]]:
    """Every dict inside a message's blocks or a view."""
    if isinstance(thing, dict):
        yield thing
        thing = list(thing.values())
    if isinstance(thing, list):
        for one in thing:
            yield from parts(one)


def formatted(message: Message) -> list[str]:
    """The texts of the message in which Slack reads formatting."""
    return [message.text, *(part["text"] for part in parts(message.blocks) if part.get("type") == "mrkdwn")]


def shown(thing: Any) -> str:
    """All that can be read in blocks or a view, line by line."""
    kinds = ("mrkdwn", "plain_text")
    return "\n".join(part["text"] for part in parts(thing) if part.get("type") in kinds)


def buttons(message: Message) -> list[str]:
    """What can be pressed, in order."""
    return [part["text"]["text"] for part in parts(message.blocks) if part.get("type") == "button"]


THERE = re.compile(r"https://slack\.com/archives/CFJORD/p\d+\|[A-Za-z0-9 -]+")
REFERENCE = re.compile(r"<([^<>]*)>")
DATE = re.compile(r"!date\^\d+\^(\{date_long} )?\{time}\|[\w. :]+")


def foreign(text: str, wrote: Wrote) -> list[str]:
    """What in a formatted text is read as markup although it is none of the app's own."""
    own = {str(mention(KARI.user_id))[1:-1], "#CFJORD", str(link(wrote.address))[1:-1]}
    own |= {str(mention("UJONAS"))[1:-1]}
    references = [
        one
        for one in REFERENCE.findall(text)
        if one not in own and not DATE.fullmatch(one) and not THERE.fullmatch(one)
    ]
    rest = REFERENCE.sub("", text)
    return references + re.findall(r"[<>]|&(?!amp;|lt;|gt;)", rest)


def later(**delta: float) -> datetime:
    return NOW + timedelta(**delta)
