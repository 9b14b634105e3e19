"""The demo: a local Slack as a program of its own, and the real app pointed at it as it would be at Slack."""

import argparse
import asyncio
import json
import signal
import socket
import sys
import tempfile
import webbrowser
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bot.app import App
from bot.clock import OFFSET
from bot.plays.control import Control
from bot.plays.stories import STORIES
from bot.seeds import leads_group, plant
from bot.settings import Settings, read
from rules.people import PersonId

ROOT = Path(__file__).resolve().parents[1]
CAST = Path(__file__).with_name("demo.yml")
DEFAULT_PORT = 8700
SHARED, CUSTOMER, LEAD = "kunde-fjordmat", "Fjordmat", "Ingrid"


@dataclass(frozen=True)
class LocalSlack:
    """The sandbox's own program, and what it said when it was ready."""

    process: asyncio.subprocess.Process
    facts: dict[str, Any]

    async def stop(self) -> None:
        """Ends the program: it leaves when its standard input closes."""
        if self.process.stdin is not None:
            self.process.stdin.close()
        await self.process.wait()


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The demo's words."""
    parser.add_argument("--port", type=int, default=None, help=f"where the page is (default {DEFAULT_PORT}, if free)")
    parser.add_argument("--no-browser", action="store_true", help="do not open the page")
    parser.add_argument("--play", choices=sorted(STORIES), help="play a story, then exit: 0 if all of it held")
    parser.add_argument("--calls", type=Path, help="write every Web API call to this file, as JSON lines")
    parser.set_defaults(command=lambda given: asyncio.run(_demo(given)))


async def _demo(given: argparse.Namespace) -> int:
    with tempfile.TemporaryDirectory(prefix="saksgang-") as folder:
        slack = await _local_slack(given, Path(folder))
        app = App(_settings(slack.facts, await leads_group(slack.facts), Path(folder)))
        try:
            await app.start()
            facts = slack.facts
            lead = PersonId(facts["team_id"], facts["people"][LEAD])
            await plant(app.house, facts["channels"][SHARED], CUSTOMER, lead)
            return await _show(given, app, facts)
        finally:
            await app.stop()
            await slack.stop()


async def _show(given: argparse.Namespace, app: App, facts: dict[str, Any]) -> int:
    await _at_rest(facts, app)
    shown = {"sandbox": facts["url"], "bot": f"http://127.0.0.1:{app.port}"}
    kept = ("bot_token", "app_token", "signing_secret", "channels", "people")
    print(json.dumps(shown | {name: facts[name] for name in kept}), flush=True)
    if given.play:
        async with Control(facts["url"], shown["bot"]) as control:
            return 0 if await STORIES[given.play](control) else 1
    page = f"{facts['url']}/?as=kari"
    print(f"A local Slack is at {page} - press Ctrl+C to end it.", file=sys.stderr)
    if not given.no_browser:
        webbrowser.open(page)
    await _until_stopped()
    return 0


async def _at_rest(facts: dict[str, Any], app: App) -> None:
    """Ready means that *Need help?* is posted and pinned."""
    async with Control(facts["url"], f"http://127.0.0.1:{app.port}") as control:
        await control.idle()


async def _until_stopped() -> None:
    stopped = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stopped.set)
    await stopped.wait()


async def _local_slack(given: argparse.Namespace, folder: Path) -> LocalSlack:
    clock = folder / "clock"
    clock.write_bytes(OFFSET.pack(0.0))
    port = given.port if given.port is not None else _free_port(DEFAULT_PORT)
    words = ["-m", "sandbox", "--port", str(port), "--config", str(CAST), "--clock-file", str(clock), "--exit-on-eof"]
    words += ["--manifest", str(ROOT / "manifest.yml")]
    words += ["--calls", str(given.calls)] if given.calls else []
    process = await asyncio.create_subprocess_exec(
        sys.executable, *words, stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE
    )
    assert process.stdout is not None
    ready = await process.stdout.readline()
    if not ready:
        sys.exit(f"The local Slack could not start on port {port}. Try another: --port {port + 1}")
    return LocalSlack(process, json.loads(ready))


def _settings(facts: dict[str, Any], leads: str, folder: Path) -> Settings:
    """The same settings the app has for Slack, with the local one's address and ids."""
    return read(
        _env_file=None,
        slack_api_url=f"{facts['url']}/api/",
        slack_bot_token=facts["bot_token"],
        slack_app_token=facts["app_token"],
        slack_signing_secret=facts["signing_secret"],
        database_url=f"sqlite:///{folder / 'saksgang.db'}",
        customer_success_channel=facts["channels"]["customer-success"],
        on_call_channel=facts["channels"]["on-call"],
        leads_group=leads,
        attachments_dir=folder / "attachments",
        port=_free_port(0),
        clock_file=folder / "clock",
    )


def _free_port(wanted: int) -> int:
    """The wanted port if nobody listens there, else any free one."""
    with socket.socket() as probe:
        try:
            probe.bind(("127.0.0.1", wanted))
        except OSError:
            probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
