"""Zabbix: a body whose names its owner chose. A recovery has another event id, so the trigger is the key if known."""

import re
from collections.abc import Mapping

from handlers.webhooks.instants import OFFICE, Instant
from handlers.webhooks.reading import SAID, Fields, fields_of, signal, state_in
from rules.alerts import Firing, Signal

STATES = {
    **dict.fromkeys(("1", "problem", "warning", "average", "high", "disaster"), Firing.FIRING),
    **dict.fromkeys(("ack", "acknowledged"), Firing.ACKNOWLEDGED),
    **dict.fromkeys(("0", "ok", "resolved", "recovery", "recovered"), Firing.RESOLVED),
}
SEVERITIES = ("not_classified", "information", "warning", "average", "high", "disaster")  # by their numbers
ACKNOWLEDGES = ("yes", "1", "true", "acknowledged")

_TRIGGER = re.compile(r"[?&]triggerid=(\d+)")


def signals(body: bytes, headers: Mapping[str, str]) -> list[Signal]:
    """A problem, its acknowledgement or its end, which tells of the problem again and of itself as its recovery; times
    are the server's own clock, taken to be the office's."""
    event = fields_of(body, headers)
    if (state := state_in(STATES, event, "status", "event_value", "value", "trigger_status", "state")) is None:
        return []
    if state is Firing.FIRING and _is_acknowledged(event):
        state = Firing.ACKNOWLEDGED
    link = event.text("link", "url", "event_url", "trigger_url") or _page(event)
    return [
        signal(
            _key(event, link),
            state,
            severity=_severity(event),
            title=event.text("name", "trigger", "trigger_name", "event_name", "subject", "alert_subject"),
            site=_host(event),
            since=_at(event),
            ended=_when(event, "event_recovery_date", "event_recovery_time") if state is Firing.RESOLVED else None,
            link=link,
            facts={SAID: event.text("message", "item", "description", "opdata", "alert_message")},
        )
    ]


def _key(event: Fields, link: str) -> str:
    in_link = _TRIGGER.search(link)
    trigger = event.text("trigger_id") or (in_link[1] if in_link else "")
    if trigger:
        return f"trigger:{trigger}"
    named = " ".join(filter(None, (_host(event), event.text("name", "trigger", "trigger_name", "event_name"))))
    return event.text("event_id", "problem_id", "id") or named


def _page(event: Fields) -> str:
    """The event's page, as Zabbix's own media types make it of {$ZABBIX.URL}."""
    front, trigger, number = event.text("zabbix_url"), event.text("trigger_id"), event.text("event_id", "id")
    found = front and trigger and number
    return f"{front.rstrip('/')}/tr_events.php?triggerid={trigger}&eventid={number}" if found else ""


def _severity(event: Fields) -> str:
    said = event.text("severity", "event_severity", "trigger_severity", "nseverity", "event_nseverity")
    return SEVERITIES[int(said)] if said in ("0", "1", "2", "3", "4", "5") else said


def _host(event: Fields) -> str:
    return event.text("host", "hostname", "host_name", "host_host", "host_ip")


def _is_acknowledged(event: Fields) -> bool:
    """As its status says, or the update a person made: one, or several after commas."""
    done = event.text("event_update_action", "update_action").lower().split(", ")
    status = event.text("ack", "acknowledged", "event_ack_status", "ack_status").lower()
    return "acknowledged" in done or status in ACKNOWLEDGES


def _at(event: Fields) -> Instant:
    at = _when(event, "date", "time") or _when(event, "event_date", "event_time")
    return at or event.instant("timestamp", "clock", "event_timestamp", "time")


def _when(event: Fields, day: str, time: str) -> Instant:
    return Fields({"at": f"{event.text(day)} {event.text(time)}"}).instant("at", zone=OFFICE)
