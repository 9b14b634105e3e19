"""How many calls a second the local Slack serves on one core: `python -m bench.local_slack [--seconds S]`.

The program runs by itself on one core; this process calls it over kept connections. Told are calls a second of the
program's own processor time, which a busy machine does not change, and of the wall clock.
"""

import argparse
import asyncio
import json
import os
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import aiohttp
import yaml

from sandbox.config import DEFAULT

CALLERS = 8
TICKS = os.sysconf("SC_CLK_TCK")
Body = Callable[[int], dict[str, Any]]
SECTION = {"type": "section", "text": {"type": "mrkdwn", "text": "A *case* of ours"}}
BUTTONS = {"type": "actions", "elements": [{"type": "button", "text": {"type": "plain_text", "text": "Take it"}}] * 3}
CARD = [SECTION, BUTTONS] * 4
CALLS: dict[str, tuple[str, Body]] = {
    "who am I": ("auth.test", lambda number: {}),
    "text": ("chat.postMessage", lambda number: {"channel": "fjord-foods", "text": f"Message {number}"}),
    "card": ("chat.postMessage", lambda number: {"channel": "fjord-foods", "text": "x", "blocks": CARD}),
    "history": ("conversations.history", lambda number: {"channel": "fjord-foods", "limit": 20}),
}


def spent(pid: int) -> float:
    """Seconds of processor time so far."""
    parts = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(parts[11]) + int(parts[12])) / TICKS


async def _started(folder: Path) -> tuple[asyncio.subprocess.Process, dict[str, Any]]:
    cast = yaml.safe_load(DEFAULT.read_text()) | {"rate_limits": False, "retries": [], "events_spared": 10**9}
    file = folder / "cast.yml"
    file.write_text(yaml.safe_dump(cast))
    command = [sys.executable, "-m", "sandbox", "--config", str(file), "--exit-on-eof"]
    pipe = asyncio.subprocess.PIPE
    process = await asyncio.create_subprocess_exec(*command, stdin=pipe, stdout=pipe)
    os.sched_setaffinity(process.pid, {min(os.sched_getaffinity(0))})
    assert process.stdout is not None
    return process, json.loads(await process.stdout.readline())


async def _rate(facts: dict[str, Any], pid: int, method: str, body: Body, seconds: float) -> tuple[float, float]:
    """Calls a second of its processor time, and of the clock on the wall."""
    headers = {"Authorization": f"Bearer {facts['bot_token']}"}
    began, before, done = time.monotonic(), spent(pid), 0
    async with aiohttp.ClientSession(headers=headers) as session:

        async def call_on() -> None:
            nonlocal done
            while time.monotonic() - began < seconds:
                done += 1
                async with session.post(f"{facts['url']}/api/{method}", json=body(done)) as answer:
                    assert (await answer.json())["ok"]

        await asyncio.gather(*(call_on() for _ in range(CALLERS)))
    return done / (spent(pid) - before), done / (time.monotonic() - began)


async def measured(seconds: float, told: Callable[[str, float, float], None]) -> None:
    """One line for each kind of call."""
    with tempfile.TemporaryDirectory() as folder:
        process, facts = await _started(Path(folder))
        try:
            for name, (method, body) in CALLS.items():
                told(f"{name} ({method})", *await _rate(facts, process.pid, method, body, seconds))
        finally:
            assert process.stdin is not None
            process.stdin.close()
            await process.wait()


def _print(name: str, of_cpu: float, of_wall: float) -> None:
    print(f"{name:40} {of_cpu:8.0f} calls a second of a core {of_wall:8.0f} on the wall")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description="Calls a second of the local Slack on one core.")
    parser.add_argument("--seconds", type=float, default=3.0)
    asyncio.run(measured(parser.parse_args().seconds, _print))
