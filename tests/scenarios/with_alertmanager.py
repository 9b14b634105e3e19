"""A real Alertmanager sends to a real app: an alert, again, and that it is over. Run by hand where it is installed:

`python -m tests.scenarios.with_alertmanager [/path/to/prometheus-alertmanager]` (Debian: apt install
prometheus-alertmanager). Says what came of it, and exits 0 when all of it held.
"""

import asyncio
import shutil
import sys
import tempfile
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import aiohttp

from bot.plays.control import everything
from rules.alerts import Alert
from tests.office import ONCALL, Office, open_office
from tests.ports import free_port
from tests.scenarios.test_monitors import admits

PATIENCE = 30.0  # seconds for each thing that has to become so
CONFIG = """\
route: {{receiver: saksgang, group_wait: 1s, group_interval: 1s, repeat_interval: 1m}}
receivers: [{{name: saksgang, webhook_configs: [{{url: "{url}", send_resolved: true}}]}}]
"""
LABELS = {"alertname": "SiteDown", "instance": "https://www.fjordmat.example", "severity": "critical"}


@asynccontextmanager
async def alertmanager(program: str, folder: Path, url: str) -> AsyncIterator[str]:
    """The program, sending to this address; where its own API is."""
    (folder / "alertmanager.yml").write_text(CONFIG.format(url=url))
    port = free_port()
    flags = [f"--config.file={folder}/alertmanager.yml", f"--storage.path={folder}/data"]
    flags += [f"--web.listen-address=127.0.0.1:{port}", "--cluster.listen-address="]
    quiet = asyncio.subprocess.DEVNULL
    process = await asyncio.create_subprocess_exec(program, *flags, stdout=quiet, stderr=quiet)
    try:
        yield f"http://127.0.0.1:{port}/api/v2"
    finally:
        process.terminate()
        await process.wait()


async def until(becomes: Callable[[], Awaitable[bool]]) -> None:
    """Waits for another program, of which no news comes."""
    async with asyncio.timeout(PATIENCE):
        while not await becomes():  # noqa: ASYNC110 - there is no event to wait for
            await asyncio.sleep(0.2)


async def tells(api: str, ends: datetime | None = None) -> bool:
    """Gives the alert to Alertmanager, as Prometheus does; false while it is not up yet."""
    alert = {"labels": LABELS, "annotations": {"summary": "www.fjordmat.example is down"}}
    times = {"endsAt": ends.isoformat()} if ends else {}
    try:
        async with aiohttp.ClientSession() as session, session.post(f"{api}/alerts", json=[alert | times]) as answer:
            return answer.status == 200
    except aiohttp.ClientError:
        return False


async def cards(office: Office) -> list[dict[str, Any]]:
    """The cards about it in the on-call channel."""
    shown = await office.control.messages(ONCALL)
    return [one for one in shown if "www.fjordmat.example is down" in everything(one)]


async def alert_of(office: Office, card: dict[str, Any]) -> Alert:
    """The alert that a card is of."""
    found = await office.app.desk.ask(lambda tx: tx.alerts.at(office.facts["channels"][ONCALL], card["ts"]))
    assert found is not None
    return found


async def play(program: str, folder: Path) -> None:
    """The story."""
    async with open_office(f"sqlite:///{folder}/saksgang.db", folder) as office:
        path = await admits(office, "alertmanager")
        async with alertmanager(program, folder, f"http://127.0.0.1:{office.app.port}{path}") as api:
            await until(lambda: tells(api))

            async def shows() -> bool:
                return bool(await cards(office))

            await until(shows)
            (card,) = await cards(office)
            assert (await alert_of(office, card)).failing_since is not None
            sys.stdout.write("It fires: one card in the on-call channel.\n")
            await tells(api, datetime.now(UTC) - timedelta(seconds=1))

            async def is_good() -> bool:
                return (await alert_of(office, card)).failing_since is None

            await until(is_good)
            assert len(await cards(office)) == 1
            sys.stdout.write("It is good again: the same card says so.\n")


def main() -> None:
    """The program given, or the one that is installed."""
    program = sys.argv[1] if len(sys.argv) > 1 else shutil.which("prometheus-alertmanager")
    if not program:
        sys.exit("There is no prometheus-alertmanager on this machine.")
    with tempfile.TemporaryDirectory() as folder:
        asyncio.run(play(program, Path(folder)))


if __name__ == "__main__":
    main()
