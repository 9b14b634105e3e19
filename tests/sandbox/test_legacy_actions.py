"""Attachments with buttons and menus, from before there were blocks."""

import json
from typing import Any

from slack_bolt.async_app import AsyncApp

from sandbox import snapshot
from tests.sandbox.house import Connect, House

LINES = [{"text": "Low", "value": "1"}, {"text": "High", "value": "2"}]
ACTIONS: list[dict[str, Any]] = [
    {"name": "answer", "text": "Yes", "type": "button", "value": "y", "style": "primary"},
    {"name": "answer", "text": "No", "type": "button", "value": "n", "confirm": {"text": "Sure?"}},
    {"name": "level", "text": "How urgent", "type": "select", "options": LINES},
    {"name": "who", "text": "Whose", "type": "select", "data_source": "users"},
    {"name": "found", "text": "Far away", "type": "select", "data_source": "external"},
]
ASKED = {"text": "Is it solved?", "callback_id": "solved", "actions": ACTIONS}


async def test_presses_are_told_and_answered(house: House, bolt: AsyncApp, connect: Connect) -> None:
    heard: list[Any] = []

    @bolt.attachment_action("solved")
    async def hear(ack: Any, body: dict[str, Any]) -> None:
        heard.append(body)
        if body["actions"][0]["name"] == "answer":
            await ack({"text": "Thank you"})
        else:
            await ack()

    await connect(bolt)
    ts = await house.posted("Well?", attachments=[ASKED])
    place = {"user": "Kari", "channel": house.shared}
    assert (await house.control.do("click", text="High", **place))["acked"]
    assert (await house.control.do("click", text="Whose", value="Anna", **place))["acked"]
    assert (await house.control.do("click", text="No", **place))["acked"]
    assert [each["actions"] for each in heard] == [
        [{"name": "level", "type": "select", "selected_options": [{"value": "2"}]}],
        [{"name": "who", "type": "select", "selected_options": [{"value": house.anna}]}],
        [{"name": "answer", "type": "button", "value": "n"}],
    ]
    told = heard[0]
    assert (told["type"], told["callback_id"], told["attachment_id"]) == ("interactive_message", "solved", "1")
    assert (told["message_ts"], told["original_message"]["ts"], told["user"]["id"]) == (ts, ts, house.kari)
    assert told["response_url"]
    assert told["trigger_id"]
    (message,) = (await house.web.conversations_history(channel=house.shared))["messages"]
    assert (message["text"], message.get("attachments")) == ("Thank you", None)


async def test_they_are_drawn(house: House) -> None:
    await house.posted("Well?", attachments=[ASKED])
    shown = json.dumps(snapshot.of(house.slack, snapshot.Look("kari", house.shared)))
    assert all(word in shown for word in ("Yes", "No", "How urgent", "Whose", "Sure?", "Far away"))
