"""What keeps a page about an alert quiet, and ends sooner than it was said to: it is told then, and not later."""

from rules.alert_quiet import Window
from services import alert_course
from services.desk import Desk
from services.maintenance import end_now
from tests.alerted import DOWN, MINUTE, UP, hears, page_of, the_alert, watched
from tests.cast import ANNA, JONAS, agency
from tests.conftest import TestClock
from tests.paged import PER, on_rota, told
from tests.promised import passes


async def test_maintenance_that_ends_before_its_time_keeps_no_page_quiet(desk: Desk, clock: TestClock) -> None:
    customer = await agency(desk)
    site = await watched(desk, customer.id)
    await on_rota(desk, JONAS, PER)
    window = Window(0, customer.id, site.id, clock.at, clock.at + 240 * MINUTE)
    row_id = await desk.do(lambda tx: tx.windows.add(window))
    await hears(desk, DOWN)
    await passes(desk, clock, clock.at + 10 * MINUTE)
    ended_at = clock.at
    await desk.do(end_now, ANNA, row_id)
    await passes(desk, clock, clock.at + 6 * MINUTE)
    page = await page_of(desk, await the_alert(desk))
    assert page is not None
    assert await told(desk, page) == [(ended_at, "Jonas"), (ended_at + 5 * MINUTE, "Per")]


async def test_a_shorter_silence_keeps_no_page_quiet_for_the_longer_one(desk: Desk, clock: TestClock) -> None:
    await agency(desk)
    await on_rota(desk, JONAS)
    await hears(desk, DOWN)
    alert = await the_alert(desk)
    await desk.do(alert_course.silence, ANNA, alert.id, "8", None)
    await passes(desk, clock, clock.at + MINUTE)
    await desk.do(alert_course.silence, ANNA, alert.id, "1", None)
    over_at = clock.at + 60 * MINUTE
    await passes(desk, clock, over_at + MINUTE)
    page = await page_of(desk, alert)
    assert page is not None
    assert await told(desk, page) == [(over_at, "Jonas")]


async def test_what_flapped_and_then_stays_down_is_told_to_the_next_layer(desk: Desk, clock: TestClock) -> None:
    await agency(desk)
    await on_rota(desk, JONAS, PER)
    begun_at = clock.at
    for signal in (DOWN, UP, DOWN, UP):
        await hears(desk, signal)
        await passes(desk, clock, clock.at + MINUTE)
    await passes(desk, clock, begun_at + 6 * MINUTE)  # the next layer's turn comes while it is good
    await hears(desk, DOWN)
    await passes(desk, clock, begun_at + 8 * MINUTE)
    page = await page_of(desk, await the_alert(desk))
    assert page is not None
    assert await told(desk, page) == [(begun_at, "Jonas"), (begun_at + 6 * MINUTE, "Per")]
