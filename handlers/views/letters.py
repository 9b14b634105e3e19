"""The messages a customer gets in their thread (bold in process.md section 5), and the buttons that go with them.

Each is told from its history row; only the buttons show the case's present state.
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime

from handlers.views.buttons import moves
from handlers.views.labels import GIVEN, LEVELS, case_number
from handlers.views.outage_letters import outage_post
from handlers.views.parts import LONGEST_MESSAGE_TEXT, Block, Message, context, quotes, section
from handlers.views.promise import promise
from handlers.views.words import N_, Mrkdwn, Words, escape_within, link, mention, strong
from rules.cases import Action, Case, State
from rules.facts import CaseFacts
from rules.levels import Level
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
    told = facts.entry.facts if facts.entry else {}
    case = replace(facts.case, level=Level(told.get("level", facts.case.level)))
    read, notified = promise(t, case, facts.next_step, addressed(case.contact))
    more = t.md("More to tell, or more screenshots? Write here in the thread; we read all of it.")
    down = moves(t, facts.case, CONTACT, now, (Action.SITE_DOWN,))
    return Message(notified, [section(read), *_night(t, facts), context(more), *down])


def site_down(t: Words, facts: CaseFacts, now: datetime) -> Message:
    """Level A by the customer's word: until when we answer, and who is alerted."""
    message = level_set(t, facts, now)
    return Message(message.text, [*message.blocks, *_night(t, facts)])


def _night(t: Words, facts: CaseFacts) -> list[Block]:
    """Of a Level A that came while the desk was closed: the duty is alerted, or when we look."""
    told = facts.entry.facts if facts.entry else {}
    if told.get("duty"):
        return [section(t.md("The developer on duty is alerted; you need not call."))]
    if told.get("level") == Level.A and told.get("opens"):
        opens = datetime.fromisoformat(told["opens"])
        return [section(t.md("We look at it when we open, *{instant}*.", instant=t.when_md(opens)))]
    return []


def question(t: Words, facts: CaseFacts, now: datetime) -> Message:
    """A follow-up question with *Answer*."""
    sentence = t.md("{to}{who} asks about {number}:", to=addressed(facts.case.contact), **whose(facts))
    after = while_open(t, facts, now, CONTACT, (Action.ANSWER,), State.WAITING, t.md("Answered, thank you."))
    return with_words(sentence, facts, "question", after)


def test_round(t: Words, facts: CaseFacts, now: datetime) -> Message:
    """The test link, what to look at, and *Approve* or *Ask for changes*."""
    entry = facts.entry
    assert entry is not None
    address = link(str(entry.facts["test_link"]))
    to = addressed(*facts.approvers)
    sentence = t.md("{to}{number} is ready for you to test: {link}", to=to, link=address, **whose(facts))
    return with_words(sentence, facts, "look_at", _verdict(t, facts, now))


def approval_recorded(t: Words, facts: CaseFacts, now: datetime) -> Message:
    """The receipt of an approval recorded for the approver, with *That was not me*."""
    entry = facts.entry
    assert entry is not None
    sentence = t.md(
        "{to}{who} recorded that {approved_by} approved {number} on {day} ({given}):",
        to=addressed(*facts.approvers),
        approved_by=entry.facts["approved_by"],
        day=t.day(date.fromisoformat(str(entry.facts["given_on"]))),
        given=t(GIVEN[Given(entry.facts["given"])]),
        **whose(facts),
    )
    holds = facts.case.approved_round == entry.facts.get("round")
    after = moves(t, facts.case, APPROVER, now, (Action.DENY_APPROVAL,)) if holds else []
    return with_words(sentence, facts, "words", after or [context(t.md("This approval does not hold any more."))])


def published(t: Words, facts: CaseFacts, now: datetime) -> Message:
    """It is live, and where."""
    entry = facts.entry
    assert entry is not None
    address = link(str(entry.facts.get("live_link") or entry.facts.get("link") or ""))
    sentence = t.md("{to}{number} is published. {link}", to=addressed(facts.case.contact), link=address, **whose(facts))
    return with_words(sentence, facts, "note", [])


def restored(t: Words, facts: CaseFacts, now: datetime) -> Message:
    """Service was restored before approval; the approver is asked now."""
    sentence = t.md(
        "{to}{who} restored service for {number} before your approval. Please look, and approve or ask for changes.",
        to=addressed(*facts.approvers),
        **whose(facts),
    )
    return with_words(sentence, facts, "reason", _verdict(t, facts, now))


def closed(t: Words, facts: CaseFacts, now: datetime) -> Message:
    """The case is finished, or our question was never answered: the summary, and until when it can be reopened."""
    assert facts.entry is not None
    way = CLOSED.get(facts.entry.action, CLOSED[Action.CLOSE])
    sentence = t.md(way, to=addressed(facts.case.contact), **whose(facts))
    after = moves(t, facts.case, CONTACT, now, (Action.REOPEN,)) if facts.case.state is State.CLOSED else []
    return with_words(sentence, facts, "summary", after)


