"""What Slack's client makes of formatted text a person typed in a form: rich text, as the app gets it.

docs.slack.dev/reference/block-kit/blocks/rich-text-block.
"""

import re
from collections.abc import Callable, Iterator
from itertools import groupby

from sandbox.drawn.emoji import character
from sandbox.drawn.mrkdwn import Part, inline, unescaped
from sandbox.kinds import Json

QUOTE, BULLET, NUMBER = re.compile(r"(?:&gt;|>) ?"), re.compile(r"[•*-] "), re.compile(r"(\d+)[.)] ")
STYLES = ("bold", "italic", "strike")
ELEMENTS: dict[str, Callable[[Part], Json]] = {
    "code": lambda part: {"type": "text", "text": part.text, "style": {"code": True}},
    "emoji": lambda part: _emoji(part.text),
    "link": lambda part: (
        {"type": "link", "url": part.target} | ({"text": part.text} if part.text != part.target else {})
    ),
    "person": lambda part: {"type": "user", "user_id": part.target},
    "channel": lambda part: {"type": "channel", "channel_id": part.target},
    "group": lambda part: {"type": "usergroup", "usergroup_id": part.target},
    "everyone": lambda part: {"type": "broadcast", "range": part.text.removeprefix("@")},
}


def _emoji(name: str) -> Json:
    """By name, and its characters' codes where it is one of Slack's own."""
    face = character(name)
    codes = {"unicode": "-".join(f"{ord(each):x}" for each in face)} if face else {}
    return {"type": "emoji", "name": name, **codes}


def rich_text(text: str) -> Json:
    """Of a text in mrkdwn, whose lines may begin with `> `, `• `, `- ` or `1. `."""
    found: list[Json] = []
    for number, piece in enumerate(text.split("```")):
        if number % 2:
            words = [{"type": "text", "text": unescaped(piece.strip("\n"))}]
            found.append({"type": "rich_text_preformatted", "elements": words, "border": 0})
        else:
            found += _lines(piece.strip("\n") if number else piece.removesuffix("\n"))
    return {"type": "rich_text", "elements": found}


def _lines(text: str) -> Iterator[Json]:
    for mark, lines in groupby(text.split("\n") if text else (), _mark):
        yield _container(mark, list(lines))


def _mark(line: str) -> re.Pattern[str] | None:
    return next((mark for mark in (QUOTE, BULLET, NUMBER) if mark.match(line)), None)


def _container(mark: re.Pattern[str] | None, lines: list[str]) -> Json:
    if mark is None:
        return _section("\n".join(lines))
    bare = [mark.sub("", line, count=1) for line in lines]
    if mark is QUOTE:
        return {**_section("\n".join(bare)), "type": "rich_text_quote"}
    first = NUMBER.match(lines[0])
    told: Json = {
        "type": "rich_text_list",
        "style": "ordered" if first else "bullet",
        "elements": [*map(_section, bare)],
    }
    return told | ({"offset": int(first[1]) - 1} if first and first[1] != "1" else {})


def _section(text: str) -> Json:
    return {"type": "rich_text_section", "elements": [one for part in inline(text) for one in _elements(part, {})]}


def _elements(part: Part, style: Json) -> Iterator[Json]:
    """A bold piece of a line is several elements that are each bold."""
    if part.kind in STYLES:
        for each in part.inner:
            yield from _elements(each, {**style, part.kind: True})
        return
    make = ELEMENTS.get(part.kind)
    element: Json = make(part) if make else {"type": "text", "text": part.text}
    looks = {**element.get("style", {}), **style}
    yield {**element, "style": looks} if looks else element
