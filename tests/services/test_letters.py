"""Letters about persistent downtime, at the desk: one series for each outage."""

from dataclasses import replace
from datetime import datetime, timedelta
from itertools import pairwise
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rules.alert_errors import NoLetters
from rules.alert_quiet import Window
from rules.alerts import Change, Firing, Group
from rules.letters import AGAIN_EVERY, Letter, LetterKind
from rules.levels import Level
from rules.notices import DESK, ONCALL, Kind, customer_lane, mail_lane
from rules.pages import About
from services.alert_course import post_update
from services.alert_telling import record
from services.desk import Desk
from services.maintenance import end_now
from storage.database import Database
from storage.migrate import migrate
from storage.tx import Tx
from tests.cast import ANNA
from tests.conftest import TestClock
from tests.watched import DOWN, SEARCH, SUNDAY_0310, UP, Watched, more_customers, watched


@pytest.fixture
async def shop(desk: Desk, clock: TestClock) -> Watched:
    return await watched(desk, clock)


async def test_after_15_minutes_again_hourly_and_once_when_it_is_over(shop: Watched) -> None:
    await shop.hears(DOWN)
    await shop.goes_on(112)
    assert await shop.written() == [(15, LetterKind.FIRST), (75, LetterKind.AGAIN)]
    await shop.hears(UP)
    await shop.goes_on(200)
    assert await shop.written() == [(15, LetterKind.FIRST), (75, LetterKind.AGAIN), (117, LetterKind.LAST)]
    last = (await shop.letters())[-1][1]
    lasted = timedelta(minutes=112)
    assert (last.since, last.until, last.down) == (SUNDAY_0310, SUNDAY_0310 + lasted, lasted)
    assert await shop.lanes() == [mail_lane(reader) for reader in shop.readers] * 3


async def test_the_first_opens_a_level_a_case_that_pages_nobody_again(shop: Watched) -> None:
    await shop.hears(DOWN)
    await shop.goes_on(80)
    [case] = await shop.desk.ask(lambda tx: tx.cases.newest(5))
    assert (case.level, case.site_id, case.opened_by) == (Level.A, shop.site.id, None)
    assert case.problem == "The shop: 500 from /handlekurv"
    assert await shop.desk.ask(lambda tx: tx.pages.open_about(About(case.id))) is None
    alert = (await shop.desk.ask(lambda tx: tx.alerts.latest("kuma", ["home"])))["home"]
    happened = await shop.desk.ask(lambda tx: tx.alert_changes.since(alert.id, SUNDAY_0310))
    assert [one.change for one in happened].count(Change.CASE) == 1, "the second letter says it no more"
    assert (await shop.lanes(Kind.STEP)).count(DESK) == 4, "opened, an alert is this case, and two letters"


async def test_an_open_level_a_of_the_site_is_linked(shop: Watched) -> None:
    await shop.hears(DOWN)
    await shop.goes_on(16)
    await shop.hears(UP)
    await shop.goes_on(60)
    await shop.hears(DOWN)
    await shop.goes_on(16)
    assert len(await shop.desk.ask(lambda tx: tx.cases.newest(5))) == 1
    assert [kind for _at, kind in await shop.written()] == [LetterKind.FIRST, LetterKind.LAST, LetterKind.FIRST]


async def test_what_comes_back_after_the_last_letter_has_to_last_anew(shop: Watched) -> None:
    await shop.hears(DOWN)
    await shop.goes_on(20)
    await shop.hears(UP)
    await shop.goes_on(13)
    await shop.hears(DOWN)  # the same alert, reopened
    await shop.goes_on(14)
    assert await shop.written() == [(15, LetterKind.FIRST), (25, LetterKind.LAST)]
    await shop.goes_on(2)
    assert (await shop.written())[2:] == [(48, LetterKind.FIRST)]
    assert (await shop.letters())[2][1].down == timedelta(minutes=15)


async def test_what_is_over_sooner_is_written_to_nobody(shop: Watched) -> None:
    for _time in range(2):
        await shop.hears(DOWN)
        await shop.goes_on(14)
        await shop.hears(UP)
        await shop.goes_on(70)
    assert await shop.written() == []
    assert await shop.desk.ask(lambda tx: tx.letters.open_at(shop.site.id)) is None


async def test_flapping_is_one_series_and_the_last_waits_for_30_good_minutes(shop: Watched) -> None:
    for _time in range(8):
        await shop.hears(DOWN)
        await shop.goes_on(4)
        await shop.hears(UP)
        await shop.goes_on(2)
    await shop.goes_on(120)
    kinds = [kind for _at, kind in await shop.written()]
    assert kinds == [LetterKind.FIRST, LetterKind.LAST]
    (_first, told), (at, last) = await shop.letters()
    assert told.flaps
    assert last.until is not None
    assert (at - last.until, last.down) == (timedelta(minutes=30), timedelta(minutes=32))


