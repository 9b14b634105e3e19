"""The polite sentence for everything a person may do wrong: why it is refused, and what is possible."""

from collections.abc import Callable, Iterable
from typing import Any, TypeVar

from handlers.views.errors_of_alerts import OF_ALERTS
from handlers.views.errors_of_duty import OF_DUTY
from handlers.views.errors_of_uptime import OF_UPTIME
from handlers.views.field_problems import FIELD_PROBLEMS
from handlers.views.labels import BUTTONS, LEVELS, STATES, case_number
from handlers.views.words import N_, Mrkdwn, Words, escape
from rules.cases import Action, State
from rules.errors import (
    AlreadyACase,
    AlreadyMoved,
    AlreadyTheirs,
    CaseUnknown,
    ChangedMeanwhile,
    ChannelTaken,
    CustomerUnknown,
    FieldErrors,
    InquiryUnknown,
    LeadsOnly,
    LevelIsSet,
    MergedAway,
    MonitorGone,
    NoChannel,
    NoContact,
    NoStaffThread,
    NotAllowed,
    NothingLeft,
    NotRemindedYet,
    NotUrgentEnough,
    NotYourCase,
    OnlyApprover,
    ReopenTooLate,
    ReplyGone,
    RuleError,
    StaffOnly,
    TooManyMonitors,
    WrongState,
)
from rules.levels import Level
from rules.people import Role

WHO = {
    Role.STAFF: N_("Customer Success"),
    Role.DEVELOPER: N_("developers"),
    Role.DUTY: N_("who has duty"),
    Role.LEAD: N_("leads"),
    Role.CONTACT: N_("the customer"),
    Role.OPENER: N_("who opened the case"),
    Role.APPROVER: N_("the customer's approver"),
    Role.MONEY: N_("the customer's approver"),
}
DONE = {
    Action.TAKE: N_("took it"),
    Action.START: N_("started it"),
    Action.ASK: N_("asked the customer"),
    Action.ANSWER: N_("answered"),
    Action.READY_FOR_TEST: N_("made it ready for test"),
    Action.APPROVE: N_("approved it"),
    Action.ASK_FOR_CHANGES: N_("asked for changes"),
    Action.RECORD_APPROVAL: N_("recorded the approval"),
    Action.DENY_APPROVAL: N_("said the approval was not theirs"),
    Action.BACK_TO_WORK: N_("took it back to work"),
    Action.PUBLISH: N_("published it"),
    Action.RESTORE_SERVICE: N_("restored service"),
    Action.CLOSE: N_("closed it"),
    Action.REOPEN: N_("reopened it"),
    Action.WITHDRAW: N_("withdrew it"),
    Action.ASSIGN: N_("assigned it"),
    Action.SET_LEVEL: N_("set its level"),
    Action.SITE_DOWN: N_("said the site is down"),
    Action.AGREEMENT: N_("checked the agreement"),
    Action.REMIND: N_("reminded the customer"),
    Action.CLOSE_AS_UNANSWERED: N_("closed it as unanswered"),
    Action.JUST_THANKS: N_("said thanks"),
    Action.MERGE: N_("merged it"),
    Action.REPLY: N_("replied"),
    Action.ON_IT: N_("is on it"),
}

E = TypeVar("E", bound=RuleError)
SAYS: dict[type[RuleError], Callable[[Words, Any], Mrkdwn]] = {**OF_DUTY, **OF_ALERTS, **OF_UPTIME}


def says(kind: type[E]) -> Callable[[Callable[[Words, E], Mrkdwn]], Callable[[Words, E], Mrkdwn]]:
    """Marks a function as the sentence of this error."""

    def remember(function: Callable[[Words, E], Mrkdwn]) -> Callable[[Words, E], Mrkdwn]:
        SAYS[kind] = function
        return function

    return remember


def sentence(t: Words, error: RuleError) -> Mrkdwn:
    """What the person is told."""
    return SAYS[type(error)](t, error)


