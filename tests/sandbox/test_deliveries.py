"""What reaches the app, in Slack's shapes: events come again, clicks never do."""

import asyncio
from dataclasses import replace
from pathlib import Path
from typing import Any
from unittest.mock import AsyncMock, MagicMock

import aiohttp
import pytest
from slack_bolt.async_app import AsyncApp

from sandbox.changes import Changes
from sandbox.clock import Clock
from sandbox.deliveries import Deliveries
from sandbox.faults import Faults
from sandbox.server import running
from sandbox.socket_mode import Connection
from sandbox.subscriptions import Subscriptions
from tests.sandbox.house import QUICK, Connect, House
from tests.sandbox.payloads import actions, button, menu


async def test_an_outsiders_words(house: House) -> None:
    """docs/slack.md 2.1: the outer team is the actor's for messages, home's for mentions."""
    await house.control.do("say", user="Kari", channel=house.shared, text="@Robot help")
    (message,) = await house.control.events("message")
    (mention,) = await house.control.events("app_mention")
    assert message["team_id"] == message["event"]["team"] == house.away
    assert mention["team_id"] == mention["event"]["team"] == house.home
    assert mention["event"]["user_team"] == mention["event"]["source_team"] == house.away
    bot = house.slack.world.bot.user_id
    for each in (message, mention):
        assert each["is_ext_shared_channel"] is True
        assert each["context_team_id"] == house.home
        (authorization,) = each["authorizations"]
        assert (authorization["team_id"], authorization["user_id"]) == (house.home, bot)


async def test_a_reaction_names_no_team(house: House) -> None:
    said = await house.control.do("say", user="Kari", channel=house.shared, text="Broken")
    await house.control.do("react", user="Kari", channel=house.shared, message_ts=said["ts"], name="sos")
    (event,) = await house.control.events("reaction_added")
    assert house.away not in str(event)
    assert event["event"]["item"]["ts"] == said["ts"]


async def test_edits_and_deletions(house: House) -> None:
    said = await house.control.do("say", user="Kari", channel=house.shared, text="One")
    place = {"user": "Kari", "channel": house.shared, "message_ts": said["ts"]}
    await house.control.do("edit", **place, text="Two")
    assert (await house.control.do("edit", **(place | {"user": "Anna"}), text="No"))["error"] == "not_your_message"
    await house.control.do("delete", **place)
    _, changed, deleted = [each["event"] for each in await house.control.events("message")]
    assert changed["subtype"] == "message_changed"
    assert (changed["message"]["text"], changed["previous_message"]["text"]) == ("Two", "One")
    assert deleted["subtype"] == "message_deleted"
    assert deleted["deleted_ts"] == said["ts"]


async def test_the_bot_comes_and_goes(house: House) -> None:
    assert (await house.control.do("invite_bot", user="Kari", channel="office"))["error"] == "not_allowed"
    await house.control.do("invite_bot", user="Anna", channel="#general")
    (joined,) = await house.control.events("member_joined_channel")
    bot = house.slack.world.bot.user_id
    assert (joined["event"]["user"], joined["event"]["inviter"]) == (bot, house.anna)
    await house.control.do("remove_bot", user="Anna", channel="#general")
    assert (await house.refusal("chat.postMessage", channel="general", text="x"))[0] == "not_in_channel"


async def test_no_events_from_where_the_bot_is_not(house: House) -> None:
    await house.control.do("say", user="Anna", channel="general", text="Among us")
    await house.control.do("say", user="Kari", channel="office", text="Among us")
    assert await house.control.events("message") == []


async def test_an_unacked_event_comes_again(house: House, bolt: AsyncApp, connect: Connect) -> None:
    tries: list[str] = []

    @bolt.event("message")
    async def fail_once(body: dict[str, Any], request: Any = None) -> None:
        tries.append(body["event_id"])
        if len(tries) == 1:
            raise RuntimeError("the first try fails")

    await connect(bolt)
    await house.control.do("say", user="Kari", channel=house.shared, text="Hello")
    await house.control.idle()
    assert len(tries) == 2
    assert len(set(tries)) == 1
    first, second = (await house.control.see("deliveries"))["deliveries"]
    assert (first["attempt"], first["acked_at"]) == (0, None)
    assert second["attempt"] == 1
    assert second["acked_at"]


