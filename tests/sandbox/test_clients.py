"""Slack's own clients as they come, and Bolt of both kinds: they know nothing but an address and tokens."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from typing import Any

import pytest
from slack_bolt import App
from slack_bolt.adapter.socket_mode import SocketModeHandler
from slack_bolt.async_app import AsyncApp
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError
from slack_sdk.http_retry.builtin_handlers import RateLimitErrorRetryHandler, ServerErrorRetryHandler
from slack_sdk.models.blocks import ActionsBlock, ButtonElement, SectionBlock
from slack_sdk.socket_mode import SocketModeClient
from slack_sdk.socket_mode.aiohttp import SocketModeClient as AiohttpClient
from slack_sdk.socket_mode.async_client import AsyncBaseSocketModeClient
from slack_sdk.socket_mode.client import BaseSocketModeClient
from slack_sdk.socket_mode.request import SocketModeRequest
from slack_sdk.socket_mode.response import SocketModeResponse
from slack_sdk.webhook import WebhookClient

from tests.sandbox.house import Connect, House
from tests.sandbox.payloads import asks, modal


@pytest.fixture
def web(house: House) -> WebClient:
    """The client without async; it is called off the loop, where the sandbox itself runs."""
    return WebClient(token=house.facts["bot_token"], base_url=f"{house.facts['url']}/api/")


async def test_the_client_without_async(house: House, web: WebClient) -> None:
    def work() -> list[str]:
        buttons = ActionsBlock(elements=[ButtonElement(text="Go", action_id="go", value="1")])
        root = web.chat_postMessage(channel=house.shared, text="Hi", blocks=[SectionBlock(text="Hi"), buttons])
        web.files_upload_v2(content="words", filename="a.txt", channel=house.shared, thread_ts=root["ts"])
        web.reactions_add(channel=house.shared, timestamp=str(root["ts"]), name="eyes")
        for number in range(4):
            web.chat_postMessage(channel=house.shared, text=f"{number}", thread_ts=root["ts"])
        pages = web.conversations_replies(channel=house.shared, ts=str(root["ts"]), limit=2)
        return [message["text"] for page in pages for message in page["messages"]]

    assert await asyncio.to_thread(work) == ["Hi", "", "0", "1", "2", "3"]
    with pytest.raises(SlackApiError, match="channel_not_found"):
        await asyncio.to_thread(web.chat_postMessage, channel="C0NONE", text="x")


async def test_its_own_retries(house: House, web: WebClient) -> None:
    web.retry_handlers += [RateLimitErrorRetryHandler(max_retry_count=1), ServerErrorRetryHandler(max_retry_count=1)]
    for kind in ("server_error", "connection_reset"):
        await house.control.breaks(kind=kind, method="auth.test", count=1, seed=2)
        assert (await asyncio.to_thread(web.auth_test))["ok"]
    faults = [each["fault"] for each in (await house.control.see("calls"))["calls"]]
    assert faults == ["server_error", None, "connection_reset", None]


@contextmanager
def _builtin(house: House, web: WebClient, heard: list[str]) -> Iterator[SocketModeClient]:
    client = SocketModeClient(app_token=house.facts["app_token"], web_client=web)

    def take(client: BaseSocketModeClient, request: SocketModeRequest) -> None:
        client.send_socket_mode_response(SocketModeResponse(envelope_id=request.envelope_id))
        heard.append(request.payload["event"]["text"])

    client.socket_mode_request_listeners.append(take)
    try:
        yield client
    finally:
        client.close()


async def test_the_socket_of_the_standard_library(house: House, web: WebClient) -> None:
    heard: list[str] = []
    with _builtin(house, web, heard) as client:
        await asyncio.to_thread(client.connect)
        await house.control.do("say", user="Kari", channel=house.shared, text="Hello")
        await house.control.idle()
    (only,) = (await house.control.see("deliveries"))["deliveries"]
    assert (heard, only["acked_at"] is not None) == (["Hello"], True)


async def test_the_socket_of_aiohttp(house: House) -> None:
    heard: list[str] = []

    async def take(client: AsyncBaseSocketModeClient, request: SocketModeRequest) -> None:
        heard.append(request.payload["event"]["text"])
        await client.send_socket_mode_response(SocketModeResponse(envelope_id=request.envelope_id))

    client = AiohttpClient(app_token=house.facts["app_token"], web_client=house.web)
    client.socket_mode_request_listeners.append(take)
    await client.connect()  # type: ignore[no-untyped-call]
    await house.control.do("say", user="Kari", channel=house.shared, text="Hello")
    await house.control.idle()
    await client.close()  # type: ignore[no-untyped-call]
    assert heard == ["Hello"]


FORM = modal(asks({"type": "plain_text_input", "action_id": "words"}, block_id="words"), callback_id="form")


def _plain_app(house: House, heard: list[str]) -> App:
    """What apps do, in Bolt without async: a command, an event, a press that opens a form, its submission."""
    web = WebClient(token=house.facts["bot_token"], base_url=f"{house.facts['url']}/api/")
    app = App(client=web, signing_secret=house.facts["signing_secret"], process_before_response=True)

    @app.command("/case")
    def case(ack: Any, respond: Any) -> None:
        ack()
        respond("Noted")

    @app.event("message")
    def hear(event: dict[str, Any], say: Any) -> None:
        heard.append(event["text"])
        say(text="Need help?", blocks=[ActionsBlock(elements=[ButtonElement(text="Open", action_id="open")]).to_dict()])

    @app.action("open")
    def show(ack: Any, body: dict[str, Any], client: WebClient) -> None:
        ack()
        client.views_open(trigger_id=body["trigger_id"], view=FORM)

    @app.view("form")
    def take(ack: Any, view: dict[str, Any]) -> None:
        words = view["state"]["values"]["words"]["words"]["value"]
        heard.append(words)
        ack() if words != "no" else ack(response_action="errors", errors={"words": "Say more"})

    return app


def _async_app(house: House, heard: list[str]) -> AsyncApp:
    app = AsyncApp(client=house.web, signing_secret=house.facts["signing_secret"], process_before_response=True)

    @app.command("/case")
    async def case(ack: Any, respond: Any) -> None:
        await ack()
        await respond("Noted")

    @app.event("message")
    async def hear(event: dict[str, Any], say: Any) -> None:
        heard.append(event["text"])
        block = ActionsBlock(elements=[ButtonElement(text="Open", action_id="open")]).to_dict()
        await say(text="Need help?", blocks=[block])

    @app.action("open")
    async def show(ack: Any, body: dict[str, Any], client: Any) -> None:
        await ack()
        await client.views_open(trigger_id=body["trigger_id"], view=FORM)

    @app.view("form")
    async def take(ack: Any, view: dict[str, Any]) -> None:
        words = view["state"]["values"]["words"]["words"]["value"]
        heard.append(words)
        if words == "no":
            await ack(response_action="errors", errors={"words": "Say more"})
        else:
            await ack()

    return app


@asynccontextmanager
async def _running(house: House, connect: Connect, kind: str, heard: list[str]) -> AsyncIterator[None]:
    if kind == "AsyncApp":
        await connect(_async_app(house, heard))
        yield
        return
    app = await asyncio.to_thread(_plain_app, house, heard)
    handler = SocketModeHandler(app, house.facts["app_token"])
    await asyncio.to_thread(handler.connect)
    try:
        yield
    finally:
        await asyncio.to_thread(handler.close)


@pytest.mark.parametrize("kind", ["App", "AsyncApp"])
async def test_an_app_from_command_to_form(house: House, connect: Connect, kind: str) -> None:
    heard: list[str] = []
    async with _running(house, connect, kind, heard):
        told = await house.control.do("command", user="Anna", channel=house.shared, command="/case")
        assert told["shown"] == ["Noted"]
        await house.control.do("say", user="Kari", channel=house.shared, text="It is down")
        await house.control.idle()
        opened = await house.control.do("click", user="Kari", channel=house.shared, text="Open")
        view = {"user": "Kari", "view_id": opened["view"]["id"]}
        refused = await house.control.do("submit", **view, values={"words": "no"})
        assert refused["errors"] == {"Label": "Say more"}
        assert (await house.control.do("submit", **view, values={"words": "yes"}))["acked"]
    assert heard == ["It is down", "no", "yes"]
    assert [each["failed"] for each in (await house.control.see("deliveries"))["deliveries"]] == [None] * 6


async def test_the_webhook_client_answers_five_times(house: House) -> None:
    channel, kari = house.slack.world.channels[house.shared], house.slack.world.people[house.kari]
    secret = house.slack.response_urls.make(channel.id, kari.id, house.slack.clock.now())
    webhook = WebhookClient(f"{house.facts['url']}/actions/{house.home}/{secret}")
    answers = [await asyncio.to_thread(webhook.send, text=f"{number}") for number in range(6)]
    assert [(each.status_code, each.body) for each in answers[:5]] == [(200, "ok")] * 5
    assert (answers[5].status_code, "used_url" in answers[5].body) == (404, True)
    seen = (await house.control.see("messages", channel=house.shared, **{"as": "Kari"}))["messages"]
    assert [each["text"] for each in seen] == ["0", "1", "2", "3", "4"]


async def test_the_webhook_client_answers_for_half_an_hour(house: House) -> None:
    secret = house.slack.response_urls.make(house.shared, house.kari, house.slack.clock.now())
    webhook = WebhookClient(f"{house.facts['url']}/actions/{house.home}/{secret}")
    for seconds, status in (29 * 60, 200), (2 * 60, 404):
        await house.control.do("clock", advance_s=seconds)
        answer = await asyncio.to_thread(webhook.send, text="x")
        assert answer.status_code == status
    assert "expired_url" in answer.body
