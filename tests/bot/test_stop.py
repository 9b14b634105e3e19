"""`bot run` as a program: it ends at once when told to, also while it starts, and says little."""

import asyncio
import os
import signal
import sys
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from bot.seeds import leads_group
from sandbox.config import load
from sandbox.server import running
from tests.office import CAST, DESK, ONCALL
from tests.ports import free_port

ROOT = Path(__file__).resolve().parents[2]
GOOD = {
    "SLACK_BOT_TOKEN": "token-of-the-bot",
    "SLACK_APP_TOKEN": "token-of-the-app",
    "CUSTOMER_SUCCESS_CHANNEL": "C0DESK",
    "ON_CALL_CHANNEL": "C0CALL",
}


class Program:
    """`bot run`, in a folder of its own."""

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        self._process = process

    async def says(self, words: str) -> None:
        """Waits until a line with these words comes on standard error."""
        assert self._process.stderr is not None
        async with asyncio.timeout(15):
            while words not in (line := (await self._process.stderr.readline()).decode()):
                assert line, f"it ended without saying {words!r}"

    async def end(self, number: signal.Signals | None = None) -> tuple[int, str, float]:
        """Its code, what it said until then on standard error, and the seconds it took."""
        began = time.monotonic()
        if number is not None:
            self._process.send_signal(number)
        async with asyncio.timeout(15):
            _out, said = await self._process.communicate()
        assert self._process.returncode is not None
        return self._process.returncode, said.decode(), time.monotonic() - began


@asynccontextmanager
async def bot_run(folder: Path, **settings: str) -> AsyncIterator[Program]:
    environment = {**os.environ, "PYTHONPATH": str(ROOT)} | GOOD | settings | {"PORT": str(free_port())}
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "bot", "run"), cwd=folder, env=environment, stderr=asyncio.subprocess.PIPE
    )
    try:
        yield Program(process)
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()


@asynccontextmanager
async def silent_slack() -> AsyncIterator[tuple[str, asyncio.Event]]:
    """The address of a Slack that never answers, and the event that it was asked."""
    asked, over = asyncio.Event(), asyncio.Event()

    async def hold(_request: web.Request) -> web.Response:
        asked.set()
        await over.wait()
        return web.Response()

    app = web.Application()
    app.router.add_post("/api/auth.test", hold)
    async with TestServer(app) as server:
        yield str(server.make_url("/api/")), asked
        over.set()


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
async def test_it_ends_at_once_while_slack_is_silent(tmp_path: Path, number: signal.Signals) -> None:
    async with silent_slack() as (address, asked), bot_run(tmp_path, SLACK_API_URL=address) as program:
        async with asyncio.timeout(15):
            await asked.wait()
        code, said, seconds = await program.end(number)
    assert (code, said) == (0, "")
    assert seconds < 3


async def test_it_ends_at_once_while_it_waits_to_try_again(tmp_path: Path) -> None:
    nobody = f"http://127.0.0.1:{free_port()}/api/"
    async with bot_run(tmp_path, SLACK_API_URL=nobody) as program:
        await program.says("trying again in 2.0 s")
        code, said, seconds = await program.end(signal.SIGTERM)
    assert (code, said) == (0, "")
    assert seconds < 1.5


async def test_it_says_that_it_runs_and_nothing_else(tmp_path: Path) -> None:
    async with running(load(CAST)) as slack:
        settings = await _settings(slack.url, slack.facts)
        async with bot_run(tmp_path, **settings) as program:
            await program.says("Saksgang is running.")
            code, said, seconds = await program.end(signal.SIGTERM)
    assert (code, said) == (0, "")
    assert seconds < 5


async def test_a_wrong_app_token_ends_it(tmp_path: Path) -> None:
    async with running(load(CAST)) as slack:
        settings = await _settings(slack.url, slack.facts) | {"SLACK_APP_TOKEN": "garbage"}
        async with bot_run(tmp_path, **settings) as program:
            code, said, _seconds = await program.end()
    assert code == 2
    assert said.startswith("SLACK_APP_TOKEN cannot be used: Slack says invalid_auth.")
    assert len(said.splitlines()) == 1


async def test_the_first_line_of_the_demo_is_the_json(tmp_path: Path) -> None:
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "bot", "demo", "--no-browser", "--port", str(free_port())),
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )
    assert process.stdout is not None
    async with asyncio.timeout(30):
        first = await process.stdout.readline()
        second = await process.stdout.readline()
        process.terminate()
        rest = await process.stdout.read()
        await process.wait()
    assert first.startswith(b'{"sandbox": ')
    assert second.startswith(b"A local Slack is at ")
    assert [
        line for line in rest.splitlines() if not line.startswith((b"What ", b"Kari's shop "))
    ] == []  # beside mail, phones, an outage


async def _settings(url: str, facts: dict[str, object]) -> dict[str, str]:
    channels: dict[str, str] = facts["channels"]  # type: ignore[assignment]
    return {
        "SLACK_API_URL": f"{url}/api/",
        "SLACK_BOT_TOKEN": str(facts["bot_token"]),
        "SLACK_APP_TOKEN": str(facts["app_token"]),
        "CUSTOMER_SUCCESS_CHANNEL": channels[DESK],
        "ON_CALL_CHANNEL": channels[ONCALL],
        "LEADS_GROUP": await leads_group(facts),
    }
