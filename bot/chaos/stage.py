"""The stage of the kill test: a local Slack, and bots as processes that can be killed and started again."""

import asyncio
import os
import signal
import sys
import time
from collections.abc import Sequence
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import aiohttp

from bot import local_slack
from bot.local_slack import ROOT, LocalSlack, free_port
from bot.plays.control import Control
from bot.seeds import plant
from handlers.slack import Slack
from rules.people import PersonId
from services.desk import Desk
from storage.database import Database

BOT = ("-m", "bot.chaos.quick_bot")
PATIENCE = 60.0  # seconds for a bot to come up, under faults too
SETTINGS = {
    "SLACK_BOT_TOKEN": "bot_token",
    "SLACK_APP_TOKEN": "app_token",
    "SLACK_SIGNING_SECRET": "signing_secret",
}


class Bot:
    """One bot process, on a port of its own; whoever kills it revives it, and `kills` counts that."""

    def __init__(self, environment: dict[str, str], command: Sequence[str], log: Path) -> None:
        self.port = free_port()
        self.kills = 0
        self._environment = environment | {"PORT": str(self.port)}
        self._command = command
        self._log = log
        self._process: asyncio.subprocess.Process | None = None
        self._starting = asyncio.Lock()

    @property
    def is_up(self) -> bool:
        """True while the process lives."""
        return self._process is not None and self._process.returncode is None

    @property
    def pid(self) -> int:
        """The process that lives."""
        assert self._process is not None
        return self._process.pid

    async def start(self) -> None:
        """Starts the process, if it is not up; `ready` waits for it."""
        async with self._starting:
            if not self.is_up:
                await self._start()

    async def _start(self) -> None:
        with self._log.open("ab") as log:
            self._process = await asyncio.create_subprocess_exec(
                sys.executable, *self._command, cwd=ROOT, env=self._environment, stderr=log, stdout=log
            )

    async def kill(self) -> None:
        """kill -9: nothing is said goodbye to."""
        await self._end(signal.SIGKILL)

    async def stop(self) -> None:
        """SIGTERM, and it leaves by itself."""
        await self._end(signal.SIGTERM)

    async def revive(self) -> None:
        """Starts it again if it died."""
        if not self.is_up:
            self.kills += 1
            await self.start()

    async def ready(self, query: str = "") -> bool:
        """What its own word on being ready is."""
        with suppress(aiohttp.ClientError, OSError, TimeoutError):
            timeout = aiohttp.ClientTimeout(total=5)
            address = f"http://127.0.0.1:{self.port}/readyz{query}"
            async with aiohttp.ClientSession(timeout=timeout) as session, session.get(address) as answer:
                return answer.status == 200
        return False

    async def _end(self, number: signal.Signals) -> None:
        if self._process is not None and self._process.returncode is None:
            self._process.send_signal(number)
            await self._process.wait()


class Stage:
    """The local Slack and its bots. Enter it, play, leave it: nothing stays behind."""

    def __init__(self, folder: Path, database_url: str, bots: int = 1, command: Sequence[str] = BOT) -> None:
        self._folder = folder
        self._database_url = database_url
        self._how_many = bots
        self._command = command
        self.bots: list[Bot] = []
        self.slack: LocalSlack

    @property
    def facts(self) -> dict[str, Any]:
        """Addresses, tokens and ids of the local Slack."""
        return self.slack.facts

    async def __aenter__(self) -> "Stage":
        cast = self._folder / "cast.yml"
        cast.write_text(local_slack.CAST.read_text("utf-8") + QUICK, "utf-8")
        self.slack = await local_slack.start(self._folder, 0, cast=cast)
        for number in range(self._how_many):
            environment = await self._environment()
            self.bots.append(Bot(environment, self._command, self._folder / f"bot{number}.log"))
            await self.bots[-1].start()
        await self.up()
        return self

    async def __aexit__(self, *_error: object) -> None:
        for bot in self.bots:
            await bot.stop()
        await self.slack.stop()

    def control(self) -> Control:
        """People on this stage: patient, and who wait for a bot to be up before they press again."""
        return Control(self.facts["url"], f"http://127.0.0.1:{self.bots[0].port}", PATIENCE * 2, self.up)

    async def up(self) -> None:
        """Waits until a bot is ready, reviving those that died."""
        await self._until("", any_of_them=True)

    async def set_up(self) -> None:
        """The shared channel becomes Fjordmat's."""
        facts = self.facts
        database = Database(self._database_url)
        desk = Desk(database, lambda: datetime.now(UTC), lambda: None)
        slack = Slack(facts["bot_token"], f"{facts['url']}/api/")
        lead = PersonId(facts["team_id"], facts["people"][local_slack.LEAD])
        await plant(desk, slack, facts["team_id"], facts["channels"][local_slack.SHARED], local_slack.CUSTOMER, lead)
        database.close()
        await self.at_rest()

    async def keep_alive(self) -> None:
        """Starts again whoever died, until cancelled."""
        while True:
            for bot in self.bots:
                await bot.revive()
            await asyncio.sleep(0.05)

    async def at_rest(self) -> None:
        """Waits until every bot lives and has nothing left to do."""
        await self._until("?idle=1", any_of_them=False)

    async def _until(self, query: str, *, any_of_them: bool) -> None:
        until = time.monotonic() + PATIENCE * 3
        while time.monotonic() < until:
            for bot in self.bots:
                await bot.revive()
            ready = [await bot.ready(query) for bot in self.bots]
            if any(ready) if any_of_them else all(ready):
                return
            await asyncio.sleep(0.05)
        raise TimeoutError(f"the bots did not become ready ({query or 'up'}); see {self._folder}/bot*.log")

    async def _environment(self) -> dict[str, str]:
        from_slack = {name: str(self.facts[key]) for name, key in SETTINGS.items()}
        return {**os.environ, **from_slack} | {
            "SLACK_API_URL": f"{self.facts['url']}/api/",
            "DATABASE_URL": self._database_url,
            "CUSTOMER_SUCCESS_CHANNEL": self.facts["channels"]["customer-success"],
            "ON_CALL_CHANNEL": self.facts["channels"]["on-call"],
            "CANARY_SECONDS": "0",
            "ATTACHMENTS_DIR": str(self._folder / "attachments"),
            "CLOCK_FILE": str(self._folder / "clock"),
        }


# Slack's pace would make hundreds of cases take hours; order, receipts and doubts are the same without it.
QUICK = "\nrate_limits: false\nview_grace_s: 0.05\nfault_hold_s: 1.5\nretries: [0.1, 1.0, 5.0, 10.0]\n"
