"""What people do about an alert. Each is one of us; the alert is held, and all see what became of it."""

from dataclasses import replace

from rules.alert_errors import AlertIsCase, AlertOfNobody, AlertOver, AlertUnknown, NoLetters, StillFailing
from rules.alert_life import acknowledged, resolved
from rules.alert_presses import LONGEST_UPDATE, can_be_resolved
from rules.alert_quiet import silence_from
from rules.alerts import Alert, Change
from rules.cases import Case
from rules.errors import AlreadyAcknowledged, FieldErrors, FieldProblem, NotForYou
from rules.forms import CaseForm, Checks
from rules.levels import Urgency
from rules.pages import About
from rules.people import Person, PersonId
from rules.working_hours import Calendar
from services import downtime, pages
from services.alert_groups import follow, set_free
from services.alert_telling import calm, record
from services.checks import look_anew
from services.incidents import join
from services.intake import Door, open_case
from services.outage_cases import MONITORING
from services.people import choosable, known, one_of_us
from storage.tx import Tx


def of_us(tx: Tx, who: PersonId, alert_id: int) -> Alert:
    """The alert, for one of us. StaffOnly, NoContact; AlertUnknown."""
    one_of_us(tx, who)
    alert = tx.alerts.get(alert_id)
    if alert is None:
        raise AlertUnknown
    return alert


def going_on(tx: Tx, who: PersonId, alert_id: int) -> Alert:
    """The same, while it is not over; AlertOver."""
    alert = of_us(tx, who, alert_id)
    if alert.is_over:
        raise AlertOver
    return alert


def acknowledge(tx: Tx, who: PersonId, alert_id: int) -> None:
    """Somebody goes to work on it: nobody else is told. As services.pages.acknowledge; AlertOver."""
    tx.alerts.hold()
    alert = of_us(tx, who, alert_id)
    if not one_of_us(tx, who).roles & pages.MAY_ACKNOWLEDGE:
        raise NotForYou
    if alert.is_over:
        raise AlertOver
    page = tx.pages.open_about(About(alert_id=alert.id))
    if page is not None:
        pages.acknowledge(tx, who, page.id)
    elif alert.acknowledged_by not in (None, who):
        assert alert.acknowledged_at is not None
        raise AlreadyAcknowledged(known(tx, alert.acknowledged_by).shown, alert.acknowledged_at)
    elif alert.acknowledged_by is None:
        alert = acknowledged(alert, who, tx.now)
        tx.alerts.save(alert)
        record(tx, alert, Change.ACKNOWLEDGED, who)


def resolve(tx: Tx, who: PersonId, alert_id: int) -> None:
    """Somebody says that it is over. What it stood for and still fails goes on by itself; StillFailing while that is
    too much to be told one by one. What our own checks still see down is told again with their next look."""
    look_anew(tx, going_on(tx, who, alert_id))
    tx.alerts.hold()
    alert = going_on(tx, who, alert_id)
    failing = tx.alerts.count_members(alert.id)[1] if alert.group is not None else 0
    if not can_be_resolved(failing):
        raise StillFailing(failing)
    before, alert = alert, resolved(alert, tx.now)
    tx.alerts.save(alert)
    downtime.follow(tx, [(before, alert)])
    record(tx, alert, Change.RESOLVED, who)
    calm(tx, alert, who=who)
    if alert.group is not None:
        set_free(tx, alert)
    elif alert.group_id is not None:
        follow(tx, {alert.group_id})


def silence(tx: Tx, who: PersonId, alert_id: int, choice: str, until: str | None) -> None:
    """Nobody is woken for that long; letters to the customer go out all the same. FieldErrors."""
    tx.alerts.hold()
    alert = going_on(tx, who, alert_id)
    before = alert.silenced_until
    alert = replace(alert, silenced_until=silence_from(choice, until, tx.now), version=alert.version + 1)
    tx.alerts.save(alert)
    assert alert.silenced_until is not None
    if before is not None:
        pages.look_again(tx, About(alert_id=alert.id), before)
    record(tx, alert, Change.SILENCED, who, {"until": alert.silenced_until.isoformat()})


