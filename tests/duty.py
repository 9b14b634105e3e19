"""The rota as people set it up in Slack: what they type, press and send."""

from datetime import datetime
from typing import Any

from tests.office import DESK, ONCALL, Office


async def types(office: Office, who: str, text: str = "") -> str:
    """What /oncall answers."""
    seen = await office.control.post("command", user=who, command="/oncall", text=text, channel=DESK)
    assert seen["ok"], seen
    return "\n".join(seen["shown"])


async def presses(office: Office, who: str, text: str, **where: Any) -> dict[str, Any]:
    seen = await office.control.post("click", user=who, text=text, **where)
    assert seen["ok"], seen
    view: dict[str, Any] = seen.get("view") or {}
    return view


async def sends(office: Office, who: str, view: dict[str, Any], **values: Any) -> dict[str, Any]:
    given = {name.replace("_", " "): value for name, value in values.items()}
    seen = await office.control.post("submit", user=who, view_id=view["id"], values=given)
    assert seen["ok"], seen
    assert not seen.get("errors"), seen
    await office.control.idle()
    return seen


async def ingrid_has_duty_too(office: Office) -> None:
    await office.control.post("join", user="ingrid", channel=ONCALL)
    await office.control.idle()


async def sets_up(office: Office, *people: str, since: datetime | None = None) -> str:
    """Ingrid sets the first layer: a week each; the id of the window with all of it."""
    await types(office, "ingrid")
    below = await presses(office, "ingrid", "Set up the rota", channel=DESK)
    view = await presses(office, "ingrid", "New layer", view_id=below["id"])
    at = since or office.now
    await sends(office, "ingrid", view, Who_takes_turns=list(people), A_turn_lasts="1", Of="weeks", From=at.isoformat())
    return str(below["id"])
