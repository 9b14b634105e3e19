"""`bot outbox`: what waits to be said and what gave up. `bot outbox retry`: what gave up waits again."""

import argparse
import sys
from datetime import timedelta

from bot.clock import Clock
from bot.not_ready import not_ready
from bot.settings import RecordSettings, read_records
from handlers.views.labels import case_number
from services.outbox import Unsaid, retry, unsaid
from storage.database import Database
from storage.inspection import NotReady, look

ROW = "{:>6}  {:<8} {:>7}  {:<8} {:<17} {:<13} {}"
HEAD = ROW.format("ID", "STATE", "AGE", "CASE", "WHAT", "TO", "WHY")
ALL = "all"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The outbox's words."""
    parser.set_defaults(command=_listed)
    words = parser.add_subparsers(metavar="WORD")
    again = words.add_parser("retry", help="let what gave up wait again")
    again.add_argument("which", nargs="?", type=_which, default=ALL, metavar="ID|all", help="one row, or all (default)")
    again.set_defaults(command=_retried)


def age(span: timedelta) -> str:
    """How long ago, in its largest whole unit: `40 s`, `3 min`, `5 h`, `2 d`."""
    seconds = max(int(span.total_seconds()), 0)
    units = ((86400, "d"), (3600, "h"), (60, "min"), (1, "s"))
    return next((f"{seconds // size} {unit}" for size, unit in units if seconds >= size), "0 s")


def _which(word: str) -> str | int:
    if word == ALL or word.isdecimal():
        return word if word == ALL else int(word)
    raise argparse.ArgumentTypeError(f"{word!r} is neither an ID of the list nor {ALL}")


def _listed(_given: argparse.Namespace) -> int:
    settings = read_records()
    rows = _rows(settings)
    if rows is None:
        return 1
    if not rows:
        print("Nothing waits, nothing gave up.")
        return 0
    _print(settings, rows)
    waiting = sum(row.waits for row in rows)
    print(f"{len(rows)} in all: {waiting} waiting, {len(rows) - waiting} gave up.")
    return 0


def _retried(given: argparse.Namespace) -> int:
    settings = read_records()
    if _rows(settings) is None:
        return 1
    database = Database(settings.database_url)
    only = None if given.which == ALL else given.which
    rows = database.write(lambda tx: retry(tx, only), Clock(settings.clock_file).now).result()
    database.close()
    if not rows and only is not None:
        print(f"{only} is no row that gave up; `python3 bootstrap.py outbox` lists them.", file=sys.stderr)
        return 1
    if not rows:
        print("Nothing gave up, so nothing was changed.")
        return 0
    _print(settings, rows)
    print(f"{len(rows)} waiting again; the app sends them while it runs, unless Slack already has them.")
    return 0


def _rows(settings: RecordSettings) -> list[Unsaid] | None:
    """None, and the mend printed, where the database cannot be worked with."""
    try:
        return look(settings.database_url, unsaid, Clock(settings.clock_file).now)
    except NotReady as why:
        print(not_ready(why), file=sys.stderr)
        return None


def _print(settings: RecordSettings, rows: list[Unsaid]) -> None:
    now = Clock(settings.clock_file).now()
    print(HEAD.rstrip())
    for row in rows:
        item = row.item
        number = case_number(row.number) if row.number is not None else "-"
        state = "waiting" if row.waits else "gave up"
        since = age(now - item.created_at)
        line = ROW.format(item.id, state, since, number, item.notice.kind, item.notice.lane, item.reason or "")
        print(line.rstrip())