def field_sentences(t: Words, error: FieldErrors) -> dict[str, str]:
    """A sentence for each field to mend, by the field's name."""
    return {name: t(FIELD_PROBLEMS[problem], **facts) for name, (problem, facts) in error.fields.items()}


def broken(t: Words, reference: str) -> Mrkdwn:
    """Our own bug, with the reference it is logged under."""
    return t.md("Something broke on our side, and nothing was changed (ref {ref}). Please try again.", ref=reference)


def too_late(t: Words) -> Mrkdwn:
    """The window could not be opened in time."""
    return t.md("That took too long, and the window did not open. Please press again.")


@says(NotAllowed)
def _not_allowed(t: Words, error: NotAllowed) -> Mrkdwn:
    button = t(BUTTONS[Action(error.action)])
    who = dict.fromkeys(t(WHO[Role(role)]) for role in error.roles) or [t("the agency's staff")]
    return t.md("{button} is for {who}.", button=button, who=_one_of(t, who))


def _one_of(t: Words, names: Iterable[str]) -> str:
    *others, last = names
    return t(" or ").join([", ".join(others), last]) if others else last


@says(AlreadyTheirs)
def _already_theirs(t: Words, error: AlreadyTheirs) -> Mrkdwn:
    number = case_number(error.number)
    if error.name is None:
        return t.md("{number} is yours already. *I'm on it* tells the customer so.", number=number)
    return t.md("{number} is {name}'s already.", number=number, name=error.name)


@says(NotYourCase)
def _not_your_case(t: Words, error: NotYourCase) -> Mrkdwn:
    return t.md("This button belongs to a case of another customer. Open a case of your own from the pinned message.")


@says(OnlyApprover)
def _only_approver(t: Words, error: OnlyApprover) -> Mrkdwn:
    number = case_number(error.number)
    if not error.approvers:
        return t.md("Nobody is named as approver of {number} yet. Please ask Customer Success.", number=number)
    return t.md("Only {name} can approve {number}.", name=_one_of(t, error.approvers), number=number)


@says(AlreadyMoved)
def _already_moved(t: Words, error: AlreadyMoved) -> Mrkdwn:
    number, state = case_number(error.number), t(STATES[State(error.state)])
    if error.by is None or Action(error.action) not in DONE:
        return t.md("{number} has moved on; it is now {state}. The card shows what is possible.",
                    number=number, state=state)  # fmt: skip
    return t.md("{who} {did} just before you: {number} is now {state}. The card shows what is possible.",
                who=error.by, did=t(DONE[Action(error.action)]), number=number, state=state)  # fmt: skip


@says(WrongState)
def _wrong_state(t: Words, error: WrongState) -> Mrkdwn:
    facts = {"number": case_number(error.number), "state": t(STATES[State(error.state)])}
    button = t(BUTTONS[Action(error.action)])
    if not error.possible:
        return t.md("{number} is {state}, so {button} is not possible now.", button=button, **facts)
    possible = ", ".join(t(BUTTONS[Action(action)]) for action in error.possible if Action(action) in BUTTONS)
    return t.md("{number} is {state}, so {button} is not possible now. You can: {possible}.",
                button=button, possible=possible, **facts)  # fmt: skip


@says(NotUrgentEnough)
def _not_urgent_enough(t: Words, error: NotUrgentEnough) -> Mrkdwn:
    return t.md("Publishing before approval is for Level A only. {number} has to be approved first.",
                number=case_number(error.number))  # fmt: skip


@says(NotRemindedYet)
def _not_reminded_yet(t: Words, error: NotRemindedYet) -> Mrkdwn:
    return t.md("The customer is reminded after 2 and 5 business days; then {number} can be closed as unanswered.",
                number=case_number(error.number))  # fmt: skip


@says(MergedAway)
def _merged_away(t: Words, error: MergedAway) -> Mrkdwn:
    return t.md("{number} was merged and goes on in {other}. Please press there.",
                number=case_number(error.number), other=case_number(error.into))  # fmt: skip


