"""Refusals: one polite sentence that says why and what is possible, safe with whatever people are called."""

from datetime import UTC, datetime

import pytest

from handlers.views.errors import SAYS, broken, field_sentences, sentence, too_late
from handlers.views.words import LANGUAGES, words
from rules.alert_errors import (
    AlertIsCase,
    AlertOfNobody,
    AlertOver,
    AlertUnknown,
    NoLetters,
    SetAsideGone,
    StillFailing,
    WindowGone,
)
from rules.cases import Action, State
from rules.errors import (
    AlreadyACase,
    AlreadyAcknowledged,
    AlreadyMoved,
    AlreadyTheirs,
    CaseUnknown,
    ChangedMeanwhile,
    ChangeGone,
    ChannelTaken,
    CustomerUnknown,
    DevelopersOnly,
    DrillRuns,
    FieldErrors,
    FieldProblem,
    InquiryUnknown,
    LeadsOnly,
    LevelIsSet,
    MergedAway,
    MonitorGone,
    MorningGone,
    NoChannel,
    NoContact,
    NoShifts,
    NoStaffThread,
    NotAllowed,
    NotForYou,
    NothingLeft,
    NotRemindedYet,
    NotUrgentEnough,
    NotYourCase,
    OnlyApprover,
    PageOver,
    ReopenTooLate,
    ReplyGone,
    RuleError,
    StaffOnly,
    TooManyMonitors,
    TooManyWays,
    WayGone,
    WrongState,
)
from rules.uptime_reports import NobodyCalled, ReportGone
from tests.handlers.views.told import EN, NB, Wrote, foreign

ODD = "<!channel> & <@UANNA>"
UNTIL = datetime(2026, 11, 25, 17, 55, tzinfo=UTC)
PROBLEMS: dict[str, tuple[FieldProblem, dict[str, str | int]]] = {
    "problem": (FieldProblem.TOO_LONG, {"length": 10_000, "longest": 3000}),
    "files": (FieldProblem.FILE_TOO_LARGE, {"file": ODD}),
    "contact": (FieldProblem.OTHER_CUSTOMER, {"customer": ODD}),
    "expected": (FieldProblem.NEEDS_ESTIMATE, {"hours": 4}),
}
REFUSALS: list[RuleError] = [
    AlertUnknown(),
    AlertOver(),
    AlertOfNobody(),
    NoLetters(),
    AlertIsCase(1042),
    StillFailing(3),
    WindowGone(),
    SetAsideGone(),
    NobodyCalled(ODD),
    NobodyCalled(ODD, (ODD, ODD)),
    ReportGone(),
    MonitorGone(),
    TooManyMonitors(20),
    AlreadyAcknowledged(ODD, UNTIL),
    DrillRuns(),
    MorningGone(),
    NotForYou(),
    PageOver(None, None),
    PageOver(ODD, UNTIL),
    PageOver(None, None, has_other_page=True),
    AlreadyACase(1042),
    InquiryUnknown(),
    LevelIsSet(1042, "A"),
    NotAllowed(Action.PUBLISH, ("developer",)),
    NotYourCase(),
    NoContact(),
    NothingLeft(ODD),
    OnlyApprover(1042, (ODD,)),
    OnlyApprover(1042, ()),
    AlreadyTheirs(1042, ODD),
    AlreadyTheirs(1042, None),
    AlreadyMoved(1042, ODD, Action.TAKE, State.IN_REVIEW),
    AlreadyMoved(1042, None, Action.OPEN, State.IN_REVIEW),
    WrongState(1042, Action.APPROVE, State.RECEIVED, (Action.WITHDRAW,)),
    WrongState(1042, Action.APPROVE, State.CLOSED, ()),
    NotUrgentEnough(1042),
    ReopenTooLate(1042, UNTIL),
    NotRemindedYet(1042),
    MergedAway(1042, 1001),
    CaseUnknown(1042),
    CustomerUnknown(),
    ReplyGone(),
    ChangeGone(),
    DevelopersOnly(),
    NoShifts(),
    ChangedMeanwhile(),
    NoStaffThread(),
    ChannelTaken(ODD),
    NoChannel(ODD),
    StaffOnly(),
    LeadsOnly(),
    TooManyWays(5),
    WayGone(),
    FieldErrors(PROBLEMS),
]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("refusal", REFUSALS, ids=lambda one: type(one).__name__)
def test_every_refusal_is_a_sentence_that_obeys_nobody(refusal: RuleError, language: str) -> None:
    said = sentence(words(language), refusal)
    assert said.endswith(".")
    assert foreign(said, Wrote()) == []
    assert hasattr(refusal, "number") is ("SG-1042" in said)


def test_every_kind_of_refusal_is_tried_here() -> None:
    assert {type(one) for one in REFUSALS} == set(SAYS)


@pytest.mark.parametrize(
    ("refusal", "english", "norwegian"),
    [
        (
            NotAllowed(Action.TAKE, ("staff", "developer", "lead")),
            "Take it is for Customer Success, developers or leads.",
            "«Ta saken» er for Kundekontakt, utviklere eller teamledere.",
        ),
        (
            NotAllowed(Action.TAKE, ()),
            "Take it is for the agency's staff.",
            "«Ta saken» er for byråets ansatte.",
        ),
        (
            NotAllowed(Action.WITHDRAW, ("opener", "approver", "money")),
            "Withdraw is for who opened the case or the customer's approver.",
            "«Trekk saken» er for den som opprettet saken eller kundens godkjenner.",
        ),
        (
            CaseUnknown(0),
            "There is no such case. The card shows what is possible.",
            "Den saken finnes ikke. Kortet viser hva du kan gjøre.",
        ),
        (OnlyApprover(1042, ("Kari",)), "Only Kari can approve SG-1042.", "Bare Kari kan godkjenne SG-1042."),
        (
            AlreadyMoved(1042, "Jonas", Action.TAKE, State.IN_REVIEW),
            "Jonas took it just before you: SG-1042 is now In review. The card shows what is possible.",
            "Jonas tok saken rett før deg, og SG-1042 har nå status «Til vurdering». Kortet viser hva du kan gjøre.",
        ),
        (
            WrongState(1042, Action.PUBLISH, State.IN_TEST, (Action.ASK, Action.WITHDRAW)),
            "SG-1042 is In test, so Publish is not possible now. You can: Ask the customer, Withdraw.",
            "SG-1042 har status «Til test», så «Publiser» går ikke nå. Du kan velge: Spør kunden, Trekk saken.",
        ),
        (
            ReopenTooLate(1042, UNTIL),
            "SG-1042 could be reopened until Wednesday 25 November 18:55. Please open a new case.",
            "SG-1042 kunne gjenåpnes fram til onsdag 25. november 18:55. Opprett en ny sak.",
        ),
    ],
)
def test_the_sentence_says_why_and_what_is_possible(refusal: RuleError, english: str, norwegian: str) -> None:
    assert [sentence(t, refusal) for t in (EN, NB)] == [english, norwegian]


def test_each_field_has_its_own_sentence() -> None:
    found = field_sentences(NB, FieldErrors(PROBLEMS))
    assert found["problem"] == "Dette er 10000 tegn, og det er plass til 3000. Legg resten i tråden."
    assert found["files"] == f"{ODD} er større enn 10 MB. Legg den i tråden i stedet."
    assert set(found) == set(PROBLEMS)


def test_our_own_bug_is_told_with_its_reference() -> None:
    assert "4f2a" in broken(NB, "4f2a")
    assert "Trykk en gang til" in too_late(NB)
