"""A sandbox per test, and a small real Bolt app over a real Socket Mode connection."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack

import aiohttp
import pytest
from slack_bolt.adapter.socket_mode.async_handler import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncApp

from sandbox.server import running
from tests.sandbox.house import QUICK, Connect, House


@pytest.fixture
async def house() -> AsyncIterator[House]:
    async with running(QUICK) as server, aiohttp.ClientSession() as session:
        yield House(server, session)


@pytest.fixture
def bolt(house: House) -> AsyncApp:
    """A Bolt app; the test adds listeners, `connect` opens its socket."""
    return AsyncApp(client=house.web, signing_secret=house.facts["signing_secret"], process_before_response=True)


@pytest.fixture
async def connect(house: House) -> AsyncIterator[Connect]:
    async with AsyncExitStack() as open_ones:

        async def open_socket(app: AsyncApp) -> AsyncSocketModeHandler:
            handler = AsyncSocketModeHandler(app, house.facts["app_token"], web_client=house.web)
            await handler.connect_async()  # type: ignore[no-untyped-call]
            open_ones.push_async_callback(handler.close_async)
            return handler

        yield open_socket
