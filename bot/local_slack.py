"""The local Slack as a program of its own, and the settings that point the app at it."""

import asyncio
import json
import os
import socket
import sys
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from bot.clock import OFFSET
from bot.settings import Settings, read
from rules.checks import SHORTEST_ROUND

ROOT = Path(__file__).resolve().parents[1]
CAST = Path(__file__).with_name("demo.yml")
SHARED, CUSTOMER, LEAD = "kunde-fjordmat", "Fjordmat", "Ingrid"
READER = ("Kari Nes", "kari@fjordmat.example")  # who gets the letters
QUIET_PORTS, SPREAD, OF_A_PROCESS = 10_000, 5_000, 16
SENDER = "Nordlys Byrå <support@nordlys.example>"
_given: set[int] = set()


class CouldNotStart(Exception):
    """The local Slack ended before it was ready; the message says on which port."""


@dataclass(frozen=True)
class LocalSlack:
    """The program, and what it said when it was ready."""

    process: asyncio.subprocess.Process
    facts: dict[str, Any]

    async def stop(self) -> None:
        """Ends the program: it leaves when its standard input closes."""
        if self.process.stdin is not None:
            self.process.stdin.close()
        await self.process.wait()


def cast_with(links: dict[str, str], folder: Path) -> Path:
    """The demo's cast with these pages, by title, linked to in the header; a file in the folder."""
    told = yaml.safe_load(CAST.read_text(encoding="utf-8"))
    told["links"] = [{"title": title, "url": url} for title, url in links.items()]
    file = folder / CAST.name
    file.write_text(yaml.safe_dump(told, allow_unicode=True), encoding="utf-8")
    return file


async def start(folder: Path, port: int, *words: str, cast: Path = CAST) -> LocalSlack:
    """Starts it with its clock in the folder; `words` are further ones of its command line."""
    clock = folder / "clock"
    clock.write_bytes(OFFSET.pack(0.0))
    command = ["-m", "sandbox", "--port", str(port), "--config", str(cast), "--clock-file", str(clock)]
    command += ["--manifest", str(ROOT / "manifest.yml"), "--exit-on-eof", *words]
    process = await asyncio.create_subprocess_exec(
        sys.executable, *command, cwd=ROOT, stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE
    )
    assert process.stdout is not None
    ready = await process.stdout.readline()
    if not ready:
        raise CouldNotStart(f"The local Slack could not start on port {port}. Try another: --port {port + 1}")
    return LocalSlack(process, json.loads(ready))


def settings_for(
    facts: dict[str, Any], groups: tuple[str, str], folder: Path, database_url: str, port: int, smtp_url: str
) -> Settings:
    """The same settings the app has for Slack, with the local one's address and ids; `groups` are leads and duty."""
    return read(
        _env_file=None,
        slack_api_url=f"{facts['url']}/api/",
        slack_bot_token=facts["bot_token"],
        slack_app_token=facts["app_token"],
        slack_signing_secret=facts["signing_secret"],
        database_url=database_url,
        customer_success_channel=facts["channels"]["customer-success"],
        on_call_channel=facts["channels"]["on-call"],
        leads_group=groups[0],
        duty_group=groups[1],
        attachments_dir=folder / "attachments",
        smtp_url=smtp_url,
        mail_from=SENDER,
        port=port,
        clock_file=folder / "clock",
        look_at_own_network=True,
        canary_seconds=0,
        check_seconds=SHORTEST_ROUND,
        public_url=f"http://127.0.0.1:{port}",
    )


def free_port(wanted: int | None = None) -> int:
    """The wanted port, or the next above it on which nobody listens. Without a wish: one this process was not given
    before, for whoever got it may not listen yet, of a range that outgoing connections do not draw from."""
    first = wanted or QUIET_PORTS + os.getpid() * OF_A_PROCESS % SPREAD
    for port in range(first, first + SPREAD):
        if wanted is None and port in _given:
            continue
        with socket.socket() as probe, suppress(OSError):
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)  # who just left it is nobody
            probe.bind(("127.0.0.1", port))
            _given.add(port)
            return port
    raise CouldNotStart(f"no port from {first} to {first + SPREAD - 1} is free")
