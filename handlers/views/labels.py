"""The words on buttons, states and levels. People learn them: the English ones never change (docs/glossary.md)."""

from datetime import timedelta

from handlers.views.words import N_, Words
from rules.alert_presses import Press
from rules.cases import Action, Coverage, Look, State, Turn
from rules.customers import Approves, Rounding
from rules.levels import Level, Urgency
from rules.move_forms import Given, Together
from rules.oncall import Shift
from rules.people import Mode
from rules.rota_windows import Hours
from rules.setup import BY_MAIL, IN_CHANNEL

STATES = {
    State.RECEIVED: N_("Received"),
    State.IN_REVIEW: N_("In review"),
    State.WAITING: N_("Waiting for customer"),
    State.ESTIMATE_SENT: N_("Estimate sent"),
    State.READY: N_("Ready"),
    State.IN_PROGRESS: N_("In progress"),
    State.IN_TEST: N_("In test"),
    State.APPROVED: N_("Approved"),
    State.LIVE: N_("Live"),
    State.CLOSED: N_("Closed"),
    State.WITHDRAWN: N_("Withdrawn"),
}

LEVELS = {
    Level.A: N_("Level A"),
    Level.B: N_("Level B"),
    Level.NONE: N_("No level"),
    Level.NOT_SET: N_("Level not set"),
}

TURNS = {Turn.US: N_("Our turn"), Turn.CUSTOMER: N_("The customer's turn"), Turn.NOBODY: N_("Nobody's turn")}
CUSTOMERS_TURNS = {Turn.US: N_("Our turn"), Turn.CUSTOMER: N_("Your turn"), Turn.NOBODY: N_("Nothing left to do")}

BUTTONS = {
    Action.TAKE: N_("Take it"),
    Action.START: N_("Start"),
    Action.ASK: N_("Ask the customer"),
    Action.ANSWER: N_("Answer"),
    Action.READY_FOR_TEST: N_("Ready for test"),
    Action.APPROVE: N_("Approve"),
    Action.ASK_FOR_CHANGES: N_("Ask for changes"),
    Action.RECORD_APPROVAL: N_("Record approval"),
    Action.DENY_APPROVAL: N_("That was not me"),
    Action.BACK_TO_WORK: N_("Back to work"),
    Action.PUBLISH: N_("Publish"),
    Action.RESTORE_SERVICE: N_("Restore service"),
    Action.CLOSE: N_("Close"),
    Action.REOPEN: N_("Reopen"),
    Action.WITHDRAW: N_("Withdraw"),
    Action.SITE_DOWN: N_("My site is down"),
    Action.ASSIGN: N_("Assign"),
    Action.SET_LEVEL: N_("Set level"),
    Action.AGREEMENT: N_("Agreement"),
    Action.REMIND: N_("Remind"),
    Action.CLOSE_AS_UNANSWERED: N_("Close as unanswered"),
    Action.JUST_THANKS: N_("Just thanks"),
    Action.MERGE: N_("Merge"),
    Action.REPLY: N_("Reply to customer"),
    Action.ON_IT: N_("I'm on it"),
}
LOOKS = {Look.CALL: N_("Call"), Look.WHY_DEADLINE: N_("Why this deadline?"), Look.HISTORY: N_("History")}
NEW_CASE = N_("New case")
LINK_THEM = N_("Link them")
OPEN_A_CASE = N_("Open a case")
MY_CASES = N_("My cases")
ASSIGN_TO_CUSTOMER = N_("Assign to customer")
REASSIGN_ALL = N_("Reassign all")
TAKE = N_("Take")
OPEN_THE_CASE = N_("Open the case")
MAKE_A_CASE = N_("Make a case")
NOT_A_CASE = N_("Not a case")
ACKNOWLEDGE = N_("Acknowledge")
STILL_ON_IT = N_("Still on it")
PRESSES = {
    Press.ACKNOWLEDGE: ACKNOWLEDGE,
    Press.RESOLVE: N_("Resolve"),
    Press.SILENCE: N_("Silence"),
    Press.UPDATE: N_("Post update"),
    Press.CASE: N_("Make it a case"),
    Press.HOLD: N_("Hold letters"),
    Press.RELEASE: N_("Let letters go"),
    Press.ASSIGN: N_("Assign"),
    Press.EACH: N_("Show each"),
    Press.ALL: N_("Acknowledge all"),
    Press.UNFOLD: N_("Give it a card"),
}
HOW_TO_WAKE_ME = N_("How to wake me")

