"""The card of a case, as staff see it and as the customer does."""

from datetime import datetime

from handlers.views.buttons import moves
from handlers.views.labels import CUSTOMERS_TURNS, LEVELS, STATES, TURNS, case_number
from handlers.views.parts import Message, context, fields, header, shorten
from handlers.views.words import Mrkdwn, Words, escape, link
from rules.cases import Action, Case, Turn
from rules.facts import CaseFacts
from rules.people import US, Role

LONGEST_TITLE = 120
SEPARATOR = Mrkdwn(" · ")


def title(case: Case) -> str:
    """Number and first line of the problem."""
    return f"{case_number(case.number)} {shorten(case.title, LONGEST_TITLE)}"


def desk_card(t: Words, facts: CaseFacts, now: datetime) -> Message:
    """What staff see in the Customer Success channel: present state and the buttons legal now."""
    case = facts.case
    lines = [
        _customer(t, facts),
        t.md("*{state}* · {level}", state=t(STATES[case.state]), level=t(LEVELS[case.level])),
        t.md("*Turn:* {turn}", turn=t(TURNS[case.turn])),
        _deadline(t, case),
        t.md("*Assignee:* {name}", name=facts.name(case.assignee) or t("nobody yet")),
        *_links(t, case),
    ]
    blocks = [header(title(case)), fields(lines[:10])]
    if case.needed_by:
        blocks.append(context(t.md("Needed by {day}", day=t.day(case.needed_by))))
    return Message(_summary(t, facts), blocks + moves(t, case, US, now))


def customer_card(t: Words, facts: CaseFacts, now: datetime) -> Message:
    """What the customer sees at the top of their thread; nothing internal is on it."""
    case = facts.case
    lines = [
        t.md("*{state}*", state=t(STATES[case.state])),
        t.md("*Turn:* {turn}", turn=t(CUSTOMERS_TURNS[case.turn])),
        *([_deadline(t, case)] if case.due_at else []),
        *_links(t, case),
    ]
    text = t.md("{title} · {state}", title=title(case), state=t(STATES[case.state]))
    roles = frozenset({Role.CONTACT, Role.OPENER, Role.APPROVER})
    only = (Action.WITHDRAW, Action.REOPEN)
    return Message(text, [header(title(case)), fields(lines), *moves(t, case, roles, now, only)])


def _summary(t: Words, facts: CaseFacts) -> Mrkdwn:
    """The card in one sentence, as a phone shows it."""
    case = facts.case
    words = (title(case), facts.customer.name, t(STATES[case.state]), t(LEVELS[case.level]))
    parts = [escape(word) for word in words]
    if case.due_at and case.answered_at is None and case.turn is Turn.US:
        parts.append(t.md("answer by {instant}", instant=t.when(case.due_at)))
    return Mrkdwn(SEPARATOR.join(parts))


def _customer(t: Words, facts: CaseFacts) -> Mrkdwn:
    if facts.case.contact is None:
        return t.md("*Customer:* {customer}", customer=facts.customer.name)
    contact = facts.name(facts.case.contact)
    return t.md("*Customer:* {customer}, {contact}", customer=facts.customer.name, contact=contact)


def _deadline(t: Words, case: Case) -> Mrkdwn:
    if case.answered_at is not None:
        return t.md("*Answered:* {instant}", instant=t.when_md(case.answered_at))
    if case.due_at is None:
        return t.md("*Answer:* no promised time")
    return t.md("*Answer by:* {instant}", instant=t.when_md(case.due_at))


def _links(t: Words, case: Case) -> list[Mrkdwn]:
    found = [(t("Page"), case.link), (t("Test"), case.test_link), (t("Live"), case.live_link)]
    return [t.md("*{what}:* {address}", what=what, address=link(address)) for what, address in found if address]
