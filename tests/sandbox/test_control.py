"""The control: which button is meant, waiting, the clock, answers to response_url, the record, the page's feed."""

import asyncio
import json
import struct
from pathlib import Path
from typing import Any

import aiohttp
import pytest
from slack_bolt.async_app import AsyncApp
from yarl import URL

from sandbox.clock import Clock
from sandbox.server import running
from sandbox.world import Channel
from tests.sandbox.house import QUICK, Connect, House
from tests.sandbox.payloads import actions, button, section, workflow


async def card(house: House, words: str, *buttons: dict[str, Any]) -> str:
    posted = await house.web.chat_postMessage(
        channel=house.shared, text=words, blocks=[section(words), actions(*buttons)]
    )
    return str(posted["ts"])


async def test_a_text_on_two_messages_is_ambiguous(house: House) -> None:
    await card(house, "SG-1001", button("Take it", action_id="take", value="1"))
    newer = await card(house, "SG-1002", button("Take it", action_id="take", value="2"))
    press = {"user": "Anna", "channel": "#fjord-foods", "text": "Take it"}
    told = await house.control.do("click", **press)
    assert told["error"] == "ambiguous"
    assert len(told["there"]) == 2
    by_id = {"user": "Anna", "channel": "#fjord-foods", "action_id": "take"}
    assert (await house.control.do("click", **by_id))["error"] == "ambiguous"
    for narrower in ({"containing": "SG-1002"}, {"message_ts": newer}, {"value": "2"}):
        assert (await house.control.do("click", **press, **narrower))["error"] == "not_acked"
    sent = [each["payload"] for each in (await house.control.see("deliveries"))["deliveries"]]
    pressed = [each["actions"][0]["value"] for each in sent if each["type"] == "block_actions"]
    assert pressed == ["2", "2", "2"]


async def test_what_is_not_there_is_told_with_what_is(house: House) -> None:
    await card(house, "SG-1001", button("Take it"), button("Close"))
    told = await house.control.do("click", user="Kari", channel=house.shared, text="Approve")
    assert told == {"ok": False, "error": "no_such_button", "there": ["Take it", "Close"]}


async def test_nobody_presses_what_they_cannot_see(house: House) -> None:
    await house.control.do("invite_bot", user="Anna", channel="general")
    await house.web.chat_postMessage(channel="general", text="x", blocks=[actions(button("Take it"))])
    assert (await house.control.see("messages", channel="general", **{"as": "Kari"}))["messages"] == []
    told = await house.control.do("click", user="Kari", channel="general", text="Take it")
    assert told["error"] == "not_in_channel"
    ephemeral = [actions(button("Only Anna"))]
    await house.web.chat_postEphemeral(channel=house.shared, user=house.anna, text="x", blocks=ephemeral)
    press = {"channel": house.shared, "text": "Only Anna"}
    assert (await house.control.do("click", user="Kari", **press))["error"] == "no_such_button"
    assert (await house.control.do("click", user="Anna", **press))["error"] == "not_acked"


async def test_waiting_ends_when_it_is_said(house: House) -> None:
    waiting = asyncio.create_task(house.control.see("wait", channel="fjord-foods", contains="SG-1002", timeout_s=2))
    await asyncio.sleep(0.02)
    await house.web.chat_postMessage(channel=house.shared, text="SG-1001")
    await house.web.chat_postMessage(channel=house.shared, text="x", blocks=[section("SG-1002")])
    assert (await waiting)["message"]["text"] == "x"
    late = await house.control.see("wait", channel="fjord-foods", contains="never", timeout_s=0.05)
    assert late == {"ok": False, "error": "timeout"}


async def test_the_clock_only_advances_and_stamps_messages(tmp_path: Path) -> None:
    file = tmp_path / "offset"
    async with running(QUICK, clock_file=file) as server, aiohttp.ClientSession() as session:
        house = House(server, session)
        before = await house.control.do("say", user="Kari", channel=house.shared, text="One")
        told = await house.control.do("clock", advance_s=3600)
        after = await house.control.do("say", user="Kari", channel=house.shared, text="Two")
        assert (await house.control.do("clock", advance_s=-5))["ok"] is False
        assert struct.unpack("<d", file.read_bytes()) == (3600.0,)
        assert 3600 <= float(after["ts"]) - float(before["ts"]) < 3605
        assert float(after["ts"]) == pytest.approx(told["now"], abs=5)


def test_nobody_turns_the_clock_back(tmp_path: Path) -> None:
    file = tmp_path / "offset"
    clock = Clock(file)
    clock.advance(60)
    file.write_bytes(struct.pack("<d", 5.0))
    assert clock.offset() == 60
    file.write_bytes(struct.pack("<d", 90.0))
    assert clock.offset() == 90


