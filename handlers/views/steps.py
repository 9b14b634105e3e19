"""The staff thread under a card: one line for each thing that happened, with the words people wrote."""

from handlers.views.labels import GIVEN, ORIGINS
from handlers.views.parts import MOST_BLOCKS, Block, Message, context, quotes, section
from handlers.views.words import N_, Mrkdwn, Words, link, oslo_day
from rules.cases import Action
from rules.facts import CaseFacts
from rules.move_forms import Given
from rules.records import Entry, Spoken

SENTENCES = {
    Action.OPEN: N_("{who} opened the case ({origin})."),
    Action.TAKE: N_("{who} took the case."),
    Action.START: N_("{who} started the work, expected to take {expected}."),
    Action.ASK: N_("{who} asked the customer:"),
    Action.ANSWER: N_("{who} answered:"),
    Action.READY_FOR_TEST: N_("{who} made it ready for test: {link}"),
    Action.APPROVE: N_("{who} approved test round {round}. It may be published."),
    Action.ASK_FOR_CHANGES: N_("{who} asked for changes:"),
    Action.RECORD_APPROVAL: N_("{who} recorded the approval of test round {round} by {approved_by} ({given}):"),
    Action.DENY_APPROVAL: N_("{who} says the recorded approval was not given. It is void."),
    Action.BACK_TO_WORK: N_("{who} took it back to work:"),
    Action.PUBLISH: N_("{who} published it: {link}"),
    Action.RESTORE_SERVICE: N_("{who} restored service before approval. The approver is asked now. Reason:"),
    Action.CLOSE: N_("{who} closed the case."),
    Action.CLOSE_BY_ITSELF: N_("Closed by itself, 14 days after it went live."),
    Action.REOPEN: N_("{who} reopened the case:"),
    Action.WITHDRAW: N_("{who} withdrew the case:"),
    Action.WRITE: N_("{who} wrote in the customer's thread:"),
    Action.EDIT: N_("{who} edited a message."),
    Action.DELETE: N_("{who} deleted a message."),
}
WRITTEN = ("question", "answer", "look_at", "comment", "words", "reason", "note", "summary", "text")


def step(t: Words, facts: CaseFacts) -> Message:
    """What happened, as a line; the words written with it below, exactly as they were written."""
    assert facts.entry is not None
    entry, spoken = facts.entry, facts.spoken
    if spoken is not None and spoken.deleted_at is not None:
        return _stub(t, facts, spoken)
    sentence = t.md(
        SENTENCES[entry.action],
        who=facts.name(entry.actor),
        expected=duration(t, int(entry.facts.get("expected", 0))),
        link=_link(entry),
        round=entry.facts.get("round", ""),
        approved_by=entry.facts.get("approved_by", ""),
        given=t(GIVEN[Given(entry.facts["given"])]) if "given" in entry.facts else "",
        origin=t(ORIGINS.get(str(entry.facts.get("origin")), ORIGINS["slack"])),
    )
    texts = [facts.case.problem] if entry.action is Action.OPEN else []
    words = [*texts, *written(entry), *([spoken.text] if spoken else [])]
    marks = _marks(t, entry, spoken) if spoken else []
    return Message(sentence, [section(sentence), *_whole(t, words, marks)])


def _stub(t: Words, facts: CaseFacts, spoken: Spoken) -> Message:
    """What is left of a message its author deleted."""
    sentence = t.md(SENTENCES[Action.DELETE], who=facts.name(spoken.author))
    return Message(sentence, [section(sentence)])


def _marks(t: Words, entry: Entry, spoken: Spoken) -> list[Block]:
    """What a reader should know of the words: that they came late, that they read otherwise before."""
    marks = []
    if spoken.is_late:
        said_at = spoken.said_at
        same_day = oslo_day(said_at) == oslo_day(entry.at)
        when = t.time_md(said_at) if same_day else t.when_md(said_at)
        marks.append(context(t.md("sent {instant}", instant=when)))
    if spoken.edited_ts is not None:
        marks.append(context(t.md("(edited)")))
    return marks


def written(entry: Entry) -> list[str]:
    """The texts people wrote with a step."""
    return [str(entry.facts[name]) for name in WRITTEN if name in entry.facts]


def _whole(t: Words, texts: list[str], marks: list[Block]) -> list[Block]:
    """The texts whole, and the marks; beyond what one message holds, where the rest is."""
    blocks = [block for text in texts for block in quotes(text)]
    fit = MOST_BLOCKS - 2 - len(marks)
    rest = [context(t.md("… the rest is in the customer's thread"))] if len(blocks) > fit else []
    return blocks[:fit] + rest + marks


def duration(t: Words, minutes: int) -> str:
    """Minutes as people say them: "45 min", "2 h", "1 h 30 min"."""
    hours, rest = divmod(minutes, 60)
    if not hours:
        return t("{minutes} min", minutes=rest)
    return t("{hours} h {minutes} min", hours=hours, minutes=rest) if rest else t("{hours} h", hours=hours)


def _link(entry: Entry) -> Mrkdwn:
    address = entry.facts.get("test_link") or entry.facts.get("live_link") or entry.facts.get("link") or ""
    return link(str(address))
