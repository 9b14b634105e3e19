"""`bot uptime --month 2026-10`: each site's uptime in a month, as a table (CSV) and as a picture (PNG) too."""

import argparse
import sys
from collections.abc import Callable
from pathlib import Path

from bot.clock import Clock
from bot.not_ready import not_ready
from bot.page_report import month_of_words
from bot.settings import read_records
from handlers.views.charts import calendar, can_draw
from handlers.views.uptime import label, table, title, told, worst_first
from handlers.views.words import ENGLISH, words
from rules.uptime import MonthFacts
from services.uptime import month
from storage.inspection import NotReady, look

NO_CHARTS = "No picture can be drawn here: install the extra charts (uv sync --extra charts)."


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The words of uptime."""
    parser.add_argument(
        "--month", type=month_of_words, required=True, metavar="YYYY-MM", help="which month, by Oslo's clock"
    )
    parser.add_argument("--csv", type=Path, metavar="FILE", help="write a row for each site into this file")
    parser.add_argument("--png", type=Path, metavar="FILE", help="draw a calendar into this file")
    parser.set_defaults(command=_reported)


def _reported(given: argparse.Namespace) -> int:
    """0: shown, and written. 1: the database or a file cannot be had, or nothing can be drawn here."""
    if given.png is not None and not can_draw():
        print(NO_CHARTS, file=sys.stderr)
        return 1
    settings, t = read_records(), words(ENGLISH)
    try:
        facts = look(settings.database_url, lambda tx: month(tx, given.month), Clock(settings.clock_file).now)
    except NotReady as why:
        print(not_ready(why), file=sys.stderr)
        return 1
    for file, made in ((given.csv, table), (given.png, lambda known: calendar(t, known))):
        if file is not None and not _written(file, made, facts):
            return 1
    print(title(t, facts))
    for one in worst_first(facts):
        print(f"{label(facts, one)}: {told(t, one.whole)}")
    return 0


def _written(file: Path, made: Callable[[MonthFacts], bytes], facts: MonthFacts) -> bool:
    try:
        file.write_bytes(made(facts))
    except OSError as error:
        print(f"{file}: {error.strerror}.", file=sys.stderr)
        return False
    return True
