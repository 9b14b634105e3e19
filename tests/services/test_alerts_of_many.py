"""Many alerts at once: our own fault, and storms."""

from dataclasses import replace

import pytest

from rules.alert_errors import AlertOver, StillFailing
from rules.alert_quiet import Quiet
from rules.alerts import CHECKS, CONTROL, OURS, Alert, Change, Firing, Group
from rules.errors import NotForYou, StaffOnly
from rules.notices import Kind
from rules.office import DESK_HOURS
from services import alert_course, alert_groups, alert_members
from services.alert_facts import facts
from services.desk import Desk
from services.due import do_due
from tests.alerted import DOWN, UP, customers, hears, history, of, page_of, rest, said, the_alert
from tests.cast import ANNA, INGRID, JONAS, KARI, agency
from tests.conftest import TestClock


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


async def our_own_fault(desk: Desk) -> Alert:
    """Sites of five customers fail at once."""
    await customers(desk, 5)
    await hears(desk, *(of(number) for number in range(5)))
    return (await desk.ask(lambda tx: tx.alerts.open_groups()))[Group.OWN_FAULT]


async def test_our_own_fault_takes_the_outages_of_a_storm_and_their_letters_wait(desk: Desk, clock: TestClock) -> None:
    await customers(desk, 6)
    await hears(
        desk, *(of(number) for number in range(4)), *(replace(DOWN, key=f"s{one}", site="") for one in range(6))
    )
    storm = (await desk.ask(lambda tx: tx.alerts.open_groups()))[Group.STORM]
    clock.advance(minutes=1)
    await hears(desk, of(4))
    fault = (await desk.ask(lambda tx: tx.alerts.open_groups()))[Group.OWN_FAULT]
    theirs = [await the_alert(desk, f"k{number}") for number in range(5)]
    assert {one.group_id for one in theirs} == {fault.id}
    assert all(one.holds_letters for one in theirs), "letters wait for a person's yes"
    assert (await desk.ask(lambda tx: tx.alerts.count_members(fault.id)))[:2] == (11, 11), "it may be all of it"
    assert (await the_alert(desk, Group.STORM, OURS)).is_over, "of the storm nothing is left"
    assert (await history(desk, storm))[-1] is Change.MOVED, "nor is it said five minutes later that all was good"
    assert await page_of(desk, fault) is not None
    assert await page_of(desk, storm) is None, "one page, not one for each"
    await hears(desk, *(replace(UP, key=f"k{number}") for number in range(5)))
    await hears(desk, *(replace(UP, key=f"s{number}") for number in range(6)))
    clock.advance(minutes=6)
    await desk.do(do_due, DESK_HOURS)
    assert await desk.ask(lambda tx: tx.alerts.open_groups()) == {}
    assert storm.is_failing, "it did, then"


async def test_what_else_fails_keeps_a_storm_going_when_our_own_fault_takes_its_outages(desk: Desk) -> None:
    await customers(desk, 6)
    await hears(desk, *(replace(of(number % 4), key=f"page {number}") for number in range(7)))
    storm = (await desk.ask(lambda tx: tx.alerts.open_groups()))[Group.STORM]
    warnings = [replace(DOWN, key=f"w{number}", site="", severity="warning") for number in range(7)]
    await hears(desk, of(4), *warnings)
    groups = await desk.ask(lambda tx: tx.alerts.open_groups())
    counts = await desk.ask(lambda tx: [tx.alerts.count_members(groups[sort].id)[:2] for sort in Group])
    assert counts == [(8, 8), (7, 7)]
    assert await history(desk, storm) == [Change.OPENED]
    assert await page_of(desk, groups[Group.STORM]) is not None


