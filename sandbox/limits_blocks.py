"""Blocks and their limits (docs.slack.dev/reference/block-kit/blocks; docs/slack.md 4.1)."""

from collections import Counter
from typing import Any

from sandbox.kinds import Json
from sandbox.limits_elements import ACCESSORY, IMAGE, IN_ACTIONS, IN_INPUT, SLACK_FILE, URL
from sandbox.limits_text import ID, TEXT, either, plain
from sandbox.shapes import Rule, also, by_type, flag, many, one_of, problems, record, text, wrong

MESSAGE_BLOCKS, VIEW_BLOCKS = 50, 100
FIELDS, FIELD_TEXT = 10, 2000
HEADER, LABEL, HINT, ALT = 150, 2000, 2000, 2000
CONTEXT_ELEMENTS, ACTIONS_ELEMENTS = 10, 25
MARKDOWN, ALERT = 12_000, 200
DEEPEST = 60  # steps in a JSON pointer


def _block(kind: str, needed: dict[str, Rule], optional: dict[str, Rule] | None = None) -> Rule:
    return record({"type": one_of(kind), **needed}, {"block_id": text(1, ID), **(optional or {})})


def text_or_fields(section: Json) -> str | None:
    """A section says something."""
    return None if "text" in section or "fields" in section else "text or fields is required"


RICH_PARTS = (
    "text", "link", "user", "usergroup", "channel", "emoji", "broadcast", "date", "color", "team",
    "rich_text_section", "rich_text_list", "rich_text_preformatted", "rich_text_quote",
)  # fmt: skip


def rich_part(value: Any, path: str, found: list[str]) -> None:
    """A part of rich text: a known type, and parts inside it alike."""
    if not isinstance(value, dict) or path.count("/") > DEEPEST:
        found.append(wrong("must be an object", path))
    elif value.get("type") not in RICH_PARTS:
        found.append(wrong(f"unsupported type: {value.get('type')}", f"{path}/type"))
    elif "elements" in value:
        many(rich_part)(value["elements"], f"{path}/elements", found)
    elif value["type"] == "text":
        text(1)(value.get("text"), f"{path}/text", found)


RICH_TEXT = _block("rich_text", {"elements": many(rich_part, 1)})
CONTEXT_PART = by_type(
    {
        "image": IMAGE,
        "plain_text": plain(),
        "mrkdwn": record({"type": one_of("mrkdwn"), "text": text(1, TEXT)}, {"verbatim": flag}),
    }
)
ANYWHERE: dict[str, Rule] = {
    "section": also(
        _block(
            "section",
            {},
            {"text": either(), "fields": many(either(FIELD_TEXT), 1, FIELDS), "accessory": ACCESSORY, "expand": flag},
        ),
        text_or_fields,
    ),
    "header": _block("header", {"text": plain(HEADER)}),
    "divider": _block("divider", {}),
    "context": _block("context", {"elements": many(CONTEXT_PART, 1, CONTEXT_ELEMENTS)}),
    "actions": _block("actions", {"elements": many(IN_ACTIONS, 1, ACTIONS_ELEMENTS)}),
    "image": also(
        _block(
            "image",
            {"alt_text": text(1, ALT)},
            {"image_url": text(1, URL), "slack_file": SLACK_FILE, "title": plain(ALT)},
        ),
        lambda image: (
            None if ("image_url" in image) != ("slack_file" in image) else "image_url or slack_file is required"
        ),
    ),
    "input": _block(
        "input",
        {"label": plain(LABEL), "element": IN_INPUT},
        {"hint": plain(HINT), "optional": flag, "dispatch_action": flag},
    ),
    "rich_text": RICH_TEXT,
}
IN_MESSAGES: dict[str, Rule] = {
    **ANYWHERE,
    "markdown": _block("markdown", {"text": text(1, MARKDOWN)}),
    "file": _block("file", {"external_id": text(1), "source": one_of("remote")}),
}
IN_MODALS: dict[str, Rule] = {
    **ANYWHERE,
    # Modals only, whatever older samples show (docs.slack.dev/reference/block-kit/blocks/alert-block).
    "alert": _block(
        "alert",
        {"text": either(ALERT)},
        {"level": one_of("default", "info", "warning", "error", "success")},
    ),
}
SURFACES: dict[str, tuple[dict[str, Rule], int]] = {
    "message": (IN_MESSAGES, MESSAGE_BLOCKS),
    "modal": (IN_MODALS, VIEW_BLOCKS),
    "home": (ANYWHERE, VIEW_BLOCKS),
}


def check(blocks: Any, surface: str, path: str = "/blocks") -> list[str]:
    """Everything wrong with these blocks on a `message`, a `modal` or a `home`."""
    table, most = SURFACES[surface]
    found = problems(many(by_type(table), 0, most), blocks, path)
    return found or twice(blocks, path)


def twice(blocks: list[Json], path: str) -> list[str]:
    """block_id twice among the blocks, or action_id twice within one (docs/slack.md 3.1)."""
    found = [wrong(f"block_id `{each}` already exists", path) for each in _doubles(blocks, "block_id")]
    for number, block in enumerate(blocks):
        doubles = _doubles(block.get("elements", []), "action_id") if block["type"] == "actions" else []
        found += [wrong(f"action_id `{each}` already exists", f"{path}/{number}") for each in doubles]
    return found


def _doubles(things: list[Json], name: str) -> list[str]:
    counted = Counter(each[name] for each in things if name in each)
    return [value for value, count in counted.items() if count > 1]
