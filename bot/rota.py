"""`bot rota import FILE`: the shifts of a calendar file (iCalendar) become a layer of the rota."""

import argparse
import sys
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

from bot import page_report
from bot.clock import Clock
from bot.not_ready import not_ready
from bot.settings import read_records
from rules.oncall import Shift
from rules.rota_calendar import Event, Problem, Wrong, shifts_of
from rules.rota_setup import MOST_LAYERS, OSLO, LayerSetting, Shifts
from services.oncall import choices, put_layer
from storage.database import Database
from storage.errors import Unavailable
from storage.inspection import NotReady, look

EVERY = {"HOURLY": Shift.HOURLY, "DAILY": Shift.DAILY, "WEEKLY": Shift.WEEKLY, "MONTHLY": Shift.MONTHLY}
FOLLOWED = {"FREQ", "INTERVAL", "UNTIL", "COUNT", "WKST"}
WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
WHY = {
    Wrong.NOBODY: "its title names nobody of the on-call channel",
    Wrong.SEVERAL: "its title names several people of the on-call channel; give it the whole name of one",
    Wrong.ENDS_FIRST: "it ends before it begins",
    Wrong.UNCLEAR: "the way it is repeated cannot be followed; write the events out one by one",
    Wrong.TOO_MANY: "there are too many shifts up to here",
}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The words of rota."""
    words = parser.add_subparsers(required=True, metavar="WORD")
    page_report.add_arguments(words.add_parser("pages", help="pages, call-outs and minutes per person in a month"))
    bring_in = words.add_parser("import", help="make a layer what a calendar file (iCalendar) says, from now on")
    bring_in.add_argument("file", type=Path, metavar="FILE")
    bring_in.add_argument("--layer", type=int, default=1, choices=range(1, MOST_LAYERS + 1), help="which one (1)")
    bring_in.add_argument("--dry-run", action="store_true", help="show the shifts, and write nothing")
    bring_in.set_defaults(command=_imported)


def _imported(given: argparse.Namespace) -> int:
    """0: the layer is what the file says. 1: it could not be read or written. 2: something in it is wrong."""
    settings = read_records()
    clock = Clock(settings.clock_file)
    try:
        events = list(events_of(given.file.read_bytes()))
        people = look(settings.database_url, choices, clock.now)
    except OSError as error:
        print(f"{given.file}: {error.strerror}.", file=sys.stderr)
        return 1
    except ValueError as error:
        print(f"{given.file}: this is no calendar ({error}).", file=sys.stderr)
        return 2
    except NotReady as why:
        print(not_ready(why), file=sys.stderr)
        return 1
    shifts, problems = shifts_of(events, people, clock.now())
    if problems or not shifts:
        return _wrong(given.file, problems)
    names = {one.id: one.shown for one in people}
    for start, end, who in shifts:
        local = [at.astimezone(OSLO).strftime("%Y-%m-%d %H:%M") for at in (start, end)]
        print(f"{local[0]} to {local[1]}  {names[who]}")
    if given.dry_run:
        print("Nothing was written (dry run).")
        return 0
    return _write(Database(settings.database_url), clock, given.layer, shifts)


def _wrong(file: Path, problems: list[Problem]) -> int:
    for one in problems:
        print(f'{file}: "{one.event.title}" on {one.event.start:%Y-%m-%d %H:%M}: {WHY[one.why]}.', file=sys.stderr)
    if not problems:
        print(f"{file}: no shift of it is still to come.", file=sys.stderr)
    print("Nothing was written.", file=sys.stderr)
    return 2


def _write(database: Database, clock: Clock, layer: int, shifts: Shifts) -> int:
    setting = LayerSetting(layer, clock.now(), shift=None, listed=shifts)
    try:
        database.write(lambda tx: put_layer(tx, setting), clock.now).result()
    except Unavailable as why:
        print(f"The database does not answer: {why}.", file=sys.stderr)
        return 1
    finally:
        database.close()
    print(f"Layer {layer} is what the file says: {len(shifts)} shifts.")
    return 0


def events_of(content: bytes) -> Iterator[Event]:
    """The events of an iCalendar file, those that were cancelled left out. ValueError for what is none."""
    from icalendar import Calendar  # a tenth of a second that only this command needs

    found: list[Any] = [one for one in Calendar.from_ical(content).walk("VEVENT") if one.get("STATUS") != "CANCELLED"]
    moved: dict[str, list[datetime]] = {}
    for one in found:
        if "RECURRENCE-ID" in one:
            moved.setdefault(str(one.get("UID")), []).append(_instant(one["RECURRENCE-ID"].dt))
    for one in found:
        yield _event(one, moved.get(str(one.get("UID")), []) if "RECURRENCE-ID" not in one else [])


def _event(one: Any, moved: list[datetime]) -> Event:
    if "DTSTART" not in one:
        raise ValueError(f"an event without a start: {one.get('SUMMARY')}")
    start = one["DTSTART"].dt
    end = one["DTEND"].dt if "DTEND" in one else start + _length(one, start)
    begins, ends = _instant(start), _instant(end)
    rule = dict(one.get("RRULE", {}))
    left_out = [_instant(each.dt) for group in _several(one.get("EXDATE")) for each in group.dts]
    until = rule.get("UNTIL", [None])[0]
    every = EVERY.get(str(rule["FREQ"][0])) if rule else None
    return Event(
        str(one.get("SUMMARY", "")),
        begins,
        ends,
        begins.tzinfo or OSLO,
        every,
        int(rule.get("INTERVAL", [1])[0]),
        _last(until) if until is not None else None,
        int(rule["COUNT"][0]) if "COUNT" in rule else None,
        (*left_out, *moved),
        "repeated" if (rule and every is None) or _is_unclear(rule, begins) or "RDATE" in one else None,
    )


def _is_unclear(rule: dict[str, Any], begins: datetime) -> bool:
    """Parts of a repetition that say more than its first event does."""
    days = [str(day) for day in rule.get("BYDAY", [])]
    said = set(rule) - FOLLOWED - ({"BYDAY"} if days == [WEEKDAYS[begins.weekday()]] else set())
    weekly = "BYDAY" not in rule or str(rule["FREQ"][0]) == "WEEKLY"
    return bool(said) or not weekly


def _several(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value] if value is not None else []


def _length(one: Any, start: date) -> timedelta:
    if "DURATION" in one:
        length: timedelta = one["DURATION"].dt
        return length
    return timedelta(0) if isinstance(start, datetime) else timedelta(days=1)


def _last(until: date) -> datetime:
    """The last instant at which a repetition may begin: of a day, all of it."""
    return _instant(until) if isinstance(until, datetime) else _instant(until) + timedelta(days=1, seconds=-1)


def _instant(at: date) -> datetime:
    """A day begins at midnight, and what has no zone is by our clock."""
    if not isinstance(at, datetime):
        return datetime.combine(at, time(), OSLO)
    return at if at.tzinfo else at.replace(tzinfo=OSLO)
