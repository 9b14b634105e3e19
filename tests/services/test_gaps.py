"""What may leave a page unheard: who on the rota has no wake-up way, and who has Slack on quiet when duty begins."""

from datetime import datetime, timedelta

from rules.notices import Kind, person_lane
from rules.office import DESK_HOURS
from rules.people import PersonId, Place
from rules.rota import Lack, Want
from rules.rota_setup import person_value
from services import dnd, due, oncall, outbox, people, wakeups
from services.desk import Desk
from services.duty import gaps_and_lacks
from storage.tx import Tx
from tests.cast import HOME, INGRID, JONAS, NAMES, agency, can_be_woken, person
from tests.conftest import MONDAY_10, TestClock

PER = PersonId(HOME, "UPER")
NAMES.setdefault(PER, "Per")
HOUR, WEEK = timedelta(hours=1), timedelta(weeks=1)


async def _rota(desk: Desk, *turns: PersonId, layer: int = 1) -> None:
    """Jonas and Per may have duty; Ingrid sets a layer, a week each, and it is looked at."""
    await desk.do(people.refresh_place, Place.ONCALL, [person(JONAS), person(PER)], HOME)
    since = str(int(MONDAY_10.timestamp()))
    typed = {"layer": str(layer), "shift": "weekly", "length": "1", "since": since}
    await desk.do(oncall.set_layer, INGRID, typed, [person_value(who) for who in turns])
    await _look(desk)


async def _look(desk: Desk) -> None:
    await desk.do(due.do_due, DESK_HOURS)


async def _has_a_way(desk: Desk, who: PersonId) -> None:
    await desk.do(wakeups.add, who, {"way_name": "SMS", "way_address": "ntfy://phone"})
    await _look(desk)


async def _told(desk: Desk, kind: Kind) -> list[str]:
    """The lanes in which this waits to be told."""
    return [item.notice.lane for item in await desk.ask(outbox.stuck) if item.notice.kind is kind]


async def _wanting(desk: Desk) -> list[PersonId | None]:
    """Who lacks a way; None: nobody has one."""
    return await _lacking(desk, Want.WAY)


async def test_while_nobody_has_a_way_that_is_told_once_however_many_join(desk: Desk) -> None:
    await agency(desk)
    await _rota(desk, JONAS)
    assert await _wanting(desk) == [None]
    lanes = await _told(desk, Kind.ROTA_GAPS)
    await _rota(desk, JONAS, PER)
    assert await _told(desk, Kind.ROTA_GAPS) == lanes
    await _has_a_way(desk, JONAS)
    assert await _wanting(desk) == [PER]
    assert await _told(desk, Kind.ROTA_GAPS) == lanes, "that Per has none was told when nobody had"


async def test_who_has_no_way_any_more_is_told_at_once(desk: Desk) -> None:
    await agency(desk)
    await _rota(desk, JONAS, PER)
    for who in (JONAS, PER):
        await _has_a_way(desk, who)
    before = len(await _told(desk, Kind.ROTA_GAPS))
    (way,) = (await desk.ask(wakeups.own, PER)).ways
    await desk.do(wakeups.remove, PER, way.id)
    await _look(desk)
    assert await _wanting(desk) == [PER]
    assert len(await _told(desk, Kind.ROTA_GAPS)) == before + 2, "the on-call channel and Ingrid"
    facts = await desk.ask(lambda tx: oncall.gap_facts(tx, 0))
    assert facts is not None
    assert Lack(Want.WAY, PER) in facts.lacks


async def _lacking(desk: Desk, want: Want) -> list[PersonId | None]:
    facts = await desk.ask(gaps_and_lacks)
    return [lack.who for lack in facts.lacks if lack.want is want]


async def test_who_has_answered_no_drill_for_30_days_is_a_gap(desk: Desk, clock: TestClock) -> None:
    await agency(desk)
    await desk.do(people.refresh_place, Place.ONCALL, [person(JONAS), person(PER)], HOME)
    await can_be_woken(desk, JONAS, PER)
    await _rota(desk, JONAS, PER)
    assert await _lacking(desk, Want.DRILL) == []
    clock.advance(days=30, seconds=-1)
    await _look(desk)
    told = len(await _told(desk, Kind.ROTA_GAPS))
    clock.advance(seconds=1)
    assert await desk.ask(due.next_due) == clock.at, "it is told when it becomes so, not on Monday"
    await _look(desk)
    assert await _lacking(desk, Want.DRILL) == [None]
    assert len(await _told(desk, Kind.ROTA_GAPS)) == told + 2


async def _reads(desk: Desk, who: PersonId, until: datetime | None) -> int:
    """The courier asked Slack how it is with the person; their row."""
    row = await desk.ask(lambda tx: tx.people.named([who])[who].row_id)
    await desk.do(dnd.was_read, row, until)
    return row


async def test_slack_is_asked_when_a_duty_begins(desk: Desk, clock: TestClock) -> None:
    await agency(desk)
    await _rota(desk, JONAS, PER)
    assert len(await _told(desk, Kind.DND)) == 1
    await _look(desk)
    assert len(await _told(desk, Kind.DND)) == 1
    clock.advance(weeks=1)
    await _look(desk)
    assert len(await _told(desk, Kind.DND)) == 2


async def test_who_begins_duty_on_quiet_and_without_a_way_is_told_and_so_are_the_leads(desk: Desk) -> None:
    await agency(desk)
    await _rota(desk, JONAS, PER)
    row = await _reads(desk, JONAS, MONDAY_10 + HOUR)
    lead = await desk.ask(lambda tx: tx.people.named([INGRID])[INGRID].row_id)
    assert sorted(await _told(desk, Kind.QUIET_DUTY)) == sorted([person_lane(row), person_lane(lead)])
    await _reads(desk, JONAS, MONDAY_10 + HOUR)
    assert len(await _told(desk, Kind.QUIET_DUTY)) == 2, "the same pause is told once"
    assert await desk.ask(lambda tx: dnd.quiet_facts(tx, row)) is not None
    await _has_a_way(desk, JONAS)
    assert await desk.ask(lambda tx: dnd.quiet_facts(tx, row)) is None


async def test_nobody_is_told_of_who_has_a_way_no_duty_or_no_pause(desk: Desk) -> None:
    await agency(desk)
    await _rota(desk, JONAS, PER)
    await _reads(desk, PER, MONDAY_10 + HOUR)
    await _reads(desk, JONAS, None)
    await _has_a_way(desk, JONAS)
    await _reads(desk, JONAS, MONDAY_10 + HOUR)
    assert await _told(desk, Kind.QUIET_DUTY) == []


async def test_quiet_lasts_until_its_end(desk: Desk, clock: TestClock) -> None:
    await agency(desk)
    await _rota(desk, JONAS)
    await _reads(desk, JONAS, MONDAY_10 + HOUR)

    def quiet(tx: Tx) -> bool:
        return dnd.is_quiet(tx, JONAS)

    assert await desk.ask(quiet)
    clock.advance(hours=1)
    assert not await desk.ask(quiet)
