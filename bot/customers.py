"""`bot customers import FILE`: makes the customers what a YAML file says. `bot customers export`: writes that file."""

import argparse
import sys
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import TypeAlias

from bot.clock import Clock
from bot.customer_words import counted, differences, sentence
from bot.customer_yaml import NoYaml, read, write
from bot.not_ready import not_ready
from bot.settings import RecordSettings, read_records
from bot.start import bring_up_to_date, database_of
from rules.customer_changes import Held, House, Known, conflicts, plan
from rules.customer_file import Entry, check
from rules.file_shapes import Problem
from rules.office import DESK_HOURS, local_date
from services.customer_file import TakenMeanwhile, bring, end, everything
from storage.database import Database
from storage.errors import Unavailable
from storage.inspection import NotReady, Standing, look
from storage.tx import Tx

# Differences in one transaction, so that nobody's click waits for it: whoever leaves hands over all their cases.
MOST_ENDINGS, MOST_AT_ONCE = 5, 20
Service: TypeAlias = Callable[[Tx, Entry, House, int], int]
PACE: tuple[tuple[Service, int], ...] = ((end, MOST_ENDINGS), (bring, MOST_AT_ONCE))


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The words of customers."""
    words = parser.add_subparsers(required=True, metavar="WORD")
    bring_in = words.add_parser("import", help="make the customers what a YAML file says")
    bring_in.add_argument("file", type=Path, metavar="FILE")
    bring_in.add_argument("--dry-run", action="store_true", help="show what differs, and write nothing")
    bring_in.set_defaults(command=_imported)
    send_out = words.add_parser("export", help="write everything that is set up as YAML")
    send_out.add_argument("file", type=Path, nargs="?", metavar="FILE", help="where to; standard output if left out")
    send_out.set_defaults(command=_exported)


def _exported(given: argparse.Namespace) -> int:
    known = _known(read_records())
    if known is None:
        return 1
    if given.file is None:
        print(write(known), end="")
        return 0
    try:
        given.file.write_text(write(known), "utf-8")
    except OSError as error:
        print(f"{given.file}: {error.strerror}. Nothing was written.", file=sys.stderr)
        return 1
    print(f"{counted(len(known), 'customer')} written to {given.file}.", file=sys.stderr)
    return 0


def _imported(given: argparse.Namespace) -> int:
    """0: all of the file holds now. 1: it could not be read, compared or written. 2: something in it is wrong."""
    settings = read_records()
    entries = _read(given.file)
    if isinstance(entries, int):
        return entries
    if not given.dry_run:
        bring_up_to_date(database_of(settings))
    known = _known(settings, or_none_yet=given.dry_run)
    if known is None:
        return 1
    house = House(local_date(DESK_HOURS, Clock(settings.clock_file).now()), settings.house_language)
    if problems := conflicts(entries, known, house):
        return _wrong(given.file, problems)
    changed = _show(entries, known, house)
    if given.dry_run or not changed:
        print("Nothing was written (dry run)." if given.dry_run else "Nothing differs, so nothing was written.")
        return 0
    return _write(settings, changed, house)


def _read(file: Path) -> list[Entry] | int:
    """What the file says; the exit code, and the reason printed, where it cannot be used."""
    try:
        root = read(file.read_text("utf-8"))
    except OSError as error:
        print(f"{file}: {error.strerror}.", file=sys.stderr)
        return 1
    except UnicodeDecodeError:
        print(f"{file}: it is not UTF-8.", file=sys.stderr)
        return 2
    except NoYaml as why:
        print(f"{file}:{why.line}: {why}", file=sys.stderr)
        return 2
    found = check(root)
    return _wrong(file, found.problems) if found.problems else found.entries


def _wrong(file: Path, problems: list[Problem]) -> int:
    for one in problems:
        print(f"{file}:{one.line}: {one.path or 'the file'}: {sentence(one)}", file=sys.stderr)
    print(f"{counted(len(problems), 'error')}. Nothing was written.", file=sys.stderr)
    return 2


def _known(settings: RecordSettings, or_none_yet: bool = False) -> list[Held] | None:
    """None, and the mend printed, where the database cannot be worked with. `or_none_yet`: a database that an import
    would make has no customers, and that is an answer too."""
    try:
        return look(settings.database_url, everything, Clock(settings.clock_file).now)
    except NotReady as why:
        if or_none_yet and why.standing is Standing.MISSING:
            return []
        print(not_ready(why), file=sys.stderr)
        return None


def _show(entries: list[Entry], known: list[Held], house: House) -> list[Entry]:
    """Prints what differs, and returns the entries in which something does."""
    customers, by_id = Known(one.customer for one in known), {one.customer.id: one for one in known}
    changed = []
    named = set()
    for entry in entries:
        customer = customers.meant(entry)
        todo = plan(entry, by_id[customer.id] if customer else None, house)
        named.add(customer.id if customer else 0)
        if todo:
            print("\n".join(differences(entry, todo)))
        if any(not step.stays for step in todo):
            changed.append(entry)
    if others := [one.customer.name for one in known if one.customer.id not in named]:
        print(f"Not in the file, and left as they are: {', '.join(others)}. An import never deletes a customer.")
    return changed


def _write(settings: RecordSettings, entries: list[Entry], house: House) -> int:
    """Endings first: an address that one customer gives up, another may have."""
    database, now, done = Database(settings.database_url), Clock(settings.clock_file).now, 0
    todo = [(service, most, entry) for service, most in PACE for entry in entries]
    try:
        for service, most, entry in todo:
            while _some(database, now, service, entry, house, most) == most:
                pass
            done += 1
    except (Unavailable, TakenMeanwhile, KeyboardInterrupt) as why:
        service, _most, entry = todo[done]
        written = done - len(entries) if service is bring else 0
        said = f"{entry.name} ({entry.at.path}), after {written} of {counted(len(entries), 'customer')}"
        print(f"Stopped at {said}: {str(why) or 'interrupted'}.", file=sys.stderr)
        print("What was written stays and is whole in itself. Run the same import again to go on.", file=sys.stderr)
        return 1
    finally:
        database.close()
    print(f"{counted(len(entries), 'customer')} written.")
    return 0


def _some(
    database: Database, now: Callable[[], datetime], service: Service, entry: Entry, house: House, most: int
) -> int:
    """One transaction's worth; fewer than the most mean that nothing is left."""
    return database.write(lambda tx: service(tx, entry, house, most), now).result()