async def test_an_event_for_nobody_is_given_up_after_its_retries(house: House) -> None:
    await house.control.do("say", user="Kari", channel=house.shared, text="Hello")
    assert (await house.control.see("idle", timeout_s=0))["error"] == "timeout"
    await house.control.idle()
    sent = (await house.control.see("deliveries"))["deliveries"]
    assert [each["attempt"] for each in sent] == [0, 1, 2]


async def test_an_unacked_click_is_told_to_the_person_and_never_comes_again(
    house: House, bolt: AsyncApp, connect: Connect
) -> None:
    heard: list[str] = []

    @bolt.action("go")
    async def forget_the_ack(body: dict[str, Any]) -> None:
        heard.append(body["trigger_id"])
        raise RuntimeError("this listener fails")

    await connect(bolt)
    await house.web.chat_postMessage(channel=house.shared, text="x", blocks=[actions(button(action_id="go"))])
    await house.control.idle()
    told = await house.control.do("click", user="Kari", channel=house.shared, text="Go")
    assert told["ok"] is False
    assert told["acked"] is False
    assert told["shown"] == ["We had some trouble connecting. Try again?"]
    await asyncio.sleep(0.3)
    assert len(heard) == 1


async def test_a_lost_connection_gives_its_events_to_another(house: House, bolt: AsyncApp, connect: Connect) -> None:
    heard: list[str] = []

    @bolt.event("message")
    async def hear(event: dict[str, Any]) -> None:
        heard.append(event["text"])

    first = await connect(bolt)
    await connect(bolt)
    for number in range(4):
        await house.control.do("say", user="Kari", channel=house.shared, text=str(number))
    await house.control.idle()
    used = {each["connection"] for each in (await house.control.see("deliveries"))["deliveries"]}
    assert used == {"connection-1", "connection-2"}
    await first.close_async()
    await house.control.do("say", user="Kari", channel=house.shared, text="after")
    await house.control.idle()
    assert sorted(heard) == ["0", "1", "2", "3", "after"]


async def test_a_ticket_opens_one_socket(house: House) -> None:
    app = {"Authorization": f"Bearer {house.facts['app_token']}"}
    async with house.session.post(f"{house.facts['url']}/api/apps.connections.open", headers=app) as answer:
        address = (await answer.json())["url"]
    async with house.session.ws_connect(address) as socket:
        hello = await socket.receive_json()
        assert hello["type"] == "hello"
        assert hello["num_connections"] == 1
    with pytest.raises(aiohttp.WSServerHandshakeError, match="403"):
        await house.session.ws_connect(address)


async def test_what_a_lost_connection_had_is_sent_again_at_once() -> None:
    async with running(replace(QUICK, ack_s=30)) as server, aiohttp.ClientSession() as session:
        house = House(server, session)
        ticket = house.slack.tickets.make()
        async with session.ws_connect(f"{server.url}/link?ticket={ticket}") as socket:
            await socket.receive_json()
            await house.control.do("say", user="Kari", channel=house.shared, text="Hello")
            first = await socket.receive_json()
            assert (first["type"], first["retry_attempt"]) == ("events_api", 0)
        await house.control.idle()
        again = (await house.control.see("deliveries"))["deliveries"][1]
        assert again["payload"]["event_id"] == first["payload"]["event_id"]
        assert again["attempt"] == 1


async def test_a_connection_lost_while_closing_does_not_hold_it_up() -> None:
    changes = Changes()
    deliveries = Deliveries(Clock(), changes, Faults(), Subscriptions(1000), retries=(60.0,), ack_s=60.0)
    connection = Connection("one", MagicMock(send_json=AsyncMock()), None)
    deliveries.roads.append(connection)
    deliveries.event({})
    await asyncio.sleep(0.01)
    connection.lost()
    async with asyncio.timeout(1):
        await deliveries.close()
    assert deliveries.is_idle()


async def test_outsiders_have_no_commands_and_no_shortcuts(house: House, bolt: AsyncApp, connect: Connect) -> None:
    heard: list[dict[str, Any]] = []

    @bolt.command("/case")
    async def case(ack: Any, body: dict[str, Any]) -> None:
        heard.append(body)
        await ack(f"You said {body['text']}")

    @bolt.shortcut("new_case")
    async def new_case(ack: Any, body: dict[str, Any]) -> None:
        heard.append(body)
        await ack()

    await connect(bolt)
    refused = await house.control.do("command", user="Kari", channel=house.shared, command="/case", text="x")
    assert refused["shown"] == ["/case is not a valid command."]
    assert (await house.control.do("shortcut", user="Kari", callback_id="new_case"))["error"] == "no_such_shortcut"
    assert heard == []
    told = await house.control.do("command", user="Anna", channel=house.shared, command="/case", text="42")
    assert told["shown"] == ["You said 42"]
    assert (await house.control.do("shortcut", user="Anna", callback_id="new_case"))["acked"]
    assert [each.get("command") or each["type"] for each in heard] == ["/case", "shortcut"]


