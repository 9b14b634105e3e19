"""The card of a case, as staff see it and as the customer does."""

from datetime import datetime

from handlers.views.buttons import details, moves
from handlers.views.labels import COVERAGES, CUSTOMERS_TURNS, LEVELS, STATES, TURNS, case_number, duration
from handlers.views.outages import down_line
from handlers.views.parts import Block, Message, context, fields, header, section, shorten
from handlers.views.words import Mrkdwn, Words, escape, link, there
from rules.cases import OVER, Action, Case, Look, State, Turn
from rules.customer_file import has_channel
from rules.facts import CaseFacts, Other
from rules.levels import FIRST_RESPONSE
from rules.people import US, Role

LONGEST_TITLE = 120
MOST_OTHERS = 12
SEPARATOR = Mrkdwn(" · ")


def title(case: Case) -> str:
    """Number and first line of the problem, if the customer did not take it back."""
    return f"{case_number(case.number)} {shorten(case.title, LONGEST_TITLE)}".rstrip()


def desk_card(t: Words, facts: CaseFacts, now: datetime) -> Message:
    """What staff see in the Customer Success channel: present state and the buttons legal now."""
    case = facts.case
    lines = [
        _customer(t, facts),
        t.md("*{state}* · {level}", state=t(STATES[case.state]), level=t(LEVELS[case.level])),
        _turn(t, facts),
        target_line(t, facts.target) if facts.target else deadline_line(t, case),
        *_down(t, facts),
        t.md("*Assignee:* {name}", name=facts.name(case.assignee) or t("nobody yet")),
        *_links(t, case),
        *_agreement(t, facts),
    ]
    blocks = [header(title(case)), fields(lines[:10], details(t, case, now)), *_together(t, facts)]
    if not case.problem:
        blocks.append(context(t.md("(the customer took their words back)")))
    if case.needed_by:
        blocks.append(context(t.md("Needed by {day}", day=t.day(case.needed_by))))
    if case.state not in OVER and not has_channel(facts.customer):
        blocks.append(context(t.md("{customer} has no channel yet: what is said to them waits until they have one."
                                   " Call them meanwhile.", customer=facts.customer.name)))  # fmt: skip
    also = (Look.CALL,) if case.state is State.WAITING else ()
    return Message(_summary(t, facts), blocks + moves(t, case, US, now, also=also))


def customer_card(t: Words, facts: CaseFacts, now: datetime) -> Message:
    """What the customer sees at the top of their thread; nothing internal is on it."""
    case = facts.case
    lines = [
        t.md("*{state}*", state=t(STATES[case.state])),
        t.md("*Turn:* {turn}", turn=t(CUSTOMERS_TURNS[case.turn])),
        *([deadline_line(t, case)] if case.due_at else []),
        *([] if facts.outage is None or facts.outage.is_held else _down(t, facts)),
        *_links(t, case),
    ]
    text = t.md("{title} · {state}", title=title(case), state=t(STATES[case.state]))
    roles = frozenset({Role.CONTACT, Role.OPENER, Role.APPROVER})
    only = (Action.SITE_DOWN, Action.WITHDRAW, Action.REOPEN)
    into = [_merged_into(t, facts.others.into)] if facts.others.into else []
    return Message(text, [header(title(case)), fields(lines), *into, *moves(t, case, roles, now, only)])


def _summary(t: Words, facts: CaseFacts) -> Mrkdwn:
    """The card in one sentence, as a phone shows it."""
    case = facts.case
    words = (title(case), facts.customer.name, t(STATES[case.state]), t(LEVELS[case.level]))
    parts = [escape(word) for word in words]
    if case.due_at and case.answered_at is None and case.turn is Turn.US:
        parts.append(t.md("answer by {instant}", instant=t.when(case.due_at)))
    return Mrkdwn(SEPARATOR.join(parts))


def _down(t: Words, facts: CaseFacts) -> list[Mrkdwn]:
    """How long the site was down, of a case that an alert became."""
    return [down_line(t, facts.outage)] if facts.outage is not None else []


