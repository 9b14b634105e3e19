"""Checkly: checks that fail, answer slowly and recover, and certificates that run out."""

import re
from collections.abc import Mapping

from handlers.webhooks.authentic import Request, check_hmac
from handlers.webhooks.reading import KIND, SAID, fields_of, header, signal, state_in
from rules.alerts import Firing, Signal
from rules.monitors import CERTIFICATE

FIRES = ("fail", "failure", "failureremain", "failuredegraded", "degraded", "degradedremain", "degradedfailure", "ssl")
STATES = {
    **{f"alert{kind}": Firing.FIRING for kind in FIRES},
    **{f"alert{kind}": Firing.RESOLVED for kind in ("recovery", "degradedrecovery")},
}

_CHECK = re.compile(r"/checks/([0-9a-f-]{8,})", re.IGNORECASE)


def signals(body: bytes, headers: Mapping[str, str]) -> list[Signal]:
    alert = fields_of(body, headers)
    if (state := state_in(STATES, alert, "alert_type", "type")) is None:
        return []
    link = alert.text("link", "result_link")
    in_link, error = _CHECK.search(link), alert.text("check_error_message", "error")
    return [
        signal(
            alert.text("check_id") or (in_link[1] if in_link else alert.text("check_name")),
            state,
            title=alert.text("check_name", "event", "alert_title", "title"),
            site=alert.text("ssl_check_domain", "url", "site"),
            since=alert.instant("started_at"),
            link=link,
            facts={SAID: error, KIND: CERTIFICATE if alert.text("alert_type", "type").upper() == "ALERT_SSL" else ""},
        )
    ]


async def authenticate(request: Request) -> None:
    """The body is signed with the channel's webhook secret. NotAuthentic."""
    check_hmac(request, header(request.headers, "x-checkly-signature"))
