"""What is pressed on an alert's card: done at once, or asked about in a form first."""

from collections.abc import Callable

from rules.alert_facts import AlertFacts
from rules.alert_presses import Press
from rules.alerts import Alert
from rules.people import PersonId
from rules.working_hours import Calendar
from services import alert_course, alert_members
from services.alert_facts import facts
from storage.tx import Tx

AT_ONCE: dict[Press, Callable[[Tx, PersonId, int], None]] = {
    Press.ACKNOWLEDGE: alert_course.acknowledge,
    Press.RESOLVE: alert_course.resolve,
    Press.HOLD: alert_course.hold_letters,
    Press.RELEASE: alert_course.release_letters,
    Press.ALL: alert_members.acknowledge_all,
    Press.UNFOLD: alert_members.unfold,
}
# Who has it changes nothing by these; who had it, and did not say that they are still on it, has it again.
MEANT_ANEW = {Press.ACKNOWLEDGE, Press.ALL}
MAY_BE_ASKED: dict[Press, Callable[[Tx, PersonId, int], Alert]] = {
    Press.SILENCE: alert_course.going_on,
    Press.UPDATE: alert_course.to_update,
    Press.CASE: alert_course.to_make,
    Press.ASSIGN: alert_course.going_on,
}


def press(tx: Tx, who: PersonId, pressed: Press, alert_id: int) -> None:
    """Does what needs no form. Raises what that raises."""
    AT_ONCE[pressed](tx, who, alert_id)


def silence(tx: Tx, who: PersonId, alert_id: int, choice: str, until: str | None) -> int | None:
    """As alert_course.silence; returns the group that stands for the alert, in whose list it may be shown."""
    alert_course.silence(tx, who, alert_id, choice, until)
    alert = tx.alerts.get(alert_id)
    return alert.group_id if alert is not None else None


def form_facts(tx: Tx, who: PersonId, pressed: Press, alert_id: int, desk: Calendar) -> AlertFacts:
    """What the form of this button is drawn from, for who may send it. Raises what the sending would."""
    return facts(tx, MAY_BE_ASKED[pressed](tx, who, alert_id), desk)
