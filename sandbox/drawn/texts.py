"""Texts as nodes: mrkdwn, and text objects of either kind (docs.slack.dev/reference/block-kit/composition-objects)."""

from collections.abc import Callable, Iterable

from sandbox.drawn import dates, emoji
from sandbox.drawn.mrkdwn import Paragraph, Part, parse, unescaped, unmarked
from sandbox.drawn.nodes import Node, el, go, link
from sandbox.drawn.reader import Reader, look_at
from sandbox.kinds import Json

TAGS = {"bold": "b", "italic": "i", "strike": "s", "underline": "u", "highlight": "mark"}
Draw = Callable[[Reader, Part], Node]


def mrkdwn(reader: Reader, text: str) -> Node:
    """A text in mrkdwn."""
    return el("div", *(_paragraph(reader, each) for each in parse(text)), class_="mrkdwn")


def as_it_is(reader: Reader, text: str) -> Node:
    """A text that is not to be formatted, as tall as one that is."""
    return el("div", el("span", *inline(reader, unmarked(text))), class_="mrkdwn")


def in_one_line(reader: Reader, text: str, *, is_marked: bool = True) -> list[Node]:
    """A text without its paragraphs, as a phone's notification has it; `is_marked`: in mrkdwn."""
    if not is_marked:
        return inline(reader, unmarked(text))
    return [each for paragraph in parse(text) for each in [*inline(reader, paragraph.parts), " "]]


def _paragraph(reader: Reader, paragraph: Paragraph) -> Node:
    parts = inline(reader, paragraph.parts)
    if paragraph.kind == "pre":
        return el("pre", el("code", *parts))
    return el("blockquote" if paragraph.kind == "quote" else "span", *parts)


def inline(reader: Reader, parts: Iterable[Part]) -> list[Node]:
    """Pieces of a line."""
    return [_part(reader, each) for each in parts]


def _part(reader: Reader, piece: Part) -> Node:
    if piece.kind in TAGS:
        return el(TAGS[piece.kind], *inline(reader, piece.inner))
    return DRAWN.get(piece.kind, _named)(reader, piece)


def _person(reader: Reader, piece: Part) -> Node:
    name = reader.name(piece.target) or piece.text or "somebody"
    return el("span", f"@{name.removeprefix('@')}", class_="mention me" if piece.target == reader.me.id else "mention")


def _channel(reader: Reader, piece: Part) -> Node:
    channel = reader.channel(piece.target)
    if channel is None:
        return el("span", f"#{piece.text or 'private-channel'}", class_="mention")
    return go(look_at(channel), f"#{channel.name}", class_="mention link")


def _group(reader: Reader, piece: Part) -> Node:
    group = reader.slack.world.usergroups.get(piece.target)
    return el("span", piece.text or (f"@{group.handle}" if group else "@group"), class_="mention")


def _date(reader: Reader, piece: Part) -> Node:
    words = dates.said(reader, piece.unix, piece.shape, piece.text)
    shown = el("time", words, datetime=dates.iso(piece.unix), title=piece.text or None)
    return link(piece.target, shown) if piece.target else shown


def _named(reader: Reader, piece: Part) -> Node:
    return el("span", piece.text, class_="mention")


DRAWN: dict[str, Draw] = {
    "text": lambda reader, piece: piece.text,
    "code": lambda reader, piece: el("code", piece.text),
    "emoji": lambda reader, piece: emoji.drawn(piece.text, piece.target),
    "link": lambda reader, piece: link(piece.target, piece.text),
    "person": _person,
    "channel": _channel,
    "group": _group,
    "date": _date,
}


def plain(text: Json | None) -> str:
    """A plain_text object's words; Slack keeps & < > escaped in these too."""
    if text is None:
        return ""
    words = unescaped(text["text"])
    return words if text.get("emoji") is False else emoji.in_words(words)


def either(reader: Reader, text: Json | None) -> Node | None:
    """A text object of either kind, if there is one."""
    if text is None:
        return None
    return mrkdwn(reader, text["text"]) if text["type"] == "mrkdwn" else el("span", plain(text), class_="plain-text")
