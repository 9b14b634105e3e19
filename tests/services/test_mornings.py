"""The morning after a page at night: offered to who was woken, and handed over with one form."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from rules.errors import DevelopersOnly, FieldErrors, MorningGone
from rules.mornings import morning_after
from rules.notices import ONCALL, Kind
from rules.office import DESK_HOURS
from rules.people import PersonId
from rules.rota import Override
from rules.rota_setup import person_value
from services import mornings, notices, pages
from services.desk import Desk
from services.duty import on_duty
from services.outbox import stuck
from tests.cast import INGRID, JONAS, agency, opened
from tests.conftest import TestClock
from tests.paged import BO, PER, on_rota, page_of, waiting
from tests.promised import LEVEL_A, oslo, passes, with_operation


async def _paged_at(desk: Desk, clock: TestClock, at: datetime) -> int:
    """Jonas, who has duty, is paged then; the page."""
    customer = await agency(desk)
    await with_operation(desk, customer.id)
    clock.at = at
    await on_rota(desk, JONAS)
    case = await opened(desk, LEVEL_A)
    await passes(desk, clock, at)
    return (await page_of(desk, case)).id


async def test_who_was_woken_hands_over_the_morning(desk: Desk, clock: TestClock) -> None:
    page_id = await _paged_at(desk, clock, oslo(31, 3))
    page = await desk.ask(lambda tx: tx.pages.get(page_id))
    assert page is not None
    await desk.do(pages.end, page.about, JONAS)
    await passes(desk, clock, oslo(31, 6, 59))
    assert await waiting(desk, Kind.MORNING, in_person=True) == []
    await passes(desk, clock, oslo(31, 7))
    (offer,) = await waiting(desk, Kind.MORNING, in_person=True)
    assert await desk.ask(notices.facts, offer, DESK_HOURS) is not None
    row_id = offer.notice.subject_id or 0
    for who, refusal in ((INGRID, DevelopersOnly), (PER, MorningGone)):
        with pytest.raises(refusal):
            await desk.do(mornings.hand_over, who, row_id, person_value(BO))
    with pytest.raises(FieldErrors):
        await desk.do(mornings.hand_over, JONAS, row_id, person_value(JONAS))
    await desk.do(mornings.hand_over, JONAS, row_id, person_value(BO))
    assert await _duty(desk, clock, oslo(31, 7), oslo(31, 11, 59), oslo(31, 12)) == [BO, BO, JONAS]
    lanes = {one.notice.lane for one in await desk.ask(stuck) if one.notice.kind is Kind.ROTA_CHANGED}
    assert len(lanes) == 2, "the on-call channel, and the lead in person"
    assert ONCALL in lanes
    assert await desk.ask(notices.facts, offer, DESK_HOURS) is None
    with pytest.raises(MorningGone):
        await desk.do(mornings.hand_over, JONAS, row_id, person_value(PER))


async def test_who_is_still_paged_at_seven_is_asked_once_somebody_has_it(desk: Desk, clock: TestClock) -> None:
    page_id = await _paged_at(desk, clock, oslo(31, 6, 30))
    await passes(desk, clock, oslo(31, 7, 15))
    assert await waiting(desk, Kind.MORNING, in_person=True) == []
    await desk.do(pages.acknowledge, JONAS, page_id)
    await passes(desk, clock, clock.at)
    assert len(await waiting(desk, Kind.MORNING, in_person=True)) == 1


async def test_by_day_and_without_duty_in_the_morning_nothing_is_offered(desk: Desk, clock: TestClock) -> None:
    page_id = await _paged_at(desk, clock, oslo(30, 22, 59))
    page = await desk.ask(lambda tx: tx.pages.get(page_id))
    assert page is not None
    await desk.do(pages.end, page.about, JONAS)
    await passes(desk, clock, oslo(31, 12))
    clock.at = oslo(1, 3, month=4)
    case = await opened(desk, LEVEL_A)
    await passes(desk, clock, clock.at)
    await desk.do(pages.end, (await page_of(desk, case)).about, JONAS)
    others = Override(oslo(1, 6, month=4), oslo(1, 13, month=4), BO, JONAS)
    await desk.do(lambda tx: tx.rota.add(others, INGRID, tx.now))
    await passes(desk, clock, oslo(1, 12, month=4))
    assert await waiting(desk, Kind.MORNING, in_person=True) == []


@pytest.mark.parametrize(
    ("at", "begins"),
    [
        (oslo(30, 22, 59), None),
        (oslo(30, 23), oslo(31, 7)),
        (oslo(31, 6, 59), oslo(31, 7)),
        (oslo(31, 7), None),
        (datetime(2026, 3, 29, 0, 30, tzinfo=ZoneInfo("Europe/Oslo")), oslo(29, 7)),
    ],
)
def test_a_night_is_from_eleven_to_seven_where_the_person_is(at: datetime, begins: datetime | None) -> None:
    found = morning_after(at, ZoneInfo("Europe/Oslo"))
    assert (found[0] if found else None) == begins


async def _duty(desk: Desk, clock: TestClock, *instants: datetime) -> list[PersonId]:
    found: list[PersonId] = []
    for at in instants:
        clock.at = at
        found += await desk.ask(on_duty)
    return found
