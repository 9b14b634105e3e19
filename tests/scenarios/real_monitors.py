"""Monitors themselves, started on this machine where they are installed: `python -m tests.scenarios.real_monitors` says
which are."""

import asyncio
import getpass
import grp
import os
import shutil
import sys
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Protocol

import aiohttp

from tests.ports import free_port

PATIENCE = 30.0  # seconds for each thing that has to become so
SITE, SAYS = "www.fjordmat.example", 'HTTP CRITICAL: "500" of <b> & more'
ICINGA_CONF = Path(__file__).parents[2] / "docs" / "icinga2.conf"
OUR_ADDRESS = 'const SaksgangAddress = "https://saksgang.example.no/hooks/icinga2/..."'


class Watching(Protocol):
    """A monitor at work."""

    async def fails(self) -> None:
        """What it watches fails, and it sees that."""

    async def recovers(self) -> None:
        """What it watches is good again."""


@dataclass(frozen=True)
class RealMonitor:
    """A program: in PATH under one of these names, or where the setting says. `started` gets the program, a folder for
    it, and the address it has to send to."""

    source: str
    setting: str
    names: tuple[str, ...]
    started: Callable[[str, Path, str], AbstractAsyncContextManager[Watching]]

    @property
    def program(self) -> str | None:
        """Where it is; None where it is not installed."""
        path = f"{os.environ.get('PATH', '')}:/usr/sbin"
        named = os.environ.get(self.setting)
        return named or next((found for name in self.names if (found := shutil.which(name, path=path))), None)


async def until(becomes: Callable[[], Awaitable[bool]]) -> None:
    """Waits for another program, of which no news comes."""
    async with asyncio.timeout(PATIENCE):
        while not await becomes():  # noqa: ASYNC110 - there is no event to wait for
            await asyncio.sleep(0.2)


@asynccontextmanager
async def _running(program: str, *flags: str) -> AsyncIterator[None]:
    quiet = asyncio.subprocess.DEVNULL
    process = await asyncio.create_subprocess_exec(program, *flags, stdout=quiet, stderr=quiet)
    try:
        yield
    finally:
        if process.returncode is None:
            process.terminate()
        await process.wait()


@dataclass
class Alertmanager:
    """Gets its alerts as from Prometheus."""

    api: str

    async def fails(self) -> None:
        await until(self._told)

    async def recovers(self) -> None:
        assert await self._told(endsAt=datetime.now(UTC).isoformat())

    async def _told(self, **more: str) -> bool:
        labels = {"alertname": "SiteDown", "instance": f"https://{SITE}", "severity": "critical"}
        alert = {"labels": labels, "annotations": {"summary": f"{SITE} is down", "description": SAYS}} | more
        try:
            async with aiohttp.ClientSession() as session, session.post(self.api, json=[alert]) as answer:
                return answer.status == 200
        except aiohttp.ClientError:
            return False


@asynccontextmanager
async def _alertmanager(program: str, folder: Path, address: str) -> AsyncIterator[Watching]:
    config = folder / "alertmanager.yml"
    config.write_text(
        "route: {receiver: saksgang, group_wait: 0s, group_interval: 1s, repeat_interval: 1m}\n"
        f'receivers: [{{name: saksgang, webhook_configs: [{{url: "{address}", send_resolved: true}}]}}]\n'
    )
    where = f"127.0.0.1:{free_port()}"
    flags = [f"--config.file={config}", f"--storage.path={folder}", f"--web.listen-address={where}"]
    async with _running(program, *flags, "--cluster.listen-address="):
        yield Alertmanager(f"http://{where}/api/v2/alerts")


@dataclass
class Icinga:
    """Its check reads a file."""

    state: Path

    async def fails(self) -> None:
        self.state.write_text(f"{SAYS}\n2")

    async def recovers(self) -> None:
        self.state.write_text("HTTP OK\n0")


@asynccontextmanager
async def _icinga(program: str, folder: Path, address: str) -> AsyncIterator[Watching]:
    """With the configuration that docs/icinga2.conf proposes."""
    ours, state = ICINGA_CONF.read_text("utf-8"), folder / "state"
    assert OUR_ADDRESS in ours
    config = folder / "icinga2.conf"
    config.write_text(ours.replace(OUR_ADDRESS, f'const SaksgangAddress = "{address}"') + _watched(state))
    state.write_text("HTTP OK\n0")
    places = [f"--define={name}={folder}" for name in ("DataDir", "LogDir", "CacheDir", "SpoolDir", "InitRunDir")]
    places += [f"--define=RunAsUser={getpass.getuser()}", f"--define=RunAsGroup={grp.getgrgid(os.getgid()).gr_name}"]
    async with _running(program, "daemon", f"--config={config}", f"--define=PidPath={folder}/pid", *places):
        yield Icinga(state)


def _watched(state: Path) -> str:
    """A service and its host, looked at each second: the file's first line is the output, its second the exit code."""
    check = f"head -1 {state}; exit $$(tail -1 {state})"
    often = 'check_command = "told"; check_interval = 1s; retry_interval = 1s; max_check_attempts = 1'
    return f"""
const NodeName = "here"
object CheckerComponent "checker" {{}}
object NotificationComponent "notification" {{}}
object CheckCommand "told" {{ command = [ "/bin/sh", "-c", "{check}" ] }}
object User "duty" {{}}
object Host "{SITE}" {{ {often} }}
object Service "http" {{ host_name = "{SITE}"; {often} }}
object Notification "of the service" {{
  host_name = "{SITE}"; service_name = "http"; command = "saksgang-service"; users = [ "duty" ]
}}
object Notification "of the host" {{ host_name = "{SITE}"; command = "saksgang-host"; users = [ "duty" ] }}
"""


MONITORS = (
    RealMonitor("alertmanager", "ALERTMANAGER", ("prometheus-alertmanager", "alertmanager"), _alertmanager),
    RealMonitor("icinga2", "ICINGA2", ("icinga2",), _icinga),
)
HERE = [monitor for monitor in MONITORS if monitor.program]


def main() -> None:
    """A line for each: where it is, or that nothing is tried with it."""
    for monitor in MONITORS:
        where = monitor.program or f"not here (in PATH, or named by {monitor.setting}), so nothing is tried with it"
        sys.stdout.write(f"{monitor.source}: {where}\n")


if __name__ == "__main__":
    main()
