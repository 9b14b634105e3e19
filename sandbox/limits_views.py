"""Views and their limits (docs.slack.dev/reference/views; docs/slack.md 3.1)."""

import json
from typing import Any

from sandbox.errors import SlackError
from sandbox.kinds import Json
from sandbox.limits_blocks import check
from sandbox.limits_text import ID, plain
from sandbox.shapes import Rule, anything, flag, one_of, problems, record, text, wrong

TITLE = 24
PRIVATE_METADATA = 3000
WHOLE_BYTES = 250_000

COMMON: dict[str, Rule] = {
    "private_metadata": text(0, PRIVATE_METADATA),
    "callback_id": text(0, ID),
    "external_id": text(0, ID),
}
MODAL = record(
    {"type": one_of("modal"), "title": plain(TITLE), "blocks": anything},
    {
        **COMMON,
        "submit": plain(TITLE),
        "close": plain(TITLE),
        "clear_on_close": flag,
        "notify_on_close": flag,
        "submit_disabled": flag,
    },
)
HOME = record({"type": one_of("home"), "blocks": anything}, COMMON)


def checked(view: Any, kind: str) -> Json:
    """The view, if Slack would take it as a `modal` or a `home`."""
    if not isinstance(view, dict):
        raise SlackError("invalid_arguments", [wrong("must be an object", "/view")])
    if len(json.dumps(view, ensure_ascii=False).encode("utf-8", "replace")) > WHOLE_BYTES:
        raise SlackError("view_too_large", [wrong(f"no more than {WHOLE_BYTES} bytes allowed", "/view")])
    found = problems(MODAL if kind == "modal" else HOME, view, "/view")
    if "blocks" in view:
        found += check(view["blocks"], kind, "/view/blocks")
    if not found and _needs_submit(view):
        found = [wrong("submit is required when there are input blocks", "/view/submit")]
    if found:
        raise SlackError("invalid_arguments", found)
    return view


def _needs_submit(view: Json) -> bool:
    asks = any(block["type"] == "input" for block in view["blocks"])
    return view["type"] == "modal" and asks and "submit" not in view
