"""The rota, watched: the user group follows who has duty, gaps are told at once when new, and every Monday."""

from dataclasses import replace
from datetime import datetime
from zoneinfo import ZoneInfo

from rules.notices import ONCALL, Kind, Notice
from rules.people import PersonId
from rules.rota import Gap, is_known, is_lack_known, next_report
from rules.rota_facts import GapFacts
from rules.working_hours import Calendar
from services import dnd
from services.duty import drills_hold, gaps_and_lacks, on_duty, the_rota
from services.people import leads_lanes
from storage.rota import Watch
from storage.tx import Tx


def watch(tx: Tx, desk: Calendar) -> int:
    """Looks at the rota if it is time to; returns how often."""
    if not _is_due(tx.rota.watch(), tx.now) or not _is_due(seen := tx.rota.lock(), tx.now):
        return 0
    if not tx.rota.exists():
        tx.rota.keep_watch(Watch())
        return 1
    facts = gaps_and_lacks(tx)
    monday = seen.report_at is not None and seen.report_at <= tx.now
    if _is_news(facts, seen) or (monday and (facts.gaps or facts.lacks)):
        _tell_of_gaps(tx)
    people = on_duty(tx)
    if people != seen.on_duty:
        tx.outbox.put(Notice(ONCALL, "rota:group", Kind.DUTY_GROUP), at=tx.now)
        dnd.read_of(tx, [who for who in people if who not in seen.on_duty])
    report_at = next_report(tx.now, ZoneInfo(desk.timezone))
    fades = [until for until in drills_hold(tx).values() if until > tx.now]
    due_at = min(the_rota(tx).next_edge(tx.now), report_at, *fades)
    tx.rota.keep_watch(Watch(due_at, report_at, people, tuple(_known(gap) for gap in facts.gaps), facts.lacks))
    return 1


def next_due(tx: Tx) -> datetime | None:
    """When the rota is looked at next."""
    return tx.rota.watch().due_at


def begin(tx: Tx) -> None:
    """At a start: the rota is looked at as soon as may be, and the user group set whoever is in it."""
    if tx.rota.exists():
        seen = tx.rota.lock()
        tx.rota.keep_watch(replace(seen, due_at=tx.now, on_duty=()))


def _is_news(facts: GapFacts, seen: Watch) -> bool:
    """True when there is something that was not told of yet."""
    new_gap = any(not is_known(gap, seen.gaps) for gap in facts.gaps)
    return new_gap or any(not is_lack_known(lack, seen.lacks) for lack in facts.lacks)


def _is_due(seen: Watch, now: datetime) -> bool:
    return seen.due_at is not None and seen.due_at <= now


def _known(gap: Gap[PersonId]) -> tuple[datetime, datetime, PersonId | None]:
    return gap.start, gap.end, gap.who


def _tell_of_gaps(tx: Tx) -> None:
    """The on-call channel, and each lead in person: they may not be in it."""
    lanes = [ONCALL, *leads_lanes(tx)]
    tx.outbox.put(*(Notice(lane, f"rota:gaps@{lane}", Kind.ROTA_GAPS) for lane in lanes), at=tx.now)