def hold_letters(tx: Tx, who: PersonId, alert_id: int) -> None:
    """Letters to customers wait; of a group, those about all that it stands for."""
    _let(tx, who, alert_id, holds=True)


def release_letters(tx: Tx, who: PersonId, alert_id: int) -> None:
    """Letters to customers may go; of a group, those about all that it stands for."""
    _let(tx, who, alert_id, holds=False)


def _let(tx: Tx, who: PersonId, alert_id: int, *, holds: bool) -> None:
    tx.alerts.hold()
    alert = of_us(tx, who, alert_id)
    if alert.holds_letters is holds:
        return
    alert = replace(alert, holds_letters=holds, version=alert.version + 1)
    tx.alerts.save(alert)
    if alert.group is not None:
        tx.alerts.hold_letters_of(alert.id, holds)
    record(tx, alert, Change.HELD if holds else Change.RELEASED, who)


def check_update(text: str) -> str:
    """The words of an update, or FieldErrors."""
    checks = Checks()
    text = checks.text("update", text, required=True, longest=LONGEST_UPDATE)
    checks.settle()
    return text


def to_update(tx: Tx, who: PersonId, alert_id: int) -> Alert:
    """The alert whose customer is to be told something; AlertOfNobody where there is no customer, NoLetters where
    nothing is to go out that could tell it."""
    alert = of_us(tx, who, alert_id)
    if alert.customer_id is None or alert.group is not None:
        raise AlertOfNobody
    thread = tx.letters.thread_of(alert.id)
    if thread is None or thread.written.is_last:
        raise NoLetters
    return alert


def post_update(tx: Tx, who: PersonId, alert_id: int, text: str) -> None:
    """What the customer is told about the outage, as it was previewed, is on the record for what is written to them."""
    tx.alerts.hold()
    alert = to_update(tx, who, alert_id)
    record(tx, alert, Change.POSTED, who, {"text": check_update(text)})


def choices(tx: Tx) -> list[Person]:
    """All of us by name, of whom an alert can be one's."""
    return choosable(tx)


def assign(tx: Tx, who: PersonId, alert_id: int, to: str) -> None:
    """The alert is this person's to see to; the same one again is no news. FieldErrors where they are none of us."""
    tx.alerts.hold()
    alert = going_on(tx, who, alert_id)
    chosen = next((one.id for one in choices(tx) if f"{one.id.team_id}:{one.id.user_id}" == to), None)
    if chosen is None:
        raise FieldErrors({"assignee": (FieldProblem.NO_CHOICE, {})})
    if chosen == alert.assignee:
        return
    alert = replace(alert, assignee=chosen, version=alert.version + 1)
    tx.alerts.save(alert)
    record(tx, alert, Change.ASSIGNED, who, {"to": chosen.user_id})


def to_make(tx: Tx, who: PersonId, alert_id: int) -> Alert:
    """The alert that may become a case. StaffOnly, NoContact; AlertUnknown, AlertOfNobody, AlertIsCase."""
    alert = of_us(tx, who, alert_id)
    if alert.customer_id is None or alert.group is not None:
        raise AlertOfNobody
    case = tx.cases.get(alert.case_id) if alert.case_id is not None else None
    if case is not None:
        raise AlertIsCase(case.number)
    return alert


def make_case(tx: Tx, who: PersonId, alert_id: int, problem: str, desk: Calendar) -> Case:
    """The alert is a Level A of its customer and site from now on, and nobody is paged once more. FieldErrors."""
    tx.alerts.hold()
    alert = to_make(tx, who, alert_id)
    site = tx.sites.get(alert.site_id) if alert.site_id is not None else None
    link = site.link if site is not None else ""
    form = CaseForm(problem, Urgency.DOWN, link, customer_id=alert.customer_id, origin=MONITORING)
    case = open_case(tx, who, form, Door(), desk).case
    join(tx, alert, case, who)
    return case
