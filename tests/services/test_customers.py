"""What is set up for a customer counts when a case is opened: the agreement of that day, the site of the link."""

from datetime import date, timedelta

import pytest

from rules.cases import Action
from rules.customers import Agreement, Site
from rules.forms import CaseForm
from rules.levels import Urgency
from rules.office import DESK_HOURS
from services import intake
from services.desk import Desk
from services.intake import Door
from storage.tx import Tx
from tests.cast import ANNA, CHANNEL, KARI, agency, does, opened
from tests.conftest import TestClock


def _agree(tx: Tx, agreement: Agreement) -> None:
    tx.agreements.put(agreement)


def _has(tx: Tx, site: Site) -> None:
    tx.sites.add(site)


async def test_the_agreement_in_force_at_submission_counts(desk: Desk, clock: TestClock) -> None:
    customer = await agency(desk)
    today, tomorrow = date(2026, 3, 30), date(2026, 3, 31)
    await desk.do(_agree, Agreement(0, customer.id, today, operation=True, level_a_minutes=45))
    await desk.do(_agree, Agreement(0, customer.id, tomorrow, level_a_minutes=90))
    first = await opened(desk, Urgency.DOWN)
    assert first.due_at == clock.now() + timedelta(minutes=45)
    clock.advance(hours=13, minutes=30)  # 23:30 in Oslo
    at_night = await opened(desk, Urgency.DOWN)
    assert at_night.due_at == clock.now() + timedelta(minutes=45), "round the clock, and still today's agreement"
    clock.advance(hours=10)
    assert (await opened(desk, Urgency.DOWN)).due_at == clock.now() + timedelta(minutes=90)


async def test_a_changed_level_is_reckoned_by_the_agreement_of_the_submission(desk: Desk, clock: TestClock) -> None:
    customer = await agency(desk)
    await desk.do(_agree, Agreement(0, customer.id, date(2026, 3, 30), operation=True, level_a_minutes=45))
    case = await opened(desk)
    await desk.do(_agree, Agreement(0, customer.id, date(2026, 3, 31), level_a_minutes=90))
    clock.advance(days=1)
    case = await does(desk, ANNA, Action.SET_LEVEL, case, level="A", reason="It is down")
    assert case.due_at == case.submitted_at + timedelta(minutes=45)


@pytest.mark.parametrize(
    ("link", "site"),
    [
        ("https://fjordmat.no/kasse", "Shop"),
        ("https://www.fjordmat.no", "Shop"),
        ("https://eu.shop.fjordmat.no", "Shop"),
        ("https://blogg.fjordmat.no/x", "Blog"),
        ("https://bremuseet.no", None),
        ("https://xn--br-1ia.no/sok", "Berries"),
        ("https://www.bær.no", "Berries"),
        ("", None),
    ],
)
async def test_the_site_comes_from_the_links_host(desk: Desk, link: str, site: str | None) -> None:
    customer = await agency(desk)
    other = await desk.ask(lambda tx: tx.customers.by_name("Bremuseet"))
    assert other is not None
    for owner, name, host in [
        (customer.id, "Shop", "fjordmat.no"),
        (customer.id, "Blog", "blogg.fjordmat.no"),
        (customer.id, "Berries", "bær.no"),
        (other.id, "Museum", "bremuseet.no"),
    ]:
        await desk.do(_has, Site(0, owner, name, host, f"https://{host}"))
    form = CaseForm("It fails", Urgency.URGENT, link)
    case = (await desk.do(intake.open_case, KARI, form, Door(CHANNEL), DESK_HOURS)).case
    found = await desk.ask(lambda tx: tx.sites.get(case.site_id) if case.site_id else None)
    assert (found.name if found else None) == site
