"""Who is written to about outages: of whom nobody is, staff hear every Monday."""

from dataclasses import replace
from datetime import date, timedelta

from rules.checks import Check
from rules.customers import Agreement, Contact
from rules.mail import ReadersFacts
from rules.notices import DESK, Kind
from rules.office import DESK_HOURS
from services import outbox, readers
from services.desk import Desk
from storage.tx import Tx
from tests.conftest import TestClock
from tests.promised import oslo, passes
from tests.watched import watched

MONDAY_9 = oslo(6, 9, month=4)


async def test_a_customer_under_operation_lacks_readers_until_somebody_is_marked(desk: Desk, clock: TestClock) -> None:
    shop = await watched(desk, clock)
    today = date(2026, 4, 5)
    assert await desk.ask(readers.lacking, today) == []
    contacts = await desk.ask(lambda tx: tx.contacts.of(shop.customer.id))
    for one in (
        [replace(one, gets_letters=False) for one in contacts],
        [replace(one, email=None) for one in contacts],
        [replace(one, left_at=clock.at) for one in contacts],
    ):
        await desk.do(save, one)
        assert await desk.ask(readers.lacking, today) == ["Fjordmat"]
    await desk.do(lambda tx: tx.agreements.put(Agreement(0, shop.customer.id, today, operation=False)))
    assert await desk.ask(readers.lacking, today) == []
    assert await desk.ask(readers.lacking, today - timedelta(days=1)) == ["Fjordmat"]


async def test_staff_hear_of_it_every_monday_at_nine(desk: Desk, clock: TestClock) -> None:
    shop = await watched(desk, clock)
    await desk.do(readers.begin, DESK_HOURS)
    contacts = await desk.ask(lambda tx: tx.contacts.of(shop.customer.id))
    await desk.do(save, [replace(one, email=None) for one in contacts])
    await passes(desk, clock, MONDAY_9 + timedelta(days=8))
    told = [one for one in await desk.ask(outbox.everything) if one.notice.kind is Kind.NO_READERS]
    assert [one.notice.lane for one in told] == [DESK] * 2
    assert [one.created_at for one in told] == [MONDAY_9, MONDAY_9 + timedelta(days=7)]


async def test_a_site_under_operation_is_told_of_until_a_page_of_it_is_looked_at(desk: Desk, clock: TestClock) -> None:
    shop = await watched(desk, clock)
    await desk.do(readers.begin, DESK_HOURS)
    [site] = await desk.ask(lambda tx: tx.sites.of(shop.customer.id))
    assert await desk.ask(readers.facts, DESK_HOURS) == ReadersFacts((), (site.host,))
    await desk.do(lambda tx: tx.sites.save(replace(site, checks=(Check(site.link),))))
    assert await desk.ask(readers.facts, DESK_HOURS) is None


def save(tx: Tx, contacts: list[Contact]) -> None:
    for one in contacts:
        tx.contacts.save(one)
