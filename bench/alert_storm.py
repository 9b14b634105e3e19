"""A storm of alerts, measured: `python -m bench.alert_storm`. Each signal is a delivery of its own, as monitors send.

How long each takes, how soon the first post stands in Slack, how many posts there are, and whether any is lost."""

import argparse
import asyncio
import logging
import tempfile
import time
from contextlib import ExitStack
from pathlib import Path
from statistics import quantiles

from rules.alerts import Firing, Signal
from services.alerts import receive
from storage.tx import Tx
from tests import postgres
from tests.office import ONCALL, Office, open_office

AT_ONCE = 16  # deliveries on their way at one time
SOURCE = "storm"


async def _storm(office: Office, count: int) -> None:
    waiting, took = iter(range(count)), []
    began = time.monotonic()
    first = asyncio.create_task(_first_post(office, began))

    async def deliver() -> None:
        for number in waiting:
            signal = Signal(f"host {number}", Firing.FIRING, title="no answer in 10 s", site=f"https://site{number}.no")
            at = time.monotonic()
            await office.app.desk.do(receive, SOURCE, [signal])
            took.append(time.monotonic() - at)

    await asyncio.gather(*(deliver() for _each in range(AT_ONCE)))
    lasted = time.monotonic() - began
    first_at = await first
    office.control.patience = 120.0
    await office.control.idle()
    posts = await office.control.messages(ONCALL)
    kept = await office.app.desk.ask(_kept)
    cuts = quantiles(took, n=100)
    print(f"{count} signals in {lasted:.1f} s, {AT_ONCE} at once: {count / lasted:.0f} a second")
    print(f"each: median {cuts[49] * 1000:.1f} ms, 99 % {cuts[98] * 1000:.1f} ms, longest {max(took) * 1000:.0f} ms")
    print(f"first post after {first_at:.2f} s; {len(posts)} posts in the channel; {kept} alerts on the record")


async def _first_post(office: Office, began: float) -> float:
    await office.jonas.sees("no answer in 10 s", channel=ONCALL)
    return time.monotonic() - began


def _kept(tx: Tx) -> int:
    return len(tx.alerts.latest(SOURCE, [f"host {number}" for number in range(20_000)]))


def main() -> None:
    """Runs it once."""
    parser = argparse.ArgumentParser(prog="alert_storm", description=__doc__)
    parser.add_argument("--signals", type=int, default=10_000)
    parser.add_argument("--postgres", action="store_true")
    given = parser.parse_args()
    logging.basicConfig(level=logging.ERROR)
    with tempfile.TemporaryDirectory() as folder, ExitStack() as until_done:
        url = f"sqlite:///{folder}/saksgang.db"
        if given.postgres:
            url = until_done.enter_context(postgres.running()).fresh()
        asyncio.run(_measured(url, Path(folder), given.signals))


async def _measured(url: str, folder: Path, count: int) -> None:
    async with open_office(url, folder) as office:
        await _storm(office, count)


if __name__ == "__main__":
    main()
