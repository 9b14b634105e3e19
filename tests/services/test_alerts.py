"""Alerts at the desk: one event, one card, one page; twice, late, kept quiet."""

from dataclasses import replace
from datetime import date

import pytest

from rules.alert_errors import AlertIsCase, AlertOver
from rules.alert_quiet import Quiet, Window
from rules.alerts import Change, Firing
from rules.cases import Action
from rules.customers import Agreement
from rules.errors import AlreadyAcknowledged, FieldErrors, NotForYou
from rules.levels import Level
from rules.notices import Kind
from rules.office import DESK_HOURS
from rules.pages import About
from services import alert_course, alert_words
from services.alerts import end_due
from services.desk import Desk
from services.downtime import downtimes
from services.due import do_due
from tests.alerted import DOWN, MINUTE, UP, hears, history, page_of, rest, said, the_alert, watched
from tests.cast import ANNA, INGRID, JONAS, KARI, agency, does
from tests.conftest import TestClock
from tests.paged import PER, on_rota, told
from tests.promised import oslo, passes


async def test_the_same_key_is_one_alert_with_its_site_and_customer(desk: Desk) -> None:
    customer = await agency(desk)
    site = await watched(desk, customer.id)
    assert await hears(desk, DOWN) == 1
    assert await hears(desk, DOWN, replace(DOWN, title="500 from /handlekurv")) == 0
    alert = await the_alert(desk)
    assert (alert.customer_id, alert.site_id, alert.title) == (customer.id, site.id, "500 from /handlekurv")
    assert len(await said(desk, Kind.ALERT)) == 1
    assert await page_of(desk, alert) is not None


async def test_it_is_over_by_itself_and_nobody_is_paged_any_more(desk: Desk, clock: TestClock) -> None:
    customer = await agency(desk)
    await watched(desk, customer.id)
    await hears(desk, DOWN)
    clock.advance(minutes=3)
    await hears(desk, UP)
    clock.advance(minutes=4, seconds=59)
    assert await desk.do(end_due) == 0
    clock.advance(seconds=1)
    await desk.do(do_due, DESK_HOURS)
    alert = await the_alert(desk)
    assert (alert.is_over, alert.down) == (True, 3 * MINUTE)
    assert await page_of(desk, alert) is None
    assert await history(desk, alert) == [Change.OPENED, Change.GOOD, Change.OVER]
    told = (await desk.ask(lambda tx: downtimes(tx, [alert])))[0]
    assert (told.lasted(clock.at), told.over_at) == (3 * MINUTE, clock.at)


async def test_an_alert_that_fails_again_soon_is_the_same_card_and_is_paged_anew(desk: Desk, clock: TestClock) -> None:
    await agency(desk)
    await hears(desk, DOWN)
    await hears(desk, UP)
    clock.advance(minutes=5)
    await desk.do(end_due)
    first = await the_alert(desk)
    clock.advance(minutes=9)
    await hears(desk, DOWN)
    again = await the_alert(desk)
    assert (again.id, again.is_over) == (first.id, False)
    assert await page_of(desk, again) is not None
    assert len(await said(desk, Kind.ALERT)) == 1


async def test_later_it_is_another_alert(desk: Desk, clock: TestClock) -> None:
    await agency(desk)
    for minutes in (0, 16):
        clock.advance(minutes=minutes)
        await hears(desk, DOWN)
        await hears(desk, UP)
    assert len(await said(desk, Kind.ALERT)) == 2
    await desk.do(end_due)
    clock.advance(minutes=30)
    assert await desk.do(end_due) == 1, "four changes in an hour: it has to be good for longer"
    assert await desk.ask(lambda tx: tx.alerts.next_due()) is None


async def test_what_was_good_before_we_heard_that_it_failed_opens_nothing(desk: Desk, clock: TestClock) -> None:
    await agency(desk)
    failed = clock.at - 3 * MINUTE
    await hears(desk, replace(UP, since=failed))
    assert await hears(desk, replace(DOWN, since=failed)) == 0
    assert await said(desk, Kind.ALERT) == []
    assert await hears(desk, replace(DOWN, since=clock.at)) == 1


async def test_a_warning_is_a_card_and_wakes_nobody_until_it_is_worse(desk: Desk) -> None:
    await agency(desk)
    await hears(desk, replace(DOWN, severity="Warning"))
    alert = await the_alert(desk)
    assert (len(await said(desk, Kind.ALERT)), await page_of(desk, alert)) == (1, None)
    await hears(desk, DOWN)
    assert await page_of(desk, alert) is not None


