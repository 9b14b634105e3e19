"""Deliveries broken on purpose, as an app meets them over a real socket; the record says what really happened."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass, field, replace
from time import monotonic
from typing import Any

import aiohttp
import pytest
from aiohttp import WSMsgType
from slack_bolt.async_app import AsyncApp

from sandbox.faults import Fault, Faults
from sandbox.server import running
from tests.sandbox.house import QUICK, Connect, House, at_a_url
from tests.sandbox.payloads import actions, button

ACK_S = 0.6
TROUBLE = "We had some trouble connecting. Try again?"
Said = dict[str, Any]


@pytest.fixture
async def house() -> AsyncIterator[House]:
    async with running(replace(QUICK, ack_s=ACK_S, retries=(0.1,))) as server, aiohttp.ClientSession() as session:
        yield House(server, session)


@dataclass
class Heard:
    """What the app was told: the words or the trigger, and when."""

    words: list[str] = field(default_factory=list)
    keys: list[str] = field(default_factory=list)
    at: list[float] = field(default_factory=list)

    def add(self, words: str, key: str) -> None:
        self.words.append(words)
        self.keys.append(key)
        self.at.append(monotonic())


@pytest.fixture
def heard(bolt: AsyncApp) -> Heard:
    told = Heard()

    @bolt.event("message")
    async def message(body: Said) -> None:
        told.add(body["event"]["text"], body["event_id"])

    @bolt.action("go")
    async def go(ack: Any, body: Said) -> None:
        told.add("go", body["trigger_id"])
        await ack()

    return told


async def says(house: House, *words: str) -> None:
    for text in words:
        await house.control.do("say", user="Kari", channel=house.shared, text=text)


async def presses_go(house: House) -> Said:
    house.slack.world.channels[house.shared].messages.clear()
    await house.web.chat_postMessage(channel=house.shared, text="x", blocks=[actions(button(action_id="go"))])
    return await house.control.do("click", user="Kari", channel=house.shared, text="Go")


async def deliveries(house: House, type_: str = "events_api") -> list[Said]:
    sent: list[Said] = (await house.control.see("deliveries"))["deliveries"]
    return [each for each in sent if each["type"] == type_]


async def test_a_dropped_socket_has_got_it_or_nothing(house: House) -> None:
    """No closing frame either way; the seed says which."""
    await house.control.breaks(kind="drop_socket", seed=1)
    got = []
    for number in range(8):
        async with house.session.ws_connect(f"{house.facts['url']}/link?ticket={house.slack.tickets.make()}") as socket:
            await socket.receive_json()
            await says(house, str(number))
            first = await socket.receive(timeout=5)
            got.append(first.type is WSMsgType.TEXT)
            last = await socket.receive(timeout=5) if got[-1] else first
            assert (last.type, socket.close_code) == (WSMsgType.CLOSED, 1006)
        await house.control.idle()
    told = [each for each in await deliveries(house) if not each["attempt"]]
    assert [(each["arrived"], each["fault"], each["acked_at"]) for each in told] == [
        (arrived, "drop_socket", None) for arrived in got
    ]
    assert set(got) == {True, False}


async def test_what_was_dropped_comes_again_on_another_connection(
    house: House, bolt: AsyncApp, connect: Connect, heard: Heard
) -> None:
    await connect(bolt)
    await connect(bolt)
    await house.control.breaks(kind="drop_socket", count=1)
    await says(house, "Hello")
    await house.control.idle()
    first, second = await deliveries(house)
    assert (first["acked_at"], second["fault"], second["attempt"]) == (None, None, 1)
    assert first["connection"] != second["connection"]
    assert second["acked_at"]
    assert heard.words == ["Hello"] * (1 + first["arrived"])
    assert len(set(heard.keys)) == 1


async def test_a_connection_that_goes_deaf_looks_healthy_and_hears_nothing_more(
    house: House, bolt: AsyncApp, connect: Connect, heard: Heard
) -> None:
    handlers = [await connect(bolt), await connect(bolt)]
    await house.control.breaks(kind="deaf", count=1)
    for word in ("One", "Two", "Three"):
        await says(house, word)
        await house.control.idle()
    assert heard.words == ["One", "Two", "Three"], "what went unheard came again by the other"
    lost = [each for each in await deliveries(house) if not each["acked_at"]]
    assert {(each["failed"], each["arrived"]) for each in lost} == {("timeout", False)}
    assert len({each["connection"] for each in lost}) == 1
    assert [each["fault"] for each in lost].count("deaf") == 1
    assert all([await handler.client.is_connected() for handler in handlers])


@pytest.mark.parametrize("seed", range(4))
async def test_a_dropped_click_is_told_to_the_person_and_never_comes_again(
    house: House, bolt: AsyncApp, connect: Connect, heard: Heard, seed: int
) -> None:
    await connect(bolt)
    await connect(bolt)
    await house.control.breaks(kind="drop_socket", method="interactive", seed=seed, count=1)
    told = await presses_go(house)
    assert (told["acked"], told["shown"]) == (False, [TROUBLE])
    await asyncio.sleep(0.3)
    (click,) = await deliveries(house, "interactive")
    assert heard.words == ["go"] * click["arrived"]
    assert (await presses_go(house))["acked"], "pressed again"


async def test_an_event_that_comes_twice(house: House, bolt: AsyncApp, connect: Connect, heard: Heard) -> None:
    await connect(bolt)
    await house.control.breaks(kind="duplicate", count=1)
    await says(house, "Hello", "Again")
    await house.control.idle()
    assert sorted(heard.words) == ["Again", "Hello", "Hello"]
    assert len(set(heard.keys)) == 2
    sent = await deliveries(house)
    assert sorted(each["fault"] or "" for each in sent) == ["", "", "duplicate"]
    assert {each["attempt"] for each in sent} == {0}
    assert all(each["acked_at"] for each in sent)


async def test_a_click_that_comes_twice_is_one_press(
    house: House, bolt: AsyncApp, connect: Connect, heard: Heard
) -> None:
    await connect(bolt)
    await house.control.breaks(kind="duplicate", method="interactive")
    assert (await presses_go(house))["acked"]
    await house.control.idle()
    assert heard.words == ["go", "go"]
    assert len(set(heard.keys)) == 1, "the same trigger"
    assert len({each["id"] for each in await deliveries(house, "interactive")}) == 2


async def test_late_but_in_time(house: House, bolt: AsyncApp, connect: Connect, heard: Heard) -> None:
    await connect(bolt)
    await house.control.breaks(kind="late", delay_s=ACK_S / 2)
    began = monotonic()
    assert (await presses_go(house))["acked"]
    assert ACK_S / 2 <= heard.at[-1] - began < ACK_S
    (click,) = await deliveries(house, "interactive")
    assert click["fault"] == "late"


async def test_a_click_too_late_is_told_to_the_person_and_still_comes(
    house: House, bolt: AsyncApp, connect: Connect, heard: Heard
) -> None:
    await connect(bolt)
    await house.control.breaks(kind="late", method="interactive", delay_s=2 * ACK_S)
    began = monotonic()
    told = await presses_go(house)
    assert (told["acked"], told["shown"], heard.words) == (False, [TROUBLE], [])
    assert ACK_S <= monotonic() - began < 2 * ACK_S
    await house.control.idle()
    await asyncio.sleep(0.1)
    assert heard.words == ["go"]
    (click,) = await deliveries(house, "interactive")
    assert (click["arrived"], click["acked_at"]) == (True, None), "an ack that nobody waits for is none"


async def test_an_event_too_late_was_sent_again_before(
    house: House, bolt: AsyncApp, connect: Connect, heard: Heard
) -> None:
    await connect(bolt)
    await house.control.breaks(kind="late", count=1, delay_s=2 * ACK_S)
    await says(house, "Hello")
    await house.control.idle()
    await asyncio.sleep(0.1)
    assert heard.words == ["Hello", "Hello"]
    assert [(each["fault"], each["attempt"], bool(each["acked_at"])) for each in await deliveries(house)] == [
        ("late", 0, False),
        (None, 1, True),
    ]


async def test_how_late_is_in_the_config(house: House) -> None:
    assert (await house.control.breaks(kind="late"))["delay_s"] == house.slack.config.fault_late_s == 4.0


async def test_a_later_one_overtakes(house: House, bolt: AsyncApp, connect: Connect, heard: Heard) -> None:
    await connect(bolt)
    await house.control.breaks(kind="reorder")
    for pair in (("One", "Two"), ("Three", "Four")):
        await says(house, *pair)
        await house.control.idle()
    assert heard.words == ["Two", "One", "Four", "Three"]
    assert heard.at[1] - heard.at[0] < ACK_S / 3, "held no longer than that"
    sent = await deliveries(house)
    assert [each["fault"] for each in sent] == ["reorder", None, "reorder", None]
    assert all(each["acked_at"] for each in sent)


async def test_with_nothing_to_overtake_it_comes_in_time(
    house: House, bolt: AsyncApp, connect: Connect, heard: Heard
) -> None:
    await connect(bolt)
    await house.control.breaks(kind="reorder", method="interactive")
    began = monotonic()
    assert (await presses_go(house))["acked"]
    assert ACK_S / 2 <= heard.at[-1] - began < ACK_S


async def test_a_named_type_leaves_the_others_alone(
    house: House, bolt: AsyncApp, connect: Connect, heard: Heard
) -> None:
    await connect(bolt)
    await house.control.breaks(kind="drop_socket", method="slash_commands")
    await says(house, "Hello")
    assert (await presses_go(house))["acked"]
    await house.control.idle()
    assert heard.words == ["Hello", "go"]
    assert (await house.control.see("faults"))["faults"][0]["hits"] == 0


async def test_over_a_request_url() -> None:
    told: list[str] = []
    config = replace(QUICK, request_url="http://127.0.0.1:9/", retries=(0.05,))
    async with running(config) as server, aiohttp.ClientSession() as session:
        house = House(server, session)
        app = AsyncApp(client=house.web, signing_secret=house.facts["signing_secret"], process_before_response=True)

        @app.event("message")
        async def hear(event: Said) -> None:
            told.append(event["text"])

        async with at_a_url(house, app):
            await house.control.breaks(kind="drop_socket", count=1, seed=1)
            await says(house, "dropped")
            await house.control.idle()
            await house.control.breaks(kind="duplicate", count=1)
            await says(house, "twice")
            await house.control.idle()
        first = (await deliveries(house))[0]
        assert (first["fault"], first["acked_at"]) == ("drop_socket", None)
        assert told == ["dropped"] * (1 + first["arrived"]) + ["twice"] * 2


def test_a_seed_breaks_the_same_deliveries() -> None:
    def hit(seed: int) -> list[Any]:
        faults = Faults()
        faults.add(Fault("drop_socket", rate=0.3, seed=seed))
        faults.add(Fault("duplicate", rate=0.3, seed=seed + 1))
        return [faults.for_delivery("events_api", one_is_held=False) for _ in range(50)]

    assert hit(1) == hit(1) != hit(2)
    assert {each.kind if each else None for each in hit(1)} == {None, "drop_socket", "duplicate"}
