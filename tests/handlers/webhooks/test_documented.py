"""What the pages and sources of the monitors say that they send beside their usual bodies. Each row names its page."""

import json
from urllib.parse import urlencode

import pytest

from handlers.webhooks.reading import SAID
from rules.alerts import ENDED, Firing
from rules.monitors import weighed
from tests.handlers.webhooks.samples import said

FIRES, SEEN, OVER = Firing.FIRING, Firing.ACKNOWLEDGED, Firing.RESOLVED

EVENT = {"title": "KeyError", "datetime": "2026-11-22T10:00:00.5Z", "issue_url": "https://s.example/api/0/issues/71/"}
ISSUE = {"id": "7", "title": "KeyError", "level": "error"}
RELIC = {"id": "r1", "state": "ACTIVATED", "createdAt": 1795345260000, "updatedAt": "N/A"}
ZABBIX = {"event_id": "9", "trigger_id": "14", "event_value": "1", "event_update_status": "1"}
CLOUD = {"ce-specversion": "1.0", "ce-id": "1", "ce-source": "/butikk%20oslo"}
ICINGA = {"type": "StateChange", "host": "web01", "service": "http", "state": 2.0, "state_type": 1.0}
CONTRIBUTOR = {"AlarmName": "slow", "AlarmArn": "arn:slow", "AlarmContributorId": "c1", "NewStateValue": "ALARM"}
DATADOG = {"title": "Load is high", "monitor_id": "4", "alert_type": "error", "scope": "host:a"}
KUMA = {"heartbeat": None, "monitor": None, "msg": "Domain name example.no will expire in 7 days"}
HEALTH = {"name": "Nightly", "uuid": "u1", "status": "down", "n_pings": 42}
OLD_TRY = {"ruleId": 0, "ruleName": "Test rule", "state": "alerting"}
TRIED = "Someone is testing the alert notification within Grafana."


def notified(**names: str) -> dict[str, str]:
    return {"HOSTNAME": "web01", "SERVICEDESC": "http", "SERVICESTATE": "CRITICAL", **names}


def better(status: str) -> dict[str, object]:
    return {
        "data": {"id": "25", "type": "incident", "attributes": {"status": status, "started_at": "2026-11-22T10:00Z"}}
    }


NOTHING: list[tuple[str, str, object]] = [
    ("betterstack.com/docs/uptime/api/incidents-api-response-params", "better_stack", better("Unconfirmed")),
    ("betterstack.com/docs/uptime/api/incidents-api-response-params", "better_stack", better("Validating")),
    ("github.com/grafana/grafana pkg/services/alerting test notification", "grafana", {**OLD_TRY, "message": TRIED}),
    ("github.com/healthchecks/healthchecks hc/front/views.py", "healthchecks", {**HEALTH, "name": "TEST"}),
    (
        "github.com/healthchecks/healthchecks hc/front/views.py",
        "healthchecks",
        {"service_key": "s", "incident_key": "i", "event_type": "trigger", "description": "TEST is DOWN"},
    ),
    (
        "docs.sentry.io/integrations/integration-platform/webhooks/issues",
        "sentry",
        {"action": "archived", "data": {"issue": {**ISSUE, "status": "ignored"}}},
    ),
    (
        "docs.sentry.io/integrations/integration-platform/webhooks/activity-alerts",
        "sentry",
        {"action": "triggered", "data": {"issue": {**ISSUE, "status": "ignored"}}},
    ),
    (
        "github.com/getsentry/sentry issues 98048: assigned by a rule of its own",
        "sentry",
        {"action": "assigned", "data": {"issue": ISSUE}, "actor": {"type": "application", "id": "sentry"}},
    ),
    ("statuscake.com/kb/knowledge-base/how-to-use-the-web-hook-url", "statuscake", b"URL=|URL|&Status=|STATUS|"),
    (
        "icinga.com/docs 12-icinga2-api event streams",
        "icinga2",
        {**ICINGA, "state_type": 0, "check_result": {"state": 2}},
    ),
    (
        "icinga.com/docs 12-icinga2-api event streams",
        "icinga2",
        {**ICINGA, "downtime_depth": 1, "check_result": {"x": 1}},
    ),
    (
        "icinga.com/docs 03-monitoring-basics notification types",
        "icinga2",
        notified(NOTIFICATIONTYPE="DOWNTIMEREMOVED"),
    ),
    ("docs.datadoghq.com/integrations/webhooks", "datadog", {**DATADOG, "alert_type": "info"}),
]


@pytest.mark.parametrize(("page", "source", "body"), NOTHING)
def test_what_opens_and_closes_nothing(page: str, source: str, body: object) -> None:
    assert said(source, body) == []


