"""What the manifest declares is what the app may do and hears of; how often it may do it."""

from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import aiohttp
import pytest
import yaml

from sandbox import calls, scopes
from sandbox.server import running
from tests.sandbox.house import QUICK, House
from tests.sandbox.payloads import typed

Declared = Callable[..., AbstractAsyncContextManager[House]]
BESIDE = {"chat:write.customize": ["chat:write"], "files:read": ["chat:write"], "groups:read": ["channels:read"]}
ASKS_FOR_FILES = [typed("file_input")]
NEEDED = [
    ("chat.postMessage", {"channel": "fjord-foods", "text": "x"}, "chat:write"),
    ("chat.postMessage", {"channel": "fjord-foods", "text": "x", "username": "Kari"}, "chat:write.customize"),
    ("chat.postMessage", {"channel": "fjord-foods", "blocks": ASKS_FOR_FILES}, "files:read"),
    ("conversations.history", {"channel": "fjord-foods"}, "channels:history"),
    ("conversations.history", {"channel": "desk"}, "groups:history"),
    ("conversations.history", {}, "channels:history,groups:history,im:history,mpim:history"),
    ("conversations.info", {"channel": "fjord-foods"}, "channels:read"),
    ("conversations.list", {"types": "private_channel"}, "groups:read"),
    ("users.info", {"user": "U0NOBODY"}, "users:read"),
    ("pins.add", {"channel": "fjord-foods", "timestamp": "1.000000"}, "pins:write"),
    ("files.info", {"file": "F0NONE"}, "files:read"),
    ("usergroups.list", {}, "usergroups:read"),
]


@pytest.fixture
def declared(tmp_path: Path) -> Declared:
    """A sandbox whose app has declared these scopes and events."""

    @asynccontextmanager
    async def open_house(scopes: list[str], events: list[str] | None = None, **features: Any) -> AsyncIterator[House]:
        file = tmp_path / "manifest.yml"
        settings = {"event_subscriptions": {"bot_events": events or []}}
        asked = {"oauth_config": {"scopes": {"bot": scopes}}, "settings": settings, "features": features}
        file.write_text(yaml.safe_dump(asked))
        desk = replace(QUICK.channels[1], name="desk", private=True, bot=True)
        config = replace(QUICK, channels=(*QUICK.channels, desk))
        async with running(config, manifest_file=file) as server, aiohttp.ClientSession() as session:
            yield House(server, session)

    return open_house


@pytest.mark.parametrize(("method", "args", "scope"), NEEDED, ids=[f"{each[0]}-{each[2]}" for each in NEEDED])
async def test_without_its_scope_a_call_is_refused(
    declared: Declared, method: str, args: dict[str, Any], scope: str
) -> None:
    others = ["im:history", "team:read"] if "," not in scope else ["team:read"]
    others += BESIDE.get(scope, [])
    async with declared(others) as house:
        body = await house.call(method, **args)
        assert (body["error"], body["needed"], body["provided"]) == ("missing_scope", scope, ",".join(others))
    async with declared([*others, *scope.split(",")]) as house:
        assert (await house.call(method, **args)).get("error") != "missing_scope"


async def test_every_call_tells_the_scopes_there_are(declared: Declared) -> None:
    async with declared(["chat:write", "users:read"]) as house:
        answer = await house.web.users_info(user=house.anna)
        assert answer.headers["x-oauth-scopes"] == "chat:write,users:read"
        assert answer.headers["x-accepted-oauth-scopes"] == "users:read"
        assert "email" not in answer["user"]["profile"], "users:read.email is a scope of its own"


async def test_an_event_comes_when_it_is_subscribed_and_allowed(declared: Declared) -> None:
    async with declared(["channels:history"], ["message.channels", "message.groups", "reaction_added"]) as house:
        said = await house.control.do("say", user="Anna", channel="fjord-foods", text="Heard")
        await house.control.do("react", user="Anna", channel="fjord-foods", message_ts=said["ts"], name="eyes")
        await house.control.do("say", user="Anna", channel="desk", text="A private channel needs groups:history")
        sent = [each["payload"]["event"] for each in (await house.control.see("deliveries"))["deliveries"]]
        assert {each["text"] for each in sent} == {"Heard"}


async def test_without_the_scope_there_are_no_commands(declared: Declared) -> None:
    command = {"slash_commands": [{"command": "/case", "description": "x"}]}
    for given, exists in ([], False), (["commands"], True):
        async with declared(given, **command) as house:
            told = await house.control.do("command", user="Anna", channel="fjord-foods", command="/case")
            assert (told["error"] == "not_acked") is exists, told
            told = await house.control.do("command", user="Anna", channel="fjord-foods", command="/other")
            assert told["error"] == "not_a_valid_command"


async def test_what_is_switched_off_is_off(declared: Declared) -> None:
    off = {"home_tab_enabled": False, "messages_tab_enabled": False}
    async with declared(["chat:write"], app_home=off) as house:
        home = {"type": "home", "blocks": []}
        assert (await house.refusal("views.publish", user_id=house.anna, view=home))[0] == "not_enabled"
        assert (await house.refusal("chat.postMessage", channel=house.anna, text="x"))[0] == "messages_tab_disabled"
        told = await house.control.do("say", user="Anna", channel="@robot", text="Hello?")
        assert told["shown"] == ["Sending messages to this app has been turned off."]


async def test_a_public_channel_may_be_written_to_from_outside(declared: Declared) -> None:
    async with declared(["chat:write"]) as house:
        assert (await house.refusal("chat.postMessage", channel="general", text="x"))[0] == "not_in_channel"
    async with declared(["chat:write", "chat:write.public"]) as house:
        await house.web.chat_postMessage(channel="general", text="x")


def test_every_method_has_its_scopes_and_tier() -> None:
    assert set(calls.METHODS) <= set(scopes.METHODS)


async def test_a_method_has_the_calls_of_its_tier(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(scopes.PER_MINUTE, 3, 4)
    async with running(replace(QUICK, rate_limits=True)) as server, aiohttp.ClientSession() as session:
        house = House(server, session)
        for _ in range(4):
            await house.web.team_info()
        headers = {"Authorization": f"Bearer {house.facts['bot_token']}"}
        async with session.post(f"{house.facts['url']}/api/team.info", headers=headers) as answer:
            assert (answer.status, answer.headers["Retry-After"]) == (429, "15")
            assert await answer.json() == {"ok": False, "error": "ratelimited"}
        await house.web.reactions_get(channel=house.shared, timestamp=await house.posted()), "other methods go on"


async def test_an_app_sold_outside_the_marketplace_reads_little() -> None:
    cast = replace(QUICK, rate_limits=True, distributed=True)
    async with running(cast) as server, aiohttp.ClientSession() as session:
        house = House(server, session)
        for number in range(20):
            await house.control.do("say", user="Kari", channel=house.shared, text=str(number))
        told = await house.web.conversations_history(channel=house.shared, limit=200)
        assert (len(told["messages"]), told["has_more"]) == (15, True)
        assert (await house.refusal("conversations.history", channel=house.shared))[0] == "ratelimited"
