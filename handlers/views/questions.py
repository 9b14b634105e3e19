"""What is asked again: a question that stays open, a verdict that words do not give, a case that was over."""

from collections.abc import Callable
from datetime import datetime

from handlers import ids
from handlers.views.buttons import moves
from handlers.views.cases import numbered
from handlers.views.labels import LINK_THEM, NEW_CASE, case_number
from handlers.views.letters import APPROVER, CONTACT, addressed, verdict_line, while_open, whose, with_words
from handlers.views.parts import Block, Message, actions, button, context, section
from handlers.views.words import N_, Words
from rules.cases import OVER, Action, Look, State
from rules.facts import CaseFacts
from rules.moves import possible
from rules.notices import Kind
from rules.people import US

GO_ON = N_("{number} is over. Shall we go on with it, or is this something new?")
SOMETHING_NEW = N_("{number} has been over for long. Is this something new? Then press New case.")


def reminder(t: Words, facts: CaseFacts, now: datetime) -> Message:
    """The question again, with *Answer*."""
    known = {"to": addressed(facts.case.contact), "number": case_number(facts.case.number)}
    sentence = t.md("{to}We still need your answer to go on with {number}:", **known)
    after = while_open(t, facts, now, CONTACT, (Action.ANSWER,), State.WAITING, t.md("Answered, thank you."))
    return with_words(sentence, facts, "asked", after)


def unanswered(t: Words, facts: CaseFacts, now: datetime) -> Message:
    """To us: the customer does not answer, and what can be done about it."""
    entry = facts.entry
    assert entry is not None
    since = t.when_md(datetime.fromisoformat(entry.facts["since"])) if "since" in entry.facts else ""
    sentence = t.md(
        "The customer has not answered since {since}. You can call, remind them once more, or close the case as"
        " unanswered: that approves nothing, and a reply opens it again.",
        since=since,
    )
    only = (Action.REMIND, Action.CLOSE_AS_UNANSWERED)
    newest = facts.case.reminders == entry.facts.get("reminders") and facts.case.stage == entry.facts.get("stage")
    after = moves(t, facts.case, US, now, only, (Look.CALL,)) if newest else []
    return Message(sentence, [section(sentence), *(after or [context(t.md("That is over."))])])


def wrote_afterwards(t: Words, facts: CaseFacts, now: datetime) -> Message:
    """The customer wrote on a case that is over: what shall become of it?"""
    case = facts.case
    goes_on = case.state not in OVER or case.merged_into is not None or Action.REOPEN in possible(case, CONTACT, now)
    asks = GO_ON if goes_on else SOMETHING_NEW
    sentence = t.md(asks, **whose(facts))
    if case.merged_into is not None or case.wrote_at is None or case.state not in OVER:
        return Message(sentence, [section(sentence), context(t.md("Thank you, we have it."))])
    row = moves(t, case, CONTACT, now, (Action.REOPEN, Action.JUST_THANKS))
    new_case = button(t(NEW_CASE), ids.NEW_CASE_AFTER, str(case.id))
    elements = row[0]["elements"] if row else []
    return Message(sentence, [section(sentence), *actions(f"case:{case.id}:{case.version}", [*elements, new_case])])


def still_asked(t: Words, facts: CaseFacts, now: datetime) -> Message:
    """The customer wrote while we wait for a verdict: words never approve, so the buttons are shown again."""
    case, entry = facts.case, facts.entry
    assert entry is not None
    sentence = t.md("{to}Thank you, we read it. To approve {number}, or to have it changed, please press here:",
                    to=addressed(*facts.approvers), number=case_number(case.number))  # fmt: skip
    row: list[Block] = []
    if case.stage <= entry.version:
        row = moves(t, case, APPROVER, now, (Action.APPROVE, Action.ASK_FOR_CHANGES))
    return Message(sentence, [section(sentence), *verdict_line(t, case), *row])


def merged(t: Words, facts: CaseFacts, now: datetime) -> Message:
    """The case goes on in another one; what is written here reaches that."""
    into = facts.others.into
    other = numbered(into) if into else case_number(facts.case.merged_into or 0)
    sentence = t.md("{to}{number} goes on in {other}, as it is about the same. What you write here still reaches us.",
                    to=addressed(facts.case.contact), number=case_number(facts.case.number), other=other)  # fmt: skip
    return Message(sentence, [section(sentence)])


def same_site(t: Words, facts: CaseFacts, now: datetime) -> Message:
    """To us: a Level A of the same site is open already; linked with one press."""
    known = facts.others.same_site
    number = case_number(facts.case.number)
    if known is None:
        text = t.md("Another Level A of the same site was open when {number} came.", number=number)
        return Message(text, [section(text)])
    text = t.md("{other} is an open Level A of the same site.", other=numbered(known))
    if known in facts.others.linked:
        return Message(text, [section(text), context(t.md("Linked."))])
    press = button(t(LINK_THEM), ids.LINK_THEM, f"{facts.case.id}:{known.id}", "primary")
    return Message(text, [section(text), *actions(f"same_site:{facts.case.id}", [press])])


ASKED_AGAIN: dict[Kind, Callable[[Words, CaseFacts, datetime], Message]] = {
    Kind.REMINDER: reminder,
    Kind.UNANSWERED: unanswered,
    Kind.WROTE_AFTERWARDS: wrote_afterwards,
    Kind.STILL_ASKED: still_asked,
    Kind.MERGED: merged,
    Kind.SAME_SITE: same_site,
}
