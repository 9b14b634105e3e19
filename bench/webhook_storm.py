"""How soon monitors are answered in a storm: `python -m bench.webhook_storm [--rate 167] [--seconds 20]`.

The app is a process of its own, beside its local Slack; monitors send whether or not the last one was answered. What a
busy machine costs shows in requests that do nothing (`/healthz`), sent between them.
"""

import argparse
import asyncio
import os
import tempfile
import time
from contextlib import ExitStack
from datetime import UTC, datetime
from pathlib import Path
from statistics import quantiles

import aiohttp

from bench.local_slack import spent
from bot.chaos.stage import Bot, Stage
from rules.monitors import Monitor, hashed
from services.desk import Desk
from storage.database import Database
from storage.tx import Tx
from tests import postgres

RUN = ("-m", "bot", "run")
TOKEN = "t" * 43
KEYS = 7  # of ten signals so many are new; the others say again what is known
NOTHING_EACH = 5  # one request that does nothing for so many signals


class Storm:
    """The monitors' side. `took` and `nothing` are seconds from sending to the whole answer."""

    def __init__(self, port: int, session: aiohttp.ClientSession) -> None:
        self._address = f"http://127.0.0.1:{port}"
        self._session = session
        self.took: list[float] = []
        self.nothing: list[float] = []
        self.refused: list[int] = []

    async def blows(self, rate: float, seconds: float) -> None:
        """So many signals a second."""
        count, began = int(rate * seconds), time.monotonic()
        async with asyncio.TaskGroup() as sent:
            for number in range(count):
                await asyncio.sleep(max(0.0, began + number / rate - time.monotonic()))
                sent.create_task(self._signal(number))
                if number % NOTHING_EACH == 0:
                    sent.create_task(self._nothing())

    async def _signal(self, number: int) -> None:
        known = number % 10 >= KEYS
        body = {
            "key": f"host {number - 10 * known}",
            "state": "firing",
            "title": "no answer in 10 s",
            "site": f"https://site{number}.example.no",
        }
        began = time.perf_counter()
        async with self._session.post(f"{self._address}/hooks/generic/{TOKEN}", json=body) as answer:
            await answer.read()
            if answer.status != 200:
                self.refused.append(answer.status)
        self.took.append(time.perf_counter() - began)

    async def _nothing(self) -> None:
        began = time.perf_counter()
        async with self._session.get(f"{self._address}/healthz") as answer:
            await answer.read()
        self.nothing.append(time.perf_counter() - began)


async def _admit(url: str) -> None:
    database = Database(url)

    def add(tx: Tx) -> None:
        tx.monitors.add(Monitor(0, "generic", "", tx.now), hashed(TOKEN))

    await Desk(database, lambda: datetime.now(UTC), lambda: None).do(add)
    database.close()


async def measured(url: str, folder: Path, rate: float, seconds: float) -> None:
    """One storm, told in a few lines."""
    async with Stage(folder, url, command=RUN) as stage:
        await stage.set_up()
        await _admit(url)
        [bot] = stage.bots
        os.setpriority(os.PRIO_PROCESS, stage.slack.process.pid, 10)  # Slack's own processors are elsewhere
        connector = aiohttp.TCPConnector(limit=0)
        async with aiohttp.ClientSession(connector=connector) as session:
            storm, before = Storm(bot.port, session), spent(bot.pid)
            began = time.monotonic()
            await storm.blows(rate, seconds)
            lasted = time.monotonic() - began
        _tell(storm, bot, lasted, spent(bot.pid) - before)


def _tell(storm: Storm, bot: Bot, lasted: float, processor: float) -> None:
    count = len(storm.took)
    print(f"{count} signals in {lasted:.1f} s: {count / lasted:.0f} a second; refused: {storm.refused or 'none'}")
    print(f"an answer:              {_of(storm.took)}")
    print(f"a request for nothing:  {_of(storm.nothing)}")
    print(f"the app's processor time: {processor / count * 1000:.2f} ms a signal, {processor / lasted:.0%} of a core")
    print(f"load of the machine: {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores")


def _of(took: list[float]) -> str:
    cuts = quantiles(took, n=100)
    return f"median {cuts[49] * 1000:.1f} ms, 99 % {cuts[98] * 1000:.1f} ms, longest {max(took) * 1000:.0f} ms"


def main() -> None:
    """Runs it once."""
    parser = argparse.ArgumentParser(prog="webhook_storm", description=__doc__)
    parser.add_argument("--rate", type=float, default=167.0, help="signals a second (167: 10,000 in a minute)")
    parser.add_argument("--seconds", type=float, default=20.0)
    parser.add_argument("--postgres", action="store_true")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder, ExitStack() as until_done:
        url = f"sqlite:///{folder}/saksgang.db"
        if given.postgres:
            url = until_done.enter_context(postgres.running()).fresh()
        asyncio.run(measured(url, Path(folder), given.rate, given.seconds))


if __name__ == "__main__":
    main()
