"""What monitors say to the tests' agency, and how its alerts stand."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from rules.alert_quiet import Quiet
from rules.alerts import Alert, Change, Firing, Signal
from rules.customers import Agreement, Site
from rules.notices import ONCALL, Item, Kind
from rules.office import DESK_HOURS
from rules.pages import About, Page
from services import outbox
from services.alert_rest import rest_of
from services.alerts import receive
from services.desk import Desk
from storage.tx import Tx
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


async def rest(desk: Desk, alert: Alert) -> tuple[Quiet, Any] | None:
    found = await desk.ask(lambda tx: rest_of(tx, alert, DESK_HOURS))
    return (found.why, found.until) if found else None
