"""Set-up, whatever a form says: a row that is another customer's stays theirs, and rights end with who has them."""

from datetime import date

import pytest

from rules.checks import Check
from rules.customers import Approves
from rules.errors import CustomerUnknown, FieldErrors, LeadsOnly, StaffOnly
from rules.office import DESK_HOURS
from rules.setup import LEFT, fingerprint
from services import setup
from services.desk import Desk
from services.home import home
from tests.cast import ANNA, HOME, INGRID, KARI, OLA, SIRI, agency, person

CONTACT = {"contact_name": "Siri", "approves": "both", "language": "as_customer"}
NOBODY: frozenset[str] = frozenset()


async def test_a_forged_row_of_another_customer_is_refused(desk: Desk) -> None:
    fjordmat = await agency(desk)
    siri = (await desk.ask(lambda tx: tx.contacts.of_person(SIRI)))[0]
    row, seen = (fjordmat.id, siri.id), fingerprint(siri)
    with pytest.raises(CustomerUnknown):
        await desk.do(setup.save_contact, INGRID, row, CONTACT, NOBODY, None, seen, HOME)
    site = await desk.do(setup.save_site, INGRID, siri.customer_id, None, {"site_name": "x", "site_link": "x.no"}, "")
    changed = {"site_name": "y", "site_link": "x.no"}
    with pytest.raises(CustomerUnknown):
        await desk.do(setup.save_site, INGRID, fjordmat.id, site.id, changed, fingerprint(site))
    with pytest.raises(CustomerUnknown):
        await desk.ask(setup.known, INGRID, 999, date(2026, 3, 30))


async def test_a_contact_who_is_ticked_as_left_has_no_rights(desk: Desk) -> None:
    fjordmat = await agency(desk)
    kari = await desk.ask(lambda tx: tx.contacts.find(fjordmat.id, KARI))
    assert kari is not None
    row = (fjordmat.id, kari.id)
    await desk.do(setup.save_contact, INGRID, row, CONTACT, frozenset({LEFT}), person(KARI), fingerprint(kari), HOME)
    after = await desk.ask(lambda tx: tx.contacts.get(kari.id))
    assert after is not None
    assert (after.left_at is not None, after.approves) == (True, Approves.NOTHING)
    await desk.do(setup.save_contact, INGRID, row, CONTACT, NOBODY, person(KARI), fingerprint(after), HOME)
    again = await desk.ask(lambda tx: tx.contacts.get(kari.id))
    assert again is not None
    assert (again.left_at, again.approves) == (None, Approves.BOTH)


async def test_one_person_is_one_contact_of_a_customer(desk: Desk) -> None:
    fjordmat = await agency(desk)
    new = (fjordmat.id, None)
    with pytest.raises(FieldErrors) as refused:
        await desk.do(setup.save_contact, INGRID, new, CONTACT, NOBODY, person(OLA), "", HOME)
    assert list(refused.value.fields) == ["person"]


async def test_set_up_is_for_leads(desk: Desk) -> None:
    fjordmat = await agency(desk)
    for who, refusal in ((ANNA, LeadsOnly), (KARI, StaffOnly)):
        with pytest.raises(refusal):
            await desk.ask(setup.known, who, fjordmat.id, date(2026, 3, 30))
        with pytest.raises(refusal):
            await desk.do(setup.save_customer, who, fjordmat.id, {}, "", "en")


async def test_the_home_shows_customers_to_leads_only(desk: Desk) -> None:
    await agency(desk)
    lead, staff, stranger = [await desk.ask(home, who, 0, DESK_HOURS) for who in (INGRID, ANNA, KARI)]
    assert lead is not None
    assert staff is not None
    assert stranger is None
    assert ([one.customer.name for one in lead.customers], staff.page) == (["Bremuseet", "Fjordmat"], None)


async def test_a_new_site_is_looked_at_by_its_link(desk: Desk) -> None:
    fjordmat = await agency(desk)
    typed = {"site_name": "Shop", "site_link": "fjordmat.no"}
    site = await desk.do(setup.save_site, INGRID, fjordmat.id, None, typed, "")
    [kept] = await desk.ask(lambda tx: tx.sites.of(fjordmat.id))
    assert kept.checks == (Check("https://fjordmat.no"),)
    pages = {"checks": 'fjordmat.no 200\nhttps://fjordmat.no/kasse 5s "Til kassen"'}
    await desk.do(setup.save_site, INGRID, fjordmat.id, site.id, typed | pages, fingerprint(kept))
    [kept] = await desk.ask(lambda tx: tx.sites.of(fjordmat.id))
    assert kept.checks == (Check("https://fjordmat.no", 200), Check("https://fjordmat.no/kasse", None, "Til kassen", 5))
    await desk.do(setup.save_site, INGRID, fjordmat.id, site.id, typed, fingerprint(kept))
    assert (await desk.ask(lambda tx: tx.sites.of(fjordmat.id)))[0].checks == ()


@pytest.mark.parametrize("pages", ["fjordmat.no 99s", "http://[", "fjordmat.no\nfjordmat.no 200", "a.no\n" * 21])
async def test_a_page_that_cannot_be_looked_at_is_refused(desk: Desk, pages: str) -> None:
    fjordmat = await agency(desk)
    typed = {"site_name": "Shop", "site_link": "fjordmat.no", "checks": pages}
    with pytest.raises(FieldErrors) as refused:
        await desk.do(setup.save_site, INGRID, fjordmat.id, None, typed, "")
    assert list(refused.value.fields) == ["checks"]
