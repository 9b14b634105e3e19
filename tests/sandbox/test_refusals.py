"""Slack's own error codes for what cannot be done."""

from dataclasses import replace
from typing import Any

import aiohttp
import pytest

from sandbox import channels
from sandbox.server import running
from tests.sandbox.house import QUICK, House

LONG, MEGABYTE = "x" * 40_001, 1024 * 1024
OF_WHAT_IS_THERE = ("not_found", "not_in_channel", "no_such_subteam", "not_allowed_token_type", "unknown_method")
REFUSALS: list[tuple[str, dict[str, Any], str]] = [
    ("chat.postMessage", {"text": "x"}, "invalid_arguments"),
    ("chat.postMessage", {"channel": "C0NOWHERE", "text": "x"}, "channel_not_found"),
    ("chat.postMessage", {"channel": "office", "text": "x"}, "channel_not_found"),
    ("chat.postMessage", {"channel": "general", "text": "x"}, "not_in_channel"),
    ("chat.postMessage", {"channel": "fjord-foods"}, "no_text"),
    ("chat.postMessage", {"channel": "fjord-foods", "blocks": []}, "no_text"),
    ("chat.postMessage", {"channel": "fjord-foods", "text": LONG}, "msg_too_long"),
    ("chat.postMessage", {"channel": "fjord-foods", "text": "x", "blocks": "[{"}, "invalid_blocks_format"),
    ("chat.postMessage", {"channel": "fjord-foods", "text": "x", "thread_ts": "1.000000"}, "thread_not_found"),
    ("chat.postMessage", {"channel": "fjord-foods", "text": "x", "metadata": {"a": 1}}, "invalid_metadata_format"),
    ("chat.postMessage", {"channel": "fjord-foods", "text": "x", "attachments": [{}]}, "invalid_attachments"),
    ("chat.update", {"channel": "fjord-foods", "ts": "1.000000", "text": "x"}, "message_not_found"),
    ("chat.delete", {"channel": "fjord-foods", "ts": "1.000000"}, "message_not_found"),
    ("chat.postEphemeral", {"channel": "fjord-foods", "user": "U0NOBODY", "text": "x"}, "user_not_in_channel"),
    ("conversations.history", {"channel": "general"}, "not_in_channel"),
    ("conversations.replies", {"channel": "fjord-foods", "ts": "1.000000"}, "thread_not_found"),
    ("conversations.list", {"types": "secret_channel"}, "invalid_types"),
    ("conversations.history", {"channel": "fjord-foods", "cursor": "x"}, "invalid_cursor"),
    ("conversations.open", {}, "users_list_not_supplied"),
    ("users.info", {"user": "U0NOBODY"}, "user_not_found"),
    ("team.info", {"team": "T0NOBODY"}, "team_not_found"),
    ("usergroups.users.list", {"usergroup": "S0NOBODY"}, "no_such_subteam"),
    ("pins.add", {"channel": "fjord-foods", "timestamp": "1.000000"}, "message_not_found"),
    ("reactions.add", {"channel": "fjord-foods", "timestamp": "1.000000", "name": "no spaces"}, "invalid_name"),
    ("reactions.add", {"channel": "fjord-foods", "timestamp": "yesterday", "name": "eyes"}, "bad_timestamp"),
    ("reactions.add", {"channel": "fjord-foods", "name": "eyes"}, "no_item_specified"),
    ("pins.add", {"channel": "fjord-foods", "timestamp": "1"}, "bad_timestamp"),
    ("pins.add", {"timestamp": "1.000000"}, "no_item_specified"),
    ("views.open", {"trigger_id": "1.2.3", "view": {}}, "invalid_trigger_id"),
    ("views.update", {"view_id": "V0NONE", "view": {}}, "not_found"),
    ("views.publish", {"user_id": "U0NOBODY", "view": {}}, "user_not_found"),
    ("files.info", {"file": "F0NONE"}, "file_not_found"),
    ("files.getUploadURLExternal", {"filename": "a.png"}, "missing_argument"),
    ("files.getUploadURLExternal", {"filename": "a.png", "length": 0}, "missing_argument"),
    (
        "files.getUploadURLExternal",
        {"filename": "a", "length": MEGABYTE + 1, "snippet_type": "python"},
        "snippet_too_large",
    ),
    ("files.getUploadURLExternal", {"filename": "a.png", "length": 1, "alt_txt": "x" * 1001}, "alt_txt_too_large"),
    ("files.completeUploadExternal", {"files": [{"id": "F0NONE"}]}, "file_not_found"),
    ("apps.connections.open", {}, "not_allowed_token_type"),
    ("admin.users.list", {}, "unknown_method"),
]


@pytest.mark.parametrize(("method", "args", "error"), REFUSALS, ids=[f"{each[0]}-{each[2]}" for each in REFUSALS])
async def test_refused(house: House, method: str, args: dict[str, Any], error: str) -> None:
    told, messages = await house.refusal(method, **args)
    assert told == error
    assert all("[json-pointer:/" in each for each in messages)
    assert messages or error.endswith(OF_WHAT_IS_THERE), "a refused payload says which rule it breaks, and where"


async def test_other_peoples_messages_are_not_ours_to_change(house: House) -> None:
    said = await house.control.do("say", user="Kari", channel=house.shared, text="Hello")
    place = {"channel": house.shared, "ts": said["ts"]}
    assert (await house.refusal("chat.update", **place, text="x"))[0] == "cant_update_message"
    assert (await house.refusal("chat.delete", **place))[0] == "cant_delete_message"


@pytest.mark.parametrize(("header", "error"), [("", "not_authed"), ("Bearer xoxb-wrong", "invalid_auth")])
async def test_tokens(house: House, header: str, error: str) -> None:
    headers = {"Authorization": header} if header else {}
    async with house.session.post(f"{house.facts['url']}/api/auth.test", headers=headers) as answer:
        assert (await answer.json())["error"] == error


async def test_one_message_a_second_and_channel() -> None:
    async with running(replace(QUICK, rate_limits=True)) as server, aiohttp.ClientSession() as session:
        house = House(server, session)
        for _ in range(3):
            assert (await house.refusal("chat.postMessage", channel=house.shared))[0] == "no_text", "no message yet"
            await house.web.chat_postMessage(channel=house.shared, text="x")
        headers = {"Authorization": f"Bearer {house.facts['bot_token']}"}
        body = {"channel": house.shared, "text": "one too many"}
        async with session.post(f"{house.facts['url']}/api/chat.postMessage", json=body, headers=headers) as answer:
            assert answer.status == 429
            assert answer.headers["Retry-After"] == "1"
            assert (await answer.json())["error"] == "ratelimited"
        assert (await house.refusal("chat.postMessage", **body, blocks=[{}]))[0] == "invalid_blocks", "wrong anyway"
        assert (await house.control.see("calls"))["calls"][-1]["effect"] is False


async def test_the_workspace_has_its_own_pace() -> None:
    cast = replace(QUICK, rate_limits=True, messages_a_minute=4)
    async with running(cast) as server, aiohttp.ClientSession() as session:
        house = House(server, session)
        rooms = [channels.create(house.slack, name, private=False).id for name in ("one", "two")]
        told = [await house.call("chat.postMessage", channel=rooms[number % 2], text="x") for number in range(5)]
        assert [each["ok"] for each in told] == [True] * 4 + [False]
        assert told[-1]["error"] == "ratelimited"
        assert (await house.call("team.info"))["ok"], "reading goes on"
