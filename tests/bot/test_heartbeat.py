"""The heartbeat: an address outside is called while the app is well, and a call that fails stops nothing."""

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from bot.examine_heartbeat import LATE, heartbeat
from bot.findings import Verdict
from bot.heartbeat import Heartbeat
from tests.ports import free_port

NOW = datetime(2026, 3, 30, 8, 0, tzinfo=UTC)


@dataclass
class Outside:
    """Who waits for the calls: how each was answered, and what the app put on record."""

    address: str = ""
    status: int = 200
    calls: list[str] = field(default_factory=list)
    taken: int = 0
    twice: asyncio.Event = field(default_factory=asyncio.Event)
    is_well: bool = True

    async def answer(self, request: web.Request) -> web.Response:
        self.calls.append(request.method)
        return web.Response(status=self.status)

    async def called(self) -> None:
        self.taken += 1
        if self.taken == 2:
            self.twice.set()

    def heartbeat(self, every: float = 60.0) -> Heartbeat:
        return Heartbeat(self.address, lambda: self.is_well, self.called, every)


@pytest.fixture
async def outside() -> AsyncIterator[Outside]:
    found, app = Outside(), web.Application()
    app.router.add_route("*", "/ping", found.answer)
    async with TestServer(app, port=free_port()) as server:
        found.address = str(server.make_url("/ping"))
        yield found


async def test_it_is_called_while_the_app_is_well_and_only_then(outside: Outside) -> None:
    outside.is_well = False
    work = asyncio.create_task(outside.heartbeat(every=0.01).run())
    await asyncio.sleep(0.1)
    assert outside.calls == []
    outside.is_well = True
    async with asyncio.timeout(5):
        await outside.twice.wait()
    work.cancel()
    with suppress(asyncio.CancelledError):
        await work
    assert set(outside.calls) == {"GET"}


async def test_calls_that_fail_are_logged_once_without_the_address(
    outside: Outside, caplog: pytest.LogCaptureFixture
) -> None:
    calls = outside.heartbeat()
    outside.status = 500
    with caplog.at_level(logging.ERROR):
        await calls.call()
        await calls.call()
        assert (outside.taken, len(caplog.records)) == (0, 1)
        assert "it answered 500" in caplog.text
        assert outside.address not in caplog.text
        outside.status = 200
        await calls.call()
        outside.status = 404
        await calls.call()
    assert (outside.taken, len(caplog.records)) == (1, 2), "news again"


async def test_nobody_there_raises_nothing(caplog: pytest.LogCaptureFixture) -> None:
    nobody = Outside(f"http://127.0.0.1:{free_port()}/ping")
    await nobody.heartbeat().call()
    assert nobody.taken == 0
    assert "HEARTBEAT_URL cannot be called" in caplog.text


@pytest.mark.parametrize(
    ("address", "called_at", "verdict"),
    [
        ("", None, Verdict.PROBLEM),
        ("https://hc.example/1", None, Verdict.NOTE),
        ("https://hc.example/1", NOW - LATE, Verdict.OK),
        ("https://hc.example/1", NOW - LATE - timedelta(seconds=1), Verdict.PROBLEM),
    ],
)
def test_the_doctor_misses_a_heartbeat(address: str, called_at: datetime | None, verdict: Verdict) -> None:
    found = heartbeat(address, called_at, NOW)
    assert found.verdict is verdict
    assert bool(found.mend) is (verdict is Verdict.PROBLEM)