async def test_what_somebody_has_wakes_nobody_when_it_is_worse(desk: Desk) -> None:
    await agency(desk)
    await hears(desk, replace(DOWN, severity="Warning"))
    alert = await the_alert(desk)
    with pytest.raises(NotForYou):
        await desk.do(alert_course.acknowledge, ANNA, alert.id)
    await desk.do(alert_course.acknowledge, JONAS, alert.id)
    await hears(desk, DOWN)
    assert await page_of(desk, alert) is None


async def test_who_saw_it_in_the_monitor_has_it(desk: Desk, clock: TestClock) -> None:
    await agency(desk)
    await on_rota(desk, JONAS, PER)
    await hears(desk, DOWN)
    await passes(desk, clock, clock.at)
    page = await page_of(desk, await the_alert(desk))
    assert page is not None
    await hears(desk, replace(DOWN, state=Firing.ACKNOWLEDGED))
    await passes(desk, clock, clock.at + 6 * MINUTE)
    assert [name for _at, name in await told(desk, page)] == ["Jonas"]
    assert await page_of(desk, await the_alert(desk)) is None


async def test_a_site_without_operation_wakes_somebody_in_opening_hours_only(desk: Desk, clock: TestClock) -> None:
    customer = await agency(desk)
    await watched(desk, customer.id, operation=False)
    clock.at = oslo(30, 22)
    await hears(desk, DOWN)
    alert = await the_alert(desk)
    assert await rest(desk, alert) == (Quiet.CLOSED, oslo(31, 9))
    await desk.do(do_due, DESK_HOURS)
    page = await page_of(desk, alert)
    assert page is not None
    assert (page.steps, page.next_at) == (0, oslo(31, 9))
    clock.at = oslo(31, 9)
    await desk.do(do_due, DESK_HOURS)
    page = await page_of(desk, alert)
    assert page is not None
    assert page.steps == 1, "it still fails when we open"


async def test_an_agreement_may_say_that_alerts_wake_somebody_at_any_time(desk: Desk, clock: TestClock) -> None:
    customer = await agency(desk)
    await watched(desk, customer.id, operation=False)
    clock.at = oslo(29, 3)
    await hears(desk, DOWN)
    alert = await the_alert(desk)
    assert await rest(desk, alert) == (Quiet.CLOSED, oslo(30, 9))
    said = Agreement(0, customer.id, date(2026, 1, 1), alerts_always=True)
    await desk.do(lambda tx: tx.agreements.put(said))
    assert await rest(desk, alert) is None


async def test_what_is_nobodys_wakes_somebody_at_any_time(desk: Desk, clock: TestClock) -> None:
    await agency(desk)
    clock.at = oslo(29, 3)
    await hears(desk, replace(DOWN, site=""))
    assert await rest(desk, await the_alert(desk)) is None


async def test_maintenance_is_silent_and_does_not_count(desk: Desk, clock: TestClock) -> None:
    customer = await agency(desk)
    site = await watched(desk, customer.id)
    window = Window(0, customer.id, site.id, clock.at - MINUTE, clock.at + 10 * MINUTE)
    await desk.do(lambda tx: tx.windows.add(window))
    await hears(desk, DOWN)
    alert = await the_alert(desk)
    assert await rest(desk, alert) == (Quiet.MAINTENANCE, window.end)
    clock.advance(minutes=12)
    assert await rest(desk, alert) is None
    told = (await desk.ask(lambda tx: downtimes(tx, [alert])))[0]
    assert told.lasted(clock.at) == 2 * MINUTE
    assert not window.covers(replace(alert, site_id=None))


async def test_several_news_of_one_key_in_one_delivery_are_taken_in_their_order(desk: Desk) -> None:
    await agency(desk)
    assert await hears(desk, DOWN, UP, DOWN) == 3
    alert = await the_alert(desk)
    assert alert.is_failing
    assert await history(desk, alert) == [Change.OPENED, Change.GOOD, Change.FAILED_AGAIN]


async def test_an_acknowledgement_holds_while_it_comes_and_goes(desk: Desk, clock: TestClock) -> None:
    await agency(desk)
    await hears(desk, DOWN)
    await desk.do(do_due, DESK_HOURS)
    alert = await the_alert(desk)
    await desk.do(alert_course.acknowledge, JONAS, alert.id)
    for signal in (UP, DOWN, UP, DOWN, UP):
        clock.advance(minutes=2)
        await hears(desk, signal)
    page = await page_of(desk, alert)
    assert page is not None
    assert (page.acknowledged_by, page.steps) == (JONAS, 1)
    with pytest.raises(AlreadyAcknowledged):
        await desk.do(alert_course.acknowledge, INGRID, alert.id)
    clock.advance(minutes=30)
    await desk.do(do_due, DESK_HOURS)
    assert (await the_alert(desk)).is_over
    assert len(await said(desk, Kind.ALERT)) == 1


