"""What a page is about, and how that stands: a case, an alert, or nothing at all (a drill)."""

from dataclasses import dataclass
from datetime import datetime

from rules.alert_quiet import Quiet
from rules.alerts import CHECKS, Alert
from rules.cases import OVER, Case
from rules.countdown import is_ticking
from rules.levels import Level
from rules.notices import DESK, ONCALL, Kind, Notice, alert_card, alert_thread, case_thread
from rules.pages import QUIET_FOR, STILL_ON_IT_AFTER, About, Page, Subject
from rules.people import PersonId
from rules.records import CardPlace
from rules.working_hours import Calendar
from services.alert_rest import rest_of
from services.promises import on_call_card, promise_of
from storage.tx import Tx

MOST_ALERTS = 200  # of a customer


@dataclass(frozen=True)
class Standing:
    """Whether what a page is about is over, or else until when (UTC) nobody is told of it; None: now."""

    is_over: bool = False
    waits_until: datetime | None = None


def standing(tx: Tx, page: Page, desk: Calendar) -> Standing:
    """How it stands now. A case is paged about while it is an unanswered Level A; not while its clock stands still, or
    does not run because the desk is closed."""
    if page.about.case_id is not None:
        return _of_case(tx, tx.cases.get(page.about.case_id), desk)
    if page.about.alert_id is not None:
        return _of_alert(tx, tx.alerts.get(page.about.alert_id), desk)
    return Standing()


def subject(tx: Tx, page: Page) -> Subject:
    """What it is about, in facts. KeyError for a row that is not there."""
    if page.about.case_id is not None:
        return _case(tx, tx.cases.get(page.about.case_id))
    if page.about.alert_id is not None:
        return _alert(tx, tx.alerts.get(page.about.alert_id))
    return Subject("", "", page.begun_at, page.place)


def thread_of(page: Page) -> str:
    """The thread in the on-call channel in which it is told what happens to the page."""
    if page.about.case_id is not None:
        return case_thread(page.about.case_id, ONCALL)
    if page.about.alert_id is not None:
        return alert_thread(page.about.alert_id)
    return f"page:{page.id}@{ONCALL}"


def card_again(tx: Tx, page: Page) -> list[Notice]:
    """Shows on its card in the on-call channel how the page stands."""
    if page.about.is_drill:
        return [Notice(ONCALL, thread_of(page), Kind.DRILL, subject_id=page.id)]
    if page.about.alert_id is not None:
        return [alert_card(page.about.alert_id)]
    case = tx.cases.get(page.about.case_id) if page.about.case_id is not None else None
    return on_call_card(tx, case) if case is not None else []


def first_card(tx: Tx, page: Page) -> list[Notice]:
    """The card of a case in the on-call channel, where it has none yet: what is told of the page stands under it."""
    case_id = page.about.case_id
    if case_id is None or tx.cards.place(case_id, ONCALL) or tx.outbox.waits_in(thread_of(page)):
        return []
    return [Notice(ONCALL, thread_of(page), Kind.CARD, case_id)]


def seen_to(tx: Tx, page: Page) -> tuple[PersonId | None, int | None] | None:
    """Who has another Level A of the same site, and which (a case's row; None: an alert): then this one wakes nobody
    anew. Nobody is named for an alert that was acknowledged in its monitor."""
    case = tx.cases.get(page.about.case_id) if page.about.case_id is not None else None
    if case is None or case.site_id is None:
        return None
    for other in tx.cases.open_at_level_a(case.site_id):
        if other.id != case.id and (found := _has(tx, other)) is not None:
            return found, other.id
    alerts = (one for one in tx.alerts.open_of(case.customer_id, MOST_ALERTS) if one.site_id == case.site_id)
    return next((by for one in alerts if one.is_outage and (by := _has_alert(tx, one))), None)


def _has(tx: Tx, other: Case) -> PersonId | None:
    page = tx.pages.open_about(About(other.id))
    if page is not None and page.is_acknowledged:
        return page.acknowledged_by
    answered_lately = other.answered_at is not None and tx.now - other.answered_at < QUIET_FOR
    return other.assignee if answered_lately else None


def _has_alert(tx: Tx, alert: Alert) -> tuple[PersonId | None, None] | None:
    """Who has the alert, or what stands for it."""
    for row_id in (alert.id, alert.group_id):
        page = tx.pages.open_about(About(alert_id=row_id)) if row_id is not None else None
        if page is not None and page.is_acknowledged:
            return page.acknowledged_by, None
    return (alert.acknowledged_by, None) if alert.acknowledged_at is not None else None


def _of_case(tx: Tx, case: Case | None, desk: Calendar) -> Standing:
    if case is None or case.level is not Level.A or case.state in OVER or case.answered_at is not None:
        return Standing(is_over=True)
    promised = promise_of(tx, case, desk)
    if not is_ticking(case) or promised is None:
        return Standing(waits_until=tx.now + STILL_ON_IT_AFTER)
    return Standing() if promised.clock.is_open(tx.now) else Standing(waits_until=promised.clock.next_open(tx.now))


def _case(tx: Tx, case: Case | None) -> Subject:
    if case is None:
        raise KeyError("a case that is not there")
    title = case.problem.strip().splitlines()[0] if case.problem.strip() else ""
    customer = tx.customers.get(case.customer_id).name
    place, elsewhere = tx.cards.place(case.id, ONCALL), tx.cards.place(case.id, DESK)
    return Subject(title, customer, case.submitted_at, place, case.number, elsewhere)


def _of_alert(tx: Tx, alert: Alert | None, desk: Calendar) -> Standing:
    """An alert is paged about while it fails and nothing keeps it quiet; while it is good it is waited for its end."""
    if alert is None or alert.is_over or (alert.acknowledged_at is not None and alert.acknowledged_by is None):
        return Standing(is_over=True)
    if not alert.is_failing:
        return Standing(waits_until=alert.ends_at or tx.now + STILL_ON_IT_AFTER)
    rest = rest_of(tx, alert, desk)
    if rest is None:
        return Standing()
    if rest.until is None:
        return Standing(is_over=rest.why is Quiet.GROUP, waits_until=tx.now + STILL_ON_IT_AFTER)
    return Standing(waits_until=rest.until)


def _alert(tx: Tx, alert: Alert | None) -> Subject:
    if alert is None:
        raise KeyError("an alert that is not there")
    customer = tx.customers.get(alert.customer_id).name if alert.customer_id is not None else ""
    place = CardPlace(alert.channel_id, alert.ts, alert.ts) if alert.channel_id and alert.ts else None
    title = alert.title or alert.site or alert.key
    saw = alert.facts if alert.source == CHECKS else None
    other = _has_other_page(tx, alert)
    return Subject(title, customer, alert.begun_at, place, group=alert.group, saw=saw, has_other_page=other)


def _has_other_page(tx: Tx, alert: Alert) -> bool:
    """True for one of many, while it fails, and for what stood for many, all of which went elsewhere."""
    if alert.group is None:
        return alert.is_failing and alert.group_id is not None
    return alert.is_over and not tx.alerts.members(alert.id, 1)
