"""The messages a customer gets in their thread (bold in process.md section 5), and the buttons that go with them.

Each is told from its history row; only the buttons show the case's present state.
"""

from collections.abc import Callable
from datetime import date, datetime

from handlers.views.buttons import moves
from handlers.views.labels import GIVEN, case_number
from handlers.views.parts import LONGEST_MESSAGE_TEXT, Block, Message, context, quotes, section
from handlers.views.promise import promise
from handlers.views.words import Mrkdwn, Words, escape_within, link, mention
from rules.cases import Action, Case, State
from rules.facts import CaseFacts
from rules.move_forms import Given
from rules.notices import Kind
from rules.people import PersonId, Role

CONTACT = frozenset({Role.CONTACT, Role.OPENER})
APPROVER = CONTACT | {Role.APPROVER}


def letter(kind: Kind, t: Words, facts: CaseFacts, now: datetime) -> Message:
    """The message of this kind, with the buttons legal now."""
    return LETTERS[kind](t, facts, now)


def receipt(t: Words, facts: CaseFacts, now: datetime) -> Message:
    """Number, level and the instant of the next step; the first thing a customer gets."""
    read, notified = promise(t, facts.case, facts.next_step, _to(facts.case.contact))
    more = t.md("More to tell, or more screenshots? Write here in the thread; we read all of it.")
    return Message(notified, [section(read), context(more)])


def question(t: Words, facts: CaseFacts, now: datetime) -> Message:
    """A follow-up question with *Answer*."""
    sentence = t.md("{to}{who} asks about {number}:", to=_to(facts.case.contact), **_who(facts))
    after = _after(t, facts, now, CONTACT, (Action.ANSWER,), State.WAITING, t.md("Answered, thank you."))
    return _with_words(sentence, facts, "question", after)


def test_round(t: Words, facts: CaseFacts, now: datetime) -> Message:
    """The test link, what to look at, and *Approve* or *Ask for changes*."""
    entry, case = facts.entry, facts.case
    assert entry is not None
    address = link(str(entry.facts["test_link"]))
    sentence = t.md("{to}{number} is ready for you to test: {link}", to=_to(case.approver), link=address, **_who(facts))
    return _with_words(sentence, facts, "look_at", _verdict(t, facts, now))


def approval_recorded(t: Words, facts: CaseFacts, now: datetime) -> Message:
    """The receipt of an approval recorded for the approver, with *That was not me*."""
    entry = facts.entry
    assert entry is not None
    sentence = t.md(
        "{to}{who} recorded that {approved_by} approved {number} on {day} ({given}):",
        to=_to(facts.case.approver),
        approved_by=entry.facts["approved_by"],
        day=t.day(date.fromisoformat(str(entry.facts["given_on"]))),
        given=t(GIVEN[Given(entry.facts["given"])]),
        **_who(facts),
    )
    holds = facts.case.approved_round == entry.facts.get("round")
    after = moves(t, facts.case, APPROVER, now, (Action.DENY_APPROVAL,)) if holds else []
    return _with_words(sentence, facts, "words", after or [context(t.md("This approval does not hold any more."))])


def published(t: Words, facts: CaseFacts, now: datetime) -> Message:
    """It is live, and where."""
    entry = facts.entry
    assert entry is not None
    address = link(str(entry.facts.get("live_link") or entry.facts.get("link") or ""))
    sentence = t.md("{to}{number} is published. {link}", to=_to(facts.case.contact), link=address, **_who(facts))
    return _with_words(sentence, facts, "note", [])


def restored(t: Words, facts: CaseFacts, now: datetime) -> Message:
    """Service was restored before approval; the approver is asked now."""
    sentence = t.md(
        "{to}{who} restored service for {number} before your approval. Please look, and approve or ask for changes.",
        to=_to(facts.case.approver),
        **_who(facts),
    )
    return _with_words(sentence, facts, "reason", _verdict(t, facts, now))


def closed(t: Words, facts: CaseFacts, now: datetime) -> Message:
    """The case is finished: the summary, and until when it can be reopened."""
    sentence = t.md("{to}{number} is closed. Something still wrong? Press Reopen within 14 days.",
                    to=_to(facts.case.contact), **_who(facts))  # fmt: skip
    after = moves(t, facts.case, CONTACT, now, (Action.REOPEN,)) if facts.case.state is State.CLOSED else []
    return _with_words(sentence, facts, "summary", after)


def withdrawn(t: Words, facts: CaseFacts, now: datetime) -> Message:
    """The confirmation of a withdrawal."""
    sentence = t.md("{to}{who} withdrew {number}. Nothing more is done on it.",
                    to=_to(facts.case.contact), **_who(facts))  # fmt: skip
    after = moves(t, facts.case, CONTACT, now, (Action.REOPEN,)) if facts.case.state is State.WITHDRAWN else []
    return _with_words(sentence, facts, "reason", after)


LETTERS: dict[Kind, Callable[[Words, CaseFacts, datetime], Message]] = {
    Kind.RECEIPT: receipt,
    Kind.QUESTION: question,
    Kind.TEST_ROUND: test_round,
    Kind.APPROVAL_RECORDED: approval_recorded,
    Kind.PUBLISHED: published,
    Kind.RESTORED: restored,
    Kind.CLOSED: closed,
    Kind.WITHDRAWN: withdrawn,
}


def _to(person: PersonId | None) -> Mrkdwn:
    """A mention at the start, so that the person is notified; nothing when nobody is known."""
    return Mrkdwn(f"{mention(person.user_id)} ") if person else Mrkdwn("")


def _who(facts: CaseFacts) -> dict[str, str]:
    assert facts.entry is not None
    return {"who": facts.name(facts.entry.actor), "number": case_number(facts.case.number)}


def _with_words(sentence: Mrkdwn, facts: CaseFacts, name: str, after: list[Block]) -> Message:
    """A sentence, the words somebody wrote exactly as written, and what comes after."""
    assert facts.entry is not None
    words = str(facts.entry.facts.get(name, ""))
    text = Mrkdwn(f"{sentence} {escape_within(words, LONGEST_MESSAGE_TEXT - len(sentence) - 1)}") if words else sentence
    return Message(text, [section(sentence), *quotes(words), *after])


def _verdict(t: Words, facts: CaseFacts, now: datetime) -> list[Block]:
    """Approve and Ask for changes while this round may be judged; else what became of it."""
    case, entry = facts.case, facts.entry
    assert entry is not None
    if entry.facts.get("round") != case.test_round or case.version < entry.version:
        return [context(t.md("A newer version is out; this one is no longer asked about."))]
    buttons = moves(t, case, APPROVER, now, (Action.APPROVE, Action.ASK_FOR_CHANGES))
    return [*_verdict_line(t, case), *buttons]


def _verdict_line(t: Words, case: Case) -> list[Block]:
    if case.approved_round == case.test_round:
        return [context(t.md("Approved, thank you."))]
    if case.state is State.WAITING:
        return [context(t.md("Please answer our question first; then you can approve here."))]
    if case.state in {State.IN_TEST, State.LIVE}:
        return []
    return [context(t.md("We are working on it again; you get a new test link."))]


def _after(
    t: Words, facts: CaseFacts, now: datetime, roles: frozenset[Role], only: tuple[Action, ...], while_in: State,
    done: Mrkdwn,
) -> list[Block]:  # fmt: skip
    """The buttons of this very message's step, or the line that says it is over."""
    assert facts.entry is not None
    if facts.case.state is while_in and facts.case.version == facts.entry.version:
        return moves(t, facts.case, roles, now, only)
    return [context(done)]
