"""What Slack's client checks before it sends a form; the app hears nothing of it.

docs.slack.dev/reference/block-kit/block-elements, each input's page; docs/slack.md 3.1, 3.3.
"""

import re
from collections.abc import Callable
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from sandbox.form_values import label_of
from sandbox.kinds import Json
from sandbox.limits_elements import FILES, INPUT_TEXT
from sandbox.state import HOLDS, elements, value_of
from sandbox.uploads import MOST_BYTES
from sandbox.views import View

REQUIRED = "Please complete this required field."
NOT_A_URL = "Please enter a valid URL."
NOT_AN_EMAIL = "Please enter a valid email address."
NOT_A_NUMBER = "Please enter a number."
URL = re.compile(r"https?://[^\s/?#]+\.?[^\s]*", re.IGNORECASE)
EMAIL = re.compile(r"[^\s@]+@[^\s@]+\.[^\s@]+")

Check = Callable[[Json, Any], str | None]


def complaints(view: View) -> dict[str, str]:
    """What is wrong, by label; nothing when the form may be sent."""
    found: dict[str, str] = {}
    for block, element in elements(view.body["blocks"]):
        if block["type"] != "input":
            continue
        value = value_of(block, element, view.typed)[HOLDS[element["type"]][0]]
        said = _complaint(block, element, value)
        if said:
            found[label_of(block, element)] = said
    return found


def _complaint(block: Json, element: Json, value: Any) -> str | None:
    # Blanks alone count as something typed: an app must do its own trimming.
    if value is None or value == [] or value == "":
        return None if block.get("optional") else REQUIRED
    check = CHECKS.get(element["type"])
    return check(element, value) if check else None


def _length(element: Json, value: Any) -> str | None:
    least, most = element.get("min_length", 0), element.get("max_length", INPUT_TEXT)
    if len(value) < least:
        return f"Must be {least} characters or more."
    return f"Must be {most} characters or less." if len(value) > most else None


def _number(element: Json, value: Any) -> str | None:
    try:
        number = Decimal(value)
        least, most = (Decimal(element[name]) if name in element else None for name in ("min_value", "max_value"))
    except InvalidOperation:
        return NOT_A_NUMBER
    if not number.is_finite() or (not element["is_decimal_allowed"] and number != number.to_integral_value()):
        return NOT_A_NUMBER
    if least is not None and number < least:
        return f"Must be {least} or more."
    return f"Must be {most} or less." if most is not None and number > most else None


def _date(element: Json, value: Any) -> str | None:
    try:
        date.fromisoformat(value)
    except ValueError:
        return "Please enter a valid date."
    return None


def _files(element: Json, value: Any) -> str | None:
    most, kinds = element.get("max_files", FILES), element.get("filetypes")
    if len(value) > most:
        return f"You can upload up to {most} files."
    if any(file["size"] > MOST_BYTES for file in value):
        return "Files must be 10 MB or less."
    if kinds and any(file["filetype"] not in [each.lower().lstrip(".") for each in kinds] for file in value):
        return f"Only these file types are allowed: {', '.join(kinds)}."
    return None


def _few(element: Json, value: Any) -> str | None:
    most = element.get("max_selected_items")
    return f"You can choose up to {most}." if most is not None and len(value) > most else None


CHECKS: dict[str, Check] = {
    "plain_text_input": _length,
    "url_text_input": lambda element, value: None if URL.fullmatch(value) else NOT_A_URL,
    "email_text_input": lambda element, value: None if EMAIL.fullmatch(value) else NOT_AN_EMAIL,
    "number_input": _number,
    "datepicker": _date,
    "file_input": _files,
    "multi_static_select": _few,
    "multi_users_select": _few,
    "multi_conversations_select": _few,
    "multi_channels_select": _few,
}