async def test_two_checks_of_one_site_are_one_series_until_both_are_good(shop: Watched) -> None:
    await shop.hears(DOWN)
    await shop.goes_on(5)
    await shop.hears(SEARCH)
    await shop.goes_on(25)
    await shop.hears(UP)
    await shop.goes_on(20)
    assert await shop.written() == [(15, LetterKind.FIRST)]
    await shop.hears(replace(SEARCH, state=Firing.RESOLVED))
    await shop.goes_on(20)
    assert await shop.written() == [(15, LetterKind.FIRST), (55, LetterKind.LAST)]


async def test_held_letters_wait_and_are_one_when_they_may_go(shop: Watched) -> None:
    await shop.hears(DOWN)
    await shop.holds(True)
    await shop.goes_on(150)
    assert await shop.written() == []
    await shop.holds(False)
    await shop.goes_on(1)
    assert await shop.written() == [(150, LetterKind.FIRST)]
    await shop.holds(True)
    await shop.hears(UP)
    await shop.goes_on(60)
    assert len(await shop.written()) == 1
    await shop.holds(False)
    await shop.goes_on(1)
    assert [kind for _at, kind in await shop.written()] == [LetterKind.FIRST, LetterKind.LAST]


async def test_what_is_down_anew_while_a_last_letter_is_held_is_another_outage(shop: Watched) -> None:
    for is_first in (True, False):
        await shop.hears(DOWN)
        await shop.goes_on(20)
        await shop.holds(is_first)
        await shop.hears(UP)
        await shop.goes_on(100)
    assert await shop.written() == [(15, LetterKind.FIRST), (135, LetterKind.FIRST), (145, LetterKind.LAST)]
    assert [one.down for _at, one in await shop.letters()][1:] == [timedelta(minutes=15), timedelta(minutes=20)]


async def test_a_silence_stops_no_letter(shop: Watched) -> None:
    await shop.hears(DOWN)

    def silence(tx: Tx) -> None:
        alert = tx.alerts.latest("kuma", ["home"])["home"]
        tx.alerts.save(replace(alert, silenced_until=tx.now + timedelta(hours=8)))

    await shop.desk.do(silence)
    await shop.goes_on(16)
    assert await shop.written() == [(15, LetterKind.FIRST)]


async def test_our_own_fault_waits_for_a_yes(shop: Watched) -> None:
    others = [replace(DOWN, key=f"k{number}", site=f"https://site{number}.no") for number in range(4)]
    await shop.desk.do(more_customers, 4)
    await shop.hears(DOWN, *others)
    await shop.goes_on(30)
    assert await shop.written() == []

    def says_yes(tx: Tx) -> None:
        tx.alerts.hold()
        group = tx.alerts.open_groups()[Group.OWN_FAULT]
        tx.alerts.hold_letters_of(group.id, False)
        tx.alerts.save(group := replace(group, holds_letters=False))
        record(tx, group, Change.RELEASED, ANNA)

    await shop.desk.do(says_yes)
    await shop.goes_on(1)
    assert await shop.written() == [(30, LetterKind.FIRST)] * 5


async def test_maintenance_does_not_count(shop: Watched) -> None:
    start = SUNDAY_0310 + timedelta(minutes=5)
    window = Window(0, shop.customer.id, shop.site.id, start, start + timedelta(hours=1))
    await shop.desk.do(lambda tx: tx.windows.add(window))
    await shop.hears(DOWN)
    await shop.goes_on(74)
    assert await shop.written() == []
    await shop.goes_on(2)
    assert await shop.written() == [(75, LetterKind.FIRST)]
    assert (await shop.letters())[0][1].down == timedelta(minutes=15)


async def test_maintenance_that_ends_before_its_time_counts_from_then_on(shop: Watched) -> None:
    window = Window(0, shop.customer.id, None, SUNDAY_0310, SUNDAY_0310 + timedelta(hours=4))
    row_id = await shop.desk.do(lambda tx: tx.windows.add(window))
    await shop.hears(DOWN)
    await shop.goes_on(20)
    await shop.desk.do(end_now, ANNA, row_id)
    await shop.goes_on(16)
    assert await shop.written() == [(35, LetterKind.FIRST)]


