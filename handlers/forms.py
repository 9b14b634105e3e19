"""Forms as Slack sends them, back to what people typed and chose."""

from typing import Any

from rules.forms import File


def typed(view: dict[str, Any]) -> dict[str, str]:
    """What was typed or chosen in a form, by field name; empty fields are left out."""
    found: dict[str, str] = {}
    for name, block in view["state"]["values"].items():
        state = block.get(name, {})
        choice = (state.get("selected_option") or {}).get("value")
        value = choice or state.get("selected_date") or state.get("value")
        if value:
            found[name] = value
    return found


def chosen_files(files: list[dict[str, Any]]) -> tuple[File, ...]:
    """Slack's file objects; in a shared channel they are stubs whose name comes later (docs/slack.md 2.5)."""
    return tuple(
        File(file["id"], file.get("name") or file["id"], int(file.get("size") or 0), file.get("mimetype") or "")
        for file in files
    )
