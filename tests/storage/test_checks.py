"""Checks and their looks on both databases: shared without doubles, kept compactly, forgotten."""

import asyncio

from rules.checks import SLICES, Check, Watched, What, slice_of
from rules.customers import Site
from rules.looks import HOUR, HourSeen, Seen
from rules.probe import Saw
from services.desk import Desk
from storage.tx import Tx
from tests.cast import agency
from tests.conftest import MONDAY_10, TestClock

HOME, CART = Check("https://fjordmat.no"), Check("https://fjordmat.no/handlekurv", 200, "Kurv", 5)
NOW = int(MONDAY_10.timestamp())
EVERY = 60


async def looked_at(desk: Desk, *checks: Check) -> Site:
    """Fjordmat's shop with these checks."""
    customer = await agency(desk)
    site = Site(0, customer.id, "Shop", "fjordmat.no", "https://fjordmat.no", checks=checks)
    row = await desk.do(lambda tx: tx.sites.add(site))
    return await _kept(desk, row)


async def _kept(desk: Desk, row: int) -> Site:
    found = await desk.ask(lambda tx: tx.sites.get(row))
    assert found is not None
    return found


def _fails(tx: Tx, row: int) -> None:
    tx.checks.fails(row, What.DOWN, MONDAY_10, {"saw": "error"})


def _of_slice(tx: Tx, part: int) -> list[Watched]:
    return tx.checks.of_slice(part)


def _seen(tx: Tx, seen: list[tuple[int, Seen]]) -> None:
    tx.looks.add(seen)


async def test_a_check_that_stays_keeps_its_row_and_one_that_goes_takes_its_failure_along(desk: Desk) -> None:
    site = await looked_at(desk, HOME, CART)
    assert site.checks == (HOME, CART)
    for check in site.checks:
        await desk.do(_fails, check.id)
    other = Check("https://fjordmat.no/sok")
    after = Site(site.id, site.customer_id, "Shop", site.host, site.link, checks=(Check(HOME.address, limit=3), other))
    await desk.do(lambda tx: tx.sites.save(after))
    kept = await _kept(desk, site.id)
    assert kept.checks == after.checks
    assert kept.checks[0].id == site.checks[0].id
    failing = await desk.do(lambda tx: tx.checks.failing(site.id, What.DOWN))
    assert [one.address for one in failing] == [HOME.address]
    await desk.do(lambda tx: tx.sites.drop(site.id))
    assert await desk.ask(lambda tx: tx.checks.next_due()) is None


async def test_each_part_of_a_round_is_taken_once_however_many_ask(desk: Desk) -> None:
    await looked_at(desk, *(Check(f"https://fjordmat.no/{page}") for page in range(20)))

    def taken(tx: Tx) -> int | None:
        return tx.checks.take(NOW, EVERY)

    parts = [part for part in await asyncio.gather(*(desk.do(taken) for _ in range(40))) if part is not None]
    assert len(parts) == len(set(parts)) > 10
    assert await desk.do(taken) is None
    found = [one for part in parts for one in await desk.ask(_of_slice, part)]
    assert len({one.check.id for one in found}) == 20
    due = await desk.ask(lambda tx: tx.checks.next_due())
    assert due is not None
    assert NOW < due <= NOW + EVERY
    assert (due - parts[0] * EVERY // SLICES) % EVERY in {(part - parts[0]) * EVERY // SLICES % EVERY for part in parts}


async def test_looks_become_a_row_for_each_page_and_hour_and_day(desk: Desk, clock: TestClock) -> None:
    site = await looked_at(desk, HOME, CART)
    parts = {one.id: slice_of(site.id, one.address) for one in site.checks}
    hour = NOW // HOUR
    for minute in range(60):
        seen = [Seen(one.id, hour * HOUR + minute * 60, 100 + minute, Saw.WORKS) for one in site.checks]
        await desk.do(_seen, [(parts[one.check_id], one) for one in seen])
    gathered = [await desk.do(lambda tx: tx.looks.gather(hour + 1)) for _ in range(3)]
    assert sum(gathered) == 120
    assert gathered[-1] == 0
    home = site.checks[0].id
    late = Seen(home, hour * HOUR + 3599, 0, Saw.SILENCE)
    await desk.do(_seen, [(parts[home], late)])
    await desk.do(lambda tx: tx.looks.gather(hour + 1))
    found = await desk.ask(lambda tx: tx.looks.in_hours(parts[home], [hour]))
    assert found[home] == [HourSeen(61, 60, 130, 157)]
    assert await desk.do(lambda tx: tx.looks.forget(hour, hour // 24)) == 0
    assert await desk.do(lambda tx: tx.looks.forget(hour + 1, hour // 24 + 1)) == 4
