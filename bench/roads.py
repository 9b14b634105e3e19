"""The two roads by which a delivery is handed to Bolt: straight, and as a signed request over HTTP."""

import json
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from typing import Any
from urllib.parse import urlencode

from aiohttp import ClientSession, web
from slack_bolt.async_app import AsyncApp
from slack_sdk.signature import SignatureVerifier

from bench.slackless import SECRET, deliver

Deliver = Callable[[dict[str, Any]], Awaitable[None]]
Road = Callable[[AsyncApp], AbstractAsyncContextManager[Deliver]]
PATH = "/slack/events"


@asynccontextmanager
async def straight(app: AsyncApp) -> AsyncIterator[Deliver]:
    """Bolt's own dispatch, as a socket's message comes to it."""
    yield lambda body: deliver(app, body)


@asynccontextmanager
async def over_http(app: AsyncApp) -> AsyncIterator[Deliver]:
    """A request of Slack's on a connection that stays open; the ack is its answer."""
    runner = web.AppRunner(app.web_app(path=PATH), access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    url = f"http://127.0.0.1:{runner.addresses[0][1]}{PATH}"
    sign = SignatureVerifier(SECRET)
    async with ClientSession() as slack:

        async def post(body: dict[str, Any]) -> None:
            said = urlencode(body if "command" in body else {"payload": json.dumps(body)})
            at = str(int(time.time()))
            signature = sign.generate_signature(timestamp=at, body=said) or ""
            headers = {
                "X-Slack-Request-Timestamp": at,
                "X-Slack-Signature": signature,
                "Content-Type": "application/x-www-form-urlencoded",
            }
            async with slack.post(url, data=said, headers=headers) as answer:
                assert answer.status == 200, await answer.text()

        yield post
    await runner.cleanup()
