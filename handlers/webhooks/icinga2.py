"""Icinga 2: notifications by a template of one's own, and the event template others publish.

Its macros are not escaped for JSON, so a quote in a check's output breaks the body; it is read all the same."""

from collections.abc import Mapping

from handlers.webhooks.instants import Instant
from handlers.webhooks.reading import SAID, Fields, fields_of, signal
from rules.alerts import Firing, Signal, UnknownPayload

FAILS = {"1": "WARNING", "2": "CRITICAL", "3": "UNKNOWN"}
NAMES = {"0": "OK", **FAILS}
STATES = {
    **dict.fromkeys(("WARNING", "CRITICAL", "UNKNOWN", "DOWN", "UNREACHABLE"), Firing.FIRING),
    **dict.fromkeys(("OK", "UP"), Firing.RESOLVED),
}
KINDS = {
    "PROBLEM": Firing.FIRING,
    "RECOVERY": Firing.RESOLVED,
    "ACKNOWLEDGEMENT": Firing.ACKNOWLEDGED,
}  # of downtimes, flapping and a person's own words there is nothing to say


def signals(body: bytes, headers: Mapping[str, str]) -> list[Signal]:
    """Nothing while a check is only tried again (SOFT) or in a planned downtime."""
    message = fields_of(body, headers)
    if message.inner("check_result"):
        found = _of_an_event(message)
    elif message.has("type", "notification_type"):
        found = _of_a_notification(message)
    else:
        raise UnknownPayload("It is neither a notification nor the result of a check.")
    return [found] if found else []


def _of_a_notification(message: Fields) -> Signal | None:
    state = KINDS.get(message.text("type", "notification_type").upper())
    host, service = message.text("host", "host_name"), message.text("service", "service_name")
    severity = _named(message.text("state", "service_state", "host_state") or message.text("state_id"))
    if state is None or _is_quiet(state, message, message):
        return None
    at = message.instant("last_state_change", "timet", "time")
    return _signal(host, service, state, severity, message.text("service_display_name") or service or host, at, message)


def _of_an_event(message: Fields) -> Signal | None:
    host, service, result = message.inner("host"), message.inner("service"), message.inner("check_result")
    severity = _named(result.text("state", "exit_status"))
    state = STATES.get(severity)
    if state is None or _is_quiet(state, result, service or host):
        return None
    title = service.text("display_name", "name") or host.text("display_name", "name")
    at = result.instant("execution_end", "execution_start")
    return _signal(host.text("name"), service.text("name"), state, severity, title, at, result)


def _named(state: str) -> str:
    return NAMES.get(state.split(".")[0], state.upper())


def _is_quiet(state: Firing, result: Fields, about: Fields) -> bool:
    soft = result.text("state_type").upper() == "SOFT"
    return state is Firing.FIRING and (soft or about.text("downtime_depth") not in ("", "0"))


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
        facts={SAID: said.text("output", "check_output"), "comment": said.text("comment")},
    )