SOMETHING: list[tuple[str, str, object, Firing, str]] = [
    (
        "prometheus.io/docs/alerting/latest/configuration/#webhook_config",
        "alertmanager",
        {"alerts": [{"status": "firing", "labels": {"__name__": "up", "a_b": "1", "ab": "2"}}]},
        FIRES,
        "__name__=up,a_b=1,ab=2",
    ),
    (
        "github.com/louislam/uptime-kuma server/model/domain_expiry.js",
        "uptime_kuma",
        KUMA,
        FIRES,
        "uptime-kuma:domain:example.no",
    ),
    (
        "statuscake.com/kb/knowledge-base/how-to-use-the-web-hook-url",
        "statuscake",
        urlencode({"URL": "https://x.no", "Name": "Shop", "Code": "503", "Status": "Down"}).encode(),
        FIRES,
        "https://x.no",
    ),
    ("checklyhq.com/docs/alerting/webhooks", "checkly", {"alert_type": "ALERT_FAIL", "check_id": "c"}, FIRES, "c"),
    (
        "checklyhq.com/docs/alerting/webhooks",
        "checkly",
        {"alert_type": "ALERT_RECOVERY", "link": "https://app.checklyhq.com/checks/927a2982-10/check-sessions/1"},
        OVER,
        "927a2982-10",
    ),
    (
        "healthchecks.io, add a webhook: placeholders",
        "healthchecks",
        {"now": "2026-11-22T10:00:00+00:00", "check": HEALTH},
        FIRES,
        "u1",
    ),
    (
        "healthchecks.io, add a webhook: placeholders",
        "healthchecks",
        {"status": "up", "check": HEALTH},
        OVER,
        "u1",
    ),
    (
        "docs.sentry.io/integrations/integration-platform/webhooks/issue-alerts, as it was",
        "sentry",
        {"action": "triggered", "data": {"event": EVENT}},
        FIRES,
        "71",
    ),
    (
        "docs.sentry.io/integrations/integration-platform/webhooks/activity-alerts",
        "sentry",
        {"action": "triggered", "data": {"issue": {**ISSUE, "status": "resolved"}}},
        OVER,
        "7",
    ),
    ("docs.datadoghq.com/integrations/webhooks", "datadog", DATADOG, FIRES, "4|host:a"),
    ("docs.datadoghq.com/integrations/webhooks", "datadog", {**DATADOG, "alert_type": "success"}, OVER, "4|host:a"),
    (
        "docs.datadoghq.com/integrations/webhooks, $ALERT_STATUS",
        "datadog",
        {"title": "[P2] [Triggered on {host:a}] Load", "alert_status": "load over host:a was > 0 in the last 1m"},
        FIRES,
        "Load|host:a",
    ),
    (
        "docs.datadoghq.com/integrations/webhooks, $EVENT_TITLE",
        "datadog",
        {"title": "[Triggered] [Memory Alert]"},
        FIRES,
        "[Memory Alert]",
    ),
    (
        "docs.datadoghq.com/integrations/webhooks, the body it offers",
        "datadog",
        {"title": "[P2] [Recovered on {host:a}] Load", "body": "x", "id": "75", "event_type": "metric_alert_monitor"},
        OVER,
        "Load|host:a",
    ),
    (
        "oneuptime.com/docs/integrations/datadog",
        "datadog",
        {"title": "[Triggered] Load", "transition": "Triggered", "id": "4", "host": "a", "link": "https://d.example/4"},
        FIRES,
        "Load|a",
    ),
    ("docs.newrelic.com workflow variables, an owner", "new_relic", {**RELIC, "owner": "Kari"}, SEEN, "r1"),
    ("docs.newrelic.com workflow variables, no owner", "new_relic", {**RELIC, "owner": "N/A"}, FIRES, "r1"),
    ("docs.aws.amazon.com AlarmContributorId", "sns", CONTRIBUTOR, FIRES, "arn:slow|c1"),
    (
        "zabbix.com/documentation {EVENT.UPDATE.ACTION}",
        "zabbix",
        {**ZABBIX, "event_update_action": "acknowledged, commented"},
        SEEN,
        "trigger:14",
    ),
    (
        "zabbix.com/documentation {EVENT.UPDATE.ACTION}",
        "zabbix",
        {**ZABBIX, "event_update_action": "unacknowledged"},
        FIRES,
        "trigger:14",
    ),
    (
        "github.com/zulip/zulip webhooks/zabbix, a warning",
        "zabbix",
        {"status": "WARNING", "trigger_id": 3},
        FIRES,
        "trigger:3",
    ),
    (
        "icinga.com/docs 12-icinga2-api event streams",
        "icinga2",
        {**ICINGA, "check_result": {"output": "x"}},
        FIRES,
        "web01!http",
    ),
    (
        "icinga.com/docs 12-icinga2-api event streams",
        "icinga2",
        {"type": "Notification", "notification_type": "RECOVERY", "host": "web01", "check_result": {"state": 0}},
        OVER,
        "web01",
    ),
    (
        "icinga.com/docs 12-icinga2-api event streams",
        "icinga2",
        {"type": "AcknowledgementSet", "host": "web01", "service": "http", "state": 2},
        SEEN,
        "web01!http",
    ),
    (
        "icinga.com/docs 03-monitoring-basics: a host with a warning is up",
        "icinga2",
        {"type": "CheckResult", "host": "web01", "check_result": {"state": 1}},
        OVER,
        "web01",
    ),
    ("icinga.com/docs mail-service-notification", "icinga2", notified(NOTIFICATIONTYPE="PROBLEM"), FIRES, "web01!http"),
]


