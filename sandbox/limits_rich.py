"""Rich text, part by part (docs.slack.dev/reference/block-kit/blocks/rich-text-block)."""

from typing import Any

from sandbox.limits_text import ID, URL
from sandbox.shapes import Rule, by_type, flag, many, number, one_of, record, text, whole, wrong

DEEPEST = 60  # steps in a JSON pointer
MOST_INDENT = 8
LOOKS = ("bold", "italic", "strike", "underline", "code", "highlight", "client_highlight", "unlink")
STYLE: dict[str, Rule] = {"style": record({}, dict.fromkeys(LOOKS, flag))}
BORDER: dict[str, Rule] = {"border": whole(0, 1)}


def _part(kind: str, needed: dict[str, Rule], optional: dict[str, Rule] | None = None) -> Rule:
    return record({"type": one_of(kind), **needed}, {**STYLE, **(optional or {})})


LINK = _part("link", {"url": text(1, URL)}, {"text": text(), "unsafe": flag})
WORDS = _part("text", {"text": text(1)})
INLINE = by_type(
    {
        "text": WORDS,
        "link": LINK,
        "user": _part("user", {"user_id": text(1, ID)}),
        "usergroup": _part("usergroup", {"usergroup_id": text(1, ID)}),
        "channel": _part("channel", {"channel_id": text(1, ID)}),
        "team": _part("team", {"team_id": text(1, ID)}),
        "emoji": _part("emoji", {"name": text(1)}, {"unicode": text(1), "skin_tone": whole(1, 6), "url": text(1, URL)}),
        "broadcast": _part("broadcast", {"range": one_of("here", "channel", "everyone")}),
        "date": _part(
            "date",
            {"timestamp": number, "format": text(1)},
            {"url": text(1, URL), "link": text(1, URL), "fallback": text(1)},
        ),
        "color": _part("color", {"value": text(1)}),
    }
)
SECTION = record({"type": one_of("rich_text_section"), "elements": many(INLINE)})
CONTAINERS = by_type(
    {
        "rich_text_section": SECTION,
        "rich_text_list": record(
            {"type": one_of("rich_text_list"), "style": one_of("bullet", "ordered"), "elements": many(SECTION)},
            {"indent": whole(0, MOST_INDENT), "offset": whole(0, 100_000), **BORDER},
        ),
        "rich_text_preformatted": record(
            {"type": one_of("rich_text_preformatted"), "elements": many(by_type({"text": WORDS, "link": LINK}))},
            {"language": text(1), **BORDER},
        ),
        "rich_text_quote": record({"type": one_of("rich_text_quote"), "elements": many(INLINE)}, BORDER),
    }
)
BLOCK = record({"type": one_of("rich_text"), "elements": many(CONTAINERS, 1)}, {"block_id": text(1, ID)})


def rich_text(value: Any, path: str, found: list[str]) -> None:
    """A rich_text block."""
    if path.count("/") > DEEPEST:
        found.append(wrong("is too deep", path))
    else:
        BLOCK(value, path, found)
