"""What a group stands for, one by one: folded alerts have no card, but people see to each of them all the same."""

from dataclasses import replace

from rules.alert_facts import ListFacts
from rules.alerts import Alert
from rules.errors import NotForYou
from rules.pages import About
from rules.people import PersonId
from rules.working_hours import Calendar
from services import pages
from services.alert_course import acknowledge, going_on, of_us
from services.alert_facts import facts
from services.alert_telling import redraw, root
from services.people import one_of_us
from storage.tx import Tx

PAGE = 15
MOST_REDRAWN = 50
MOST_AT_ONCE = 1000


def listed(tx: Tx, who: PersonId, group_id: int, page: int, desk: Calendar) -> ListFacts:
    """A page of what the alert stands for. StaffOnly, NoContact; AlertUnknown."""
    group = facts(tx, of_us(tx, who, group_id), desk)
    count = group.members.count if group.members is not None else 0
    pages_of = max(1, -(-count // PAGE))
    page = max(0, min(page, pages_of - 1))
    shown = tuple(tx.alerts.members(group_id, PAGE, page * PAGE)) if count else ()
    people = tx.people.named(one.acknowledged_by for one in shown)
    return ListFacts(group, shown, people, page, pages_of, tx.now, one_of_us(tx, who).person.locale)


def acknowledge_all(tx: Tx, who: PersonId, group_id: int) -> None:
    """The person goes to work on what fails of the group and nobody has, some of it at a time, and on the group if
    nobody has it. As services.alert_course.acknowledge."""
    tx.alerts.hold()
    group = going_on(tx, who, group_id)
    if not one_of_us(tx, who).roles & pages.MAY_ACKNOWLEDGE:
        raise NotForYou
    if _is_free(tx, group):
        acknowledge(tx, who, group.id)
    if group.group is not None:
        _acknowledge_some(tx, who, group.id)
        redraw(tx, *tx.alerts.with_cards(group.id, MOST_REDRAWN))


def go_on_with_all(tx: Tx, who: PersonId, group_id: int) -> int:
    """Some more of it; returns how many these were, 0 once there are no more. As acknowledge_all."""
    tx.alerts.hold()
    group = going_on(tx, who, group_id)
    if not one_of_us(tx, who).roles & pages.MAY_ACKNOWLEDGE:
        raise NotForYou
    return _acknowledge_some(tx, who, group.id)


def _acknowledge_some(tx: Tx, who: PersonId, group_id: int) -> int:
    tx.alert_changes.acknowledged_members(group_id, who, tx.now, MOST_AT_ONCE)
    return tx.alerts.acknowledge_members(group_id, who, tx.now, MOST_AT_ONCE)


def unfold(tx: Tx, who: PersonId, alert_id: int) -> None:
    """The alert has a card of its own, with all its buttons and a thread; its group stands for it all the same, so it
    wakes nobody by itself."""
    tx.alerts.hold()
    alert = of_us(tx, who, alert_id)
    if alert.is_folded:
        alert = replace(alert, is_folded=False, version=alert.version + 1)
        tx.alerts.save(alert)
        tx.outbox.put(root(alert), at=tx.now)


def _is_free(tx: Tx, alert: Alert) -> bool:
    page = tx.pages.open_about(About(alert_id=alert.id))
    return not page.is_acknowledged if page is not None else alert.acknowledged_at is None
