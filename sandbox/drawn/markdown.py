"""Standard Markdown, as markdown blocks take it (docs.slack.dev/reference/block-kit/blocks/markdown-block)."""

import re
from collections.abc import Callable
from functools import lru_cache
from itertools import takewhile

from sandbox.drawn import emoji
from sandbox.drawn.nodes import Node, el, link

SPAN = re.compile(
    r"(?<!`)(?P<code>`{1,3})(?!`)(?P<coded>[^\n]+?)(?<!`)(?P=code)(?!`)"
    r"|!?\[(?P<label>[^\]\n]*)\]\((?P<url>[^)\s]+)[^)]*\)"
    r"|(?P<strong>\*\*|__)(?P<stressed>\S(?:.*?\S)?)(?P=strong)"
    r"|~~(?P<gone>.+?)~~"
    r"|(?<![A-Za-z0-9])(?P<em>[*_])(?P<leaning>[^\s*_](?:[^*\n]*?[^\s*_])?)(?P=em)(?![A-Za-z0-9])"
    r"|<?(?P<bare>https?://[^\s<>]*[^\s<>.,;:!?)])>?"
    r"|\\(?P<escaped>[\\`*_{}\[\]()#+\-.!~|>])"
)
FENCE, RULE = re.compile(r"\s*```"), re.compile(r"\s*(?:-\s*-\s*-|\*\s*\*\s*\*|_\s*_\s*_)[-*_\s]*$")
HEADING, QUOTE = re.compile(r"(#{1,6})\s+(.*?)\s*#*$"), re.compile(r"\s*(?:>\s?)+")
ITEM = re.compile(r"(?P<indent>\s*)(?:(?P<number>\d+)[.)]|[-*+])\s+(?P<task>\[[ xX]\]\s+)?(?P<words>.*)")
CELLS, ROW = re.compile(r"(?<!\\)\|"), re.compile(r"\s*\|?\s*:?-+:?\s*(?:\|\s*:?-+:?\s*)*\|?\s*$")
REMEMBERED = 500  # texts
Lines = list[str]
Taken = tuple[Node, int]


@lru_cache(REMEMBERED)
def markdown(text: str) -> Node:
    """A whole text."""
    return el("div", *_blocks(text.split("\n")), class_="mrkdwn markdown")


def _blocks(lines: Lines) -> list[Node]:
    drawn: list[Node] = []
    while lines:
        if not lines[0].strip():
            lines = lines[1:]
            continue
        node, count = next(taken for take in TAKERS if (taken := take(lines)) is not None)
        drawn.append(node)
        lines = lines[count:]
    return drawn


def _fenced(lines: Lines) -> Taken | None:
    if not FENCE.match(lines[0]):
        return None
    inside = list(takewhile(lambda line: not FENCE.match(line), lines[1:]))
    return el("pre", el("code", "\n".join(inside))), len(inside) + 2


def _heading(lines: Lines) -> Taken | None:
    found = HEADING.match(lines[0])
    if found is None:
        return None
    # What stands under a message's author cannot be above it.
    return el(f"h{min(len(found[1]) + 3, 6)}", *spans(found[2]), class_=f"size{min(len(found[1]), 3)}"), 1


def _rule(lines: Lines) -> Taken | None:
    return (el("hr"), 1) if RULE.match(lines[0]) else None


def _quote(lines: Lines) -> Taken | None:
    quoted = list(takewhile(QUOTE.match, lines))
    return (
        (el("blockquote", *_blocks([QUOTE.sub("", each, count=1) for each in quoted])), len(quoted)) if quoted else None
    )


def _table(lines: Lines) -> Taken | None:
    if len(lines) < 2 or "|" not in lines[0] or not ROW.match(lines[1]):
        return None
    rows = [lines[0], *takewhile(lambda line: "|" in line, lines[2:])]
    head, *body = [[el("th" if row is lines[0] else "td", *spans(cell)) for cell in _cells(row)] for row in rows]
    table = el("table", el("thead", el("tr", *head)), el("tbody", *(el("tr", *row) for row in body)))
    return el("div", table, class_="table"), len(rows) + 1


def _cells(row: str) -> Lines:
    return [each.strip() for each in CELLS.split(row.strip().removeprefix("|").removesuffix("|"))]


def _list(lines: Lines) -> Taken | None:
    items = list(takewhile(lambda line: ITEM.match(line) or line.startswith("  "), lines))
    first = ITEM.match(lines[0])
    if first is None:
        return None
    groups: list[Lines] = []
    for line in items:
        found = ITEM.match(line)
        if found and len(found["indent"]) <= len(first["indent"]):
            groups.append([line])
        else:
            groups[-1].append(line[2:])
    tag, start = ("ol", int(first["number"])) if first["number"] else ("ul", None)
    return el(tag, *map(_item, groups), start=start), len(items)


def _item(lines: Lines) -> Node:
    found = ITEM.match(lines[0])
    if found is None:
        return el("li", *_blocks(lines))
    box = {"x": "☑ ", " ": "☐ "}[found["task"][1].lower()] if found["task"] else None
    return el("li", box, *spans(found["words"]), *_blocks(lines[1:]))


def _paragraph(lines: Lines) -> Taken:
    others = TAKERS[:-1]
    more = list(takewhile(lambda line: line.strip() and not any(take([line]) for take in others), lines[1:]))
    return el("p", *spans("\n".join([lines[0], *more]))), len(more) + 1


TAKERS: tuple[Callable[[Lines], Taken | None], ...] = (_fenced, _heading, _rule, _quote, _list, _table, _paragraph)


def spans(text: str) -> list[Node]:
    """The pieces of a line."""
    drawn: list[Node] = []
    start = 0
    for found in SPAN.finditer(text):
        drawn += [emoji.in_words(text[start : found.start()]), _span(found)]
        start = found.end()
    return [each for each in [*drawn, emoji.in_words(text[start:])] if each != ""]


def _span(found: re.Match[str]) -> Node:
    given = found.groupdict()
    if given["coded"]:
        return el("code", given["coded"].strip())
    for name, tag in (("stressed", "b"), ("leaning", "i"), ("gone", "s")):
        if given[name]:
            return el(tag, *spans(given[name]))
    url = given["url"] or given["bare"]
    return link(url, *(spans(given["label"]) if given["label"] else [url])) if url else given["escaped"]