async def test_what_one_of_us_posts_goes_out_at_once_and_the_hour_begins_anew(shop: Watched) -> None:
    await shop.hears(DOWN)
    await shop.goes_on(40)
    await shop.posts("The disk is full")
    await shop.goes_on(61)
    assert await shop.written() == [(15, LetterKind.FIRST), (40, LetterKind.NEWS), (100, LetterKind.AGAIN)]
    assert [one.words for _at, one in await shop.letters()] == ["", "The disk is full", ""]


async def test_what_is_posted_before_a_letter_may_go_is_in_the_one_that_goes(shop: Watched) -> None:
    await shop.hears(DOWN)
    await shop.posts("We are looking")
    await shop.posts("The disk is full")
    await shop.goes_on(20)
    await shop.holds(True)
    await shop.posts("Nearly there")
    await shop.goes_on(5)
    await shop.holds(False)
    await shop.goes_on(1)
    told = [(one.kind, one.words) for _at, one in await shop.letters()]
    assert told == [(LetterKind.FIRST, "We are looking\n\nThe disk is full"), (LetterKind.NEWS, "Nearly there")]


async def test_what_one_of_us_posts_of_a_short_one_is_told_when_it_is_over(shop: Watched) -> None:
    await shop.hears(DOWN)
    await shop.goes_on(5)
    await shop.posts("A plug was loose")
    await shop.goes_on(3)
    await shop.hears(UP)
    await shop.goes_on(90)
    told = [(one.kind, one.words, one.down) for _at, one in await shop.letters()]
    assert told == [(LetterKind.LAST, "A plug was loose", timedelta(minutes=8))]


async def test_nothing_is_posted_that_no_letter_would_tell(shop: Watched) -> None:
    await shop.hears(DOWN, replace(SEARCH, severity="warning"))
    alerts = await shop.desk.ask(lambda tx: tx.alerts.latest("kuma", ["home", "search"]))
    await shop.desk.do(post_update, ANNA, alerts["home"].id, "We are looking")
    with pytest.raises(NoLetters):
        await shop.desk.do(post_update, ANNA, alerts["search"].id, "It is slow")
    await shop.goes_on(20)
    await shop.hears(UP)
    await shop.goes_on(20)
    with pytest.raises(NoLetters):
        await shop.desk.do(post_update, ANNA, alerts["home"].id, "It was a plug")


async def test_in_their_channel_too_if_they_want_it(shop: Watched) -> None:
    await shop.desk.do(lambda tx: tx.customers.save(replace(shop.customer, outages_in_channel=True)))
    await shop.hears(DOWN)
    await shop.goes_on(16)
    assert customer_lane(shop.customer.id) in await shop.lanes()


async def test_with_nobody_to_write_to_staff_are_told_to_call(shop: Watched) -> None:
    def unmark(tx: Tx) -> None:
        for contact in tx.contacts.of(shop.customer.id):
            tx.contacts.save(replace(contact, gets_letters=False))

    await shop.desk.do(unmark)
    await shop.hears(DOWN)
    await shop.goes_on(16)
    assert await shop.lanes() == []
    assert (await shop.letters())[0][1].readers == 0
    assert ONCALL not in await shop.lanes(Kind.STEP)


async def letters_over(desk: Desk, clock: TestClock, waits: list[int]) -> list[tuple[datetime, Letter]]:
    """What was written while the shop went down and up again, after so many minutes each."""
    shop = await watched(desk, clock)
    for number, wait in enumerate(waits):
        await shop.hears(UP if number % 2 else DOWN)
        await shop.goes_on(wait)
    await shop.hears(UP)
    await shop.goes_on(100)
    assert await desk.ask(lambda tx: tx.letters.open_at(shop.site.id)) is None
    return await shop.letters()


@settings(max_examples=4, deadline=None)
@given(st.lists(st.integers(1, 50), min_size=2, max_size=9))
async def test_over_any_ups_and_downs(waits: list[int]) -> None:
    """On SQLite alone: one first and one last letter of each outage, hourly ones apart."""
    with TemporaryDirectory() as folder:
        database = Database(f"sqlite:///{folder}/saksgang.db")
        migrate(database)
        told = await letters_over(Desk(database, (clock := TestClock()).now, lambda: None), clock, waits)
        database.close()
    kinds = [one.kind for _at, one in told]
    series = "".join({"first": "F", "again": "a", "last": "L"}[kind.value] for kind in kinds)
    assert all(one.startswith("F") and "F" not in one[1:] for one in series.split("L")[:-1])
    assert series.endswith("L") or not series
    for before, after in pairwise(told):
        is_same = before[1].kind is not LetterKind.LAST
        assert not is_same or after[1].kind is LetterKind.LAST or after[0] - before[0] >= AGAIN_EVERY
