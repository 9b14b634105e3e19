"""What a person may do wrong. Each class carries facts; `handlers/views/errors.py` holds the sentence."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class RuleError(Exception):
    """A person asked for something the process does not allow: nothing was changed, and only they are told."""


@dataclass(eq=False)
class NotAllowed(RuleError):
    """The person's role does not include this. `action` is a `rules.cases.Action` value, `roles` who may, in the order
    of rules.people.Role: to one of us our roles, to a customer only theirs, none when it is for us alone."""

    action: str
    roles: tuple[str, ...]


@dataclass(eq=False)
class NotYourCase(RuleError):
    """The case belongs to another customer than the person's; nothing about it is said."""


@dataclass(eq=False)
class OnlyApprover(RuleError):
    """Approval was pressed by somebody who does not approve; `approvers` are the names of who does, if anybody."""

    number: int
    approvers: tuple[str, ...]


@dataclass(eq=False)
class AlreadyMoved(RuleError):
    """Somebody was first: the case has moved since the button was drawn. `by` did `action`; it is now `state`."""

    number: int
    by: str | None
    action: str
    state: str


@dataclass(eq=False)
class AlreadyTheirs(RuleError):
    """The case was to be given to who has it; `name` is theirs, None where it is who asks."""

    number: int
    name: str | None


@dataclass(eq=False)
class WrongState(RuleError):
    """The action is not possible from `state`; `possible` lists the actions that are."""

    number: int
    action: str
    state: str
    possible: tuple[str, ...]


@dataclass(eq=False)
class NotUrgentEnough(RuleError):
    """Restore service was asked for a case that is not Level A (process.md section 5)."""

    number: int


@dataclass(eq=False)
class ReopenTooLate(RuleError):
    """The case closed more than 14 days ago; `until` was the last instant (UTC) to reopen it."""

    number: int
    until: datetime


@dataclass(eq=False)
class NotRemindedYet(RuleError):
    """A case can be closed as unanswered only after two reminders (process.md section 5)."""

    number: int


@dataclass(eq=False)
class MergedAway(RuleError):
    """The case was merged: everything goes on in the case `into`, a number."""

    number: int
    into: int


@dataclass(eq=False)
class CaseUnknown(RuleError):
    """No case has this number, or not one the person may see; 0 when what was pressed names none at all."""

    number: int


@dataclass(eq=False)
class CustomerUnknown(RuleError):
    """The channel belongs to no customer yet, or the person to no customer of it."""


@dataclass(eq=False)
class ChannelTaken(RuleError):
    """The channel was already said to be `customer`'s."""

    customer: str


@dataclass(eq=False)
class StaffOnly(RuleError):
    """A door for us alone: members of the Customer Success or on-call channel."""


@dataclass(eq=False)
class NoContact(RuleError):
    """A guest of the house who is set as no customer's contact."""


@dataclass(eq=False)
class NothingLeft(RuleError):
    """`name`, who left, has no open case any more: somebody gave them away already."""

    name: str


@dataclass(eq=False)
class LeadsOnly(RuleError):
    """Set-up is for the members of the leads' user group."""


@dataclass(eq=False)
class LevelIsSet(RuleError):
    """*My site is down* was pressed on a case that has a level (a `rules.levels.Level` value) already."""

    number: int
    level: str


@dataclass(eq=False)
class InquiryUnknown(RuleError):
    """What was pressed names no inquiry."""


@dataclass(eq=False)
class AlreadyACase(RuleError):
    """Somebody was first: the inquiry became the case of this number."""

    number: int


@dataclass(eq=False)
class ReplyGone(RuleError):
    """The preview is of a reply that is not kept any more: it was sent, or waited too long."""


@dataclass(eq=False)
class NoChannel(RuleError):
    """Words for a customer who has no channel yet: nobody would read them, and they would count as said."""

    customer: str


@dataclass(eq=False)
class NoStaffThread(RuleError):
    """*Send to customer* was asked for on a message that stands in no case's staff thread."""