def _customer(t: Words, facts: CaseFacts) -> Mrkdwn:
    """The customer and the case's contact, and those of the cases merged into it."""
    contacts = [facts.case.contact, *(other.contact for other in facts.others.merged)]
    names = dict.fromkeys(facts.name(contact) for contact in contacts if contact is not None)
    if not names:
        return t.md("*Customer:* {customer}", customer=facts.customer.name)
    return t.md("*Customer:* {customer}, {contact}", customer=facts.customer.name, contact=", ".join(names))


def _turn(t: Words, facts: CaseFacts) -> Mrkdwn:
    case = facts.case
    if case.wrote_at is None and facts.readers:
        names = ", ".join(facts.name(who) for who in facts.readers)
        return t.md("*Turn:* {turn}, read by {names}", turn=t(TURNS[case.turn]), names=names)
    if case.wrote_at is None:
        return t.md("*Turn:* {turn}", turn=t(TURNS[case.turn]))
    known: dict[str, object] = {"turn": t(TURNS[case.turn]), "instant": t.when_md(case.wrote_at)}
    if facts.waits is None:
        return t.md("*Turn:* {turn}, they wrote {instant}", **known)
    target = t.when_md(facts.waits.target)
    if facts.waits.is_over:
        waited = duration(t, int(facts.waits.waited.total_seconds() // 60))
        return t.md("*Turn:* {turn}, they have waited {waited} since {instant}", waited=waited, **known)
    return t.md("*Turn:* {turn}, they wrote {instant}; answer by {target}", target=target, **known)


def _agreement(t: Words, facts: CaseFacts) -> list[Mrkdwn]:
    case = facts.case
    if case.coverage is None or case.coverage_at is None:
        return []
    known = {"who": facts.name(case.coverage_by), "instant": t.when_md(case.coverage_at)}
    return [t.md("*Agreement:* {coverage} ({who}, {instant})", coverage=t(COVERAGES[case.coverage]), **known)]


def _together(t: Words, facts: CaseFacts) -> list[Block]:
    """The cases this one belongs together with, each a link to its card."""
    others = facts.others
    lines = [t.md("Merged into this: {others}", others=_numbers(others.merged))] if others.merged else []
    lines += [t.md("Linked: {others}", others=_numbers(others.linked))] if others.linked else []
    return ([_merged_into(t, others.into)] if others.into else []) + [context(line) for line in lines]


def _merged_into(t: Words, other: Other) -> Block:
    return section(t.md("Merged into {other}. Everything goes on there.", other=_numbers((other,))))


def _numbers(others: tuple[Other, ...]) -> Mrkdwn:
    return Mrkdwn(", ".join(numbered(other) for other in others[:MOST_OTHERS]))


def numbered(other: Other) -> Mrkdwn:
    """The number of another case, as a link to where it stands."""
    number, place = case_number(other.number), other.place
    if place is None or place.card_ts is None:
        return escape(number)
    return link(there(place.channel_id, place.card_ts), number)


def deadline_line(t: Words, case: Case) -> Mrkdwn:
    """The deadline as an instant, or what stands in its place."""
    if case.answered_at is not None:
        return t.md("*Answered:* {instant}", instant=t.when_md(case.answered_at))
    if case.due_at is None and case.paused_at is not None and case.level in FIRST_RESPONSE:
        return t.md("*Answer by:* the clock stands still since {instant}", instant=t.when_md(case.paused_at))
    if case.due_at is None:
        return t.md("*Answer:* no promised time")
    return t.md("*Answer by:* {instant}", instant=t.when_md(case.due_at))


def target_line(t: Words, target: datetime) -> Mrkdwn:
    """By when we mean to answer where nothing is promised; on what only we see."""
    return t.md("*Answer:* no promised time; our target is {instant}", instant=t.when_md(target))


def _links(t: Words, case: Case) -> list[Mrkdwn]:
    found = [(t("Page"), case.link), (t("Test"), case.test_link), (t("Live"), case.live_link)]
    return [t.md("*{what}:* {address}", what=what, address=link(address)) for what, address in found if address]
