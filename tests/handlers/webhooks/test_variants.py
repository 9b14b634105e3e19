"""What monitors also send: tries, downtimes, statuses that say nothing, acknowledgements, forms and old shapes."""

import json
from urllib.parse import urlencode

import pytest

from handlers.webhooks.reading import KIND, LEFT_OUT, SAID
from rules.alerts import ENDED, Firing
from tests.handlers.webhooks.samples import said

FIRES, SEEN, OVER = Firing.FIRING, Firing.ACKNOWLEDGED, Firing.RESOLVED


def prometheus(**changes: object) -> dict[str, object]:
    alert = {"status": "firing", "labels": {"alertname": "Down"}, "fingerprint": "f1", **changes}
    return {"version": "4", "status": "firing", "alerts": [alert], "truncatedAlerts": 0}


def kuma(status: int, **monitor: object) -> dict[str, object]:
    heartbeat = {"status": status, "time": "2026-11-22 10:07:54.908", "msg": "no answer"}
    return {"heartbeat": heartbeat, "monitor": {"id": 7, "name": "Shop", **monitor}, "msg": "[Shop] no answer"}


def icinga(kind: str, state: str = "", **more: str) -> dict[str, object]:
    return {"type": kind, "host": "web01", "service": "http", "state": state, "state_type": "HARD", **more}


def checked(state: str, **more: object) -> dict[str, object]:
    result = {"exit_status": "", "state": state, "state_type": "HARD", **more}
    return {"host": {"name": "web01", "downtime_depth": "0"}, "service": {}, "check_result": result}


def better(event: str | None, **about: object) -> dict[str, object]:
    attributes = {"name": "Shop", "url": "https://shop.example.no", "started_at": "2026-11-22T10:00:00Z", **about}
    return {"event": event, "data": {"id": "25", "type": "incident", "attributes": attributes}}


def sentry(action: str, **data: object) -> dict[str, object]:
    return {"action": action, "data": data, "installation": {"uuid": "x"}}


ISSUE = {"id": "7", "title": "KeyError", "level": "error", "firstSeen": "2026-11-22T10:00:00Z", "permalink": None}
EVENT = {"issue_id": 7, "title": "KeyError", "datetime": "2026-11-22T10:00:00.5Z", "web_url": "https://s.example/7"}
METRIC = {"id": 9, "title": "Slow", "date_started": "2026-11-22T10:00:00.1Z"}
BEFORE = {"incident_id": 1, "condition_name": "Slow", "timestamp": 1713755131352, "targets": [{"name": "web01"}]}
PLUGIN = {"id": "7", "project": "shop", "level": "error", "event": {"title": "KeyError"}, "url": "https://s.example/7"}
SNS = {"Type": "Notification", "TopicArn": "arn:x"}
ALARM = {"AlarmName": "slow", "NewStateValue": "ALARM", "StateChangeTime": "2026-11-22T10:00:00.000+0000"}
BRIDGE = {"resources": ["arn:slow"], "detail": {"alarmName": "slow", "state": {"value": "OK"}}}
CLOUD = {"specversion": "1.0", "id": "1", "source": "/shop", "time": "2026-11-22T10:00:00Z"}
CERT = {"heartbeat": None, "monitor": None, "msg": "[Shop][https://x.no] certificate x.no will expire in 7 days"}

