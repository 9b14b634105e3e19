"""`bot run` in a hurry, for the kill test: without Slack's pace, and with leases of 4 seconds instead of 30."""

import asyncio

from bot import logs
from bot.cli import run_until_stopped
from bot.settings import read
from handlers import courier, slack
from handlers.pace import Pace
from services import outbox


def run() -> None:
    """Runs until stopped. What is in a hurry is only what would make hundreds of kills take hours.

    A call never outlives the lease it is made under, here as there: one that did would be said again by another
    process, and be done after it.
    """
    outbox.LEASE = 4.0
    slack.STEADY = 2
    courier.LONGEST_SEND = 3
    logs.set_up()
    asyncio.run(run_until_stopped(read(_env_file=None), Pace(per_channel=0.01)))


if __name__ == "__main__":
    run()
