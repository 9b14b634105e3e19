"""Messages and their limits (docs.slack.dev/reference/methods/chat.postMessage; docs/slack.md 4.1, 4.3)."""

import json
from typing import Any

from sandbox import limits_legacy
from sandbox.errors import SlackError
from sandbox.kinds import Json
from sandbox.limits_blocks import check
from sandbox.shapes import an_object, problems, record, text, wrong

POSTED_TEXT = 40_000  # Slack cuts longer ones off; refused here, so that nobody comes to rely on it
UPDATED_TEXT = 4_000
MARKDOWN_TEXT = 12_000
ATTACHMENTS = 100
SAYS = (
    "text",
    "fallback",
    "pretext",
    "title",
    "blocks",
    "fields",
    "image_url",
    "thumb_url",
    "author_name",
    "footer",
    "actions",
)
# Of all text in the blocks of one message. The pages name the error and no number; Slack's staff say "12,000 text
# characters with a buffer for block containers" (bolt-js#2509), and some with fewer were refused (bolt-js#2867).
BLOCKS_TOGETHER = 12_000
METADATA_BYTES = 16_000  # the true number is not documented
METADATA = record({"event_type": text(1, 255), "event_payload": an_object})


def checked_blocks(blocks: Any) -> list[Json] | None:
    """The blocks, if Slack would take them in a message; None when there are none."""
    if blocks is None or blocks == "":
        return None
    if not isinstance(blocks, list):
        raise SlackError("invalid_blocks_format", [wrong("must be an array", "/blocks")])
    found = check(blocks, "message")
    if found:
        raise SlackError("invalid_blocks", found)
    return blocks


def checked_together(blocks: list[Json], most: int | None) -> None:
    """`msg_blocks_too_long` when all their text together is too much. An answer to a response_url has no such limit."""
    if most is not None and _characters(blocks) > most:
        raise SlackError("msg_blocks_too_long", [wrong(f"no more than {most} characters allowed together", "/blocks")])


def _characters(value: Any) -> int:
    if isinstance(value, list):
        return sum(_characters(each) for each in value)
    if not isinstance(value, dict):
        return 0
    own = value.get("text")
    return (len(own) if isinstance(own, str) else 0) + sum(_characters(each) for each in value.values())


def checked_attachments(attachments: Any) -> list[Json] | None:
    """The secondary attachments, each of which says something; None when none are given."""
    if attachments is None or attachments == "":
        return None
    if not isinstance(attachments, list):
        raise SlackError("invalid_attachments", [wrong("must be an array", "/attachments")])
    if len(attachments) > ATTACHMENTS:
        raise SlackError("too_many_attachments", [wrong(f"no more than {ATTACHMENTS} items allowed", "/attachments")])
    found: list[str] = []
    for number, each in enumerate(attachments):
        place = f"/attachments/{number}"
        if not isinstance(each, dict) or not any(each.get(name) for name in SAYS):
            found.append(wrong("must be an object that says something", place))
        else:
            found += check(each["blocks"], "message", f"{place}/blocks") if "blocks" in each else []
            found += limits_legacy.check(each, place)
    if found:
        raise SlackError("invalid_attachments", found)
    return attachments


def checked_markdown(words: str) -> str:
    """Markdown instead of text and blocks."""
    if len(words) > MARKDOWN_TEXT:
        raise SlackError("msg_too_long", [wrong(f"must be less than {MARKDOWN_TEXT + 1} characters", "/markdown_text")])
    return words


def checked_text(words: str | None, most: int) -> str:
    """The text, if it is not too long."""
    if words is not None and len(words) > most:
        raise SlackError("msg_too_long", [wrong(f"must be less than {most + 1} characters", "/text")])
    return words or ""


def checked_metadata(metadata: Any) -> Json | None:
    """`{"event_type", "event_payload"}`, small enough."""
    if metadata is None or metadata == "":
        return None
    found = problems(METADATA, metadata, "/metadata")
    if found:
        raise SlackError("invalid_metadata_format", found)
    if len(json.dumps(metadata).encode()) > METADATA_BYTES:
        raise SlackError("metadata_too_large", [wrong(f"no more than {METADATA_BYTES} bytes allowed", "/metadata")])
    return dict(metadata)
