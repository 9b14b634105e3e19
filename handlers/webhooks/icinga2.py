"""Icinga 2: notifications by a template of one's own, and the event template others publish.

Its macros are not escaped for JSON, so a quote in a check's output breaks the body; it is read all the same."""

from collections.abc import Mapping

from handlers.webhooks.instants import Instant
from handlers.webhooks.reading import SAID, Fields, fields_of, signal
from rules.alerts import Firing, Signal, UnknownPayload

NAMES = {"0": "OK", "1": "WARNING", "2": "CRITICAL", "3": "UNKNOWN"}
HOSTS = {"0": "UP", "1": "DOWN"}
CHECKS_OF_HOSTS = {"0": "UP", "1": "UP", "2": "DOWN", "3": "DOWN"}  # a host with a warning is up
STATES = {
    **dict.fromkeys(("WARNING", "CRITICAL", "UNKNOWN", "DOWN", "UNREACHABLE"), Firing.FIRING),
    **dict.fromkeys(("OK", "UP"), Firing.RESOLVED),
}
KINDS = {
    "PROBLEM": Firing.FIRING,
    "RECOVERY": Firing.RESOLVED,
    **dict.fromkeys(("ACKNOWLEDGEMENT", "ACKNOWLEDGEMENTSET"), Firing.ACKNOWLEDGED),
}  # of downtimes, flapping and a person's own words there is nothing to say
SOFT = ("SOFT", "0")


def signals(body: bytes, headers: Mapping[str, str]) -> list[Signal]:
    """Nothing while a check is only tried again (SOFT) or in a planned downtime."""
    message = fields_of(body, headers)
    if message.inner("check_result") and not message.has("notification_type"):
        found = _of_an_event(message)
    elif message.has("type", "notification_type"):
        found = _of_a_notification(message)
    else:
        raise UnknownPayload("It is neither a notification nor the result of a check.")
    return [found] if found else []


def _of_a_notification(message: Fields) -> Signal | None:
    """By a template of one's own, with the names of Icinga's mail scripts, or from its stream of events."""
    state = KINDS.get(message.text("notification_type", "type").upper())
    host = message.text("host", "host_name")
    service = message.text("service", "service_name", "service_desc", "service_description")
    said = message.text("state", "service_state", "host_state") or message.text("state_id")
    if state is None or _is_quiet(state, message.text("state_type"), message.text("downtime_depth")):
        return None
    severity = _named(said or message.inner("check_result").text("state"), NAMES if service else HOSTS)
    at = message.instant("last_state_change", "timet", "time", "timestamp")
    title = message.text("service_display_name") or service or message.text("host_display_name", "host_alias") or host
    return _signal(host, service, state, severity, title, at, message)


def _of_an_event(message: Fields) -> Signal | None:
    """By the template others publish, or from the stream of events, where host and service are names."""
    host, service, result = message.inner("host"), message.inner("service"), message.inner("check_result")
    of_service = bool(service) or bool(message.text("service"))
    if said := message.text("state"):
        severity = _named(said, NAMES if of_service else HOSTS)
    else:
        severity = _named(result.text("state", "exit_status"), NAMES if of_service else CHECKS_OF_HOSTS)
    state = STATES.get(severity)
    kind = result.text("state_type") or message.text("state_type") or result.inner("vars_after").text("state_type")
    depth = (service or host).text("downtime_depth") or message.text("downtime_depth")
    if state is None or _is_quiet(state, kind, depth):
        return None
    names = host.text("name") or message.text("host"), service.text("name") or message.text("service")
    title = service.text("display_name") or names[1] or host.text("display_name") or names[0]
    at = result.instant("execution_end", "execution_start") or message.instant("timestamp")
    return _signal(*names, state, severity, title, at, result)


def _named(state: str, names: Mapping[str, str]) -> str:
    return names.get(state, state.upper())


def _is_quiet(state: Firing, kind: str, downtime_depth: str) -> bool:
    return state is Firing.FIRING and (kind.upper().split(".")[0] in SOFT or downtime_depth not in ("", "0"))


def _signal(host: str, service: str, state: Firing, severity: str, title: str, at: Instant, said: Fields) -> Signal:
    over = state is Firing.RESOLVED
    return signal(
        f"{host}!{service}" if host and service else host,
        state,
        severity=severity,
        title=title,
        site=host,
        since=None if over else at,
        ended=at if over else None,
        facts={
            SAID: said.text("output", "check_output", "service_output", "host_output")
            or said.inner("check_result").text("output"),
            "comment": said.text("comment"),
        },
    )
