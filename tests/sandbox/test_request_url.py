"""Deliveries to an address that answers badly: sent again three times, with number and reason; or not at all."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import replace

import aiohttp
import pytest
from aiohttp import web

from sandbox.server import running
from tests.sandbox.house import QUICK, House, listening

Answer = Callable[[web.Request, str], web.StreamResponse]
Address = Callable[[Answer], AbstractAsyncContextManager[House]]
PATIENT = replace(QUICK, retries=(0.01, 0.01, 0.01), ack_s=0.2)


@pytest.fixture
def address() -> Address:
    """A sandbox that delivers to an address with this answer."""

    @asynccontextmanager
    async def open_house(answer: Answer) -> AsyncIterator[House]:
        async def receive(request: web.Request) -> web.StreamResponse:
            return answer(request, await request.text())

        async with (
            listening(receive) as url,
            running(replace(PATIENT, request_url=url)) as server,
            aiohttp.ClientSession() as session,
        ):
            yield House(server, session)

    return open_house


def _redirects(request: web.Request, _body: str) -> web.StreamResponse:
    raise web.HTTPTemporaryRedirect("/slack/events")


ANSWERS: list[tuple[str, Answer]] = [
    ("http_error", lambda request, body: web.Response(status=500)),
    ("too_many_redirects", _redirects),
]


@pytest.mark.parametrize(("reason", "answer"), ANSWERS, ids=[each[0] for each in ANSWERS])
async def test_an_event_comes_three_times_more(address: Address, reason: str, answer: Answer) -> None:
    seen: list[tuple[str, str]] = []

    def noting(request: web.Request, body: str) -> web.StreamResponse:
        told = request.headers.get("X-Slack-Retry-Num", ""), request.headers.get("X-Slack-Retry-Reason", "")
        if told not in seen:
            seen.append(told)
        return answer(request, body)

    async with address(noting) as house:
        await house.control.do("say", user="Kari", channel=house.shared, text="hi")
        await house.control.idle()
        assert seen == [("", ""), ("1", reason), ("2", reason), ("3", reason)]
        tries = (await house.control.see("deliveries"))["deliveries"]
        assert [(each["attempt"], each["failed"]) for each in tries] == [(number, reason) for number in range(4)]


async def test_who_does_not_want_it_again_says_so(address: Address) -> None:
    async with address(lambda request, body: web.Response(status=500, headers={"X-Slack-No-Retry": "1"})) as house:
        await house.control.do("say", user="Kari", channel=house.shared, text="hi")
        await house.control.idle()
        (only,) = (await house.control.see("deliveries"))["deliveries"]
        assert (only["status"], only["acked_at"]) == (500, None)


async def test_a_click_is_never_sent_again(address: Address) -> None:
    async with address(lambda request, body: web.Response(status=500)) as house:
        told = await house.control.do("command", user="Anna", channel=house.shared, command="/case")
        assert (told["acked"], told["shown"]) == (False, ["/case failed because the app did not respond"])
        assert len((await house.control.see("deliveries"))["deliveries"]) == 1


async def test_a_new_address_is_asked_for_its_challenge(address: Address) -> None:
    def right(request: web.Request, body: str) -> web.StreamResponse:
        found = body.partition('"challenge": "')[2].partition('"')[0]
        return web.json_response({"challenge": found})

    async with address(right) as house:
        told = await house.control.do("verify_url")
        assert told == {"ok": True, "challenge": True, "status": 200, "ssl_check": 200}
        asked = (await house.control.see("deliveries"))["deliveries"]
        assert [(each["type"], each["status"]) for each in asked] == [("verify_url", 200)] * 2
    async with address(lambda request, body: web.Response(text="hello")) as house:
        assert (await house.control.do("verify_url"))["challenge"] is False


async def test_nobody_at_the_address(address: Address) -> None:
    async with address(lambda request, body: web.Response()) as house:
        house.slack.config = replace(house.slack.config, request_url="http://127.0.0.1:9/")
        await house.control.do("say", user="Kari", channel=house.shared, text="hi")
        await asyncio.wait_for(house.control.idle(), 5)
        failed = [each["failed"] for each in (await house.control.see("deliveries"))["deliveries"]]
        assert failed == ["connection_failed"] * 4