def test_a_ts_is_unique_even_within_a_microsecond() -> None:
    channel = Channel("C1", "one", "T1")
    assert [channel.next_ts(1.5), channel.next_ts(1.5), channel.next_ts(1.0)] == ["1.500000", "1.500001", "1.500002"]


async def test_answers_to_a_response_url(house: House, bolt: AsyncApp, connect: Connect) -> None:
    urls: list[str] = []

    @bolt.action("take")
    async def take(ack: Any, body: dict[str, Any], respond: Any) -> None:
        urls.append(body["response_url"])
        await respond("Only for you")
        await ack()

    await connect(bolt)
    await card(house, "SG-1001", button("Take it", action_id="take"))
    told = await house.control.do("click", user="Kari", channel=house.shared, text="Take it")
    assert told["shown"] == ["Only for you"]

    async def answer(**body: Any) -> tuple[int, str]:
        async with house.session.post(urls[0], json=body) as answered:
            return answered.status, await answered.text()

    assert await answer(text="For all", response_type="in_channel") == (200, "ok")
    assert await answer(text="Taken", replace_original=True) == (200, "ok")
    seen = (await house.control.see("messages", channel="fjord-foods"))["messages"]
    assert [each["text"] for each in seen] == ["Taken", "For all"]
    status, body = await answer(text="")
    assert (status, json.loads(body)["error"]) == (400, "no_text")
    assert await answer(delete_original=True) == (200, "ok")
    assert (await answer(text="a sixth time"))[0] == 404


async def test_a_button_in_an_attachment_says_where_it_was(house: House, bolt: AsyncApp, connect: Connect) -> None:
    containers: list[dict[str, Any]] = []

    @bolt.action("take")
    async def take(ack: Any, body: dict[str, Any]) -> None:
        containers.append(body["container"])
        await ack()

    await connect(bolt)
    ts = await house.posted(attachments=[{"blocks": [actions(button("Take", action_id="take"))]}])
    await house.control.do("click", user="Kari", channel=house.shared, text="Take")
    (told,) = containers
    assert (told["type"], told["attachment_id"], told["message_ts"]) == ("message_attachment", 1, ts)


async def test_a_response_url_lives_for_half_an_hour(house: House) -> None:
    urls, now = house.slack.response_urls, house.slack.clock.now()
    secret = urls.make(house.shared, house.kari, now)
    address = f"{house.facts['url']}/actions/{house.home}/{secret}"
    for wound, status in (1790, 200), (20, 404):
        await house.control.do("clock", advance_s=wound)
        async with house.session.post(address, json={"text": "Still there?"}) as answered:
            assert answered.status == status


async def test_the_record_holds_no_token(house: House, tmp_path: Path) -> None:
    file = tmp_path / "calls.jsonl"
    async with running(QUICK, calls_file=file) as server, aiohttp.ClientSession() as session:
        house = House(server, session)
        await house.web.chat_postMessage(channel=house.shared, text=f"x {house.facts['bot_token']}")
        await house.refusal("chat.postMessage", channel="nowhere", text="x")
    good, bad = [json.loads(line) for line in file.read_text().splitlines()]
    assert house.facts["bot_token"] not in file.read_text()
    assert (good["method"], good["effect"], good["fault"]) == ("chat.postMessage", True, None)
    assert set(good["visible_to"]) == {house.home, house.away}
    assert (bad["effect"], bad["visible_to"], bad["response"]["error"]) == (False, [], "channel_not_found")


async def test_the_page_sees_what_its_person_sees(house: House) -> None:
    async with house.session.ws_connect(f"{house.facts['url']}/_page/ws") as socket:

        async def snapshot() -> dict[str, Any]:
            told: dict[str, Any] = await socket.receive_json(timeout=5)
            return told

        await socket.send_json({"as": "kari", "channel": house.shared, "thread_ts": None})
        first = await snapshot()
        assert [each["name"] for each in first["places"]] == ["#fjord-foods", "#office", "Robot · Home"]
        assert first["named"]["#"] == ["fjord-foods", "office"]
        assert "Robot" in first["named"]["@"]
        assert first["commands"] == []
        assert first["home"] is None
        await card(house, "SG-1001", button("Take it"))
        (message,) = (await snapshot())["channel"]["messages"]
        assert (message["name"], message["bot"]) == ("Robot", True)
        assert "Take it" in str(message["said"])
        await house.web.chat_postEphemeral(channel=house.shared, user=house.kari, text="psst")
        assert (await snapshot())["channel"]["messages"][-1]["text"] == "psst"
        await socket.send_json({"as": "nobody", "channel": None, "thread_ts": None})
        assert (await snapshot())["type"] == "refused"


def marked(told: dict[str, Any]) -> list[str]:
    """The messages with the line *New* above them."""
    return [each["text"] for each in told["channel"]["messages"] if '"New"' in json.dumps(each["above"])]


