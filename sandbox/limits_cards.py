"""Cards, containers, plans and video (docs.slack.dev/reference/block-kit/blocks; docs/slack.md 4.1).

Where no limit is written, none is held but the text object's own.
"""

from sandbox.kinds import Json
from sandbox.limits_elements import BUTTON, IMAGE, IN_CONTEXT_ACTIONS
from sandbox.limits_rich import rich_text
from sandbox.limits_text import ID, URL, either, plain
from sandbox.shapes import Rule, also, flag, many, one_of, record, text

CARD_TITLE, CARD_SUBTITLE, CARD_BODY, CARDS = 150, 150, 200, 10
CONTAINER_TITLE, CONTAINER_SUBTITLE, CHILDREN = 150, 150, 10
CONTEXT_ACTIONS = 5
VIDEO_TITLE, VIDEO_AUTHOR = 199, 49  # "must be less than 200 characters", "less than 50"


def block(kind: str, needed: dict[str, Rule], optional: dict[str, Rule] | None = None) -> Rule:
    """A block of this kind; each may have a block_id."""
    return record({"type": one_of(kind), **needed}, {"block_id": text(1, ID), **(optional or {})})


def card_says_something(card: Json) -> str | None:
    """One of four."""
    there = any(name in card for name in ("hero_image", "title", "actions", "body"))
    return None if there else "one of hero_image, title, actions, body is required"


CARD = also(
    block(
        "card",
        {},
        {
            "hero_image": IMAGE,
            "icon": IMAGE,
            "title": either(CARD_TITLE),
            "subtitle": either(CARD_SUBTITLE),
            "body": either(CARD_BODY),
            "actions": many(BUTTON, 1),
        },
    ),
    card_says_something,
)
CAROUSEL = block("carousel", {"elements": many(CARD, 1, CARDS)})

SOURCE = record({"type": one_of("url"), "url": text(1, URL), "text": text(1)})
TASK_CARD = block(
    "task_card",
    {"task_id": text(1), "title": text(1), "status": one_of("pending", "in_progress", "complete", "error")},
    {"details": rich_text, "output": rich_text, "sources": many(SOURCE)},
)
PLAN = block("plan", {"title": text(1)}, {"tasks": many(TASK_CARD)})

CONTEXT_ACTIONS_BLOCK = block("context_actions", {"elements": many(IN_CONTEXT_ACTIONS, 1, CONTEXT_ACTIONS)})
VIDEO = block(
    "video",
    {
        "alt_text": text(1),
        "title": plain(VIDEO_TITLE),
        "video_url": text(1, URL, r"https://.+"),
        "thumbnail_url": text(1, URL),
    },
    {
        "author_name": text(1, VIDEO_AUTHOR),
        "description": plain(),
        "provider_icon_url": text(1, URL),
        "provider_name": text(1),
        "title_url": text(1, URL, r"https://.+"),
    },
)


def container_is_titled(container: Json) -> str | None:
    """By one or the other."""
    there = "title" in container or "rich_text_title" in container
    return None if there else "title or rich_text_title is required"


def collapses_or_is_divided(container: Json) -> str | None:
    """What is collapsed can be opened; what can be opened has no divider."""
    collapsible = container.get("is_collapsible", False)
    if container.get("default_collapsed") and not collapsible:
        return "default_collapsed requires is_collapsible"
    return "has_header_divider requires is_collapsible to be false" if _divided(container) and collapsible else None


def _divided(container: Json) -> bool:
    return bool(container.get("has_header_divider"))


def container(children: Rule) -> Rule:
    """A container of these blocks."""
    return also(
        block(
            "container",
            {"child_blocks": many(children, 1, CHILDREN)},
            {
                "title": plain(CONTAINER_TITLE),
                "rich_text_title": rich_text,
                "subtitle": either(CONTAINER_SUBTITLE),
                "width": one_of("narrow", "standard", "wide", "full"),
                "icon": IMAGE,
                "is_collapsible": flag,
                "default_collapsed": flag,
                "has_header_divider": flag,
            },
        ),
        container_is_titled,
        collapses_or_is_divided,
    )
