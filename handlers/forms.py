"""Forms as Slack sends them, back to what people typed and chose."""

from typing import Any


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
