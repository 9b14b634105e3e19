"""Our own checks at work: real sites on this machine that fail and come back, and what is told of them."""

import asyncio
import ssl
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from handlers.checks import Watch
from handlers.probe import Probe
from handlers.views.checks import seen
from handlers.views.words import OSLO, words
from rules.alerts import CHECKS, CONTROL, Alert
from rules.checks import Check, looks_at_certificate
from rules.customers import Site
from rules.letters import Spell
from rules.looks import HOUR, Seen, same_hours
from rules.probe import Saw
from services import checks
from services.alert_course import resolve
from services.desk import Desk
from storage.tx import Tx
from tests.cast import ANNA, agency
from tests.conftest import MONDAY_10, TestClock
from tests.websites import certificate, website

EVERY = 60
ENGLISH = words("en")
DOWN = "down:{}"


class Watcher:
    """A process that looks at sites; its retries come at once."""

    def __init__(self, desk: Desk, clock: TestClock, control: tuple[str, ...] = ()) -> None:
        self.desk, self.clock = desk, clock
        self.watch = Watch(desk, Probe(own_network=True), EVERY, OSLO, control, quick=(0.0, 0.0, 0.0))

    async def looks(self, rounds: int = 1) -> None:
        """That many rounds pass, and all that is due is looked at."""
        for _ in range(rounds):
            self.clock.advance(seconds=EVERY)
            self.watch.wake()
            await self.rests()

    async def rests(self) -> None:
        """Nothing is due, and all that was seen is told."""
        async with asyncio.timeout(30):
            while not await self.watch.is_idle():  # noqa: ASYNC110 - asked as whoever watches the app asks
                await asyncio.sleep(0.005)

    async def alert(self, what: str, site: Site) -> Alert | None:
        """The latest alert of this kind about the site."""
        key = what.format(site.id)
        return (await self.desk.ask(lambda tx: tx.alerts.latest(CHECKS, [key]))).get(key)

    async def says(self, what: str, site: Site) -> str | None:
        """What the alert that fails now says; None for none."""
        found = await self.alert(what, site)
        return seen(ENGLISH, found.facts) if found is not None and found.is_failing else None


@asynccontextmanager
async def watching(desk: Desk, clock: TestClock, control: tuple[str, ...] = ()) -> AsyncIterator[Watcher]:
    watcher = Watcher(desk, clock, control)
    running = asyncio.create_task(watcher.watch.run())
    try:
        yield watcher
    finally:
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)


async def site_of(desk: Desk, *pages: Check, host: str = "fjordmat.no") -> Site:
    """Fjordmat's shop, of which these pages are looked at."""
    customers = await desk.ask(lambda tx: tx.customers.all())
    customer = customers[0] if customers else await agency(desk)
    site = Site(0, customer.id, "Shop", host, pages[0].address, checks=pages)
    row = await desk.do(lambda tx: tx.sites.add(site))
    found = await desk.ask(lambda tx: tx.sites.get(row))
    assert found is not None
    return found


async def down_times(watcher: Watcher, site: Site, what: str = DOWN) -> list[Spell]:
    alert = await watcher.alert(what, site)
    assert alert is not None
    return (await watcher.desk.ask(lambda tx: tx.outages.of_alerts([alert.id])))[alert.id]


async def test_a_site_goes_down_and_comes_up_and_that_is_counted_to_the_second(desk: Desk, clock: TestClock) -> None:
    async with website() as fjordmat, watching(desk, clock) as watcher:
        site = await site_of(desk, Check(f"{fjordmat.address}/handlekurv"))
        await watcher.looks(2)
        assert await watcher.says(DOWN, site) is None
        fjordmat.status = 500
        await watcher.looks()
        failed = clock.now()
        assert await watcher.says(DOWN, site) == "500 from /handlekurv"
        fjordmat.status = 502
        await watcher.looks()
        assert await watcher.says(DOWN, site) == "502 from /handlekurv"
        fjordmat.status = 200
        await watcher.looks()
        assert await watcher.says(DOWN, site) is None
        alert = await watcher.alert(DOWN, site)
        assert alert is not None
        assert (alert.begun_at, alert.down, alert.site_id) == (failed, timedelta(seconds=2 * EVERY), site.id)
        assert await down_times(watcher, site) == [Spell(failed, clock.now())]


