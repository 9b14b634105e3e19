"""Whatever rules can say has words: every error its sentence, every notice its message, every action its names."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from handlers import ids
from handlers.views import alerts, labels, move_form, steps, vitals
from handlers.views.errors import DONE, SAYS, WHO
from handlers.views.field_problems import FIELD_PROBLEMS
from handlers.views.notices import file_comment, render
from handlers.views.words import words
from rules.alert_facts import AlertFacts
from rules.alert_quiet import Quiet
from rules.alerts import Alert, Group
from rules.alerts import Change as AlertChange
from rules.alerts import Entry as AlertEntry
from rules.cases import Action, Case, Coverage, Look, State, Turn
from rules.countdown_facts import DigestFacts, GoHomeFacts
from rules.customers import Contact
from rules.errors import FieldProblem, RuleError
from rules.facts import AlarmFacts, CaseFacts, ChannelFacts, Facts, FailureFacts, HelpFacts, InquiryFacts, SharedFacts
from rules.forms import File
from rules.leaving import ContactFacts, LeaverFacts, ReachFacts
from rules.letters import Letter, LetterKind
from rules.levels import Level, NextStep, Urgency
from rules.mail import ReadersFacts, StandstillFacts
from rules.monitors import SetAside
from rules.mornings import Morning, MorningFacts
from rules.move_forms import FIELDS, Audience, Given, Together
from rules.moves import MOVES
from rules.notices import Item, Kind, Notice, case_thread, customer_lane
from rules.offers import Inquiry
from rules.pages import About, Call, Page, PageFacts, PageStep, Subject, What, Why
from rules.people import Customer, Person, PersonId, Place, Role
from rules.records import Attachment, Entry, Post, SharedChannel
from rules.rota import Gap, Override
from rules.rota_facts import ChangeFacts, GapFacts, LayerFacts
from rules.rota_setup import Change, LayerSetting
from rules.uptime import MonthFacts
from rules.vitals import Ailment, How, Part
from rules.vitals_facts import AilmentFacts, CanaryFacts
from rules.wakeups import PausedFacts, QuietFacts, TriedFacts, Trouble, WakeFailedFacts, Way
from services.alert_telling import LINES as LINES_OF_ALERTS
from services.course import TOLD

NOW = datetime(2026, 3, 30, 8, 0, tzinfo=UTC)
KARI = PersonId("TFJORD", "UKARI")
FJORDMAT = Customer(1, "Fjordmat", "CFJORD", "en", frozenset({"TFJORD"}))
CASE = Case(1, 1042, 1, KARI, KARI, "slack", NOW, "It is down", "", Urgency.DOWN, Level.A, None, NOW)
LETTER = Letter(LetterKind.FIRST, "Shop", "https://fjordmat.no", NOW, timedelta(minutes=15))
PAGE = PageFacts(
    Page(1, About(1), Why.LEVEL_A, NOW, NOW, asked_by=KARI),
    Subject("It is down", "Fjordmat", NOW, None, 1042),
    {},
    PageStep(1, 1, What.TOLD, NOW, NOW, 1),
    (Call(1, 1, 1, KARI, NOW, 1),),
)
CHANGE = Change(1, Override(NOW, NOW, KARI, alone=True), KARI, NOW)
# Takes away, looks at a site, sets a user group, goes out beyond Slack, asks Slack.
SAYS_NOTHING = {Kind.FILE_GONE, Kind.PROBE, Kind.DUTY_GROUP, Kind.WAKE_TRY, Kind.WAKE, Kind.DND, Kind.DND_PAGED}
OF_PEOPLE: dict[Kind, Facts] = {
    Kind.CONTACT_LEFT: ContactFacts(Contact(1, 1, "Kari"), FJORDMAT, is_last=True),
    Kind.LEFT_US: LeaverFacts(Person(KARI, "Kari"), (CASE,)),
    Kind.CHANNEL_MOVED: ReachFacts(FJORDMAT, 2, 3),
    Kind.CHANNEL_GONE: ReachFacts(FJORDMAT, 2, 3),
    Kind.CHANNEL_BACK: ReachFacts(FJORDMAT, 2, 3),
    Kind.SHARED_OUTSIDE: SharedFacts((Place.DESK,), is_here=False),
    Kind.LAYER_SET: LayerFacts({}, LayerSetting(1, NOW, (KARI,))),
    **dict.fromkeys((Kind.ROTA_CHANGED, Kind.ROTA_TAKEN_BACK), ChangeFacts({}, CHANGE)),
    **dict.fromkeys((Kind.PAGE, Kind.PAGE_OVER, Kind.PAGE_STEP, Kind.STILL_ON_IT, Kind.DRILL), PAGE),
    Kind.MORNING: MorningFacts(Morning(1, KARI, NOW, NOW, NOW, NOW)),
    Kind.ROTA_GAPS: GapFacts({}, (Gap(NOW, NOW), Gap(NOW, NOW, KARI))),
    Kind.QUIET_DUTY: QuietFacts(Person(KARI, "Kari"), NOW),
    Kind.WAKE_FAILED: WakeFailedFacts(Person(KARI, "Kari"), "SMS", Trouble.REFUSED, 2),
    Kind.PAUSED: PausedFacts((Person(KARI, "Kari"),), goes_on=True),
    Kind.SET_ASIDE: SetAside(1, "zabbix", "Oslo", "It is broken.", "{", 3, NOW),
    Kind.WAKE_TRIED: TriedFacts(Way(1, KARI, "SMS", "json://example.no/secret")),
}
OF_PEOPLE |= dict.fromkeys(
    (Kind.ALERT, Kind.ALERT_CARD), AlertFacts(Alert(1, "kuma", "home", NOW, "no answer in 10 s"))
)
OF_PEOPLE |= dict.fromkeys((Kind.UPTIME, Kind.UPTIME_PICTURE, Kind.UPTIME_TABLE), MonthFacts(date(2026, 3, 1), NOW, ()))
OF_PEOPLE[Kind.ALERT_STEP] = AlertFacts(Alert(1, "kuma", "home", NOW), entry=AlertEntry(1, NOW, AlertChange.OVER))
PRESSED = {move.action for move in MOVES if move.roles}
# In the history, but done at another door than a case's button.
NO_MOVE = {
    Action.OPEN,
    Action.WRITE,
    Action.LINK,
    Action.ABSORB,
    Action.EDIT,
    Action.DELETE,
    Action.CONTACT_LEFT,
    Action.PROBE,
    Action.READ,
    Action.LETTER,
    Action.ALERT,
    Action.DUTY_WROTE,
}

INQUIRY = InquiryFacts(Inquiry(1, 1, "CFJORD", "1.000000", KARI, NOW, NOW), FJORDMAT, {}, None)
ALARM = AlarmFacts(CASE, FJORDMAT, "Kari")
AT_THE_DOORS: dict[Kind, Facts] = {
    Kind.NEED_HELP: HelpFacts(FJORDMAT, None, None, NOW, ""),
    **dict.fromkeys((Kind.OFFER, Kind.NOT_YET_A_CASE, Kind.INQUIRY_DOWN), INQUIRY),
    Kind.CASE_DOWN: ALARM,
    Kind.DIGEST: DigestFacts((CASE,), 3, {}, {}),
    Kind.GO_HOME: GoHomeFacts((CASE,), 3, {}, {}),
    **dict.fromkeys((Kind.MAIL_NOT_SET_UP, Kind.MAIL_REFUSED, Kind.MAIL_NOT_TRUSTED), StandstillFacts(3)),
    Kind.NO_READERS: ReadersFacts(("Fjordmat",)),
    Kind.AILMENT: AilmentFacts(Ailment(1, Part.CHECKS, How.LATE, NOW)),
    Kind.CANARY: CanaryFacts(NOW),
}


def test_every_rule_error_has_a_sentence() -> None:
    assert set(_errors(RuleError)) == set(SAYS), "Write a function with @says(TheError) in handlers/views/errors.py"


def test_every_field_problem_has_a_sentence() -> None:
    assert set(FieldProblem) == set(FIELD_PROBLEMS), "Add the sentence to handlers/views/field_problems.py"


@pytest.mark.parametrize("kind", sorted(set(Kind) - SAYS_NOTHING))
def test_every_notice_is_rendered(kind: Kind) -> None:
    facts = _facts(kind)
    notice = Notice(customer_lane(1), case_thread(1, customer_lane(1)), kind, 1, 1, 1)
    t = words("en")
    if isinstance(facts, CaseFacts) and kind is Kind.FILE:
        assert file_comment(t, facts)
    else:
        message = render(notice, facts, t, NOW)
        assert message.text
        assert message.blocks, "what has no blocks shows people's own words as formatting"


def test_every_action_is_a_move_or_done_at_another_door() -> None:
    assert set(Action) - {move.action for move in MOVES} == NO_MOVE, "Add a row to MOVES in rules/cases.py"


def test_every_action_has_a_line_in_the_staff_thread() -> None:
    assert set(Action) == set(steps.SENTENCES), "Add the line to SENTENCES in handlers/views/steps.py"


@pytest.mark.parametrize(
    ("table", "where"),
    [
        (labels.BUTTONS, "the button's text to BUTTONS in handlers/views/labels.py"),
        (DONE, "what who was faster did to DONE in handlers/views/errors.py"),
    ],
)
def test_everything_that_can_be_pressed_has_words(table: dict[Action, str], where: str) -> None:
    assert set(table) == PRESSED, f"Add {where}"
    assert set(table) <= set(ids.MOVES)


def test_what_a_move_tells_and_asks_belongs_to_a_move() -> None:
    assert {*TOLD, *FIELDS} <= {move.action for move in MOVES}


def test_every_field_of_a_move_has_a_label() -> None:
    asked = {field.name for fields in FIELDS.values() for field in fields}
    assert asked == set(move_form.LABELS), "Add the label to LABELS in handlers/views/move_form.py"


@pytest.mark.parametrize("change", sorted(LINES_OF_ALERTS))
def test_what_happens_to_an_alert_has_its_line(change: AlertChange) -> None:
    assert change in alerts.LINES, "Add the line to LINES in handlers/views/alerts.py"


@pytest.mark.parametrize(
    ("values", "table"),
    [
        (State, labels.STATES),
        (Level, labels.LEVELS),
        (Urgency, labels.URGENCIES),
        (Turn, labels.TURNS),
        (Turn, labels.CUSTOMERS_TURNS),
        (Given, labels.GIVEN),
        (Coverage, labels.COVERAGES),
        (Together, labels.TOGETHER),
        (Look, labels.LOOKS),
        (Group, alerts.GROUPS),
        (Group, alerts.GROUPS_OVER),
        (Group, alerts.GROUPS_LEFT),
        (Quiet, alerts.RESTS),
        (How, vitals.SAYS),
        (Part, vitals.ALARMS),
        (Part, vitals.OVER),
        (Role, WHO),
        (Audience, move_form.READ_BY),
    ],
    ids=lambda one: getattr(one, "__name__", ""),
)
def test_every_value_has_words(values: Any, table: dict[Any, str]) -> None:
    assert list(values) == [one for one in values if one in table], "Add the word where the others stand"


def _errors(kind: type[RuleError]) -> Iterator[type[RuleError]]:
    for error in kind.__subclasses__():
        yield error
        yield from _errors(error)


def _facts(kind: Kind) -> Facts:
    """Facts of the sort that services/notices.py gathers for this kind."""
    if kind is Kind.WHOSE_CHANNEL:
        return ChannelFacts(SharedChannel(1, "CFJORD", "kunde-fjordmat", "Fjordmat", ("TFJORD",)), None)
    if kind in AT_THE_DOORS:
        return AT_THE_DOORS[kind]
    if kind in OF_PEOPLE:
        return OF_PEOPLE[kind]
    if kind is Kind.GAVE_UP:
        notice = Notice(customer_lane(1), "case:1", Kind.CARD, 1)
        return FailureFacts(Item(1, "key", notice, 1, False, None, "gave_up", "is_archived", NOW), 1042)
    said = {
        "test_link": "https://test.no",
        "round": 0,
        "given": "phone",
        "approved_by": "Kari",
        "given_on": "2026-03-30",
        "level": "A",
        "deadline": "due",
        "due": NOW.isoformat(),
        "to": "UKARI",
        "address": "https://fjordmat.no",
        "saw": "error",
    }
    entry = Entry(1, 1, NOW, KARI, Action.OPEN, facts=said | LETTER.as_facts())
    facts = CaseFacts(CASE, FJORDMAT, {}, NextStep(True, NOW, True), None, entry)
    if kind is Kind.REFRESH:
        return replace(facts, post=Post(1, 1, 1, "customer:1", Kind.QUESTION.value, "CFJORD", "1.0"))
    return replace(facts, attachment=Attachment(1, 1, File("F1", "a.png", 1, "image/png"), None))