NOTHING: list[tuple[str, object]] = [
    ("alertmanager", prometheus(status="suppressed")),
    ("alertmanager", {"alerts": []}),
    ("grafana", prometheus(labels={"alertname": "TestAlert", "instance": "Grafana"})),
    ("grafana", {"ruleId": 3, "ruleName": "Load", "state": "no_data"}),
    ("grafana", {"ruleId": 3, "ruleName": "Load", "state": "paused"}),
    ("grafana", {"ruleId": 0, "ruleName": "Test notification", "state": "alerting"}),
    ("uptime_kuma", {"heartbeat": None, "monitor": None, "msg": "Shop Testing"}),
    ("uptime_kuma", kuma(2)),
    ("uptime_kuma", kuma(3)),
    ("uptimerobot", {"monitorID": "*monitorID*", "alertType": "*alertType*"}),
    ("uptimerobot", {"monitorID": "1", "alertType": "99"}),
    ("pingdom", {"check_id": 1, "current_state": "PAUSED"}),
    ("statuscake", b"Name=Shop&URL=https%3A%2F%2Fx.no&Status=Paused"),
    ("better_stack", {"data": {"id": "1", "type": "monitor", "attributes": {"status": "paused"}}}),
    ("better_stack", better("incident_escalated")),
    ("healthchecks", {"uuid": "u", "status": "paused"}),
    ("healthchecks", {"uuid": "$CODE", "status": "$STATUS"}),
    ("sentry", sentry("ignored", issue=ISSUE)),
    ("sentry", sentry("created", comment_id=3)),
    ("sentry", sentry("created", installation={"status": "pending"})),
    ("sentry", sentry("triggered", event={**EVENT, "tags": [["sample_event", "yes"]]})),
    ("datadog", {"title": "[TEST] [Triggered] Load", "alert_transition": "Triggered", "monitor_id": "1"}),
    ("datadog", {"title": "A deploy", "body": "x"}),
    ("new_relic", {"id": "1", "state": "REOPENING"}),
    ("new_relic", {**BEFORE, "current_state": "test"}),
    ("checkly", {"check_id": "1", "alert_type": "NO_ALERT"}),
    ("zabbix", {"event_id": "{EVENT.ID}", "status": "{EVENT.VALUE}", "name": "{EVENT.NAME}"}),
    ("icinga2", icinga("DOWNTIMESTART", "CRITICAL")),
    ("icinga2", icinga("FLAPPINGSTART", "CRITICAL")),
    ("icinga2", icinga("CUSTOM", "CRITICAL")),
    ("icinga2", icinga("PROBLEM", "CRITICAL", downtime_depth="1")),
    ("icinga2", checked("CRITICAL", state_type="SOFT")),
    ("icinga2", checked("")),
    ("site24x7", {"MONITOR_ID": "1", "STATUS": "MAINTENANCE"}),
    ("site24x7", {"MONITOR_ID": "$MONITOR_ID", "STATUS": "$STATUS"}),
    ("sns", {"Type": "SubscriptionConfirmation", "Message": "You have chosen", "SubscribeURL": "https://x"}),
    ("sns", {**SNS, "Message": json.dumps({**ALARM, "NewStateValue": "INSUFFICIENT_DATA"})}),
    ("pagerduty", {"routing_key": "R", "event_action": "annotate", "dedup_key": "k"}),
    ("cloudevents", {**CLOUD, "type": "com.example.order"}),
    ("generic", {"key": "k", "state": "wondering"}),
    ("generic", {"key": "k", "state": "firing", "test": True}),
    ("generic", []),
]


@pytest.mark.parametrize(("source", "body"), NOTHING)
def test_what_says_nothing_of_a_site(source: str, body: object) -> None:
    assert said(source, body) == []


