"""Slack's mrkdwn as a tree (docs.slack.dev/messaging/formatting-message-text). Nothing here draws."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from sandbox.drawn.nodes import RUNS_NOTHING

EMPHASIS = {"*": "bold", "_": "italic", "~": "strike"}
ALWAYS = (
    r"<(?P<angle>[^<>\n]+)>|(?<![A-Za-z0-9_]):(?P<emoji>[a-z0-9_+'-]+):"
    r"|\bhttps?://[^\s<>|]*[^\s<>|.,;:!?)\]}'\"*_~]"
)
UNMARKED = re.compile(ALWAYS)
PIECE = re.compile(rf"{ALWAYS}|`(?P<code>[^`\n]+)`|[*_~]")
QUOTE, QUOTE_REST = re.compile(r"(?:&gt;|>) ?"), re.compile(r"(?:&gt;|>){3} ?")
ENTITY = re.compile(r"&(amp|lt|gt);")
BROADCASTS = ("here", "channel", "everyone")
REMEMBERED = 4000  # texts: a channel is drawn anew at every change


@dataclass(frozen=True)
class Part:
    """A piece of a line. Kinds: text bold italic strike underline highlight code emoji link person channel group
    everyone date.

    `text` is what it says: an emoji's name, a mention's label, a date's fallback. `target` is an address or an id.
    """

    kind: str
    text: str = ""
    target: str = ""
    inner: tuple["Part", ...] = ()
    unix: float | None = None
    shape: str = ""


@dataclass(frozen=True)
class Paragraph:
    """Lines that belong together: `text`, `quote` or `pre`."""

    kind: str
    parts: tuple[Part, ...]


def unescaped(text: str) -> str:
    """`&amp; &lt; &gt;` back to what they stand for, each once."""
    return ENTITY.sub(lambda found: {"amp": "&", "lt": "<", "gt": ">"}[found.group(1)], text)


@lru_cache(REMEMBERED)
def parse(text: str) -> tuple[Paragraph, ...]:
    """The paragraphs of a text."""
    found: list[Paragraph] = []
    pieces = text.split("```")
    for number, piece in enumerate(pieces):
        if number % 2 == 0:
            found += _paragraphs(piece.removeprefix("\n") if number else piece)
        elif number == len(pieces) - 1:
            found += _paragraphs(f"```{piece}")
        else:
            words = unescaped(piece.removeprefix("\n").removesuffix("\n"))
            found.append(Paragraph("pre", (Part("text", words),)))
    return tuple(found)


def _paragraphs(text: str) -> list[Paragraph]:
    groups: list[tuple[str, list[str]]] = []
    rest = False
    for line in text.split("\n") if text else ():
        rest = rest or bool(QUOTE_REST.match(line))
        kind = "quote" if rest or QUOTE.match(line) else "text"
        bare = line if kind == "text" else (QUOTE_REST if QUOTE_REST.match(line) else QUOTE).sub("", line, count=1)
        if groups and groups[-1][0] == kind:
            groups[-1][1].append(bare)
        else:
            groups.append((kind, [bare]))
    return [Paragraph(kind, inline("\n".join(lines))) for kind, lines in groups]


def inline(text: str) -> tuple[Part, ...]:
    """The pieces of a line."""
    return tuple(_pieces(text))


@lru_cache(REMEMBERED)
def unmarked(text: str) -> tuple[Part, ...]:
    """The pieces of a text that is not to be formatted: its marks stay as they are. Links, mentions, dates and emoji
    are none of them: <...> is how any text names what it refers to."""
    return tuple(_pieces(text, UNMARKED))


def _pieces(text: str, piece: re.Pattern[str] = PIECE) -> Iterator[Part]:
    start, at = 0, 0
    never: dict[str, int] = {}  # up to where each mark is known to be closed nowhere
    while found := piece.search(text, at):
        part, at = _emphasis(text, found, never) if found.group() in EMPHASIS else (_piece(found), found.end())
        if part is None:
            continue
        if found.start() > start:
            yield Part("text", unescaped(text[start : found.start()]))
        yield part
        start = at
    if start < len(text):
        yield Part("text", unescaped(text[start:]))


def _piece(found: re.Match[str]) -> Part:
    named = found.groupdict()
    if named["angle"]:
        return _special(named["angle"])
    if named.get("code"):
        return Part("code", unescaped(named["code"]))
    if named["emoji"]:
        return Part("emoji", named["emoji"])
    return Part("link", unescaped(found.group()), unescaped(found.group()))


def _emphasis(text: str, found: re.Match[str], never: dict[str, int]) -> tuple[Part | None, int]:
    mark, start = found.group(), found.start()
    if start < never.get(mark, 0) or not _opens(text, start, mark):
        return None, found.end()
    close, seen = _closing(text, start, mark)
    if close < 0:
        never[mark] = seen
        return None, found.end()
    return Part(EMPHASIS[mark], inner=inline(text[found.end() : close])), close + 1


def _word_at(text: str, index: int) -> bool:
    return 0 <= index < len(text) and text[index].isalnum()


def _opens(text: str, start: int, mark: str) -> bool:
    after = text[start + 1 : start + 2] or " "
    return not _word_at(text, start - 1) and after != mark and not after.isspace()


def _closing(text: str, start: int, mark: str) -> tuple[int, int]:
    """Where the emphasis opened here ends, or -1: it opens and closes at the edge of a word, within one line; and how
    far that was looked for."""
    index = start + 1
    while index < len(text) and text[index] != "\n":
        if text[index] in "<`":
            index = max(index, text.find(">" if text[index] == "<" else "`", index + 1))
        elif (
            text[index] == mark
            and index > start + 1
            and not text[index - 1].isspace()
            and not _word_at(text, index + 1)
        ):
            return index, index
        index += 1
    return -1, index


def _special(angle: str) -> Part:
    target, _, label = angle.partition("|")
    label = unescaped(label)
    if target.startswith("@"):
        return Part("person", label, target[1:])
    if target.startswith("#"):
        return Part("channel", label, target[1:])
    if target.startswith("!"):
        return _command(target[1:], label)
    url = unescaped(target)
    if RUNS_NOTHING.match(url):
        return Part("link", label or url.removeprefix("mailto:"), url)
    return Part("text", label or f"<{url}>")


def _command(target: str, label: str) -> Part:
    name, first, shape, url = [*target.split("^"), "", "", ""][:4]
    if name == "subteam":
        return Part("group", label, first)
    if name == "date":
        return Part("date", label, url, unix=_number(first), shape=shape)
    if name in BROADCASTS:
        return Part("everyone", f"@{name}")
    return Part("text", label or f"<!{target}>")


def _number(text: str) -> float | None:
    try:
        return float(text)
    except ValueError:
        return None
