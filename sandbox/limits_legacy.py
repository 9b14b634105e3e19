"""Buttons and menus of attachments (docs.slack.dev/legacy/legacy-messaging; its field guide,
api.slack.com/legacy/interactive-message-field-guide)."""

from sandbox.kinds import Json
from sandbox.limits_text import OPTIONS_IN_GROUP, URL
from sandbox.shapes import Rule, also, anything, many, one_of, problems, record, text, wrong

MOST, VALUE = 5, 2000
OPTION = record({"text": text(1), "value": text(1, VALUE)}, {"description": text()})
OPTIONS = many(OPTION, 1, OPTIONS_IN_GROUP)
CONFIRM = record({"text": text(1)}, {"title": text(), "ok_text": text(1, 30), "dismiss_text": text(1, 30)})
MAY: dict[str, Rule] = {
    "id": anything, "name": text(1), "value": text(0, VALUE), "style": one_of("default", "primary", "danger"),
    "confirm": CONFIRM, "url": text(1, URL), "options": OPTIONS, "selected_options": anything,
    "option_groups": many(record({"text": text(1), "options": OPTIONS}), 1, OPTIONS_IN_GROUP),
    "data_source": one_of("static", "users", "channels", "conversations", "external"), "min_query_length": anything,
}  # fmt: skip


def is_named(action: Json) -> str | None:
    """Only a button that is a link needs no name."""
    return None if "name" in action or "url" in action else "missing required field: name"


ACTIONS = many(also(record({"text": text(1), "type": one_of("button", "select")}, MAY), is_named), 0, MOST)


def check(attachment: Json, path: str) -> list[str]:
    """Everything wrong with what can be pressed in it; to hear of a press an app gives a `callback_id`."""
    if "actions" not in attachment:
        return []
    found = problems(ACTIONS, attachment["actions"], f"{path}/actions")
    if found or isinstance(attachment.get("callback_id"), str) or all("url" in each for each in attachment["actions"]):
        return found
    return [wrong("missing required field: callback_id", path)]