async def test_one_bad_answer_among_good_ones_wakes_nobody(desk: Desk, clock: TestClock) -> None:
    async with website() as fjordmat, watching(desk, clock) as watcher:
        site = await site_of(desk, Check(fjordmat.address))
        fjordmat.answers = [500, 500, 500, 200]
        await watcher.looks()
        assert len(fjordmat.asked) == 4
        assert await watcher.alert(DOWN, site) is None
        await watcher.looks()
        assert len(fjordmat.asked) == 5


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
@pytest.mark.parametrize(
    ("check", "says"),
    [(Check("/", word="Til kassen"), '"Til kassen" is not on the page'), (Check("/", 301), "200 from /"),
     (Check("/sok?q=laks", limit=1), "no answer in 1 s (/sok?q=laks)")],
)  # fmt: skip
async def test_what_is_told_is_what_a_person_would_say(
    desk: Desk, clock: TestClock, check: Check, says: str
) -> None:  # fmt: skip
    async with website() as fjordmat, watching(desk, clock) as watcher:
        fjordmat.slowly = 5.0 if check.limit == 1 else 0.0
        page = Check(fjordmat.address + check.address, check.status, check.word, check.limit)
        site = await site_of(desk, page)
        await watcher.looks()
        assert await watcher.says(DOWN, site) == says


async def test_two_pages_of_a_site_that_fail_are_one_alert(desk: Desk, clock: TestClock) -> None:
    async with website() as fjordmat, watching(desk, clock) as watcher:
        site = await site_of(desk, Check(f"{fjordmat.address}/"), Check(f"{fjordmat.address}/kasse", 204))
        await watcher.looks()
        assert await watcher.says(DOWN, site) == "200 from /kasse"
        fjordmat.status = 500
        await watcher.looks()
        assert await watcher.says(DOWN, site) == "500 from /kasse, and 1 more of its pages"
        fjordmat.status = 204
        await watcher.looks()
        assert await watcher.says(DOWN, site) is None
        assert len(await down_times(watcher, site)) == 1


async def test_a_page_that_is_looked_at_no_more_fails_no_more(desk: Desk, clock: TestClock) -> None:
    async with website() as fjordmat, watching(desk, clock) as watcher:
        site = await site_of(desk, Check(fjordmat.address, 204))
        await watcher.looks()
        assert await watcher.says(DOWN, site) == "200 from /"
        await desk.do(checks.save_site, Site(site.id, site.customer_id, "Shop", site.host, site.link))
        assert await watcher.says(DOWN, site) is None
        assert [one.end for one in await down_times(watcher, site)] == [clock.now()]


@pytest.mark.parametrize("status", [500, 200])
async def test_what_somebody_says_is_over_and_still_fails_is_told_again(
    desk: Desk, clock: TestClock, status: int
) -> None:
    async with website() as fjordmat, watching(desk, clock) as watcher:
        site = await site_of(desk, Check(fjordmat.address))
        fjordmat.status = 500
        await watcher.looks()
        alert = await watcher.alert(DOWN, site)
        assert alert is not None
        await desk.do(resolve, ANNA, alert.id)
        assert await watcher.says(DOWN, site) is None
        fjordmat.status = status
        await watcher.looks()
        assert await watcher.says(DOWN, site) == ("500 from /" if status == 500 else None)
        again = await watcher.alert(DOWN, site)
        assert again is not None
        assert (again.id, again.is_over) == (alert.id, status == 200)


async def test_two_processes_look_at_each_page_once(desk: Desk, clock: TestClock) -> None:
    async with website() as fjordmat, watching(desk, clock) as one, watching(desk, clock) as other:
        await site_of(desk, *(Check(f"{fjordmat.address}/{page}") for page in range(20)))
        await one.looks()
        await other.rests()
        assert sorted(fjordmat.asked) == sorted({f"/{page}" for page in range(20)})


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
async def test_much_slower_than_in_this_hour_of_other_weeks_is_told(desk: Desk, clock: TestClock) -> None:
    async with website() as fjordmat, watching(desk, clock) as watcher:
        site = await site_of(desk, Check(fjordmat.address))
        await desk.do(_usually, site, [3, 5, 4])
        fjordmat.slowly = 1.1
        await watcher.looks()
        assert str(await watcher.says("slow:{}", site)).startswith("much slower than normal: 1.1 s, otherwise 0.0 s")
        assert await down_times(watcher, site, "slow:{}") == []
        fjordmat.slowly = 0.0
        await watcher.looks()
        assert await watcher.says("slow:{}", site) is None


