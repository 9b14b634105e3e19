"""Buttons that are pressed while the app redraws what they stand in."""

from tests.sandbox.house import House
from tests.sandbox.payloads import actions, button


async def test_who_presses_while_a_message_is_redrawn_presses_what_they_see(house: House) -> None:
    before = [actions(button("Take it", action_id="take", value="1"))]
    ts = (await house.web.chat_postMessage(channel=house.shared, text="SG-1001", blocks=before))["ts"]
    [shown] = (await house.control.see("messages", channel=house.shared, **{"as": "Anna"}))["messages"][-1:]
    old = shown["blocks"][-1]["block_id"]
    again = [actions(button("Take it", action_id="take", value="1"), button("Close", action_id="close"))]
    await house.web.chat_update(channel=house.shared, ts=ts, text="SG-1001", blocks=again)
    press = {"user": "Anna", "channel": house.shared, "message_ts": ts, "block_id": old}
    assert (await house.control.do("click", **press, action_id="take", value="1"))["error"] == "not_acked"
    assert (await house.control.do("click", **press, action_id="gone"))["error"] == "no_such_button"
    [sent] = [
        each["payload"]
        for each in (await house.control.see("deliveries"))["deliveries"]
        if each["type"] == "interactive" or each["payload"]["type"] == "block_actions"
    ]
    assert sent["actions"][0]["action_id"] == "take"
    assert sent["actions"][0]["block_id"] != old