async def comes_to(socket: aiohttp.ClientWebSocketResponse, channel: str) -> list[str]:
    look = {"as": "kari", "channel": channel, "thread_ts": None}
    await socket.send_json(look)
    while (told := await socket.receive_json(timeout=5))["look"] != look:
        pass
    return marked(told)


async def test_a_line_says_where_unread_messages_begin_until_one_goes(house: House) -> None:
    async with house.session.ws_connect(f"{house.facts['url']}/_page/ws") as socket:
        await house.posted("Before")
        assert await comes_to(socket, house.shared) == [], "nothing was read yet, so nothing is new"
        await comes_to(socket, "office")
        await house.control.do("say", user="Kari", channel=house.shared, text="Mine")
        await house.posted("First")
        await house.posted("Second")
        assert await comes_to(socket, house.shared) == ["First"]
        await house.posted("Third")
        assert marked(await socket.receive_json(timeout=5)) == ["First"], "it stays while one is there"
        await comes_to(socket, "office")
        assert await comes_to(socket, house.shared) == []


async def test_what_one_says_oneself_is_never_unread(house: House) -> None:
    await house.control.do("say", user="Kari", channel=house.shared, text="Mine")
    news = await house.posted("News")
    async with house.session.ws_connect(f"{house.facts['url']}/_page/ws") as socket:
        assert await comes_to(socket, house.shared) == ["News"]
        await house.web.chat_delete(channel=house.shared, ts=news)
        await house.control.do("say", user="Kari", channel=house.shared, text="Later")
        while (told := await socket.receive_json(timeout=5))["channel"]["messages"][-1]["text"] != "Later":
            pass
        assert marked(told) == []


async def test_what_is_written_is_a_command_or_said(house: House) -> None:
    place = {"user": "Anna", "channel": house.shared}
    said = await house.control.do("write", **place, text="/ is a sign")
    assert said["ok"]
    assert (await house.control.do("write", **place, text="/nothing here"))["error"] == "not_acked"
    in_thread = await house.control.do("write", **place, text="/nothing", thread_ts=said["ts"])
    assert in_thread["shown"] == ["/nothing is not supported in threads. Sorry!"]
    assert [each["text"] for each in (await house.control.see("messages", channel=house.shared))["messages"]] == [
        "/ is a sign"
    ]


async def test_a_workflow_s_button_says_which_it_would_start(house: House) -> None:
    await house.posted(blocks=[actions(workflow())])
    told = await house.control.do("click", user="Anna", channel=house.shared, text="Run")
    assert "https://x.no/" in told["shown"][0]
    assert "interactive" not in [each["type"] for each in (await house.control.see("deliveries"))["deliveries"]]


async def test_a_message_is_drawn_anew_when_something_in_it_changes(house: House) -> None:
    async with house.session.ws_connect(f"{house.facts['url']}/_page/ws") as socket:

        async def said() -> str:
            told: dict[str, Any] = await socket.receive_json(timeout=5)
            return str(told["channel"]["messages"][0]["said"])

        ts = await house.posted(f"Ask <@{house.anna}>")
        await socket.send_json({"as": "kari", "channel": house.shared})
        assert "'Ask '" in await said()
        await house.web.chat_update(channel=house.shared, ts=ts, text=f"Thank <@{house.anna}>")
        assert "'Thank '" in await said()
        await house.control.do("profile", user="Anna", name="Anna Lie")
        assert "@Anna Lie" in await said()


async def test_unread_counts_what_others_said(house: House) -> None:
    await house.control.do("say", user="Anna", channel=house.shared, text="Hello")
    async with house.session.ws_connect(f"{house.facts['url']}/_page/ws") as socket:
        await socket.send_json({"as": "kari", "channel": None})
        shared, *_ = (await socket.receive_json(timeout=5))["places"]
        assert shared["more"] == "1 unread"
        await socket.send_json({"as": "kari", "channel": house.shared})
        shared, *_ = (await socket.receive_json(timeout=5))["places"]
        assert shared["more"] is None


async def test_names_of_people_and_channels_in_any_form(house: House) -> None:
    for user in ("Kari", "kari", "@Kari", "Kari Nordmann", house.kari):
        for channel in ("fjord-foods", "#fjord-foods", house.shared):
            assert (await house.control.do("say", user=user, channel=channel, text="x"))["ok"]
    assert (await house.control.do("say", user="Nobody", channel=house.shared, text="x"))["error"] == "no_such_user"
    assert (await house.control.do("say", user="Kari", channel="nowhere", text="x"))["error"] == "no_such_channel"


@pytest.mark.parametrize("path", ["/page/..%2fserver.py", "/page/%2e%2e/server.py", "/page/none.js"])
async def test_only_the_pages_own_files_are_given(house: House, path: str) -> None:
    async with house.session.get(URL(house.facts["url"] + path, encoded=True)) as answer:
        assert answer.status == 404
