"""Acknowledging by link: as the person whose call it is, while the page still needs somebody."""

from rules.acknowledging import LinkFacts, Stands, token_of
from rules.forms import host_of
from rules.pages import Call, Page
from services import pages
from services.page_subjects import subject
from services.people import actor, known
from storage.tx import Tx


def secret(tx: Tx) -> bytes:
    """What the links are signed with."""
    return tx.secrets.acknowledging()


def token(tx: Tx, call_id: int) -> str:
    """The token of the call's link."""
    return token_of(secret(tx), call_id)


def acknowledge(tx: Tx, call_id: int) -> None:
    """The person who was told acknowledges the page. As services.pages.acknowledge; nothing for no such call."""
    call = tx.page_steps.call(call_id)
    if call is not None:
        pages.acknowledge(tx, call.who, call.page_id)


def facts(tx: Tx, call_id: int) -> LinkFacts | None:
    """What the page behind the call's link shows; None for no such call."""
    call = tx.page_steps.call(call_id)
    page = tx.pages.get(call.page_id) if call is not None else None
    if call is None or page is None:
        return None
    about = subject(tx, page)
    person = known(tx, call.who)
    stands, by = _stands(tx, page, call)
    number, site = about.number or 0, site_of(tx, page)
    drill = page.about.is_drill
    return LinkFacts(stands, number, site, about.since, drill, by, person.locale, person.timezone)


def site_of(tx: Tx, page: Page) -> str:
    """The host of the site it is about; empty where that is unknown, or there are many."""
    site_id, address = None, ""
    if page.about.case_id is not None and (case := tx.cases.get(page.about.case_id)) is not None:
        site_id, address = case.site_id, case.link
    elif page.about.alert_id is not None and (alert := tx.alerts.get(page.about.alert_id)) is not None:
        site_id, address = alert.site_id, alert.site
    site = tx.sites.get(site_id) if site_id is not None else None
    return site.host if site is not None else host_of(address if "://" in address else f"//{address}")


def _stands(tx: Tx, page: Page, call: Call) -> tuple[Stands, str]:
    """How it stands for this person, and who has it where that is somebody else."""
    goes_on = page.is_acknowledged and page.over_at is None
    if page.acknowledged_by == call.who and (goes_on or page.about.is_drill):
        return Stands.YOURS, ""
    if page.over_at is not None:
        return (Stands.ELSEWHERE if subject(tx, page).has_other_page else Stands.OVER), ""
    if page.is_acknowledged and page.acknowledged_by is not None:
        return Stands.TAKEN, known(tx, page.acknowledged_by).shown
    may = actor(tx, call.who).roles & pages.MAY_ACKNOWLEDGE
    return (Stands.WAITS if may else Stands.NOT_FOR_THEM), ""
