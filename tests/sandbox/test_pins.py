"""Pins, whoever sets them, and the app's own messages that an admin takes away."""

import pytest
from slack_sdk.errors import SlackApiError

from tests.sandbox.house import House


async def _posted(house: House) -> str:
    return str((await house.web.chat_postMessage(channel=house.shared, text="Need help?"))["ts"])


async def test_whoever_pins_and_unpins_the_app_is_told_which_message(house: House) -> None:
    ts = await _posted(house)
    await house.web.pins_add(channel=house.shared, timestamp=ts)
    await house.control.do("pin", user="Kari", channel=house.shared, message_ts=ts, remove=True)
    assert len(await house.control.events("pin_added")) == 1
    (removed,) = await house.control.events("pin_removed")
    event = removed["event"]
    assert (event["user"], event["channel_id"], event["has_pins"]) == (house.kari, house.shared, False)
    assert event["item"]["message"]["ts"] == ts
    assert "user_team" not in event
    assert (await house.web.pins_list(channel=house.shared))["items"] == []


async def test_a_pin_is_there_once_or_not_at_all(house: House) -> None:
    ts = await _posted(house)
    pin = {"user": "Kari", "channel": house.shared, "message_ts": ts}
    assert (await house.control.do("pin", **pin, remove=True))["error"] == "not_pinned"
    await house.control.do("pin", **pin)
    assert (await house.control.do("pin", **pin))["error"] == "already_pinned"
    with pytest.raises(SlackApiError, match="already_pinned"):
        await house.web.pins_add(channel=house.shared, timestamp=ts)


async def test_an_admin_of_the_home_workspace_takes_the_apps_message_away(house: House) -> None:
    ts = await _posted(house)
    gone = {"channel": house.shared, "message_ts": ts}
    assert (await house.control.do("delete", user="Kari", as_admin=True, **gone))["error"] == "not_allowed"
    await house.control.do("delete", user="Anna", as_admin=True, **gone)
    (told,) = [one for one in await house.control.events("message") if one["event"].get("subtype") == "message_deleted"]
    assert told["event"]["deleted_ts"] == ts
