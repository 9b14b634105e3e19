"""`bot rota pages --month 2026-03`: pages, call-outs and minutes per person, and each page by itself as CSV."""

import argparse
import csv
import sys
from datetime import date, datetime
from pathlib import Path

from bot.clock import Clock
from bot.not_ready import not_ready
from bot.settings import read_records
from rules.forms import inert
from rules.page_report import Paged, ReportFacts, month_of, summaries
from rules.rota_setup import OSLO
from services.page_report import month
from storage.inspection import NotReady, look

HEAD = (
    "person", "user_id", "why", "case", "page_begun", "told", "call_out", "acknowledged", "over",
    "minutes_to_acknowledged", "minutes_to_over",
)  # fmt: skip


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The words of rota pages."""
    parser.add_argument(
        "--month", type=month_of_words, required=True, metavar="YYYY-MM", help="which month, by Oslo's clock"
    )
    parser.add_argument("--csv", type=Path, metavar="FILE", help="write each page of each person into this file")
    parser.set_defaults(command=_reported)


def _reported(given: argparse.Namespace) -> int:
    """0: shown, and written. 1: the database or the file cannot be had."""
    settings = read_records()
    try:
        facts = look(settings.database_url, lambda tx: month(tx, given.month), Clock(settings.clock_file).now)
        if given.csv is not None:
            _write(given.csv, facts)
    except NotReady as why:
        print(not_ready(why), file=sys.stderr)
        return 1
    except OSError as error:
        print(f"{given.csv}: {error.strerror}.", file=sys.stderr)
        return 1
    for one in summaries(facts.rows):
        took = f", {one.to_acknowledged} min until acknowledged, {one.to_over} min until over" if one.call_outs else ""
        print(f"{facts.name(one.who)}: {one.pages} pages, {one.call_outs} call-outs{took}")
    print(f"{len(facts.rows)} pages in {given.month:%Y-%m}." + (f" Written: {given.csv}" if given.csv else ""))
    return 0


def _write(file: Path, facts: ReportFacts) -> None:
    with file.open("w", encoding="utf-8", newline="") as target:
        rows = csv.writer(target)
        rows.writerow(HEAD)
        rows.writerows(_row(facts, one) for one in facts.rows)


def _row(facts: ReportFacts, one: Paged) -> list[str]:
    instants = (one.begun_at, one.told_at), (one.acknowledged_at, one.over_at)
    (begun, told), (acknowledged, over) = ([_local(at) for at in pair] for pair in instants)
    case = f"SG-{one.number}" if one.number is not None else ""
    minutes = ["" if length is None else str(length) for length in (one.to_acknowledged, one.to_over)]
    came = "yes" if one.is_call_out else "no"
    return [
        inert(facts.name(one.who)),
        one.who.user_id,
        one.why,
        case,
        begun,
        told,
        came,
        acknowledged,
        over,
        *minutes,
    ]


def _local(at: datetime | None) -> str:
    return at.astimezone(OSLO).isoformat(timespec="seconds") if at is not None else ""


def month_of_words(words: str) -> date:
    """The first day of the month, for argparse."""
    found = month_of(words)
    if found is None:
        raise argparse.ArgumentTypeError(f"{words!r} is no month: write it as 2026-03")
    return found