@dataclass(eq=False)
class ChangedMeanwhile(RuleError):
    """Somebody else changed what this form shows, after it was opened."""


class FieldProblem(StrEnum):
    """Why a field of a form is refused."""

    MISSING = "missing"
    TOO_LONG = "too_long"
    NOT_A_LINK = "not_a_link"
    PAST = "past"
    TOO_MANY_FILES = "too_many_files"
    FILE_TOO_LARGE = "file_too_large"
    NOT_A_NUMBER = "not_a_number"
    NEEDS_ESTIMATE = "needs_estimate"
    FUTURE = "future"
    OTHER_CUSTOMER = "other_customer"
    TAKEN = "taken"
    NOT_AN_EMAIL = "not_an_email"
    NOT_AN_AMOUNT = "not_an_amount"
    NOT_A_LINE = "not_a_line"
    TOO_MANY_LINES = "too_many_lines"
    NOT_A_PAGE = "not_a_page"
    TOO_MANY_PAGES = "too_many_pages"
    EMAIL_TAKEN = "email_taken"
    SITE_TAKEN = "site_taken"
    DAY_TAKEN = "day_taken"
    PERSON_TAKEN = "person_taken"
    ONE_OF_US = "one_of_us"
    NOT_ANSWERED = "not_answered"
    NO_CHOICE = "no_choice"
    SAME = "same"
    NO_CASE = "no_case"
    OTHER_CUSTOMERS = "other_customers"
    IS_OVER = "is_over"
    PROGRAM = "program"
    NOT_A_COUNT = "not_a_count"
    TIME_PAST = "time_past"
    ENDS_BEFORE = "ends_before"
    SAME_PERSON = "same_person"
    NOT_THEIR_SHIFT = "not_their_shift"
    NOT_A_WAY = "not_a_way"
    NO_PAGER = "no_pager"
    WAY_TAKEN = "way_taken"
    NO_MONTH = "no_month"
    TOO_FAR = "too_far"


@dataclass(eq=False)
class FieldErrors(RuleError):
    """Fields a form cannot be accepted with: field name -> (problem, facts for its sentence)."""

    fields: dict[str, tuple[FieldProblem, dict[str, str | int]]]


@dataclass(eq=False)
class DevelopersOnly(RuleError):
    """Only who can have duty has shifts to swap."""


@dataclass(eq=False)
class NotForYou(RuleError):
    """Who acknowledges goes to work on it at once: developers and leads."""


@dataclass(eq=False)
class AlreadyAcknowledged(RuleError):
    """Somebody was first: `by`, at that instant (UTC)."""

    by: str
    at: datetime


@dataclass(eq=False)
class PageOver(RuleError):
    """What was paged about is over; `by` had it since `at` (UTC), None where nobody did. `has_other_page`: it still
    fails, and another page stands for it."""

    by: str | None
    at: datetime | None
    has_other_page: bool = False


@dataclass(eq=False)
class MorningGone(RuleError):
    """There is nothing of the person's to hand over this morning, or not any more."""


@dataclass(eq=False)
class DrillRuns(RuleError):
    """A drill is under way already."""


@dataclass(eq=False)
class ChangeGone(RuleError):
    """What was agreed to differ on the rota is not there any more: taken back, or over."""


@dataclass(eq=False)
class NoShifts(RuleError):
    """The person has no shift to come that could be swapped."""


@dataclass(eq=False)
class TooManyWays(RuleError):
    """The person has as many wake-up ways as anybody may: `most`."""

    most: int


@dataclass(eq=False)
class WayGone(RuleError):
    """What was pressed names no wake-up way of theirs."""


@dataclass(eq=False)
class TooManyMonitors(RuleError):
    """There are as many monitors as there may be: `most`."""

    most: int


@dataclass(eq=False)
class MonitorGone(RuleError):
    """What was pressed or sent names no monitor, or none of a kind that is understood."""
