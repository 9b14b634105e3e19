"""How the rota, pages, alerts and maintenance are tried: as in tests/permissions/attempts.py."""

from collections.abc import Iterator

from handlers import ids
from rules.alert_presses import Press
from tests.permissions.attempts import Attempt, Body, action, command, form, pressed
from tests.permissions.people import STAFF, Agency


def attempts_at_duty() -> Iterator[Attempt]:
    """Every row, in the order of the page."""
    yield from ROTA
    yield from map(_press, Press)
    yield from ALERTS


def _press(press: Press) -> Attempt:
    """A button of an alert's card, and the same in its menu."""

    def carried(agency: Agency) -> str:
        return f"{agency.alert}:1"

    bodies = (pressed(ids.ALERTS[press], carried), pressed(ids.ALERT_MORE, carried, press.value))
    return Attempt(ids.ALERTS[press], (("action", ids.ALERTS[press]), ("action", ids.ALERT_MORE)), bodies)


def _alert(agency: Agency) -> Body:
    return {"alert": agency.alert, "nonce": "n", "text": "We are at it"}


ROTA = (
    *(command(text, ids.ONCALL_COMMAND) for text in ("", "month", "drill", "pages")),
    action(ids.ACKNOWLEDGE, lambda agency: agency.page),
    action(ids.STILL_ON_IT, lambda agency: agency.page),
    action(ids.HAND_OVER, lambda agency: agency.morning),
    form(ids.HAND_OVER_FORM, lambda agency: {"morning": agency.morning}, lambda _agency: {ids.TO: "nobody"}),
    action(ids.ROTA, lambda _agency: "rota"),
    action(ids.EDIT_LAYER, lambda _agency: 1),
    form(ids.LAYER_FORM, lambda _agency: {"layer": 1}, lambda _agency: {ids.LENGTH: "1", ids.SHIFT: "weekly"}),
    action(ids.OVERRIDE, lambda _agency: "override"),
    form(ids.OVERRIDE_FORM, lambda _agency: {}, lambda _agency: {ids.WHO: "nobody"}),
    action(ids.TAKE_BACK, lambda agency: agency.change),
    action(ids.SWAP, lambda _agency: "swap"),
    form(ids.SWAP_FORM, lambda _agency: {}, lambda _agency: {ids.TO: "nobody"}),
    action(ids.WAKE_UP, lambda _agency: "oncall"),
    action(ids.ADD_WAY, lambda _agency: "new"),
    form(
        ids.WAY_FORM, lambda _agency: {}, lambda _agency: {ids.WAY_NAME: "SMS", ids.WAY_ADDRESS: "json://127.0.0.1:9"}
    ),
    action(ids.TRY_WAY, lambda _agency: 0),
    action(ids.REMOVE_WAY, lambda _agency: 0),
)
ALERTS = (
    action(ids.EACH_EARLIER, lambda agency: f"{agency.alert}:0"),
    action(ids.EACH_LATER, lambda agency: f"{agency.alert}:0"),
    form(ids.SILENCE_FORM, _alert, lambda _agency: {ids.SILENT: "1"}),
    form(ids.UPDATE_FORM, _alert, lambda _agency: {ids.UPDATE: "We are at it"}),
    form(ids.POST_UPDATE, _alert, lambda _agency: {}),
    form(ids.ALERT_CASE_FORM, _alert, lambda _agency: {ids.PROBLEM: "It is down"}),
    form(ids.ALERT_ASSIGN_FORM, _alert, lambda _agency: {ids.ASSIGNEE: f"{STAFF.team_id}:{STAFF.user_id}"}),
    action(ids.MAINTENANCE, lambda _agency: "oncall"),
    action(ids.PLAN_WINDOW, lambda _agency: "new"),
    form(ids.WINDOW_FORM, lambda _agency: {}, lambda _agency: {ids.ABOUT: "nothing"}),
    action(ids.END_WINDOW, lambda agency: agency.window),
)
