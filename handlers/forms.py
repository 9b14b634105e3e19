"""Forms and buttons as Slack sends them, back to what people typed, chose and pressed; what is forged is nobody's."""

import json
from typing import Any

from rules.forms import LONGEST_FILE_NAME, File, storable

NO_ROW = 0  # what a forged button or form names: no row has it
LONGEST_ROW = 18  # digits; every row id of either database has fewer
LONGEST_ID = 32  # characters of a Slack id or ts, as storage keeps them
LARGEST_SIZE = 2**31 - 1  # bytes, as storage keeps them


def typed(view: dict[str, Any]) -> dict[str, str]:
    """What was typed or chosen in a form, by field name; empty fields are left out."""
    found: dict[str, str] = {}
    for name, block in view["state"]["values"].items():
        state = block.get(name, {})
        choice = (state.get("selected_option") or {}).get("value")
        value = choice or state.get("selected_date") or state.get("selected_user") or state.get("value")
        if type(instant := state.get("selected_date_time")) is int:
            value = str(instant)
        if value and isinstance(value, str):
            found[name] = value
    return found


def ticked(view: dict[str, Any], name: str) -> frozenset[str]:
    """Which boxes of a field are ticked."""
    return frozenset(picked(view, name))


def picked(view: dict[str, Any], name: str) -> tuple[str, ...]:
    """What of a field's choices is picked, in the order it was."""
    state = view["state"]["values"].get(name, {}).get(name, {})
    return tuple(str(one.get("value")) for one in state.get("selected_options") or [])


def meant(view: dict[str, Any]) -> dict[str, Any]:
    """What the form carried since it was drawn; nothing when that is none of ours."""
    try:
        carried = json.loads(view.get("private_metadata") or "{}")
    except (ValueError, RecursionError):
        return {}
    return carried if isinstance(carried, dict) else {}


def row_number(carried: object) -> int | None:
    """The row that a button, a choice or a form names; None for what no row can be."""
    text = carried if isinstance(carried, str) else str(carried) if type(carried) is int else ""
    return int(text) if text.isdecimal() and len(text) <= LONGEST_ROW else None


def pressed_row(body: dict[str, Any]) -> int:
    """The row that a pressed button names; NO_ROW for what no row can be."""
    return row_number(body["actions"][0].get("value")) or NO_ROW


def slack_id(carried: object) -> str | None:
    """A Slack id or ts that came back with a form; None for what none can be."""
    return carried if isinstance(carried, str) and 0 < len(carried) <= LONGEST_ID else None


def chosen_files(files: list[dict[str, Any]]) -> tuple[File, ...]:
    """Slack's file objects; in a shared channel they are stubs whose name comes later (docs/slack.md 2.5)."""
    return tuple(
        File(
            file["id"],
            storable(file.get("name") or file["id"])[:LONGEST_FILE_NAME],
            min(int(file.get("size") or 0), LARGEST_SIZE),
            storable(file.get("mimetype") or "")[:127],
        )
        for file in files
    )
