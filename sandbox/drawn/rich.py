"""Rich text as nodes, and as a person would have typed it.

docs.slack.dev/reference/block-kit/blocks/rich-text-block.
"""

from collections.abc import Callable, Iterable

from sandbox.drawn.mrkdwn import Part
from sandbox.drawn.nodes import Node, el
from sandbox.drawn.reader import Reader
from sandbox.drawn.texts import inline
from sandbox.kinds import Json

LOOKS = ("bold", "italic", "strike", "underline", "highlight")
MARKS = {"bold": "*", "italic": "_", "strike": "~", "code": "`"}
BULLETS = ("disc", "circle", "square")
NUMBERS = ("decimal", "lower-alpha", "lower-roman")

PARTS: dict[str, Callable[[Json], Part]] = {
    "text": lambda each: Part("text", each["text"]),
    "link": lambda each: Part("link", each.get("text") or each["url"], each["url"]),
    "user": lambda each: Part("person", target=each["user_id"]),
    "channel": lambda each: Part("channel", target=each["channel_id"]),
    "usergroup": lambda each: Part("group", target=each["usergroup_id"]),
    "team": lambda each: Part("team", "@team"),
    "broadcast": lambda each: Part("everyone", f"@{each['range']}"),
    "emoji": lambda each: Part("emoji", each["name"], each.get("unicode", "")),
    "color": lambda each: Part("code", each["value"]),
    "date": lambda each: Part(
        "date", each.get("fallback", ""), each.get("url", ""), unix=each["timestamp"], shape=each["format"]
    ),
}


def rich_text(reader: Reader, block: Json) -> Node:
    """A rich_text block."""
    return el("div", *(_container(reader, each) for each in block["elements"]), class_="mrkdwn")


def _container(reader: Reader, container: Json) -> Node:
    kind = container["type"].removeprefix("rich_text_")
    edge = "edged" if container.get("border") else None
    if kind == "list":
        return _list(reader, container, edge)
    words = inline(reader, map(_styled, container["elements"]))
    if kind == "preformatted":
        return el("pre", el("code", *words), class_=edge)
    return el("blockquote" if kind == "quote" else "p", *words, class_=edge)


def _list(reader: Reader, container: Json, edge: str | None) -> Node:
    indent, numbered = container.get("indent", 0), container["style"] == "ordered"
    marks = NUMBERS if numbered else BULLETS
    lines = [el("li", *inline(reader, map(_styled, each["elements"]))) for each in container["elements"]]
    style = f"margin-left:{indent * 1.4}em;list-style-type:{marks[indent % len(marks)]}"
    start = container.get("offset", 0) + 1 if numbered else None
    return el("ol" if numbered else "ul", *lines, style=style, start=start, class_=edge)


def _styled(element: Json) -> Part:
    piece, style = PARTS[element["type"]](element), element.get("style", {})
    if style.get("code") and piece.kind == "text":
        piece = Part("code", piece.text)
    for look in LOOKS:
        piece = Part(look, inner=(piece,)) if style.get(look) else piece
    return piece


def typed(block: Json | None) -> str:
    """As a person would have typed it, marks and all."""
    return "\n".join(map(_typed_container, block["elements"])) if block else ""


def _typed_container(container: Json) -> str:
    kind = container["type"].removeprefix("rich_text_")
    if kind == "list":
        first = container.get("offset", 0) + 1
        numbered = container["style"] == "ordered"
        items = enumerate(container["elements"], first)
        return "\n".join(
            f"{f'{number}.' if numbered else '•'} {_typed_words(each['elements'])}" for number, each in items
        )
    words = _typed_words(container["elements"])
    if kind == "preformatted":
        return f"```\n{words}\n```"
    return "\n".join(f"> {line}" for line in words.split("\n")) if kind == "quote" else words


def _typed_words(elements: Iterable[Json]) -> str:
    """A mark opens where its look begins, and closes where it ends."""
    words, active = "", list[str]()
    for element in [*elements, None]:
        style = element.get("style", {}) if element else {}
        while any(not style.get(look) for look in active):
            words += MARKS[active.pop()]
        for look in MARKS:
            if style.get(look) and look not in active:
                active.append(look)
                words += MARKS[look]
        words += _typed_part(element) if element else ""
    return words


def _typed_part(element: Json) -> str:
    piece = PARTS[element["type"]](element)
    known = {"emoji": f":{piece.text}:", "person": f"<@{piece.target}>", "channel": f"<#{piece.target}>"}
    return known.get(piece.kind, piece.target if piece.kind == "link" else piece.text)
