"""Every kind of person there is, and the agency they try things at."""

from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from rules.alert_quiet import Window
from rules.alerts import Firing, Signal
from rules.cases import Case
from rules.customers import Agreement, Approves, Contact, Site
from rules.forms import CaseForm
from rules.levels import Urgency
from rules.notices import DESK
from rules.offers import Inquiry, Saying, Standing
from rules.office import DESK_HOURS
from rules.pages import About, Why
from rules.people import Customer, Person, PersonId, Place
from rules.records import CardPlace
from rules.replies import Draft
from rules.rota import Override
from rules.rota_setup import LayerSetting
from services import alerts, channels, intake, pages, people
from services.desk import Desk
from services.intake import Door
from storage.tx import Tx

HOME, FJORDMAT, BREMUSEET, ELSEWHERE = "THOME", "TFJORD", "TBRE", "TELSE"
CHANNEL, OTHER_CHANNEL, UNCLAIMED, DESK_CHANNEL = "CFJORD", "CBRE", "CNEW", "CDESK"
SAID_AT = "1774850000.000100"


@dataclass(frozen=True)
class Kind:
    """A kind of person: who they are here, and whether they try it at the customer with nobody named to approve."""

    words: str
    who: PersonId
    at_unnamed: bool = False


OPENER, OLA = PersonId(FJORDMAT, "UKARI"), PersonId(FJORDMAT, "UOLA")
MONEY, PUBLICATION, BOTH = (PersonId(FJORDMAT, f"U{name}") for name in ("MONEY", "PUBLICATION", "BOTH"))
LEFT, NINA = PersonId(FJORDMAT, "ULEFT"), PersonId(BREMUSEET, "UNINA")
GUEST, NOBODYS_GUEST = PersonId(HOME, "UGUEST"), PersonId(HOME, "UGUS")
STAFF, DEVELOPER, LEAD = (PersonId(HOME, f"U{name}") for name in ("STAFF", "DEVELOPER", "LEAD"))
LEAVER = PersonId(HOME, "ULEAVER")

KINDS = (
    Kind("opener, nobody named", NINA, at_unnamed=True),
    Kind("opener", OPENER),
    Kind("other contact", OLA),
    Kind("approver of money", MONEY),
    Kind("approver of publication", PUBLICATION),
    Kind("approver of both", BOTH),
    Kind("contact who left", LEFT),
    Kind("guest set as contact", GUEST),
    Kind("other guest", NOBODYS_GUEST),
    Kind("other customer's contact", NINA),
    Kind("stranger", PersonId(ELSEWHERE, "USTRANGER")),
    Kind("staff", STAFF),
    Kind("developer", DEVELOPER),
    Kind("lead", LEAD),
    Kind("other colleague", PersonId(HOME, "UCOLLEAGUE")),
    Kind("bot", PersonId(HOME, "UBOT")),
)


@dataclass(frozen=True)
class Agency:
    """What is pressed and sent names these: a customer, its case and another one, an inquiry of each standing, a
    channel that is nobody's yet, one of us who left."""

    customer: Customer
    case: Case
    other: Case
    offer: int
    item: int
    channel_row: int
    contact_row: int
    site_row: int
    leaver_row: int
    change: int = 0
    page: int = 0
    alert: int = 0
    window: int = 0
    morning: int = 0
    report: int = 0

    @property
    def staff_thread(self) -> str:
        """The root of the case's thread in the Customer Success channel."""
        return f"{self.case.id}.000100"


async def agencies(desk: Desk) -> tuple[Agency, Agency]:
    """At Fjordmat approvers are named, at Bremuseet nobody is."""
    await _us(desk)
    everybody = [Person(kind.who, kind.words, "en-US") for kind in KINDS if kind.who.team_id != HOME]
    await desk.do(people.remember, everybody)
    channel_row = await desk.do(channels.invited, UNCLAIMED, "new", "New", (ELSEWHERE,), [])
    fjordmat = await _customer(desk, "Fjordmat", CHANNEL, FJORDMAT)
    bremuseet = await _customer(desk, "Bremuseet", OTHER_CHANNEL, BREMUSEET)
    for who, approves in ((MONEY, Approves.MONEY), (PUBLICATION, Approves.PUBLICATION), (BOTH, Approves.BOTH)):
        await desk.do(_changes, who, {"approves": approves})
    await desk.do(lambda tx: tx.contacts.add(Contact(0, fjordmat.id, "Guest", GUEST)))
    named = await _agency(desk, fjordmat, OPENER, channel_row)
    unnamed = await _agency(desk, bremuseet, NINA, channel_row)
    await desk.do(_changes, LEFT, {"left_at": desk.now()})
    return named, unnamed