SOMETHING: list[tuple[str, object, Firing, str]] = [
    ("alertmanager", prometheus(fingerprint=None, labels={"b": "2", "a": "1"}), FIRES, "a=1,b=2"),
    ("grafana", prometheus(status="resolved"), OVER, "f1"),
    ("grafana", {"ruleId": 3, "ruleName": "Load", "state": "ok"}, OVER, "grafana-rule:3"),
    ("uptime_kuma", kuma(1), OVER, "uptime-kuma:7"),
    ("uptime_kuma", {**kuma(0), "monitor": None, "heartbeat": {"monitorID": 7, "status": 0}}, FIRES, "uptime-kuma:7"),
    ("uptimerobot", {"monitorID": 77, "alertType": 3}, FIRES, "77"),
    ("pingdom", {"check_id": "5", "check_type": "TRANSACTION", "current_state": "FAILING", "version": 1}, FIRES, "5"),
    ("pingdom", {"check_id": "5", "check_type": "TRANSACTION", "current_state": "SUCCESS", "version": 1}, OVER, "5"),
    ("statuscake", b"Name=Shop&URL=&Status=UP", OVER, "Shop"),
    ("better_stack", better("incident_started"), FIRES, "25"),
    ("better_stack", better("incident_reopened"), FIRES, "25"),
    ("better_stack", better("incident_acknowledged"), SEEN, "25"),
    ("better_stack", better("incident_resolved"), OVER, "25"),
    ("better_stack", better(None), FIRES, "25"),
    ("better_stack", better(None, acknowledged_at="2026-11-22T10:01:00Z"), SEEN, "25"),
    ("better_stack", better(None, resolved_at="2026-11-22T10:01:00Z"), OVER, "25"),
    ("healthchecks", b'{"code": "c1", "name": "Nightly "backup"", "status": "down", "tags": $TAG1}', FIRES, "c1"),
    ("healthchecks", {"service_key": "s", "incident_key": "i", "event_type": "resolve"}, OVER, "i"),
    ("sentry", sentry("unresolved", issue=ISSUE), FIRES, "7"),
    ("sentry", sentry("assigned", issue=ISSUE), SEEN, "7"),
    ("sentry", sentry("triggered", event=EVENT), FIRES, "7"),
    ("sentry", sentry("critical", metric_alert=METRIC), FIRES, "metric-alert:9"),
    ("sentry", sentry("resolved", metric_alert=METRIC), OVER, "metric-alert:9"),
    ("sentry", PLUGIN, FIRES, "7"),
    ("datadog", {"title": "[Recovered on {host:a}] Load", "aggreg_key": "k"}, OVER, "k"),
    ("datadog", {"title": "[Re-Triggered] Load"}, FIRES, "Load"),
    ("datadog", {"monitor_id": 1, "alert_transition": "Re-Warn", "scope": "host:a"}, FIRES, "1|host:a"),
    ("new_relic", {**BEFORE, "incident_id": 0, "current_state": "open"}, FIRES, "0"),
    ("new_relic", {**BEFORE, "current_state": "acknowledged"}, SEEN, "1"),
    ("new_relic", {**BEFORE, "current_state": "closed"}, OVER, "1"),
    ("checkly", {"check_id": "c", "alert_type": "ALERT_DEGRADED"}, FIRES, "c"),
    ("checkly", {"check_id": "c", "alert_type": "ALERT_DEGRADED_RECOVERY"}, OVER, "c"),
    ("zabbix", {"trigger_id": 14, "event_id": "9", "value": "1", "ack": "Yes"}, SEEN, "trigger:14"),
    ("zabbix", {"trigger_id": "{TRIGGER.ID}", "event_id": "9", "status": "RESOLVED"}, OVER, "9"),
    ("zabbix", {"host": "db01", "name": "Load", "status": "PROBLEM"}, FIRES, "db01 Load"),
    ("icinga2", icinga("ACKNOWLEDGEMENT", "CRITICAL"), SEEN, "web01!http"),
    ("icinga2", icinga("PROBLEM", "UNKNOWN"), FIRES, "web01!http"),
    ("icinga2", {**icinga("PROBLEM", "DOWN"), "service": ""}, FIRES, "web01"),
    ("icinga2", checked("", exit_status="2"), FIRES, "web01"),
    ("icinga2", checked("UP", state_type="SOFT"), OVER, "web01"),
    ("site24x7", {"MONITOR_ID": 123456789012345678, "STATUS": "TROUBLE"}, FIRES, "123456789012345678"),
    ("site24x7", {"MONITOR_DASHBOARD_LINK": "https://s.com/#/monitors/12345/Summary", "STATUS": "UP"}, OVER, "12345"),
    ("sns", ALARM, FIRES, "arn-or-name:slow"),
    ("sns", {**SNS, "Message": json.dumps(BRIDGE)}, OVER, "arn:slow"),
    ("pagerduty", {"routing_key": "R", "event_action": "acknowledge", "dedup_key": "k"}, SEEN, "k"),
    ("cloudevents", {**CLOUD, "type": "x.resolved", "data": None}, OVER, "/shop|1"),
    ("cloudevents", {**CLOUD, "type": "x", "subject": "shop", "data": {"status": "down"}}, FIRES, "/shop|shop"),
    ("cloudevents", {**CLOUD, "type": "x", "data_base64": "eyJzdGF0ZSI6ICJvayIsICJrZXkiOiAiayJ9"}, OVER, "k"),
    ("generic", {"site": "https://x.no", "title": "Slow", "status": "ACK"}, SEEN, "https://x.no Slow"),
]