URGENCIES = {
    Urgency.DOWN: N_("The site, or a significant part of it, is down"),
    Urgency.DEGRADED: N_("An important function fails or is much slower than normal"),
    Urgency.URGENT: N_("Urgent, but it works"),
    Urgency.CAN_WAIT: N_("It can wait"),
}

COVERAGES = {
    Coverage.COVERED: N_("Covered"),
    Coverage.BILLABLE: N_("Billable"),
    Coverage.OUT_OF_SCOPE: N_("Out of scope"),
}
TOGETHER = {
    Together.MERGED: N_("This case goes on in the other one"),
    Together.LINKED: N_("Both go on, and each shows the other"),
}
LANGUAGES = {"en": N_("English"), "nb": N_("Norwegian")}
MODES = {
    Mode.OFFER: N_("The offer to open a case"),
    Mode.AUTOMATIC: N_("A case at once"),
    Mode.OFF: N_("Nothing"),
}
OUTAGES = {BY_MAIL: N_("By e-mail"), IN_CHANNEL: N_("By e-mail and in their channel")}
APPROVALS = {
    Approves.NOTHING: N_("nothing"),
    Approves.MONEY: N_("money"),
    Approves.PUBLICATION: N_("publication"),
    Approves.BOTH: N_("money and publication"),
}
SHIFTS = {
    Shift.HOURLY: N_("hours"),
    Shift.DAILY: N_("days"),
    Shift.WEEKLY: N_("weeks"),
    Shift.MONTHLY: N_("months"),
}
ONE_SHIFT = {
    Shift.HOURLY: N_("an hour"),
    Shift.DAILY: N_("a day"),
    Shift.WEEKLY: N_("a week"),
    Shift.MONTHLY: N_("a month"),
}
HOURS = {
    Hours.ALWAYS: N_("Round the clock"),
    Hours.CLOSED: N_("Nights and weekends: weekdays 16:00-09:00, Friday 16:00 to Monday 09:00"),
    Hours.NIGHTS: N_("Nights: 22:00-07:00"),
    Hours.WEEKENDS: N_("Weekends: Friday 16:00 to Monday 09:00"),
}
ROUNDINGS = {Rounding.CASE_MONTH: N_("per case and month"), Rounding.ENTRY: N_("per entry")}

ORIGINS = {
    "slack": N_("Slack"),
    "phone": N_("Phone"),
    "email": N_("E-mail"),
    "meeting": N_("Meeting"),
    "monitoring": N_("Monitoring"),
}
TOLD_BY_PEOPLE = ("slack", "phone", "email", "meeting")  # the origins that can be chosen
GIVEN = {Given.PHONE: N_("By phone"), Given.WRITING: N_("In writing"), Given.MEETING: N_("In a meeting")}


def case_number(number: int) -> str:
    """A case's number as people say it."""
    return f"SG-{number}"


def lasting(t: Words, length: timedelta) -> str:
    """A length to the second: "45 s", "14 min", "1 h 5 min 3 s"."""
    minutes, seconds = divmod(int(length.total_seconds()), 60)
    rest = t("{seconds} s", seconds=seconds)
    if not minutes:
        return rest
    return f"{duration(t, minutes)} {rest}" if seconds else duration(t, minutes)


def duration(t: Words, minutes: int) -> str:
    """Minutes as people say them: "45 min", "2 h", "1 h 30 min"."""
    hours, rest = divmod(minutes, 60)
    if not hours:
        return t("{minutes} min", minutes=rest)
    return t("{hours} h {minutes} min", hours=hours, minutes=rest) if rest else t("{hours} h", hours=hours)
