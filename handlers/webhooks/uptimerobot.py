"""UptimeRobot: values added to the address, as a form, or a JSON body of one's own."""

from collections.abc import Mapping

from handlers.webhooks.reading import KIND, SAID, fields_of, signal, state_in
from rules.alerts import Firing, Signal
from rules.monitors import CERTIFICATE

RUNS_OUT = ("3", "sslexpiry", "ssl", "sslexpirationreminder")
STATES = {
    **dict.fromkeys(("1", "down", *RUNS_OUT), Firing.FIRING),
    **dict.fromkeys(("2", "up"), Firing.RESOLVED),
}
TYPES = ("alertType", "alertTypeFriendlyName", "status")


def signals(body: bytes, headers: Mapping[str, str]) -> list[Signal]:
    """A monitor that is down, up, or whose certificate runs out."""
    alert = fields_of(body, headers)
    if (state := state_in(STATES, alert, *TYPES)) is None:
        return []
    name, site = alert.text("monitorFriendlyName", "monitorName", "name"), alert.text("monitorURL", "url")
    at, over = alert.instant("alertDateTime", "dateTime"), state is Firing.RESOLVED
    runs_out = alert.text(*TYPES).replace(" ", "").lower() in RUNS_OUT
    return [
        signal(
            alert.text("monitorID", "id") or " ".join(filter(None, (site, name))),
            state,
            title=name,
            site=site,
            since=None if over else at,
            ended=at if over else None,
            facts={SAID: alert.text("alertDetails", "details"), KIND: CERTIFICATE if runs_out else ""},
        )
    ]