@pytest.mark.parametrize(("source", "body", "state", "key"), SOMETHING)
def test_what_says_something(source: str, body: object, state: Firing, key: str) -> None:
    assert [(found.state, found.key) for found in said(source, body)] == [(state, key)]


def test_kuma_sends_the_same_as_a_form_and_in_the_address() -> None:
    told = kuma(0, url="https://", hostname="mail.example.no", port=25)
    [expected] = said("uptime_kuma", told)
    assert (expected.site, expected.title, expected.facts[SAID]) == ("mail.example.no:25", "Shop", "no answer")
    query = urlencode({name: value if name == "msg" else json.dumps(value) for name, value in told.items()})
    assert said("uptime_kuma", query.encode()) == [expected]
    assert said("uptime_kuma", f"/hooks/uptime_kuma/x?{query}".encode()) == [expected]
    part = f'--b\r\nContent-Disposition: form-data; name="data"\r\n\r\n{json.dumps(told)}\r\n--b--\r\n'.encode()
    assert said("uptime_kuma", part, **{"Content-Type": "multipart/form-data; boundary=b"}) == [expected]


def test_a_certificate_that_runs_out_is_called_one() -> None:
    [by_kuma] = said("uptime_kuma", CERT)
    assert (by_kuma.state, by_kuma.site, by_kuma.facts[KIND]) == (FIRES, "https://x.no", "certificate")
    [by_checkly] = said("checkly", {"check_id": "c", "alert_type": "ALERT_SSL", "ssl_check_domain": "x.no"})
    assert (by_checkly.site, by_checkly.facts[KIND]) == ("x.no", "certificate")


def test_alerts_that_were_left_out_are_counted() -> None:
    [found] = said("alertmanager", {**prometheus(), "truncatedAlerts": 3})
    assert found.facts[LEFT_OUT] == "3"


def test_secrets_in_a_body_are_not_kept() -> None:
    event = {"routing_key": "SECRET", "event_action": "trigger", "payload": {"summary": "Down", "source": "SECRET?"}}
    [trigger] = said("pagerduty", event)
    assert trigger.key == said("pagerduty", {**event, "routing_key": "another"})[0].key  # made up of what it says
    [check] = said("healthchecks", {"uuid": "u", "status": "down", "ping_url": "https://hc/SECRET", "name": "Nightly"})
    [test] = said("statuscake", b"Token=SECRET&Status=Down&Name=Shop&URL=https://x.no")
    assert "SECRET" not in repr((trigger, check, test)).replace("SECRET?", "")


def test_many_events_and_events_in_headers() -> None:
    first, second = ({**CLOUD, "id": str(number), "type": "x.firing"} for number in (1, 2))
    assert [found.key for found in said("cloudevents", [first, second])] == ["/shop|1", "/shop|2"]
    headers = {"ce-specversion": "1.0", "CE-ID": "1", "ce-source": "/shop", "ce-type": "site.down"}
    [found] = said("cloudevents", {"key": "home", "site": "https://x.no"}, **headers)
    assert (found.key, found.state, found.site) == ("home", FIRES, "https://x.no")


def test_the_generic_shape() -> None:
    told = {
        "key": "shop",
        "state": "resolved",
        "title": "Shop is well",
        "severity": "high",
        "site": "https://x.no",
        "since": "2026-03-29T03:05:00+02:00",
        "ended": 1774746600,
        "link": "https://m.no/1",
        "facts": {"region": "Oslo", "said": "taken"},
    }
    [found] = said("generic", told)
    assert found.since is not None
    assert found.since.isoformat() == "2026-03-29T01:05:00+00:00"
    assert found.facts == {"region": "Oslo", ENDED: "2026-03-29T01:10:00+00:00"}
    assert said("generic", {"signals": [told, told]}) == [found, found]
    assert said("generic", urlencode({"key": "shop", "state": "ok"}).encode())[0].state is OVER