async def test_a_command_nobody_answers(house: House) -> None:
    told = await house.control.do("command", user="Anna", channel=house.shared, command="/case")
    assert told["acked"] is False
    assert told["shown"] == ["/case failed because the app did not respond"]


async def test_an_app_told_to_reconnect_does(house: House, bolt: AsyncApp, connect: Connect) -> None:
    heard: list[str] = []

    @bolt.event("message")
    async def hear(event: dict[str, Any]) -> None:
        heard.append(event["text"])

    await connect(bolt)
    assert (await house.control.do("disconnect"))["connections"] == 1
    assert await house.slack.changes.until(lambda: bool(house.slack.deliveries.roads) or None, 5)
    await house.control.do("say", user="Kari", channel=house.shared, text="Still there?")
    await house.control.idle()
    assert set(heard) == {"Still there?"}, "once or twice: an ack may get lost while sockets change"


async def test_a_message_shortcut_carries_the_message(house: House, bolt: AsyncApp, connect: Connect) -> None:
    heard: list[dict[str, Any]] = []

    @bolt.shortcut({"type": "message_action", "callback_id": "from_message"})
    async def take(ack: Any, body: dict[str, Any], respond: Any) -> None:
        heard.append(body)
        await ack()
        await respond("Noted")

    await connect(bolt)
    said = await house.control.do("say", user="Kari", channel=house.shared, text="The till is down")
    place = {"channel": house.shared, "message_ts": said["ts"]}
    told = await house.control.do("shortcut", user="Anna", callback_id="from_message", **place)
    assert heard[0]["message"]["text"] == "The till is down"
    assert told["shown"] == ["Noted"]


async def test_a_menu_on_a_message(house: House, bolt: AsyncApp, connect: Connect) -> None:
    heard: list[dict[str, Any]] = []

    @bolt.action("menu")
    async def hear(ack: Any, action: dict[str, Any]) -> None:
        heard.append(action)
        await ack()

    await connect(bolt)
    choice = menu(3, "overflow", action_id="menu") | {
        "options": [{"text": {"type": "plain_text", "text": text}, "value": text[0]} for text in ("Assign", "Close")]
    }
    await house.web.chat_postMessage(channel=house.shared, text="x", blocks=[actions(choice, block_id="b")])
    assert (await house.control.do("click", user="Anna", channel=house.shared, text="Close"))["acked"]
    assert heard[0]["selected_option"]["value"] == "C"
    assert heard[0]["block_id"] == "b"


async def test_a_manifest_says_what_is_sent(tmp_path: Path) -> None:
    file = tmp_path / "manifest.yml"
    file.write_text(
        "features: {slash_commands: [{command: /case, description: Open a case}]}\n"
        "settings: {event_subscriptions: {bot_events: [app_mention]}}\n"
    )
    async with running(QUICK, manifest_file=file) as server, aiohttp.ClientSession() as session:
        house = House(server, session)
        await house.control.do("say", user="Anna", channel=house.shared, text="@Robot hi")
        assert len(await house.control.events("app_mention")) == 1
        assert await house.control.events("message") == []
        told = await house.control.do("command", user="Anna", channel=house.shared, command="/other")
        assert told["shown"] == ["/other is not a valid command."]
        assert (await house.control.do("shortcut", user="Anna", callback_id="x"))["error"] == "no_such_shortcut"


async def test_a_forged_payload_goes_as_it_is(house: House, bolt: AsyncApp, connect: Connect) -> None:
    heard: list[str] = []

    @bolt.action("take")
    async def take(ack: Any, body: dict[str, Any]) -> None:
        heard.append(body["user"]["id"])
        await ack()

    await connect(bolt)
    payload = {
        "type": "block_actions", "user": {"id": "U0FORGED", "team_id": house.away}, "team": {"id": house.home},
        "api_app_id": "A", "trigger_id": "1.1", "actions": [{"type": "button", "action_id": "take", "block_id": "b"}],
    }  # fmt: skip
    for body in (payload, {"type": "interactive", "payload": payload}):
        told = await house.control.do("deliver", payload=body)
        assert told == {"ok": True, "acked": True, "ack": None}
    assert heard == ["U0FORGED"] * 2
