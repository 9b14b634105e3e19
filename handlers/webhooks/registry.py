"""Which monitors are understood, by the name that stands in the address."""

from collections.abc import Awaitable, Callable, Mapping

from handlers.webhooks import (
    alertmanager,
    better_stack,
    checkly,
    cloudevents,
    datadog,
    generic,
    grafana,
    healthchecks,
    icinga2,
    new_relic,
    pagerduty,
    pingdom,
    sentry,
    site24x7,
    sns,
    statuscake,
    uptime_kuma,
    uptimerobot,
    zabbix,
)
from handlers.webhooks.authentic import Request
from rules.alerts import Signal

Authenticator = Callable[[Request], Awaitable[None]]
Reader = Callable[[bytes, Mapping[str, str]], list[Signal]]

# A reader gets a body (of a GET: its query string) and headers. It raises UnknownPayload, and nothing else.
SOURCES: dict[str, Reader] = {
    "alertmanager": alertmanager.signals,
    "grafana": grafana.signals,
    "uptime_kuma": uptime_kuma.signals,
    "uptimerobot": uptimerobot.signals,
    "pingdom": pingdom.signals,
    "statuscake": statuscake.signals,
    "better_stack": better_stack.signals,
    "healthchecks": healthchecks.signals,
    "sentry": sentry.signals,
    "datadog": datadog.signals,
    "new_relic": new_relic.signals,
    "sns": sns.signals,
    "checkly": checkly.signals,
    "zabbix": zabbix.signals,
    "icinga2": icinga2.signals,
    "site24x7": site24x7.signals,
    "pagerduty": pagerduty.signals,
    "cloudevents": cloudevents.signals,
    "generic": generic.signals,
}

# Who signs what they send. They raise NotAuthentic, and nothing else.
AUTHENTICATE: dict[str, Authenticator] = {
    "checkly": checkly.authenticate,
    "grafana": grafana.authenticate,
    "sentry": sentry.authenticate,
    "sns": sns.authenticate,
}
ALWAYS_SIGNED = {"sns"}  # the others only where a secret is set
BY_GET = {
    "checkly",
    "generic",
    "healthchecks",
    "site24x7",
    "statuscake",
    "uptime_kuma",
    "uptimerobot",
}  # what may come in an address
