"""A site of Fjordmat's that is watched, as a monitor tells of it, and the letters that are written about it."""

from dataclasses import replace
from datetime import date, datetime, timedelta

from rules.alerts import Change, Firing, Signal
from rules.cases import Action
from rules.customers import Agreement, Contact, Site
from rules.letters import Letter, LetterKind, as_written
from rules.notices import Kind
from rules.people import Customer
from rules.records import Entry
from services import outbox
from services.alert_telling import record
from services.alerts import receive
from services.desk import Desk
from storage.tx import Tx
from tests.cast import ANNA, agency
from tests.conftest import TestClock
from tests.promised import oslo, passes

DOWN = Signal("home", Firing.FIRING, "critical", "500 from /handlekurv", "https://www.fjordmat.no/handlekurv")
UP = replace(DOWN, state=Firing.RESOLVED)
SEARCH = replace(DOWN, key="search", title="no answer in 10 s")
SUNDAY_0310 = oslo(5, 3, 10, month=4)


class Watched:
    """Fjordmat's shop, watched; Kari and Per get letters, Ola does not."""

    def __init__(self, desk: Desk, clock: TestClock, customer: Customer, site: Site, readers: list[int]) -> None:
        self.desk, self.clock, self.customer, self.site, self.readers = desk, clock, customer, site, readers

    async def hears(self, *signals: Signal) -> None:
        await self.desk.do(receive, "kuma", signals)

    async def goes_on(self, minutes: float) -> None:
        await passes(self.desk, self.clock, self.clock.at + timedelta(minutes=minutes))

    async def written(self) -> list[tuple[int, LetterKind]]:
        """Each letter: minutes after Sunday 03:10, and what it was."""
        return [((at - SUNDAY_0310) // timedelta(minutes=1), one.kind) for at, one in await self.letters()]

    async def letters(self) -> list[tuple[datetime, Letter]]:
        return [(one.at, as_written(one.facts)) for one in await self.desk.ask(_entries)]

    async def lanes(self, kind: Kind = Kind.LETTER) -> list[str]:
        return [one.notice.lane for one in await self.desk.ask(outbox.everything) if one.notice.kind is kind]

    async def holds(self, holds: bool) -> None:
        """*Hold letters*, and that they may go."""

        def change(tx: Tx) -> None:
            tx.alerts.hold()
            alert = tx.alerts.latest("kuma", ["home"])["home"]
            tx.alerts.save(alert := replace(alert, holds_letters=holds))
            record(tx, alert, Change.HELD if holds else Change.RELEASED, ANNA)

        await self.desk.do(change)

    async def posts(self, text: str) -> None:
        """*Post update*."""

        def post(tx: Tx) -> None:
            record(tx, tx.alerts.latest("kuma", ["home"])["home"], Change.POSTED, ANNA, {"text": text})

        await self.desk.do(post)


def _entries(tx: Tx) -> list[Entry]:
    return [one for case in tx.cases.newest(20) for one in tx.history.of_case(case.id) if one.action is Action.LETTER]


async def watched(desk: Desk, clock: TestClock) -> Watched:
    clock.at = SUNDAY_0310
    customer = await agency(desk)

    def set_up(tx: Tx) -> tuple[Site, list[int]]:
        tx.agreements.put(Agreement(0, customer.id, date(2026, 1, 1), operation=True))
        site = Site(0, customer.id, "The shop", "fjordmat.no", "https://fjordmat.no")
        site = replace(site, id=tx.sites.add(site))
        kari = tx.contacts.of(customer.id)[0]
        tx.contacts.save(replace(kari, email="kari@fjordmat.no", gets_letters=True, language="nb"))
        per = Contact(0, customer.id, "Per", email="per@fjordmat.no", gets_letters=True)
        return site, [kari.id, tx.contacts.add(per)]

    return Watched(desk, clock, customer, *await desk.do(set_up))


def more_customers(tx: Tx, count: int) -> None:
    for number in range(count):
        row = tx.customers.add(f"Customer {number}", f"C{number}", "en", ()).id
        tx.sites.add(Site(0, row, f"Site {number}", f"site{number}.no", f"https://site{number}.no"))