@pytest.mark.parametrize(("page", "source", "body", "state", "key"), SOMETHING)
def test_what_is_also_sent(page: str, source: str, body: object, state: Firing, key: str) -> None:
    assert [(found.state, found.key) for found in said(source, body)] == [(state, key)]


def test_the_text_of_an_event_in_headers_is_decoded() -> None:
    """CloudEvents, HTTP protocol binding 3.1.3.2; its data may be of any type."""
    told = {**CLOUD, "ce-type": "no.example.site.firing", "content-type": "text/plain"}
    assert [found.key for found in said("cloudevents", b"hello", **told)] == ["/butikk oslo|1"]
    assert said("cloudevents", b"<a/>", **{**told, "ce-type": "no.example.order", "content-type": "text/xml"}) == []


def test_what_a_subscription_is_not_asked_for() -> None:
    """docs.sentry.io/integrations/integration-platform/webhooks: other resources may come to the same address."""
    body = {"action": "root_cause_completed", "data": {"run_id": 1, "group_id": 2}}
    assert said("sentry", body, **{"Sentry-Hook-Resource": "seer"}) == []


def test_an_instant_as_go_prints_it() -> None:
    """A template of Grafana that says {{ .StartsAt }}."""
    alert = {"status": "firing", "fingerprint": "f", "startsAt": "2026-05-27 15:36:00.112013015 +0000 UTC m=+8560.28"}
    [found] = said("grafana", {"alerts": [alert]})
    assert found.since is not None
    assert found.since.isoformat() == "2026-05-27T15:36:00.112013+00:00"


def test_a_recovery_in_zabbix_says_since_when_and_until_when() -> None:
    """zabbix.com/documentation: {EVENT.DATE} stays the problem's, {EVENT.RECOVERY.DATE} is the end's."""
    times = {"event_date": "2026.03.29", "event_time": "03:05:00"}
    end = {"event_recovery_date": "2026.03.29", "event_recovery_time": "03:20:00"}
    [found] = said("zabbix", {"trigger_id": "14", "event_value": "0", **times, **end})
    assert found.since is not None
    assert (found.since.isoformat(), found.facts[ENDED]) == ("2026-03-29T01:05:00+00:00", "2026-03-29T01:20:00+00:00")


def test_the_number_of_a_severity_and_the_page_of_an_event_in_zabbix() -> None:
    """As its own media types send them: {EVENT.NSEVERITY} and {$ZABBIX.URL}."""
    [found] = said("zabbix", {**ZABBIX, "event_nseverity": "2", "zabbix_url": "https://z.example/"})
    assert (found.severity, found.link) == ("warning", "https://z.example/tr_events.php?triggerid=14&eventid=9")


def test_a_certificate_never_hides_that_its_site_is_down() -> None:
    """uptimerobot.com and checklyhq.com name the same monitor in both messages."""
    certificate = {"monitorID": "77", "alertType": "3", "monitorURL": "https://x.no"}
    [warned], [down] = said("uptimerobot", certificate), said("uptimerobot", {**certificate, "alertType": "1"})
    assert warned.key == down.key == "77"
    assert (weighed(warned).key, weighed(warned).severity) == ("77:certificate", "warning")
    assert weighed(down) == down
    [named] = said("uptime_kuma", {"msg": "[Shop][https://x.no] certificate x.no will expire in 7 days"})
    assert weighed(named).key == named.key  # which says so itself


def test_what_a_domain_and_a_form_say() -> None:
    [domain] = said("uptime_kuma", KUMA)
    assert (domain.severity, domain.site, domain.title) == ("warning", "example.no", KUMA["msg"])
    [down] = said("statuscake", b"URL=https://x.no&Status=Down&Code=503")
    assert down.facts[SAID] == "HTTP 503"
    [alarm] = said("sns", {"Type": "Notification", "Message": json.dumps({**CONTRIBUTOR, "NewStateValue": "OK"})})
    assert (alarm.key, alarm.state) == ("arn:slow|c1", OVER)