async def test_what_fails_later_has_its_letters_wait_or_go_as_its_group_says(desk: Desk, clock: TestClock) -> None:
    await agency(desk)
    group = await our_own_fault(desk)
    await desk.do(alert_course.release_letters, JONAS, group.id)
    clock.advance(minutes=1)
    await hears(desk, replace(of(4), key="other page"))
    assert not (await the_alert(desk, "other page")).holds_letters, "the yes was about all of it"
    await hears(desk, *(replace(DOWN, key=f"w{number}", site="", severity="warning") for number in range(7)))
    storm = await the_alert(desk, Group.STORM, OURS)
    await desk.do(alert_course.hold_letters, JONAS, storm.id)
    await hears(desk, replace(DOWN, key="late", site="", severity="warning"))
    late = await the_alert(desk, "late")
    assert (late.group_id, late.holds_letters) == (storm.id, True), "so was the no"


async def test_of_a_storm_whose_letters_somebody_holds_they_wait_on_when_our_own_fault_takes_it(
    desk: Desk, clock: TestClock
) -> None:
    await agency(desk)
    group = await our_own_fault(desk)
    await desk.do(alert_course.release_letters, JONAS, group.id)
    clock.advance(minutes=6)
    await hears(desk, *(replace(of(number % 3), key=f"page {number}") for number in range(7)))
    await desk.do(alert_course.hold_letters, JONAS, (await the_alert(desk, Group.STORM, OURS)).id)
    await hears(desk, *(replace(of(number), key=f"other page {number}") for number in (3, 4)))
    page = await the_alert(desk, "page 6")
    assert (page.group_id, page.is_folded, page.holds_letters) == (group.id, True, True)
    assert (await the_alert(desk, Group.OWN_FAULT, OURS)).holds_letters, "a card says so, and takes a person's yes"


