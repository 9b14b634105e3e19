"""Messages and their limits (docs.slack.dev/reference/methods/chat.postMessage; docs/slack.md 4.1, 4.3)."""

import json
from typing import Any

from sandbox.errors import SlackError
from sandbox.kinds import Json
from sandbox.limits_blocks import check
from sandbox.shapes import anything, problems, record, text, wrong

POSTED_TEXT = 40_000  # Slack cuts longer ones off; refused here, so that nobody comes to rely on it
UPDATED_TEXT = 4_000
METADATA_BYTES = 16_000  # the true number is not documented
METADATA = record({"event_type": text(1, 255), "event_payload": anything})


def checked_blocks(blocks: Any) -> list[Json] | None:
    """The blocks, if Slack would take them in a message; None when there are none."""
    if blocks is None or blocks == "":
        return None
    if not isinstance(blocks, list):
        raise SlackError("invalid_blocks_format")
    found = check(blocks, "message")
    if found:
        raise SlackError("invalid_blocks", found)
    return blocks


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
    if found or not isinstance(metadata["event_payload"], dict):
        raise SlackError("invalid_metadata_format", found)
    if len(json.dumps(metadata).encode()) > METADATA_BYTES:
        raise SlackError("metadata_too_large")
    return dict(metadata)
