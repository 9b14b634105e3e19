"""A hiccup of Slack's is waited out, a refusal is told at once."""

from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from typing import Any

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from bot import patience
from bot.patience import NotNow, Refused, answered
from handlers.slack import Slack

JSON, HTML = "application/json", "text/html"
WELL = (200, '{"ok": true, "user_id": "U0BOT"}', JSON)


@dataclass
class Scripted:
    """A Slack that gives these answers, one after the other, and then only good ones."""

    slack: Slack = field(init=False)
    answers: list[tuple[int, str, str]] = field(default_factory=list)
    headers: dict[str, str] = field(default_factory=dict)
    asked: int = 0

    async def answer(self, _request: web.Request) -> web.Response:
        self.asked += 1
        status, body, kind = self.answers.pop(0) if self.answers else WELL
        return web.Response(status=status, text=body, content_type=kind, headers=self.headers)


@pytest.fixture
async def scripted(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Scripted]:
    monkeypatch.setattr(patience, "WAITS", (0.0, 0.0, 0.0))
    found = Scripted()
    app = web.Application()
    app.router.add_post("/api/auth.test", found.answer)
    async with TestServer(app) as server:
        found.slack = Slack("xoxb-1", str(server.make_url("/api/")))
        yield found


@pytest.mark.parametrize(
    "hiccup",
    [
        (429, '{"ok": false, "error": "ratelimited"}', JSON),
        (200, '{"ok": false, "error": "internal_error"}', JSON),
        (503, "<html>down</html>", HTML),
        (502, '{"ok": false, "error": "never_heard_of"}', JSON),
        (200, '{"ok": tr', JSON),
        (200, "[]", JSON),
        (200, "fine", "text/plain"),
    ],
)
async def test_a_hiccup_is_asked_again(scripted: Scripted, hiccup: tuple[int, str, str]) -> None:
    scripted.answers = [hiccup, hiccup]
    answer: Any = await answered(scripted.slack.steady.auth_test)
    assert answer["user_id"] == "U0BOT"
    assert scripted.asked == 3


async def test_a_refusal_is_told_at_once(scripted: Scripted) -> None:
    scripted.answers = [(200, '{"ok": false, "error": "account_inactive"}', JSON)]
    with pytest.raises(Refused, match="account_inactive"):
        await answered(scripted.slack.steady.auth_test)
    assert scripted.asked == 1


async def test_it_does_not_ask_for_ever(scripted: Scripted) -> None:
    scripted.answers = [(500, "", HTML)] * 9
    with pytest.raises(NotNow):
        await answered(scripted.slack.steady.auth_test)
    assert scripted.asked == 4


async def test_it_waits_as_long_as_slack_asks(scripted: Scripted, monkeypatch: pytest.MonkeyPatch) -> None:
    waited: list[float] = []

    async def wait(seconds: float) -> None:
        waited.append(seconds)

    scripted.answers = [(429, '{"ok": false, "error": "ratelimited"}', JSON)] * 2
    scripted.headers = {"Retry-After": "7"}
    monkeypatch.setattr(patience, "WAITS", (1.0, 30.0))
    monkeypatch.setattr("bot.patience.asyncio.sleep", wait)
    await answered(scripted.slack.steady.auth_test)
    assert waited == [7.0, 30.0]