async def test_when_the_control_addresses_fail_too_it_is_our_own_fault(desk: Desk, clock: TestClock) -> None:
    async with website() as fjordmat, website() as control:
        pass
    async with watching(desk, clock, (control.address,)) as watcher:
        site = await site_of(desk, Check(fjordmat.address))
        await watcher.looks()
        assert await watcher.says(CONTROL, site) == "our own control addresses do not answer"
        found = await watcher.alert(DOWN, site)
        assert found is not None
        assert found.group_id is not None, "it wakes nobody by itself"


@pytest.mark.parametrize(
    ("host", "days", "signed", "says"),
    [("localhost", -1, True, "the certificate expired yesterday"),
     ("localhost", 50, False, "the certificate is signed by nobody that browsers trust"),
     ("other.no", 50, True, "the certificate is for another address")],
)  # fmt: skip
async def test_a_certificate_that_browsers_refuse(
    desk: Desk, clock: TestClock, tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
    host: str, days: int, signed: bool, says: str,
) -> None:  # fmt: skip
    clock.at = _now()
    shown = certificate(tmp_path, host, _now() + timedelta(days=days), signed=signed)
    _trusted(monkeypatch, shown.authority)
    async with website(shown.server) as fjordmat, watching(desk, clock) as watcher:
        site = await site_of(desk, Check(fjordmat.address))
        await watcher.looks()
        assert await watcher.says(DOWN, site) == says


STAGES = (
    (15, 14, None), (14, 14, "the certificate runs out in 14 days"), (4, 14, "the certificate runs out in 4 days"),
    (3, 3, "the certificate runs out in 3 days"), (2, 14, None), (1, 3, "the certificate runs out tomorrow"),
    (-1, 3, None),
)  # fmt: skip


async def test_a_certificate_that_runs_out_is_told_14_and_3_days_ahead_and_no_more_once_renewed(
    desk: Desk, clock: TestClock, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    until = _now() + timedelta(days=60)
    day = ENGLISH.day(until.date())
    shown = certificate(tmp_path, "localhost", until)
    _trusted(monkeypatch, shown.authority)
    async with website(shown.server) as fjordmat, watching(desk, clock) as watcher:
        site = await site_of(desk, Check(fjordmat.address))
        for days, stage, says in STAGES:
            clock.at = (until - timedelta(days=days)).replace(hour=12)
            while not looks_at_certificate(site.checks[0], clock.at + timedelta(seconds=EVERY), EVERY):
                clock.advance(seconds=EVERY)
            await watcher.looks()
            assert await watcher.says(f"certificate:{{}}:{stage}", site) == (f"{says}, {day}" if says else None)
        for stage in (14, 3):
            assert await watcher.says(f"certificate:{{}}:{stage}", site) is None


async def test_a_certificate_is_looked_at_where_the_page_leads_to(
    desk: Desk, clock: TestClock, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    until = _now() + timedelta(days=60)
    shown = certificate(tmp_path, "localhost", until)
    _trusted(monkeypatch, shown.authority)
    async with website(shown.server) as fjordmat, website() as plain, watching(desk, clock) as watcher:
        plain.leads_to = fjordmat.address
        site = await site_of(desk, Check(plain.address.replace("127.0.0.1", "localhost")))
        clock.at = (until - timedelta(days=10)).replace(hour=12)
        while not looks_at_certificate(site.checks[0], clock.at + timedelta(seconds=EVERY), EVERY):
            clock.advance(seconds=EVERY)
        await watcher.looks()
        day = ENGLISH.day(until.date())
        assert await watcher.says("certificate:{}:14", site) == f"the certificate runs out in 10 days, {day}"


def _now() -> datetime:
    return datetime.now(OSLO).astimezone(MONDAY_10.tzinfo).replace(microsecond=0)


def _trusted(monkeypatch: pytest.MonkeyPatch, authority: str) -> None:
    """The authority is trusted as browsers trust theirs."""
    monkeypatch.setattr("aiohttp.connector._SSL_CONTEXT_VERIFIED", ssl.create_default_context(cadata=authority))


def _usually(tx: Tx, site: Site, times: list[int]) -> None:
    """In the weeks before, the page answered within so many milliseconds in this hour."""
    part = checks.take(tx, EVERY)
    assert part is not None
    for hour, ms in zip(same_hours(tx.now, OSLO), times, strict=False):
        tx.looks.add([(part[0].slice, Seen(site.checks[0].id, hour * HOUR, ms, Saw.WORKS))])
    while tx.looks.gather(int(tx.now.timestamp()) // HOUR):
        pass