def level_set(t: Words, facts: CaseFacts, now: datetime) -> Message:
    """Another level, and what it does to the time of the answer: a promise never becomes later silently."""
    assert facts.entry is not None
    known = facts.entry.facts
    due = datetime.fromisoformat(known["due"]) if "due" in known else None
    told = {"to": addressed(facts.case.contact), "level": t(LEVELS[Level(known["level"])]), **whose(facts)}
    sentence = LEVEL_SET[str(known["deadline"])]
    shown = t.md(sentence, instant=strong(t.when_md(due)) if due else "", **told)
    return Message(t.md(sentence, instant=t.when(due) if due else "", **told), [section(shown)])


def withdrawn(t: Words, facts: CaseFacts, now: datetime) -> Message:
    """The confirmation of a withdrawal."""
    sentence = t.md("{to}{who} withdrew {number}. Nothing more is done on it.",
                    to=addressed(facts.case.contact), **whose(facts))  # fmt: skip
    after = moves(t, facts.case, CONTACT, now, (Action.REOPEN,)) if facts.case.state is State.WITHDRAWN else []
    return with_words(sentence, facts, "reason", after)


CLOSED = {
    Action.CLOSE: N_("{to}{number} is closed. Something still wrong? Press Reopen within 14 days."),
    Action.CLOSE_AS_UNANSWERED: N_(
        "{to}{number} is closed, as our question was not answered. Write here within 14 days, and we go on with it."
    ),
}
LEVEL_SET = {
    "due": N_("{to}{who} set {number} to {level}. You get an answer by {instant}."),
    "late": N_("{to}{who} set {number} to {level}. Its answer was due {instant}; we are at it."),
    "none": N_("{to}{who} set {number} to {level}. There is no promised time any more; we answer as soon as we can."),
    "paused": N_("{to}{who} set {number} to {level}. The time runs on when you have answered our question."),
    "answered": N_("{to}{who} set {number} to {level}."),
}


def handed_over(t: Words, facts: CaseFacts, now: datetime) -> Message:
    """To who takes over from somebody who left: the case is with them now, and the approval if one is asked for."""
    assert facts.entry is not None
    heirs = Mrkdwn("".join(f"{mention(user_id)} " for user_id in str(facts.entry.facts["to"]).split(" ")))
    sentence = t.md("{to}{who} is not here any more, so {number} is with you now.", to=heirs, **whose(facts))
    return Message(sentence, [section(sentence), *(_verdict(t, facts, now) if "approves" in facts.entry.facts else [])])


def reply(t: Words, facts: CaseFacts, now: datetime) -> Message:
    """What one of us writes to the customer, by name."""
    sentence = t.md("{to}{who} writes about {number}:", to=addressed(facts.case.contact), **whose(facts))
    return with_words(sentence, facts, "reply", [])


def on_it(t: Words, facts: CaseFacts, now: datetime) -> Message:
    """Somebody of us is at it: the answer of who has no more to say yet."""
    text = t.md("{to}{who} is on it: we are working on {number}, and write here when there is more to tell.",
                to=addressed(facts.case.contact), **whose(facts))  # fmt: skip
    return Message(text, [section(text)])


LETTERS: dict[Kind, Callable[[Words, CaseFacts, datetime], Message]] = {
    Kind.RECEIPT: receipt,
    Kind.QUESTION: question,
    Kind.TEST_ROUND: test_round,
    Kind.APPROVAL_RECORDED: approval_recorded,
    Kind.PUBLISHED: published,
    Kind.RESTORED: restored,
    Kind.LEVEL_SET: level_set,
    Kind.SITE_DOWN: site_down,
    Kind.CLOSED: closed,
    Kind.WITHDRAWN: withdrawn,
    Kind.HANDED_OVER: handed_over,
    Kind.REPLY: reply,
    Kind.ON_IT: on_it,
    Kind.LETTER: outage_post,
}


def addressed(*people: PersonId | None) -> Mrkdwn:
    """Mentions at the start, so that these people are notified; nothing when nobody is known."""
    return Mrkdwn("".join(f"{mention(person.user_id)} " for person in people if person))


def whose(facts: CaseFacts) -> dict[str, str]:
    assert facts.entry is not None
    return {"who": facts.name(facts.entry.actor), "number": case_number(facts.case.number)}


def with_words(sentence: Mrkdwn, facts: CaseFacts, name: str, after: list[Block]) -> Message:
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
    return [*verdict_line(t, case), *buttons]


def verdict_line(t: Words, case: Case) -> list[Block]:
    """What became of the test round, where something did."""
    if case.approved_round == case.test_round:
        return [context(t.md("Approved, thank you."))]
    if case.state is State.WAITING:
        return [context(t.md("Please answer our question first; then you can approve here."))]
    if case.state in {State.IN_TEST, State.LIVE}:
        return []
    return [context(t.md("We are working on it again; you get a new test link."))]


def while_open(
    t: Words, facts: CaseFacts, now: datetime, roles: frozenset[Role], only: tuple[Action, ...], while_in: State,
    done: Mrkdwn,
) -> list[Block]:  # fmt: skip
    """The buttons of this very message's step, or the line that says it is over."""
    assert facts.entry is not None
    if facts.case.merged_into is not None:
        return []
    if facts.case.state is while_in and facts.case.stage == facts.entry.facts.get("stage", facts.entry.version):
        return moves(t, facts.case, roles, now, only)
    return [context(done)]
