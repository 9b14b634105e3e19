"""Grafana: alerting since version 8, which speaks as Alertmanager does, and the alerts of dashboards before."""

from collections.abc import Mapping

from handlers.webhooks import alertmanager
from handlers.webhooks.authentic import Request, check_hmac
from handlers.webhooks.reading import SAID, Fields, fields_of, header, signal, state_in
from rules.alerts import Firing, Signal, UnknownPayload

TIME_HEADER = "X-Grafana-Alerting-Timestamp"
OF_A_DASHBOARD = {"alerting": Firing.FIRING, "ok": Firing.RESOLVED}
TRIES = {"testalert", "test notification"}  # the rules behind the button *Test*
TRIED = "someone is testing the alert notification"  # and what the older ones say


def signals(body: bytes, headers: Mapping[str, str]) -> list[Signal]:
    message = fields_of(body, headers)
    if isinstance(message.raw("alerts"), list):
        outside = message.text("externalURL")
        return [found for alert in message.each("alerts") if (found := _signal(alert, outside))]
    if not message.has("ruleId", "ruleName"):
        raise UnknownPayload("It has neither alerts nor a rule.")
    return _of_a_dashboard(message)


def _signal(alert: Fields, outside: str) -> Signal | None:
    labels = alert.inner("labels")
    if labels.text("alertname").lower() in TRIES and labels.text("instance") in ("", "Grafana"):
        return None
    return alertmanager.labelled(alert, alert.text("panelURL", "dashboardURL", "generatorURL") or outside)


def _of_a_dashboard(rule: Fields) -> list[Signal]:
    name, tags = rule.text("ruleName"), rule.inner("tags")
    state = state_in(OF_A_DASHBOARD, rule, "state")
    if state is None or name.lower() in TRIES or rule.text("message").lower().startswith(TRIED):
        return []
    return [
        signal(
            f"grafana-rule:{rule.text('ruleId') or name}",
            state,
            severity=tags.text("severity"),
            title=name or rule.text("title"),
            site=tags.text("instance"),
            link=rule.text("ruleUrl"),
            facts={SAID: rule.text("message")},
        )
    ]


async def authenticate(request: Request) -> None:
    """The body is signed with the contact point's secret, after the time in a header if one is set for it there.
    NotAuthentic."""
    at = header(request.headers, TIME_HEADER)
    signed = f"{at}:".encode("utf-8", "surrogateescape") + request.body if at else None
    check_hmac(request, header(request.headers, "X-Grafana-Alerting-Signature"), signed)
