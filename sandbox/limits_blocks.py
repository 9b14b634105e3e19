"""Blocks, where each may stand, and what holds for all of a message or view together.

docs.slack.dev/reference/block-kit/blocks; docs/slack.md 4.1. Where a page does not say on which surfaces a block is
allowed, it is in messages alone.
"""

from collections import Counter
from collections.abc import Iterator
from typing import Any

from sandbox import limits_cards as cards
from sandbox import limits_data as data
from sandbox.block_ids import INSIDE
from sandbox.kinds import Json
from sandbox.limits_cards import block
from sandbox.limits_elements import ACCESSORY, IMAGE, IN_ACTIONS, IN_INPUT, SLACK_FILE
from sandbox.limits_rich import rich_text
from sandbox.limits_text import TEXT, URL, either, plain
from sandbox.shapes import Rule, also, by_type, flag, many, one_of, problems, record, text, wrong

MESSAGE_BLOCKS, VIEW_BLOCKS = 50, 100
FIELDS, FIELD_TEXT = 10, 2000
HEADER, LABEL, HINT, ALT = 150, 2000, 2000, 2000
CONTEXT_ELEMENTS, ACTIONS_ELEMENTS = 10, 25
MARKDOWN, ALERT = 12_000, 200  # markdown: of all such blocks of a message together


def text_or_fields(section: Json) -> str | None:
    """A section says something."""
    return None if "text" in section or "fields" in section else "text or fields is required"


def one_picture(image: Json) -> str | None:
    """From an address or from Slack."""
    return None if ("image_url" in image) != ("slack_file" in image) else "image_url or slack_file is required"


CONTEXT_PART = by_type(
    {
        "image": IMAGE,
        "plain_text": plain(),
        "mrkdwn": record({"type": one_of("mrkdwn"), "text": text(1, TEXT)}, {"verbatim": flag}),
    }
)
SAID: dict[str, Rule] = {"text": either(), "fields": many(either(FIELD_TEXT), 1, FIELDS)}
PICTURED: dict[str, Rule] = {"image_url": text(1, URL), "slack_file": SLACK_FILE, "title": plain(ALT)}
IN_CONTAINERS: dict[str, Rule] = {
    "section": also(block("section", {}, {**SAID, "accessory": ACCESSORY, "expand": flag}), text_or_fields),
    "header": block("header", {"text": plain(HEADER)}),
    "divider": block("divider", {}),
    "context": block("context", {"elements": many(CONTEXT_PART, 1, CONTEXT_ELEMENTS)}),
    "actions": block("actions", {"elements": many(IN_ACTIONS, 1, ACTIONS_ELEMENTS)}),
    "image": also(block("image", {"alt_text": text(1, ALT)}, PICTURED), one_picture),
    "input": block(
        "input",
        {"label": plain(LABEL), "element": IN_INPUT},
        {"hint": plain(HINT), "optional": flag, "dispatch_action": flag},
    ),
    "rich_text": rich_text,
    "video": cards.VIDEO,
}
FILE = block("file", {"external_id": text(1), "source": one_of("remote")})
ANYWHERE: dict[str, Rule] = {
    **IN_CONTAINERS,
    "container": cards.container(by_type({**IN_CONTAINERS, "table": data.TABLE, "file": FILE})),
}
IN_MESSAGES: dict[str, Rule] = {
    **ANYWHERE,
    "markdown": block("markdown", {"text": text(1, MARKDOWN)}),
    "file": FILE,
    "call": block("call", {"call_id": text(1)}, {"api_decoration_available": flag}),
    "table": data.TABLE,
    "data_table": data.DATA_TABLE,
    "data_visualization": data.DATA_VISUALIZATION,
    "context_actions": cards.CONTEXT_ACTIONS_BLOCK,
    "card": cards.CARD,
    "carousel": cards.CAROUSEL,
    "task_card": cards.TASK_CARD,
    "plan": cards.PLAN,
}
IN_MODALS: dict[str, Rule] = {
    **ANYWHERE,
    # Modals only, whatever older samples show (docs.slack.dev/reference/block-kit/blocks/alert-block).
    "alert": block(
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
    return found or [*twice(blocks, path), *focused_twice(blocks, path), *together(blocks, path)]


def all_blocks(blocks: list[Json], path: str) -> Iterator[tuple[Json, str]]:
    """Every block with its place, those inside others after the one that holds them."""
    for number, each in enumerate(blocks):
        yield each, f"{path}/{number}"
        inside = INSIDE.get(each["type"])
        if inside is not None:
            yield from all_blocks(each.get(inside, []), f"{path}/{number}/{inside}")


def twice(blocks: list[Json], path: str) -> list[str]:
    """block_id twice among the blocks, or action_id twice within one (docs/slack.md 3.1)."""
    every = list(all_blocks(blocks, path))
    doubles = _doubles([each for each, _ in every], "block_id")
    found = [wrong(f"block_id `{each}` already exists", path) for each in doubles]
    for each, place in every:
        inside = [*each.get("elements", []), *each.get("actions", [])] if each["type"] in HOLDING else []
        found += [wrong(f"action_id `{double}` already exists", place) for double in _doubles(inside, "action_id")]
    return found


HOLDING = {"actions", "context_actions", "card"}


def _doubles(things: list[Json], name: str) -> list[str]:
    counted = Counter(each[name] for each in things if name in each)
    return [value for value, count in counted.items() if count > 1]


def focused_twice(blocks: list[Json], path: str) -> list[str]:
    """`focus_on_load` of one element only (docs.slack.dev/reference/block-kit/block-elements, each input's page)."""
    focused = 0
    for each, _ in all_blocks(blocks, path):
        parts = [each.get("element"), each.get("accessory"), *(each.get("elements") or [])]
        focused += sum(isinstance(part, dict) and part.get("focus_on_load") is True for part in parts)
    return [wrong("focus_on_load can only be true for one element", path)] if focused > 1 else []


def together(blocks: list[Json], path: str) -> list[str]:
    """What a message may hold once or twice, and of markdown in all its blocks."""
    kinds = Counter(each["type"] for each, _ in all_blocks(blocks, path))
    found = [
        wrong("only_one_table_allowed" if kind == "table" else f"no more than {most} {kind} blocks allowed", path)
        for kind, most in data.MOST_OF.items()
        if kinds[kind] > most
    ]
    if sum(len(each["text"]) for each in blocks if each["type"] == "markdown") > MARKDOWN:
        found.append(wrong(f"no more than {MARKDOWN} characters allowed in markdown blocks", path))
    return found
