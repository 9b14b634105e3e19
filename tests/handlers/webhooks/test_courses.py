"""What each monitor sends in the course of an outage, and that its alert follows: it fails, somebody has seen it, it is
good, it fails anew."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest

from rules.alert_life import bounded, heard
from rules.alerts import Alert
from rules.monitors import weighed
from tests.handlers.webhooks.samples import said

NIGHT = datetime(2026, 11, 22, 3, 10, tzinfo=UTC)
DELAY = timedelta(seconds=2)  # until it comes to us
FAILS, SEEN, GOOD = "fails", "seen", "good"

Step = tuple[int, object, str]  # minutes after the night's beginning, body, what the alert is then


def at(minute: int) -> datetime:
    return NIGHT + timedelta(minutes=minute)


def iso(minute: int) -> str:
    return at(minute).isoformat()


def unix(minute: int) -> int:
    return int(at(minute).timestamp())


def prometheus(status: str, start: int, end: int | None = None) -> object:
    until = "0001-01-01T00:00:00Z" if end is None else iso(end)
    return {"alerts": [{"status": status, "fingerprint": "f", "startsAt": iso(start), "endsAt": until}]}


def kuma(status: int, minute: int, **more: str) -> object:
    return {"heartbeat": {"monitorID": 1, "status": status, "time": iso(minute)[:19].replace("T", " "), **more}}


def better(event: str, acknowledged: int | None = None, resolved: int | None = None) -> object:
    times = {"acknowledged_at": acknowledged and iso(acknowledged), "resolved_at": resolved and iso(resolved)}
    return {"event": event, "data": {"id": "1", "attributes": {"started_at": iso(0), **times}}}


def issue(action: str, first: int, last: int) -> object:
    return {"action": action, "data": {"issue": {"id": "7", "firstSeen": iso(first), "lastSeen": iso(last)}}}


def event(minute: int) -> object:
    return {"action": "triggered", "data": {"event": {"issue_id": "7", "datetime": iso(minute)}}}


def datadog(transition: str, minute: int) -> object:
    return {"monitor_id": "1", "scope": "a", "alert_transition": transition, "date": str(unix(minute) * 1000)}


def relic(state: str, minute: int, trigger: str = "STATE_CHANGE") -> object:
    times = {"createdAt": unix(0) * 1000, "updatedAt": unix(minute) * 1000}
    return {"id": "1", "state": state, "trigger": trigger, **times}


def zabbix(value: str, minute: int, **more: str) -> object:
    local = at(minute + 60)  # Oslo, in winter
    return {"trigger_id": "1", "status": value, "date": f"{local:%Y.%m.%d}", "time": f"{local:%H:%M:%S}", **more}


def icinga(kind: str, state: str, minute: int) -> object:
    return {"type": kind, "host": "web01", "state": state, "state_type": "HARD", "last_state_change": unix(minute)}


def pager(action: str, minute: int = 0) -> object:
    return {"event_action": action, "dedup_key": "k", "payload": {"summary": "x", "timestamp": iso(minute)}}


def robot(kind: int, minute: int) -> object:
    return {"monitorID": 1, "alertType": kind, "alertDateTime": unix(minute)}


def generic(state: str, since: int, **more: str) -> object:
    return {"key": "k", "state": state, "since": iso(since), **more}


def plain(down: Callable[[int], object], up: Callable[[int], object]) -> list[Step]:
    """Down, said twice, up, down again and up again."""
    return [(0, down(0), FAILS), (5, down(5), FAILS), (9, up(9), GOOD), (60, down(60), FAILS), (70, up(70), GOOD)]


AMAZON = {"AlarmName": "x"}
COURSES: dict[str, list[Step]] = {
    "alertmanager": [
        (0, prometheus("firing", 0), FAILS),
        (60, prometheus("firing", 0), FAILS),
        (70, prometheus("resolved", 0, 69), GOOD),
        (90, prometheus("firing", 89), FAILS),
        (91, prometheus("resolved", 0, 69), FAILS),  # late, and of what was before
        (99, prometheus("resolved", 89, 98), GOOD),
    ],
    "alertmanager: a flap that nobody was told of": [
        (0, prometheus("firing", 0), FAILS),
        (10, prometheus("firing", 9), FAILS),
        (20, prometheus("resolved", 9, 19), GOOD),
    ],
    "uptime_kuma: it says again that it is down": [
        (0, kuma(0, 0), FAILS),
        (5, kuma(0, 5), FAILS),
        (9, kuma(0, 9), FAILS),
        (12, kuma(1, 12, lastDownTime=iso(0)[:19]), GOOD),
        (40, kuma(0, 40), FAILS),
        (41, kuma(1, 41, lastDownTime=iso(40)[:19]), GOOD),
    ],
    "uptimerobot": plain(lambda minute: robot(1, minute), lambda minute: robot(2, minute)),
    "better_stack": [
        (0, better("incident_started"), FAILS),
        (5, better("incident_acknowledged", 5), SEEN),
        (9, better("incident_resolved", 5, 9), GOOD),
        (30, better("incident_reopened", 5), FAILS),
        (40, better("incident_resolved", 5, 40), GOOD),
    ],
    "sentry: an issue, and rules that tell of its events": [
        (0, issue("created", 0, 0), FAILS),
        (5, event(5), FAILS),
        (6, issue("assigned", 0, 5), SEEN),
        (9, issue("resolved", 0, 5), GOOD),
        (60, issue("unresolved", 0, 59), FAILS),
        (61, event(61), FAILS),
        (70, issue("resolved", 0, 61), GOOD),
    ],
    "sentry: an issue that somebody opens again": [
        (0, issue("created", 0, 0), FAILS),
        (9, issue("resolved", 0, 0), GOOD),
        (60, issue("unresolved", 0, 0), FAILS),
    ],
    "datadog": [
        (0, datadog("Warn", 0), FAILS),
        (5, datadog("Triggered", 5), FAILS),
        (20, datadog("Re-Triggered", 20), FAILS),
        (30, datadog("Recovered", 30), GOOD),
        (60, datadog("No Data", 60), FAILS),
    ],
    "new_relic": [
        (0, relic("CREATED", 0), FAILS),
        (1, relic("ACTIVATED", 1), FAILS),
        (5, relic("ACTIVATED", 5, "USER_ACTION"), SEEN),
        (9, relic("CLOSED", 9), GOOD),
    ],
    "sns": plain(
        lambda minute: {**AMAZON, "NewStateValue": "ALARM", "StateChangeTime": iso(minute)},
        lambda minute: {**AMAZON, "NewStateValue": "OK", "StateChangeTime": iso(minute)},
    ),
    "checkly": plain(
        lambda minute: {"check_id": "c", "alert_type": "ALERT_FAILURE", "started_at": iso(minute)},
        lambda minute: {"check_id": "c", "alert_type": "ALERT_RECOVERY", "started_at": iso(minute)},
    ),
    "zabbix: its end tells of the problem": [
        (0, zabbix("1", 0), FAILS),
        (5, zabbix("1", 0, event_update_action="acknowledged"), SEEN),
        (9, zabbix("0", 0), GOOD),
        (60, zabbix("1", 60), FAILS),
        (70, zabbix("0", 60), GOOD),
    ],
    "zabbix: its end is an event of its own": plain(
        lambda minute: zabbix("PROBLEM", minute), lambda minute: zabbix("OK", minute)
    ),
    "icinga2": [
        (0, icinga("PROBLEM", "CRITICAL", 0), FAILS),
        (3, icinga("ACKNOWLEDGEMENT", "CRITICAL", 0), SEEN),
        (5, icinga("PROBLEM", "WARNING", 5), SEEN),
        (9, icinga("RECOVERY", "OK", 9), GOOD),
        (30, icinga("PROBLEM", "CRITICAL", 30), FAILS),
    ],
    "pagerduty": [
        (0, pager("trigger", 0), FAILS),
        (5, pager("trigger", 5), FAILS),
        (6, {"event_action": "acknowledge", "dedup_key": "k"}, SEEN),
        (9, {"event_action": "resolve", "dedup_key": "k"}, GOOD),
        (30, pager("trigger", 30), FAILS),
    ],
    "generic": [
        (0, generic("firing", 0), FAILS),
        (5, generic("firing", 5), FAILS),
        (9, generic("resolved", 0, ended=iso(9)), GOOD),
        (30, generic("firing", 30), FAILS),
    ],
}


def is_now(alert: Alert | None) -> str:
    if alert is None or not alert.is_failing:
        return GOOD
    return FAILS if alert.acknowledged_at is None else SEEN


@pytest.mark.parametrize("course", COURSES)
def test_an_alert_follows_its_monitor(course: str) -> None:
    alert: Alert | None = None
    for minute, body, expected in COURSES[course]:
        source = course.partition(":")[0]
        [signal] = said(source, body)
        alert = heard(source, alert, bounded(weighed(signal), at(minute)), at(minute) + DELAY).alert
        assert (minute, is_now(alert)) == (minute, expected)
