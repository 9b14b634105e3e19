"""Alerts at the desk: one event, one card, one page; twice, late or many at once."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from rules.alert_quiet import Quiet, Window
from rules.alerts import CHECKS, CONTROL, OURS, Alert, Change, Firing, Group, Signal
from rules.customers import Agreement, Site
from rules.notices import ONCALL, Item, Kind
from rules.office import DESK_HOURS
from rules.pages import About, Page
from services import outbox
from services.alert_facts import facts
from services.alert_rest import rest_of
from services.alerts import downtime, end_due, receive
from services.desk import Desk
from services.due import do_due
from storage.tx import Tx
from tests.cast import agency
from tests.conftest import TestClock
from tests.promised import oslo

MINUTE = timedelta(minutes=1)
DOWN = Signal("home", Firing.FIRING, "critical", "no answer in 10 s", "https://www.fjordmat.no/handlekurv")
UP = Signal("home", Firing.RESOLVED)


async def hears(desk: Desk, *signals: Signal, source: str = "kuma") -> int:
    return await desk.do(receive, source, signals)


async def the_alert(desk: Desk, key: str = "home", source: str = "kuma") -> Alert:
    return (await desk.ask(lambda tx: tx.alerts.latest(source, [key])))[key]


async def said(desk: Desk, kind: Kind) -> list[Item]:
    return [one for one in await desk.ask(outbox.everything) if one.notice.kind is kind and one.notice.lane == ONCALL]


async def page_of(desk: Desk, alert: Alert) -> Page | None:
    return await desk.ask(lambda tx: tx.pages.open_about(About(alert_id=alert.id)))


async def history(desk: Desk, alert: Alert) -> list[Change]:
    return [one.change for one in await desk.ask(lambda tx: tx.alert_changes.since(alert.id, oslo(1, 0)))]


async def watched(desk: Desk, customer_id: int, operation: bool = True, host: str = "fjordmat.no") -> Site:
    def set_up(tx: Tx) -> Site:
        tx.agreements.put(Agreement(0, customer_id, date(2026, 1, 1), operation=operation))
        site = Site(0, customer_id, "Fjordmat", host, f"https://{host}", runbook="https://wiki.example.no/fjordmat")
        return replace(site, id=tx.sites.add(site))

    return await desk.do(set_up)


async def customers(desk: Desk, count: int) -> None:
    """That many customers, each with a site of its own: site0.no, site1.no, ..."""

    def set_up(tx: Tx) -> None:
        for number in range(count):
            row = tx.customers.add(f"Customer {number}", f"C{number}", "en", ()).id
            tx.agreements.put(Agreement(0, row, date(2026, 1, 1), operation=True))
            tx.sites.add(Site(0, row, f"Site {number}", f"site{number}.no", f"https://site{number}.no"))

    await desk.do(set_up)


def of(number: int, **facts: Any) -> Signal:
    return replace(DOWN, key=f"k{number}", site=f"https://site{number}.no", **facts)


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
    told = await desk.ask(lambda tx: downtime(tx, alert))
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


async def rest(desk: Desk, alert: Alert) -> tuple[Quiet, Any] | None:
    found = await desk.ask(lambda tx: rest_of(tx, alert, DESK_HOURS))
    return (found.why, found.until) if found else None


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
    told = await desk.ask(lambda tx: downtime(tx, alert))
    assert told.lasted(clock.at) == 2 * MINUTE
    assert not window.covers(replace(alert, site_id=None))


async def test_sites_of_five_customers_at_once_are_first_our_own_fault(desk: Desk, clock: TestClock) -> None:
    await customers(desk, 6)
    for number in range(4):
        await hears(desk, of(number))
        clock.advance(minutes=1)
    assert await desk.ask(lambda tx: tx.alerts.open_groups()) == {}
    await hears(desk, of(4))
    group = (await desk.ask(lambda tx: tx.alerts.open_groups()))[Group.OWN_FAULT]
    alerts = [await the_alert(desk, f"k{number}") for number in range(5)]
    assert {one.group_id for one in alerts} == {group.id}
    assert all(one.holds_letters for one in alerts), "letters wait for a person's yes"
    assert [await page_of(desk, one) for one in alerts] == [None] * 5
    assert await page_of(desk, group) is not None, "one page"
    assert [one.is_folded for one in alerts] == [False] * 4 + [True]
    clock.advance(minutes=4)
    await hears(desk, of(5))
    assert (await the_alert(desk, "k5")).group_id is None, "the others began longer ago: this one is not of them"


async def test_four_customers_or_the_same_one_five_times_are_no_fault_of_ours(desk: Desk) -> None:
    await customers(desk, 4)
    await hears(desk, *(of(number) for number in range(4)), replace(of(0), key="other page"))
    assert await desk.ask(lambda tx: tx.alerts.open_groups()) == {}


async def test_while_control_addresses_fail_it_is_our_own_fault(desk: Desk, clock: TestClock) -> None:
    await customers(desk, 2)
    await hears(desk, replace(DOWN, key=CONTROL, site=""), source=CHECKS)
    clock.advance(minutes=30)
    await hears(desk, of(1), source=CHECKS)
    group = (await desk.ask(lambda tx: tx.alerts.open_groups()))[Group.OWN_FAULT]
    assert (await the_alert(desk, "k1", CHECKS)).group_id == group.id
    await hears(desk, replace(UP, key=CONTROL), source=CHECKS)
    assert (await the_alert(desk, "own_fault", OURS)).is_failing
    await hears(desk, replace(UP, key="k1"), source=CHECKS)
    assert not (await the_alert(desk, "own_fault", OURS)).is_failing
    clock.advance(minutes=5)
    await desk.do(do_due, DESK_HOURS)
    assert (await the_alert(desk, "own_fault", OURS)).is_over
    assert await page_of(desk, group) is None


async def test_a_storm_is_one_card_and_none_is_lost_in_the_record(desk: Desk, clock: TestClock) -> None:
    await agency(desk)
    for number in range(40):
        await hears(desk, replace(of(number), site=""))
        clock.advance(seconds=1)
    await hears(desk, *(replace(of(number), site="") for number in range(40, 500)))
    assert len(await said(desk, Kind.ALERT)) == 6, "five one by one, and one for all the others"
    storm = (await desk.ask(lambda tx: tx.alerts.open_groups()))[Group.STORM]
    count = await desk.ask(lambda tx: tx.alerts.count_members(storm.id))
    assert count[:2] == (500, 500)
    for number in (0, 250, 499):
        assert await history(desk, await the_alert(desk, f"k{number}"))
    told = await desk.ask(lambda tx: facts(tx, storm, DESK_HOURS))
    assert told.members is not None
    assert len(told.members.some) == 20
    assert len(await said(desk, Kind.ALERT_CARD)) < 20, "a card that waits to be drawn waits once"
    clock.advance(minutes=2)
    await hears(desk, replace(of(1000), site=""))
    late = await the_alert(desk, "k1000")
    assert (late.group_id, await page_of(desk, late) is not None) == (None, True), "the storm is over for new ones"


async def test_several_news_of_one_key_in_one_delivery_are_taken_in_their_order(desk: Desk) -> None:
    await agency(desk)
    assert await hears(desk, DOWN, UP, DOWN) == 3
    alert = await the_alert(desk)
    assert alert.is_failing
    assert await history(desk, alert) == [Change.OPENED, Change.GOOD, Change.FAILED_AGAIN]
