"""A tester's side of the sandbox: the control API, and one house with everything a test touches."""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import replace
from typing import Any

import aiohttp
from aiohttp import web
from slack_bolt.adapter.aiohttp import to_aiohttp_response, to_bolt_request
from slack_bolt.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from sandbox import config
from sandbox.server import Running

QUICK = replace(config.load(), rate_limits=False, retries=(0.05, 0.1), ack_s=1.0, view_grace_s=0.5)
SHARED = "fjord-foods"
Connect = Callable[[AsyncApp], Any]


class Control:
    """The control API, as any tester speaks to it."""

    def __init__(self, url: str, session: aiohttp.ClientSession) -> None:
        self._url = url
        self._session = session

    async def do(self, verb: str, **body: Any) -> dict[str, Any]:
        async with self._session.post(f"{self._url}/_control/{verb}", json=body) as answer:
            assert answer.status == 200
            told: dict[str, Any] = await answer.json()
            return told

    async def see(self, question: str, **query: Any) -> dict[str, Any]:
        async with self._session.get(f"{self._url}/_control/{question}", params=query) as answer:
            assert answer.status == 200
            told: dict[str, Any] = await answer.json()
            return told

    async def idle(self) -> None:
        assert (await self.see("idle", timeout_s=10))["ok"]

    async def events(self, kind: str) -> list[dict[str, Any]]:
        """The events of one type the app was sent, first attempts only."""
        sent = (await self.see("deliveries"))["deliveries"]
        payloads = [each["payload"] for each in sent if each["type"] == "events_api" and not each["attempt"]]
        return [each for each in payloads if each.get("event", {}).get("type") == kind]

    async def breaks(self, **fault: Any) -> dict[str, Any]:
        told = await self.do("faults", **fault)
        assert told["ok"], told
        return told


class House:
    """One sandbox with everything a test touches."""

    def __init__(self, server: Running, session: aiohttp.ClientSession) -> None:
        self.slack = server.slack
        self.facts = server.facts
        self.session = session
        self.control = Control(server.url, session)
        self.web = client(self.facts)
        self.shared: str = self.facts["channels"].get(SHARED, "")
        self.home: str = self.facts["team_id"]
        self.kari: str = self.facts["people"]["Kari"]
        self.anna: str = self.facts["people"]["Anna"]
        self.away = self.slack.world.people[self.kari].team_id

    async def call(self, method: str, **args: Any) -> dict[str, Any]:
        """What a call answers, as it is."""
        headers = {"Authorization": f"Bearer {self.facts['bot_token']}"}
        async with self.session.post(f"{self.facts['url']}/api/{method}", json=args, headers=headers) as answer:
            body: dict[str, Any] = await answer.json()
            return body

    async def refusal(self, method: str, **args: Any) -> tuple[str, list[str]]:
        """The error and messages of a call that must be refused."""
        body = await self.call(method, **args)
        assert body["ok"] is False, body
        return body["error"], body.get("response_metadata", {}).get("messages", [])

    async def posted(self, text: str = "Hello", **more: Any) -> str:
        """The `ts` of a message of the bot's in the shared channel."""
        ts: str = (await self.web.chat_postMessage(channel=self.shared, text=text, **more))["ts"]
        return ts


def client(facts: dict[str, Any]) -> AsyncWebClient:
    return AsyncWebClient(token=facts["bot_token"], base_url=f"{facts['url']}/api/", retry_handlers=[])


@asynccontextmanager
async def at_a_url(house: House, app: AsyncApp) -> AsyncIterator[None]:
    """Deliveries go to this app's own address; the sandbox was started with one."""

    async def receive(request: web.Request) -> web.Response:
        return await to_aiohttp_response(await app.async_dispatch(await to_bolt_request(request)))

    async with listening(receive) as address:
        house.slack.config = replace(house.slack.config, request_url=address)
        yield


@asynccontextmanager
async def listening(receive: Callable[[web.Request], Awaitable[web.StreamResponse]]) -> AsyncIterator[str]:
    """An address for deliveries, answered by this."""
    site = web.Application()
    site.router.add_post("/slack/events", receive)
    runner = web.AppRunner(site)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    try:
        yield f"http://127.0.0.1:{runner.addresses[0][1]}/slack/events"
    finally:
        await runner.cleanup()
