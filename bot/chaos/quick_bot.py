"""`bot run` without Slack's pace and with little patience, for the kill test."""

from bot import logs
from bot.cli import run_until_stopped
from bot.settings import read
from handlers.pace import Pace

if __name__ == "__main__":
    import asyncio

    logs.set_up()
    asyncio.run(run_until_stopped(read(_env_file=None), Pace(per_channel=0.01)))
