"""What each move asks for: its fields, who gets to read them, and how they are checked."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from rules.cases import ESTIMATE_FROM, Action, Case, Coverage, State
from rules.errors import FieldProblem
from rules.forms import Checks
from rules.levels import Level


class Audience(StrEnum):
    """Each free text has one audience, shown in its form (process.md section 3)."""

    CUSTOMER = "customer"
    US = "us"
    BOTH = "both"


class Shape(StrEnum):
    """How a field is filled in."""

    TEXT = "text"
    LINE = "line"
    LINK = "link"
    HOURS = "hours"
    DATE = "date"
    CHANNEL = "channel"
    PERSON = "person"
    LEVEL = "level"
    COVERAGE = "coverage"
    TOGETHER = "together"


class Given(StrEnum):
    """How an approval that is recorded for somebody was given."""

    PHONE = "phone"
    WRITING = "writing"
    MEETING = "meeting"


class Together(StrEnum):
    """What two cases that belong together become."""

    MERGED = "merged"
    LINKED = "linked"


LEVELS_TO_SET = (Level.A, Level.B, Level.NONE)
CHOICES: dict[Shape, Collection[str]] = {
    Shape.CHANNEL: tuple(Given),
    Shape.LEVEL: LEVELS_TO_SET,
    Shape.COVERAGE: tuple(Coverage),
    Shape.TOGETHER: tuple(Together),
}


@dataclass(frozen=True)
class Field:
    """One field of a move's form."""

    name: str
    shape: Shape
    audience: Audience
    required: bool = True


_CUSTOMER, _US = Audience.CUSTOMER, Audience.US
FIELDS: dict[Action, tuple[Field, ...]] = {
    Action.START: (Field("expected", Shape.HOURS, _US),),
    Action.ASK: (Field("question", Shape.TEXT, _CUSTOMER),),
    Action.ANSWER: (Field("answer", Shape.TEXT, _US),),
    Action.READY_FOR_TEST: (
        Field("test_link", Shape.LINK, _CUSTOMER),
        Field("look_at", Shape.TEXT, _CUSTOMER, required=False),
    ),
    Action.ASK_FOR_CHANGES: (Field("comment", Shape.TEXT, _US),),
    Action.RECORD_APPROVAL: (
        Field("approved_by", Shape.LINE, _CUSTOMER),
        Field("given", Shape.CHANNEL, _CUSTOMER),
        Field("given_on", Shape.DATE, _CUSTOMER),
        Field("words", Shape.TEXT, _CUSTOMER),
    ),
    Action.BACK_TO_WORK: (Field("reason", Shape.TEXT, _US),),
    Action.PUBLISH: (
        Field("live_link", Shape.LINK, _CUSTOMER, required=False),
        Field("note", Shape.TEXT, _CUSTOMER, required=False),
    ),
    Action.RESTORE_SERVICE: (
        Field("reason", Shape.TEXT, _CUSTOMER),
        Field("live_link", Shape.LINK, _CUSTOMER, required=False),
    ),
    Action.CLOSE: (Field("summary", Shape.TEXT, _CUSTOMER, required=False),),
    Action.REOPEN: (Field("comment", Shape.TEXT, Audience.BOTH),),
    Action.WITHDRAW: (Field("reason", Shape.TEXT, Audience.BOTH),),
    Action.ASSIGN: (Field("assignee", Shape.PERSON, _US),),
    Action.SET_LEVEL: (Field("level", Shape.LEVEL, _CUSTOMER), Field("reason", Shape.TEXT, _US)),
    Action.AGREEMENT: (Field("coverage", Shape.COVERAGE, _US), Field("reason", Shape.TEXT, _US)),
    Action.CLOSE_AS_UNANSWERED: (Field("summary", Shape.TEXT, _CUSTOMER, required=False),),
    Action.MERGE: (Field("other", Shape.LINE, _US), Field("together", Shape.TOGETHER, _US)),
}


def fields_of(action: Action, case: Case) -> tuple[Field, ...]:
    """The fields the move asks for now. Closing straight from review answers the customer, so there it must."""
    fields = FIELDS.get(action, ())
    if action is Action.CLOSE and case.state is State.IN_REVIEW:
        return tuple(Field(field.name, field.shape, field.audience) for field in fields)
    return fields


def check_move(action: Action, case: Case, values: dict[str, str], today: date) -> dict[str, str | int]:
    """The facts of the move, cleaned, or FieldErrors naming every field to mend. Hours become minutes."""
    checks = Checks()
    facts = {field.name: _check(checks, field, values.get(field.name, ""), today) for field in fields_of(action, case)}
    if action is Action.SET_LEVEL and facts["level"] == case.level:
        checks.problems["level"] = (FieldProblem.SAME, {})
    checks.settle()
    return {name: value for name, value in facts.items() if value != ""}


def _check(checks: Checks, field: Field, value: str, today: date) -> str | int:
    if field.shape is Shape.LINK:
        return checks.link(field.name, value, required=field.required)
    if field.shape is Shape.HOURS:
        return checks.hours(field.name, value, below=ESTIMATE_FROM.total_seconds() / 3600)
    text = checks.text(field.name, value, required=field.required, longest=200 if field.shape is Shape.LINE else 3000)
    if field.shape is Shape.DATE and text:
        _check_day(checks, field.name, text, today)
    if field.shape in CHOICES and text not in CHOICES[field.shape]:
        checks.problems[field.name] = (FieldProblem.MISSING, {})
    return text


def _check_day(checks: Checks, name: str, text: str, today: date) -> None:
    try:
        if date.fromisoformat(text) > today:
            checks.problems[name] = (FieldProblem.FUTURE, {})
    except ValueError:
        checks.problems[name] = (FieldProblem.MISSING, {})