@says(ReopenTooLate)
def _reopen_too_late(t: Words, error: ReopenTooLate) -> Mrkdwn:
    return t.md("{number} could be reopened until {instant}. Please open a new case.",
                number=case_number(error.number), instant=t.when(error.until))  # fmt: skip


@says(CaseUnknown)
def _case_unknown(t: Words, error: CaseUnknown) -> Mrkdwn:
    if not error.number:
        return t.md("There is no such case. The card shows what is possible.")
    return t.md("There is no case {number}. Try /case find with a word from it.", number=case_number(error.number))


@says(CustomerUnknown)
def _customer_unknown(t: Words, error: CustomerUnknown) -> Mrkdwn:
    return t.md("This channel is not set up for your organisation yet. Please tell your contact at the agency.")


@says(LevelIsSet)
def _level_is_set(t: Words, error: LevelIsSet) -> Mrkdwn:
    return t.md("{number} is {level} already. Write in its thread what has changed; we read it at once.",
                number=case_number(error.number), level=t(LEVELS[Level(error.level)]))  # fmt: skip


@says(AlreadyACase)
def _already_a_case(t: Words, error: AlreadyACase) -> Mrkdwn:
    return t.md("This is {number} already. You find it in the channel.", number=case_number(error.number))


@says(InquiryUnknown)
def _inquiry_unknown(t: Words, error: InquiryUnknown) -> Mrkdwn:
    return t.md("There is no such message any more.")


@says(NoChannel)
def _no_channel(t: Words, error: NoChannel) -> Mrkdwn:
    return t.md("{customer} has no channel yet, so this does not reach them. Call them, or have a lead give them one:"
                " invite me to it, and press Assign to customer.", customer=error.customer)  # fmt: skip


@says(ChannelTaken)
def _channel_taken(t: Words, error: ChannelTaken) -> Mrkdwn:
    return t.md("This channel is {customer}'s already.", customer=error.customer)


@says(StaffOnly)
def _staff_only(t: Words, error: StaffOnly) -> Mrkdwn:
    return t.md("This is for the agency's staff: members of the Customer Success or on-call channel.")


@says(NoContact)
def _no_contact(t: Words, error: NoContact) -> Mrkdwn:
    return t.md("You are not set up as a customer's contact yet. Please ask Customer Success.")


@says(NothingLeft)
def _nothing_left(t: Words, error: NothingLeft) -> Mrkdwn:
    return t.md("{name} has no open case any more.", name=error.name)


@says(LeadsOnly)
def _leads_only(t: Words, error: LeadsOnly) -> Mrkdwn:
    return t.md("Set-up is for leads. Please ask one of them.")


@says(TooManyMonitors)
def _too_many_monitors(t: Words, error: TooManyMonitors) -> Mrkdwn:
    return t.md("There are {most} monitors, and more do not fit. Revoke one first.", most=error.most)


@says(MonitorGone)
def _monitor_gone(t: Words, error: MonitorGone) -> Mrkdwn:
    return t.md("There is no such monitor any more. Open the window again to see how it is now.")


@says(ReplyGone)
def _reply_gone(t: Words, error: ReplyGone) -> Mrkdwn:
    return t.md("This reply was sent already, or waited for too long. Look in the case's thread.")


@says(NoStaffThread)
def _no_staff_thread(t: Words, error: NoStaffThread) -> Mrkdwn:
    return t.md("Only what stands in the thread of a case can be sent to its customer.")


@says(ChangedMeanwhile)
def _changed_meanwhile(t: Words, error: ChangedMeanwhile) -> Mrkdwn:
    return t.md("Somebody changed this while you wrote. Close the form and open it again to see how it is now.")


@says(FieldErrors)
def _field_errors(t: Words, error: FieldErrors) -> Mrkdwn:
    return escape(" ".join(field_sentences(t, error).values()))