async def test_a_silence_stops_the_page_and_holds_for_what_comes_of_the_same_key(desk: Desk, clock: TestClock) -> None:
    await agency(desk)
    await hears(desk, DOWN)
    alert = await the_alert(desk)
    await desk.do(alert_course.silence, JONAS, alert.id, "1", None)
    await desk.do(do_due, DESK_HOURS)
    page = await page_of(desk, alert)
    assert page is not None
    assert (page.steps, page.next_at) == (0, clock.at + 60 * MINUTE)
    await desk.do(alert_course.resolve, JONAS, alert.id)
    clock.advance(minutes=20)
    await hears(desk, DOWN)
    again = await the_alert(desk)
    assert again.id != alert.id
    assert await rest(desk, again) == (Quiet.SILENCED, alert.begun_at + 60 * MINUTE)
    with pytest.raises(FieldErrors):
        await desk.do(alert_course.silence, JONAS, again.id, "until", str(int(clock.at.timestamp()) - 1))


async def test_nobody_else_is_told_in_the_good_minutes(desk: Desk, clock: TestClock) -> None:
    await agency(desk)
    await hears(desk, DOWN)
    await desk.do(do_due, DESK_HOURS)
    page = await page_of(desk, await the_alert(desk))
    assert page is not None
    assert page.next_at == clock.at + 10 * MINUTE
    clock.advance(minutes=9)
    await hears(desk, UP)
    clock.advance(minutes=1)
    await desk.do(do_due, DESK_HOURS)
    page = await page_of(desk, await the_alert(desk))
    assert page is not None
    assert (page.steps, page.next_at) == (1, clock.at + 4 * MINUTE), "if it is not over by then"


async def test_a_case_made_of_an_alert_pages_nobody_once_more(desk: Desk, clock: TestClock) -> None:
    customer = await agency(desk)
    await watched(desk, customer.id)
    clock.at = oslo(29, 3)
    await hears(desk, DOWN)
    alert = await the_alert(desk)
    case = await desk.do(alert_course.make_case, JONAS, alert.id, "The shop is down", DESK_HOURS)
    assert (case.level, case.site_id) == (Level.A, alert.site_id)
    assert await desk.ask(lambda tx: tx.pages.open_about(About(case.id))) is None
    await does(desk, ANNA, Action.ASSIGN, case, assignee="THOME:UANNA")
    clock.advance(minutes=20)
    await desk.do(do_due, DESK_HOURS)
    assert await desk.ask(lambda tx: tx.pages.open_about(About(case.id))) is None
    assert await page_of(desk, alert) is not None, "whoever is told of the alert is told of it all"
    with pytest.raises(AlertIsCase):
        await desk.do(alert_course.make_case, ANNA, alert.id, "Once more", DESK_HOURS)


async def test_it_is_given_to_one_of_us_once(desk: Desk) -> None:
    await agency(desk)
    await hears(desk, DOWN)
    alert = await the_alert(desk)
    for _time in range(2):
        await desk.do(alert_course.assign, ANNA, alert.id, f"{JONAS.team_id}:{JONAS.user_id}")
    with pytest.raises(FieldErrors):
        await desk.do(alert_course.assign, ANNA, alert.id, f"{KARI.team_id}:{KARI.user_id}")
    assert (await the_alert(desk)).assignee == JONAS
    await desk.do(alert_course.resolve, ANNA, alert.id)
    with pytest.raises(AlertOver):
        await desk.do(alert_course.assign, ANNA, alert.id, f"{ANNA.team_id}:{ANNA.user_id}")
    assert (await history(desk, alert)).count(Change.ASSIGNED) == 1


async def test_an_edit_or_deletion_that_comes_before_its_words_waits_for_them(desk: Desk) -> None:
    await hears(desk, DOWN)
    alert = await the_alert(desk)
    await desk.do(lambda tx: tx.alerts.stands(alert.id, "C0ONCALL", "1.0"))
    await desk.do(alert_words.edited, "C0ONCALL", "1.0", "2.0", "Looking at it", "4.0")
    await desk.do(alert_words.edited, "C0ONCALL", "1.0", "2.0", "Lookin at it", "3.0")
    await desk.do(alert_words.deleted, "C0ONCALL", "1.0", "5.0")
    for ts, text in (("2.0", "Lookin"), ("5.0", "Oops"), ("6.0", "Found it")):
        await desk.do(alert_words.heard, JONAS, "C0ONCALL", "1.0", ts, text)
    kept = await desk.ask(lambda tx: tx.alert_words.newest(alert.id, 9))
    assert [(one.text, one.who) for one in kept] == [("Looking at it", JONAS), ("", JONAS), ("Found it", JONAS)]
