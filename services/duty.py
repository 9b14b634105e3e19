"""Who has duty: the rota as it is now, read only."""

from datetime import datetime

from rules.people import PersonId, Place
from rules.rota import DRILL_HOLDS, GAPS_AHEAD, Rota, Want, lacks
from rules.rota_facts import DutyFacts, GapFacts
from rules.rota_setup import rota_of
from storage.tx import Tx


def the_rota(tx: Tx, after: datetime | None = None) -> Rota[PersonId]:
    """The rota, right from this instant on (default: now)."""
    settings = tx.rota.settings()
    return rota_of(settings, tx.rota.changes(after or tx.now) if settings else ())


def on_duty(tx: Tx) -> tuple[PersonId, ...]:
    """Who has duty now: the people of the first layer that has somebody who is there. Nobody means everybody."""
    there = tx.people.members(Place.ONCALL)
    layers = the_rota(tx).on_duty(tx.now)
    present = (tuple(who for who in people if who in there) for people in layers)
    return next((people for people in present if people), ())


def has_duty(tx: Tx, developer: PersonId) -> bool:
    """True for the developer on duty; for any while there is no rota, or nobody has duty."""
    people = on_duty(tx) if tx.rota.exists() else ()
    return not people or developer in people


def gaps_and_lacks(tx: Tx) -> GapFacts:
    """Times of the next 30 days in which nobody can be reached, and what people with duty in them lack; nothing while
    there is no rota. Without names."""
    if not tx.rota.exists():
        return GapFacts()
    there, until = tx.people.members(Place.ONCALL), tx.now + GAPS_AHEAD
    rota = the_rota(tx)
    people = [who for who in rota.people(tx.now, until) if who in there]
    drilled = {who for who, until in drills_hold(tx).items() if until > tx.now}
    have = {Want.WAY: tx.wakeups.owners(), Want.DRILL: drilled}
    return GapFacts({}, tuple(rota.gaps(tx.now, until, there.__contains__)), tuple(lacks(people, have)))


def drills_hold(tx: Tx) -> dict[PersonId, datetime]:
    """Until when (UTC) it counts that each person answered a drill."""
    return {who: at + DRILL_HOLDS for who, at in tx.pages.last_drill_answered().items()}


def duty_facts(tx: Tx) -> DutyFacts:
    """Who has duty now, with names."""
    people = on_duty(tx)
    return DutyFacts(tx.people.named(people), people, tx.rota.exists())


def group_members(tx: Tx) -> list[str]:
    """The user ids of who has duty; everybody who can have it while nobody has."""
    return sorted(who.user_id for who in on_duty(tx) or tx.people.members(Place.ONCALL))


def look_again(tx: Tx) -> None:
    """Who has duty may be somebody else now: the rota is looked at as soon as may be."""
    if tx.rota.exists():
        tx.rota.look_at(tx.now)