async def test_letters_about_a_storm_too_large_to_be_taken_at_once_wait_all_the_same(
    desk: Desk, clock: TestClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(alert_groups, "MOST_JOINED", 2)
    await customers(desk, 6)
    await hears(
        desk, *(replace(of(0), key=f"page {number}") for number in range(4)), *(of(number) for number in range(4))
    )
    clock.advance(minutes=1)
    await hears(desk, of(4))
    groups = await desk.ask(lambda tx: tx.alerts.open_groups())
    members = await desk.ask(lambda tx: [tx.alerts.members(one.id, 20) for one in groups.values()])
    assert sorted(len(some) for some in members) == [3, 6]
    assert all(one.holds_letters for some in members for one in some)
    assert groups[Group.STORM].holds_letters, "its card says so, and takes a person's yes"


async def test_what_a_storm_takes_in_is_of_it_though_its_monitor_said_it_again_in_other_words(desk: Desk) -> None:
    await agency(desk)
    await hears(desk, replace(of(0), site=""))
    lone = await the_alert(desk, "k0")
    assert await page_of(desk, lone) is not None
    again = replace(of(0), site="", title="no answer in 12 s")
    await hears(desk, again, *(replace(of(number), site="") for number in range(1, 8)))
    storm = (await desk.ask(lambda tx: tx.alerts.open_groups()))[Group.STORM]
    lone = await the_alert(desk, "k0")
    assert (lone.group_id, lone.title) == (storm.id, "no answer in 12 s")
    assert await page_of(desk, lone) is None, "the storm's page stands for it"
    assert await page_of(desk, storm) is not None


async def test_one_of_us_says_yes_and_letters_about_all_of_them_may_go(desk: Desk) -> None:
    await agency(desk)
    group = await our_own_fault(desk)
    await desk.do(alert_course.release_letters, JONAS, group.id)
    assert not (await the_alert(desk, "k3")).holds_letters
    assert Change.RELEASED in await history(desk, group)
    with pytest.raises(StaffOnly):
        await desk.do(alert_course.hold_letters, KARI, group.id)


async def test_what_still_fails_has_a_card_and_a_page_of_its_own_once_somebody_says_it_is_no_fault_of_ours(
    desk: Desk,
) -> None:
    await agency(desk)
    group = await our_own_fault(desk)
    await hears(desk, *(replace(UP, key=f"k{number}") for number in range(3)))
    cards = len(await said(desk, Kind.ALERT))
    await desk.do(alert_course.resolve, JONAS, group.id)
    alerts = [await the_alert(desk, f"k{number}") for number in range(5)]
    assert [one.is_folded for one in alerts] == [True] * 3 + [False] * 2
    assert [await page_of(desk, one) is not None for one in alerts] == [False] * 3 + [True] * 2
    assert alerts[4].holds_letters, "that is another question"
    assert len(await said(desk, Kind.ALERT)) == cards + 2
    assert await page_of(desk, group) is None
    with pytest.raises(AlertOver):
        await desk.do(alert_course.resolve, JONAS, group.id)


async def test_a_storm_is_not_resolved_while_too_much_of_it_fails(desk: Desk) -> None:
    await agency(desk)
    await hears(desk, *(replace(of(number), site="") for number in range(30)))
    storm = (await desk.ask(lambda tx: tx.alerts.open_groups()))[Group.STORM]
    with pytest.raises(StillFailing):
        await desk.do(alert_course.resolve, JONAS, storm.id)


async def test_what_fails_again_alone_after_a_storm_has_a_card_and_a_page_of_its_own(
    desk: Desk, clock: TestClock
) -> None:
    await agency(desk)
    several = [replace(of(number), site="") for number in range(10)]
    await hears(desk, *several)
    assert await rest(desk, await the_alert(desk, "k3")) == (Quiet.GROUP, None)
    await hears(desk, *(replace(one, state=Firing.RESOLVED) for one in several))
    clock.advance(minutes=5)
    await desk.do(do_due, DESK_HOURS)
    assert await desk.ask(lambda tx: tx.alerts.open_groups()) == {}
    cards = len(await said(desk, Kind.ALERT))
    clock.advance(minutes=1)
    await hears(desk, several[3])
    alert = await the_alert(desk, "k3")
    assert (alert.group_id, alert.is_folded) == (None, False)
    assert await page_of(desk, alert) is not None
    assert len(await said(desk, Kind.ALERT)) == cards + 1


async def test_a_group_is_good_once_a_person_has_resolved_the_last_of_it(desk: Desk) -> None:
    await agency(desk)
    group = await our_own_fault(desk)
    await hears(desk, *(replace(UP, key=f"k{number}") for number in range(4)))
    await desk.do(alert_course.resolve, JONAS, (await the_alert(desk, "k4")).id)
    after = await desk.ask(lambda tx: tx.alerts.get(group.id))
    assert after is not None
    assert not after.is_failing


async def test_acknowledge_all_is_on_each_ones_history_and_takes_nothing_from_anybody(desk: Desk) -> None:
    await agency(desk)
    await hears(desk, *(of(number) for number in range(8)))
    first, second = await the_alert(desk, "k0"), await the_alert(desk, "k1")
    storm = await the_alert(desk, "storm", OURS)
    await desk.do(alert_course.acknowledge, INGRID, first.id)
    await hears(desk, replace(UP, key="k2"))
    for who in (ANNA, KARI):
        for service in (alert_members.acknowledge_all, alert_members.go_on_with_all):
            with pytest.raises((NotForYou, StaffOnly)):
                await desk.do(service, who, storm.id)
    await desk.do(alert_members.acknowledge_all, JONAS, storm.id)
    assert await desk.do(alert_members.go_on_with_all, INGRID, storm.id) == 0, "all of them were few"
    await desk.do(alert_members.acknowledge_all, INGRID, storm.id)
    by = [(await the_alert(desk, f"k{number}")).acknowledged_by for number in range(8)]
    assert by == [INGRID, JONAS, None, *[JONAS] * 5], "of what is good there is nothing to acknowledge"
    assert (await history(desk, second)).count(Change.ACKNOWLEDGED) == 1
    page = await page_of(desk, storm)
    assert page is not None
    assert page.acknowledged_by == JONAS
