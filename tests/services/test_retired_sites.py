"""A site is taken out of a customer's file while something goes on there: its history stays, and nothing follows."""

from dataclasses import replace
from datetime import timedelta

from rules.alert_quiet import Window
from rules.alerts import Firing
from rules.checks import Check, What
from rules.customers import Site
from services.checks import retire_site, save_site
from services.desk import Desk
from storage.tx import Tx
from tests.alerted import DOWN, hears, the_alert, watched
from tests.cast import agency
from tests.conftest import TestClock


def goes_on(tx: Tx, site: Site, check: Check) -> None:
    """The check fails; maintenance goes on, and more is to come."""
    tx.checks.fails(check.id, What.DOWN, tx.now, {"saw": "silence"})
    for hours in (-1, 1):
        start = tx.now + timedelta(hours=hours)
        tx.windows.add(Window(0, site.customer_id, site.id, start, start + timedelta(hours=2)))


async def test_what_happened_stays_and_nothing_follows(desk: Desk, clock: TestClock) -> None:
    customer = await agency(desk)
    site = await watched(desk, customer.id)
    await desk.do(lambda tx: save_site(tx, replace(site, checks=(Check("https://fjordmat.no"),))))
    (check,) = (await desk.ask(lambda tx: tx.sites.of(customer.id)))[0].checks
    await hears(desk, DOWN)

    await desk.do(goes_on, site, check)
    assert await desk.ask(lambda tx: tx.sites.with_history(customer.id)) == {site.id}
    await desk.do(retire_site, site)

    alert = await the_alert(desk)
    assert (alert.site_id, alert.is_failing, alert.holds_letters) == (site.id, True, True)
    assert await desk.ask(lambda tx: tx.windows.coming(tx.now, 9)) == []
    assert await desk.ask(lambda tx: tx.checks.failing(site.id, What.DOWN)) == []
    assert await desk.ask(lambda tx: (tx.sites.of(customer.id), tx.sites.all(), tx.sites.at(["fjordmat.no"]))) == (
        [],
        [],
        {},
    )
    clock.advance(hours=1)
    await hears(desk, replace(DOWN, state=Firing.RESOLVED), replace(DOWN, key="other"))
    assert (await the_alert(desk, "other")).customer_id is None
    assert not (await the_alert(desk)).is_failing