async def _us(desk: Desk) -> None:
    names = {kind.who: kind.words for kind in KINDS} | {LEAVER: "leaver"}
    for place, who in ((Place.DESK, STAFF), (Place.ONCALL, DEVELOPER), (Place.LEADS, LEAD)):
        await desk.do(people.refresh_place, place, [Person(who, names[who], "en-US")], HOME)
    guests = [Person(who, names[who], "en-US", is_guest=True) for who in (GUEST, NOBODYS_GUEST)]
    others = [Person(who, names[who], "en-US") for who in names if who.team_id == HOME and who not in {*_ids(guests)}]
    await desk.do(people.remember, [*guests, *others])


def _ids(known: list[Person]) -> list[PersonId]:
    return [one.id for one in known]


async def _customer(desk: Desk, name: str, channel_id: str, team: str) -> Customer:
    row = await desk.do(channels.invited, channel_id, name.lower(), name, (team,), [])
    return await desk.do(channels.claim, LEAD, row, name, "en")


async def _agency(desk: Desk, customer: Customer, opener: PersonId, channel_row: int) -> Agency:
    cases = []
    for problem in ("It fails", "It fails too"):
        form = CaseForm(problem, Urgency.DEGRADED, customer_id=customer.id)
        cases.append((await desk.do(intake.open_case, opener, form, Door(customer.channel_id), DESK_HOURS)).case)
    contact = next(one for one in await desk.ask(lambda tx: tx.contacts.of(customer.id)) if one.person == opener)
    leaver = await desk.ask(lambda tx: tx.people.find(LEAVER))
    assert leaver is not None
    await desk.do(_leaves_behind, cases[1])
    rows = await desk.do(_set_up, customer, opener)
    change = await desk.do(_rota)
    page = await desk.do(pages.begin, About(cases[0].id), Why.LEVEL_A)
    morning = await desk.do(_woken)
    row_ids = (channel_row, contact.id, rows[2], leaver.row_id, change, page.id)
    agency = Agency(customer, cases[0], cases[1], *rows[:2], *row_ids)
    alert, window = await desk.do(_monitored, customer)
    report = await desk.do(lambda tx: tx.uptime_reports.add(date(2026, 3, 1), tx.now, customer.id, None))
    agency = replace(agency, alert=alert, window=window, morning=morning, report=report)
    await desk.do(_words, agency)
    return agency


def _words(tx: Tx, agency: Agency) -> None:
    """The case has a staff thread, and everybody a reply that is previewed already."""
    thread = agency.staff_thread
    tx.cards.put(agency.case.id, DESK, CardPlace(DESK_CHANNEL, thread, thread))
    for kind in KINDS:
        nonce = f"{agency.case.id}:{kind.who.user_id}"
        if tx.drafts.get(nonce) is None:
            tx.drafts.put(Draft(nonce, agency.case.id, kind.who, "Words", ()), tx.now)


def _leaves_behind(tx: Tx, case: Case) -> None:
    tx.cases.save(replace(case, assignee=LEAVER))


def _set_up(tx: Tx, customer: Customer, author: PersonId) -> tuple[int, int, int]:
    """An offer, an item that is not yet a case, and a site; and an agreement."""
    said = Saying(customer.channel_id, SAID_AT, author, "It is slow")
    inquiry = Inquiry(0, customer.id, customer.channel_id, SAID_AT, author, tx.now, tx.now, words=(said,))
    offer = tx.offers.add(inquiry)
    item = tx.offers.add(replace(inquiry, root_ts="1774850001.000100", standing=Standing.NOT_YET))
    tx.agreements.put(Agreement(0, customer.id, tx.now.date()))
    site = tx.sites.add(Site(0, customer.id, "Shop", f"{customer.name.lower()}.no", "https://shop.example.no"))
    return offer, item, site


def _rota(tx: Tx) -> int:
    """The developer has duty, and the lead agreed that they have it tomorrow too."""
    tx.rota.put(LayerSetting(1, tx.now, (DEVELOPER,)))
    return tx.rota.add(Override(tx.now, tx.now + timedelta(days=1), DEVELOPER), LEAD, tx.now)


def _monitored(tx: Tx, customer: Customer) -> tuple[int, int]:
    """An alert of the customer's site, and maintenance to come."""
    key = f"{customer.id}"
    alerts.receive(tx, "kuma", [Signal(key, Firing.FIRING, site=f"https://{customer.name.lower()}.no")])
    window = Window(0, customer.id, None, tx.now + timedelta(days=1), tx.now + timedelta(days=2))
    return tx.alerts.latest("kuma", [key])[key].id, tx.windows.add(window)


def _woken(tx: Tx) -> int:
    """The developer, who has duty, was paged a while ago."""
    tx.mornings.add(tx.now, {DEVELOPER: (tx.now, tx.now + timedelta(hours=5))})
    return tx.mornings.claim(tx.now, 1)[0].id


def _changes(tx: Tx, who: PersonId, facts: dict[str, Any]) -> None:
    tx.contacts.save(replace(tx.contacts.of_person(who)[0], **facts))
