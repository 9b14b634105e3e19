"""Sockets end after their hour: a warning, then another is to be opened; and nothing that is sent gets lost."""

from contextlib import AsyncExitStack
from dataclasses import replace
from functools import partial
from typing import Any

import aiohttp
import pytest
from slack_bolt.adapter.socket_mode.async_handler import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncApp

from sandbox import socket_mode
from sandbox.server import running
from tests.sandbox.house import QUICK, House


def test_a_socket_lives_an_hour_and_is_warned_ten_seconds_before() -> None:
    assert (QUICK.refresh_s, socket_mode.WARNED_S, socket_mode.BRIEF_CONNECTION_S) == (3600, 10, 360)


async def test_a_warning_and_then_its_end() -> None:
    async with running(replace(QUICK, refresh_s=0.2)) as server, aiohttp.ClientSession() as session:
        address = f"{server.url}/link?ticket={server.slack.tickets.make()}"
        async with session.ws_connect(address) as socket:
            hello = await socket.receive_json()
            assert hello["debug_info"]["approximate_connection_time"] == 0
            assert [(await socket.receive_json())["reason"] for _ in range(2)] == ["warning", "refresh_requested"]
            assert (await socket.receive()).type is aiohttp.WSMsgType.CLOSE
        assert server.slack.deliveries.roads == []


async def test_a_brief_one_is_asked_for() -> None:
    async with running(QUICK) as server, aiohttp.ClientSession() as session:
        for more, lives_s in ("", 3600), ("&debug_reconnects=true", 360):
            address = f"{server.url}/link?ticket={server.slack.tickets.make()}{more}"
            async with session.ws_connect(address) as socket:
                assert (await socket.receive_json())["debug_info"]["approximate_connection_time"] == lives_s


async def test_an_app_lives_through_many_of_them() -> None:
    heard: set[str] = set()
    async with running(replace(QUICK, refresh_s=0.3)) as server, aiohttp.ClientSession() as session:
        house = House(server, session)
        app = AsyncApp(client=house.web, signing_secret="x", process_before_response=True)

        @app.event("message")
        async def hear(event: dict[str, Any]) -> None:
            heard.add(event["text"])

        handler = AsyncSocketModeHandler(app, house.facts["app_token"], web_client=house.web)
        await handler.connect_async()  # type: ignore[no-untyped-call]
        used: set[str | None] = set()
        for number in range(3):
            await house.control.do("say", user="Kari", channel=house.shared, text=str(number))
            await house.control.idle()
            used |= {each.connection for each in house.slack.deliveries.record if each.acked}
            await house.slack.changes.until(partial(_another, house, used), 5)
        await handler.close_async()  # type: ignore[no-untyped-call]
    assert len(used) > 1
    assert heard == {"0", "1", "2"}


def _another(house: House, used: set[str | None]) -> bool | None:
    """A socket that nothing has come over yet."""
    return any(each.name not in used for each in house.slack.deliveries.roads) or None


async def test_for_what_reason_a_socket_is_ended(house: House) -> None:
    assert (await house.control.do("disconnect", reason="boredom"))["error"] == "no_such_reason"
    async with house.session.ws_connect(f"{house.facts['url']}/link?ticket={house.slack.tickets.make()}") as socket:
        await socket.receive_json()
        assert (await house.control.do("disconnect", reason="link_disabled"))["connections"] == 1
        assert (await socket.receive_json())["reason"] == "link_disabled"


async def test_ten_sockets_at_once_and_no_more(house: House) -> None:
    addresses = [f"{house.facts['url']}/link?ticket={house.slack.tickets.make()}" for _ in range(11)]
    async with AsyncExitStack() as held:
        sockets = [await held.enter_async_context(house.session.ws_connect(each)) for each in addresses[:10]]
        assert [(await each.receive_json())["num_connections"] for each in sockets] == list(range(1, 11))
        with pytest.raises(aiohttp.WSServerHandshakeError, match="429"):
            await house.session.ws_connect(addresses[10])
