"""Who is paged is woken beyond Slack; where nobody can hear it the next step comes at once."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from handlers.views import ack_page
from handlers.views.errors import sentence
from handlers.views.pages import of_page
from handlers.views.waking import wake_message
from handlers.views.words import words
from rules.acknowledging import Stands
from rules.alerts import Firing, Signal
from rules.errors import PageOver
from rules.levels import Urgency
from rules.notices import Item, Kind
from rules.office import DESK_HOURS
from rules.pages import About, Page, Why
from rules.people import PersonId, Place
from rules.rota_setup import NOBODY, person_value
from rules.wakeups import Trouble
from services import dnd, due, oncall, outbox, pages, people, wakeups, waking
from services.acknowledging import facts as of_link
from services.acknowledging import site_of
from services.alerts import receive
from services.desk import Desk
from services.page_facts import of_step
from tests.alerted import DOWN, hears, page_of, the_alert
from tests.cast import HOME, INGRID, JONAS, NAMES, agency, opened, person
from tests.conftest import MONDAY_10, TestClock

PER = PersonId(HOME, "UPER")
NAMES.setdefault(PER, "Per")
HOUR = timedelta(hours=1)


@pytest.fixture
async def rota(desk: Desk) -> Desk:
    """Jonas has duty, Per is the next layer, Ingrid leads."""
    await agency(desk)
    await desk.do(people.refresh_place, Place.ONCALL, [person(JONAS), person(PER)], HOME)
    for layer, who in ((1, JONAS), (2, PER)):
        since = str(int(MONDAY_10.timestamp()))
        typed = {"layer": str(layer), "shift": "weekly", "length": "1", "since": since}
        await desk.do(oncall.set_layer, INGRID, typed, [person_value(who)])
    return desk


async def _has_ways(desk: Desk, who: PersonId, *names: str) -> None:
    for name in names:
        await desk.do(wakeups.add, who, {"way_name": name, "way_address": "ntfy://phone"})


async def _pages(desk: Desk) -> int:
    """A drill begins; the row of the page."""
    page = await desk.do(pages.begin, About(), Why.DRILL, asked_by=INGRID)
    await _looks(desk)
    return page.id


async def _looks(desk: Desk) -> None:
    await desk.do(due.do_due, DESK_HOURS)


async def _waits(desk: Desk, kind: Kind) -> list[Item]:
    return [item for item in await desk.ask(outbox.stuck) if item.notice.kind is kind]


async def _page(desk: Desk, page_id: int) -> Page:
    page = await desk.ask(lambda tx: tx.pages.get(page_id))
    assert page is not None
    return page


async def _reads(desk: Desk, item: Item, until: datetime | None) -> None:
    """The courier asked Slack about who was called."""
    row = int(item.notice.lane.removeprefix("dnd:"))
    await desk.do(waking.was_read, item.notice.subject_id or 0, row, until)


async def test_each_way_is_a_notice_in_a_lane_of_its_own(rota: Desk) -> None:
    await _has_ways(rota, JONAS, "SMS", "Push")
    page_id = await _pages(rota)
    wakes = await _waits(rota, Kind.WAKE)
    assert len({item.notice.lane for item in wakes}) == len({item.notice.thread for item in wakes}) == 2
    (call,) = await rota.ask(lambda tx: tx.page_steps.calls(page_id))
    assert call.wake_ups == 2
    assert not await _waits(rota, Kind.DND_PAGED), "who has a way is woken by it, whatever Slack does"


async def test_nothing_goes_out_once_somebody_has_it_or_the_way_is_gone(rota: Desk) -> None:
    await _has_ways(rota, JONAS, "SMS", "Push")
    page_id = await _pages(rota)
    first, second = [item.notice.subject_id or 0 for item in await _waits(rota, Kind.WAKE)]
    facts = await rota.ask(waking.to_send, first)
    assert facts is not None
    assert facts.is_drill
    await rota.do(wakeups.remove, JONAS, facts.way.id)
    assert await rota.ask(waking.to_send, first) is None
    assert await rota.ask(waking.to_send, second) is not None
    await rota.do(pages.acknowledge, JONAS, page_id)
    assert await rota.ask(waking.to_send, second) is None


async def test_of_a_case_its_number_and_site_are_told_until_somebody_has_it(rota: Desk) -> None:
    await _has_ways(rota, JONAS, "SMS")
    case = await opened(rota, Urgency.DOWN)
    page = await rota.do(pages.begin, About(case.id), Why.LEVEL_A)
    await _looks(rota)
    (item,) = await _waits(rota, Kind.WAKE)
    facts = await rota.ask(waking.to_send, item.notice.subject_id or 0)
    assert facts is not None
    assert (facts.number, facts.site, facts.since) == (case.number, "fjordmat.no", case.submitted_at)
    title, text = wake_message(words("en"), facts, "https://a.example/ack/t")
    assert text == "SG-1001, fjordmat.no, since Monday 30 March 10:00. Acknowledge: https://a.example/ack/t"
    assert "checkout" not in title + text, "what the customer wrote goes to no gateway"
    assert wake_message(words("nb"), facts, "")[1].endswith("Åpne Slack og trykk Bekreft.")
    await rota.do(pages.acknowledge, JONAS, page.id)
    assert (await _page(rota, page.id)).over_at is None
    assert await rota.ask(waking.to_send, item.notice.subject_id or 0) is None


async def test_on_a_colleagues_link_it_says_who_has_it(rota: Desk, clock: TestClock) -> None:
    await _has_ways(rota, JONAS, "SMS")
    case = await opened(rota, Urgency.DOWN)
    page = await rota.do(pages.begin, About(case.id), Why.LEVEL_A)
    await _looks(rota)
    clock.advance(minutes=5)
    await _looks(rota)
    await rota.do(pages.acknowledge, PER, page.id)
    (first, second) = await rota.ask(lambda tx: tx.page_steps.calls(page.id))
    told = [await rota.ask(of_link, call.id) for call in (first, second)]
    assert [(one.stands, one.by) for one in told if one] == [(Stands.TAKEN, "Per"), (Stands.YOURS, "")]


async def test_whose_alert_becomes_one_of_many_is_not_told_that_it_is_over(rota: Desk) -> None:
    await _has_ways(rota, JONAS, "SMS")
    lone = replace(DOWN, site="")
    await hears(rota, lone)
    page = await page_of(rota, await the_alert(rota))
    assert page is not None
    await _looks(rota)
    await hears(rota, *(replace(lone, key=f"page {number}") for number in range(7)))
    (call,) = await rota.ask(lambda tx: tx.page_steps.calls(page.id))
    link = await rota.ask(of_link, call.id)
    assert link is not None
    assert "another page stands for this one" in ack_page.page(words("en"), link)
    line = await rota.ask(lambda tx: of_step(tx, tx.page_steps.of(page.id)[-1].id))
    for kind in (Kind.PAGE, Kind.PAGE_STEP):
        assert "Another page stands for it now" in of_page(words("en"), kind, line).text
    with pytest.raises(PageOver) as refused:
        await rota.do(pages.acknowledge, JONAS, page.id)
    assert "Please acknowledge that one." in sentence(words("en"), refused.value)
    await hears(rota, replace(lone, state=Firing.RESOLVED))
    link = await rota.ask(of_link, call.id)
    assert link is not None
    assert link.stands is Stands.OVER, "it is good itself"


async def test_who_has_a_way_beyond_slack_is_not_on_quiet(rota: Desk, clock: TestClock) -> None:
    jonas = await rota.ask(lambda tx: tx.people.find(JONAS))
    assert jonas is not None
    await rota.do(dnd.was_read, jonas.row_id, clock.at + HOUR)
    assert await rota.ask(dnd.is_quiet, JONAS)
    await _has_ways(rota, JONAS, "SMS")
    assert not await rota.ask(dnd.is_quiet, JONAS)


@pytest.mark.parametrize("written", ["https://www.fjordmat.no/handlekurv", "www.fjordmat.no"])
async def test_of_an_alert_the_site_is_told(rota: Desk, written: str) -> None:
    await rota.do(receive, "kuma", [Signal("home", Firing.FIRING, "critical", "no answer in 10 s", written)])
    alert = (await rota.ask(lambda tx: tx.alerts.latest("kuma", ["home"])))["home"]
    page = await rota.do(pages.begin, About(alert_id=alert.id), Why.ALERT)
    assert await rota.ask(site_of, page) == "www.fjordmat.no"


async def test_while_one_of_a_step_can_hear_it_nothing_is_skipped(rota: Desk, clock: TestClock) -> None:
    times = {"start": MONDAY_10, "end": MONDAY_10 + 8 * HOUR}
    typed = {name: str(int(at.timestamp())) for name, at in times.items()}
    both = {"who": person_value(PER), "instead": NOBODY, "layer": "1"}
    await rota.do(oncall.override, INGRID, typed | both)
    page_id = await _pages(rota)
    before = (await _page(rota, page_id)).next_at
    first, second = await _waits(rota, Kind.DND_PAGED)
    await _reads(rota, first, clock.at + HOUR)
    assert (await _page(rota, page_id)).next_at == before
    await _reads(rota, second, clock.at + HOUR)
    assert (await _page(rota, page_id)).next_at == clock.at


async def test_a_failure_is_told_once_with_how_many_are_left(rota: Desk) -> None:
    await _has_ways(rota, JONAS, "SMS", "Push", "Voice")
    await _pages(rota)
    row = (await _waits(rota, Kind.WAKE))[0].notice.subject_id or 0
    await rota.do(waking.failed, row, Trouble.REFUSED, False)
    assert not await _waits(rota, Kind.WAKE_FAILED)
    await rota.do(waking.failed, row, Trouble.REFUSED, True)
    await rota.do(waking.failed, row, Trouble.SILENCE, True)
    assert len(await _waits(rota, Kind.WAKE_FAILED)) == 1
    facts = await rota.ask(waking.failed_facts, row)
    assert facts is not None
    assert (facts.person.shown, facts.way, facts.left) == ("Jonas", "SMS", 2)


async def test_when_slack_is_quiet_for_all_of_a_step_the_next_one_comes_at_once(rota: Desk, clock: TestClock) -> None:
    page_id = await _pages(rota)
    assert (await _page(rota, page_id)).next_at == clock.at + timedelta(minutes=5)
    (asked,) = await _waits(rota, Kind.DND_PAGED)
    await _reads(rota, asked, clock.at + HOUR)
    assert (await _page(rota, page_id)).next_at == clock.at
    facts = await rota.ask(waking.paused_facts, asked.notice.subject_id or 0)
    assert facts is not None
    assert ([one.shown for one in facts.people], facts.goes_on) == (["Jonas"], True)
    assert len(await _waits(rota, Kind.PAUSED)) == 1
    await _looks(rota)
    calls = await rota.ask(lambda tx: tx.page_steps.calls(page_id))
    assert [call.who for call in calls] == [JONAS, PER]
    assert calls[0].is_paused


async def test_who_is_not_paused_or_unknown_has_the_five_minutes(rota: Desk, clock: TestClock) -> None:
    page_id = await _pages(rota)
    (asked,) = await _waits(rota, Kind.DND_PAGED)
    await _reads(rota, asked, None)
    await _reads(rota, asked, clock.at - HOUR)
    assert (await _page(rota, page_id)).next_at == clock.at + timedelta(minutes=5)
    assert not await _waits(rota, Kind.PAUSED)


async def test_an_answer_that_comes_too_late_changes_nothing(rota: Desk, clock: TestClock) -> None:
    page_id = await _pages(rota)
    (asked,) = await _waits(rota, Kind.DND_PAGED)
    await rota.do(pages.acknowledge, JONAS, page_id)
    before = await _page(rota, page_id)
    await _reads(rota, asked, clock.at + HOUR)
    assert await _page(rota, page_id) == before


async def test_the_last_step_comes_again_in_its_own_time(rota: Desk, clock: TestClock) -> None:
    page_id = await _pages(rota)
    for _step in range(2):
        clock.advance(minutes=5)
        await _looks(rota)
    page = await _page(rota, page_id)
    for item in await _waits(rota, Kind.DND_PAGED):
        await _reads(rota, item, clock.at + HOUR)
    assert (await _page(rota, page_id)).next_at == page.next_at
