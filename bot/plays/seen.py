"""What the calls record tells of who could see what."""

import json
from typing import Any

from bot.plays.control import Control


async def shown_to_customers(control: Control) -> list[dict[str, Any]]:
    """Every call that changed something another organisation than the app's own can see: its method and arguments."""
    home = (await control.get("messages", channel="customer-success"))["messages"][0]["team_id"]
    calls = (await control.get("calls"))["calls"]
    return [call for call in calls if set(call["visible_to"]) - {home}]


async def leaked(control: Control, texts: list[str]) -> list[str]:
    """Those of these internal texts that a customer could see in any call, whole or in part of its arguments."""
    shown = json.dumps([call["args"] for call in await shown_to_customers(control)], ensure_ascii=False)
    return [text for text in texts if json.dumps(text, ensure_ascii=False)[1:-1] in shown]
