"""The mirror: what people say in a customer's thread, in the staff thread under their own name and picture."""

import re

from handlers.views.parts import (
    LONGEST_MESSAGE_TEXT,
    LONGEST_NAME,
    LONGEST_TEXT,
    LONGEST_TOGETHER,
    MOST_BLOCKS,
    Author,
    Block,
    Element,
    Message,
    context,
    quotes,
    section,
    shorten,
)
from handlers.views.words import N_, Mrkdwn, Words, escape_within, oslo_day
from rules.alerts import Said
from rules.cases import Action
from rules.facts import CaseFacts
from rules.records import Entry, Spoken

SENTENCES = {
    Action.WRITE: N_("{who} posted in the customer's thread."),
    Action.ANSWER: N_("{who} answers the question."),
    Action.DELETE: N_("{who} deleted a message."),
}
MARKED_UP = re.compile(r"^(?:&gt;|>)|```", re.MULTILINE)
FENCE = "```"


def mirror(t: Words, facts: CaseFacts, spoken: Spoken) -> Message:
    """A message as it reads now; of a deleted one its author and nothing else."""
    assert facts.entry is not None
    who = facts.name(spoken.author)
    author = Author(name(t, facts, spoken), _picture(facts, spoken))
    if spoken.deleted_at is not None:
        gone = t.md(SENTENCES[Action.DELETE], who=who)
        return Message(gone, [section(gone)], author)
    marks = _marks(t, facts.entry, spoken)
    if not spoken.text.strip():
        line = t.md(SENTENCES[facts.entry.action], who=who)
        return Message(line, [section(line), *marks], author)
    return Message(escape_within(spoken.text, LONGEST_MESSAGE_TEXT), whole(t, [], as_said(spoken.text), marks), author)


def name(t: Words, facts: CaseFacts, spoken: Spoken) -> str:
    """Whose words they are and where they come from: a borrowed name is marked (docs/slack.md 4.3)."""
    known = {"who": facts.name(spoken.author), "customer": facts.customer.name}
    shown = t("{who} to the customer", **known) if spoken.is_ours else t("{who} ({customer})", **known)
    return shorten(shown, LONGEST_NAME)


def _picture(facts: CaseFacts, spoken: Spoken) -> str:
    person = facts.people.get(spoken.author) if spoken.author else None
    return (person.picture if person else None) or ""


def whole(t: Words, above: list[Block], words: list[Block], marks: list[Block]) -> list[Block]:
    """All of them; of words beyond what one message holds, in blocks or in characters, where the rest is."""
    rest = context(t.md("… the rest is in the customer's thread"))
    around = [*above, rest, *marks]
    fit = _fitting(words[: MOST_BLOCKS - len(around)], LONGEST_TOGETHER - characters(around))
    return [*above, *fit, *([] if fit == words else [rest]), *marks]


def characters(value: object) -> int:
    """So many are written in these blocks together."""
    if isinstance(value, list):
        return sum(map(characters, value))
    if not isinstance(value, dict):
        return 0
    own = value.get("text")
    return (len(own) if isinstance(own, str) else 0) + sum(map(characters, value.values()))


def _fitting(blocks: list[Block], most: int) -> list[Block]:
    """The first of them, as long as their text together is at most so long; the last paragraph is cut to fit."""
    kept: list[Block] = []
    for block in blocks:
        size = characters(block)
        if size > most:
            return kept + (quotes(shorten(block["text"]["text"], most)) if block["type"] == "section" else [])
        kept.append(block)
        most -= size
    return kept


def as_said(text: str) -> list[Block]:
    """Somebody's words, whole; quotes and code look as such, and nothing in them pings, links or refers."""
    if not MARKED_UP.search(text):
        return quotes(text)
    elements = [element for part in _parts(text) for element in part]
    return [{"type": "rich_text", "elements": [element]} for element in elements]


def _parts(text: str) -> list[list[Element]]:
    """Code between fences, and what stands around it."""
    pieces = text.split(FENCE)
    if len(pieces) % 2 == 0:  # a fence that is never closed is none
        pieces[-2:] = [FENCE.join(pieces[-2:])]
    return [
        _rich("rich_text_preformatted", piece.strip("\n")) if nth % 2 else _around(piece)
        for nth, piece in enumerate(pieces)
        if piece.strip()
    ]


def _around(text: str) -> list[Element]:
    """Lines, of which those that begin with > are quotes."""
    found: list[tuple[bool, list[str]]] = []
    for line in text.strip("\n").split("\n"):
        is_quote = line.startswith(">")
        if not found or found[-1][0] is not is_quote:
            found.append((is_quote, []))
        found[-1][1].append(line[1:].removeprefix(" ") if is_quote else line)
    kinds = {True: "rich_text_quote", False: "rich_text_section"}
    return [one for is_quote, lines in found for one in _rich(kinds[is_quote], "\n".join(lines))]


def _rich(kind: str, text: str) -> list[Element]:
    """Text that Slack reads no formatting in, in pieces of at most 3000 characters."""
    pieces = [text[at : at + LONGEST_TEXT] for at in range(0, len(text), LONGEST_TEXT)]
    return [{"type": kind, "elements": [{"type": "text", "text": piece}]} for piece in pieces if piece.strip()]


def _marks(t: Words, entry: Entry, spoken: Spoken) -> list[Block]:
    """What a reader should know of the words: that they answer, came late, or read otherwise before."""
    marks: list[Mrkdwn] = []
    if entry.action is Action.ANSWER and spoken.text.strip():
        marks.append(t.md("answers the question"))
    if spoken.is_late:
        said_at = spoken.said_at
        same_day = oslo_day(said_at) == oslo_day(entry.at)
        marks.append(t.md("sent {instant}", instant=t.time_md(said_at) if same_day else t.when_md(said_at)))
    return [*map(context, marks), *changed(t, spoken)]


def changed(t: Words, spoken: Spoken | None) -> list[Block]:
    """That the words read otherwise before, or are gone."""
    if spoken is not None and spoken.deleted_at is not None:
        return [context(t.md("(the customer took their words back)"))]
    return [context(t.md("(edited)"))] if spoken is not None and spoken.edited_ts is not None else []


def reads_now(t: Words, said: Said) -> list[Block]:
    """The same of one of our own words."""
    if said.deleted_at is not None:
        return [context(t.md("(deleted)"))]
    return [context(t.md("(edited)"))] if said.edited_ts is not None else []
