"""Checkly: checks that fail, answer slowly and recover, and certificates that run out."""

from collections.abc import Mapping

from handlers.webhooks.authentic import Request, check_hmac
from handlers.webhooks.reading import KIND, SAID, fields_of, header, signal, state_in
from rules.alerts import Firing, Signal
from rules.monitors import CERTIFICATE

FIRES = ("failure", "failureremain", "failuredegraded", "degraded", "degradedremain", "degradedfailure", "ssl")
STATES = {
    **{f"alert{kind}": Firing.FIRING for kind in FIRES},
    **{f"alert{kind}": Firing.RESOLVED for kind in ("recovery", "degradedrecovery")},
}


def signals(body: bytes, headers: Mapping[str, str]) -> list[Signal]:
    alert = fields_of(body, headers)
    if (state := state_in(STATES, alert, "alert_type", "type")) is None:
        return []
    error = alert.text("check_error_message", "error")
    return [
        signal(
            alert.text("check_id"),
            state,
            title=alert.text("check_name", "event", "alert_title", "title"),
            site=alert.text("ssl_check_domain", "url", "site"),
            since=alert.instant("started_at"),
            link=alert.text("link", "result_link"),
            facts={SAID: error, KIND: CERTIFICATE if alert.text("alert_type", "type").upper() == "ALERT_SSL" else ""},
        )
    ]


async def authenticate(request: Request) -> None:
    """The body is signed with the channel's webhook secret. NotAuthentic."""
    check_hmac(request, header(request.headers, "x-checkly-signature"))
