"""The command line: run, migrate, doctor, customers, outbox, demo."""

import argparse
import asyncio
import gc
import signal
import sys
from collections.abc import Coroutine

from bot import customers, demo, doctor, logs, outbox_words, rota, uptime
from bot.app import App
from bot.chaos import run as chaos
from bot.patience import NotNow
from bot.settings import Settings, SettingsError, read, read_records
from bot.start import bring_up_to_date, database_of
from handlers.pace import Pace


def main(arguments: list[str] | None = None) -> None:
    """Runs one command and exits: 0 when it did what it says, 1 when not, 2 when a setting is wrong."""
    given = _parser().parse_args(arguments)
    logs.set_up()
    try:
        sys.exit(given.command(given))
    except SettingsError as error:
        print(error, file=sys.stderr)
        sys.exit(2)
    except NotNow as why:
        print(f"Slack does not answer as it should ({why}). No setting is wrong; start again later.", file=sys.stderr)
        sys.exit(1)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="bot", description="Saksgang: a support process, run from Slack.")
    words = parser.add_subparsers(required=True, metavar="WORD")
    words.add_parser("run", help="run the app, until stopped").set_defaults(command=_run)
    words.add_parser("migrate", help="bring the database to this version").set_defaults(command=_migrate)
    words.add_parser("doctor", help="say whether everything is in order").set_defaults(command=doctor.examined)
    customers.add_arguments(words.add_parser("customers", help="bring customers in from a file, or write them to one"))
    rota.add_arguments(words.add_parser("rota", help="bring the rota in from a calendar file"))
    uptime.add_arguments(words.add_parser("uptime", help="how much each site was up in a month, as CSV and PNG too"))
    outbox_words.add_arguments(words.add_parser("outbox", help="list what waits to be sent and what gave up"))
    chaos.add_arguments(words.add_parser("chaos", help="kill it and let calls fail, and see that nothing is lost"))
    demo.add_arguments(words.add_parser("demo", help="try it on a local Slack, with nothing set up"))
    return parser


def _run(_given: argparse.Namespace) -> int:
    return asyncio.run(run_until_stopped(read()))


async def run_until_stopped(settings: Settings, pace: Pace | None = None) -> int:
    """Runs the app until SIGTERM or Ctrl+C, and lets it end cleanly."""
    stopped = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stopped.set)
    app = App(settings, pace)
    try:
        if await _done_before(stopped, app.start()):
            _leave_alone_what_stays()
            print("Saksgang is running.", file=sys.stderr)
            await stopped.wait()
    finally:
        await app.stop()
    return 0


def _leave_alone_what_stays() -> None:
    """Python looks through everything it has for what can go, now and then, and nobody is answered meanwhile: 130 ms,
    nearly all of it for code and tables, which stay as long as we do."""
    gc.collect()
    gc.freeze()


async def _done_before(stopped: asyncio.Event, start: Coroutine[None, None, None]) -> bool:
    """True when it is done; False when we were stopped first, and then it is cancelled."""
    starting, stopping = asyncio.create_task(start), asyncio.create_task(stopped.wait())
    await asyncio.wait({starting, stopping}, return_when=asyncio.FIRST_COMPLETED)
    stopping.cancel()
    if not starting.done():
        starting.cancel()
        await asyncio.wait({starting})
        return False
    starting.result()
    return True


def _migrate(_given: argparse.Namespace) -> int:
    database = database_of(read_records())
    try:
        bring_up_to_date(database)
    finally:
        database.close()
    print("The database is at this version.")
    return 0
