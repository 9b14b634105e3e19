"""Delivery to a request URL: signed as Slack signs, so that Bolt's own check takes it."""

from dataclasses import replace
from typing import Any

import aiohttp
import pytest
from slack_bolt.async_app import AsyncApp

from sandbox.server import running
from tests.sandbox.house import QUICK, House, at_a_url


@pytest.mark.parametrize(("secret", "heard"), [("right", ["hi", "/case"]), ("wrong", [])])
async def test_signed_deliveries(secret: str, heard: list[str]) -> None:
    told: list[str] = []
    config = replace(QUICK, request_url="http://127.0.0.1:9/", retries=())
    async with running(config) as server, aiohttp.ClientSession() as session:
        house = House(server, session)
        signing = house.facts["signing_secret"] if secret == "right" else "0" * 32
        app = AsyncApp(client=house.web, signing_secret=signing, process_before_response=True)

        @app.event("message")
        async def hear(event: dict[str, Any]) -> None:
            told.append(event["text"])

        @app.command("/case")
        async def case(ack: Any, body: dict[str, Any]) -> None:
            told.append(body["command"])
            await ack("Done")

        async with at_a_url(house, app):
            await house.control.do("say", user="Anna", channel=house.shared, text="hi")
            await house.control.idle()
            answer = await house.control.do("command", user="Anna", channel=house.shared, command="/case", text="")
        assert told == heard
        assert answer["acked"] is bool(heard)
        if heard:
            assert answer["shown"] == ["Done"]
