"""Uptime Kuma: its own JSON, the same as a form or in the address, and bodies people write themselves."""

import re
from collections.abc import Mapping

from handlers.webhooks.reading import KIND, SAID, Fields, digest, fields_of, signal, state_in
from rules.alerts import Firing, Signal, UnknownPayload
from rules.monitors import CERTIFICATE

# 2 is pending, 3 is maintenance.
STATES = {"0": Firing.FIRING, "down": Firing.FIRING, "1": Firing.RESOLVED, "up": Firing.RESOLVED}
NO_ADDRESS = ("http://", "https://")  # what stands in monitors that have none

_CERTIFICATE = re.compile(r"\[(?P<name>.+?)\]\[(?P<site>.+?)\].*certificate.*expire.*", re.IGNORECASE)
_DOMAIN = re.compile(r"domain name (?P<site>\S+) will expire in .*", re.IGNORECASE)


def signals(body: bytes, headers: Mapping[str, str]) -> list[Signal]:
    """Nothing of the button *Test*, which has neither heartbeat nor monitor, of pending checks and maintenance."""
    message = fields_of(body, headers)
    heartbeat, monitor = message.inner("heartbeat", "heartbeatJSON"), message.inner("monitor", "monitorJSON")
    if heartbeat:
        found = _of_a_heartbeat(heartbeat, monitor, message.text("msg"))
    elif message.has("status"):
        found = _written_by_hand(message)
    elif message.has("heartbeat", "monitor", "msg"):
        found = _of_what_runs_out(message.text("msg"))
    else:
        raise UnknownPayload("It has no heartbeat and no status.")
    return [found] if found else []


def _of_a_heartbeat(heartbeat: Fields, monitor: Fields, said: str) -> Signal | None:
    if (state := state_in(STATES, heartbeat, "status")) is None:
        return None
    number = monitor.text("id") or heartbeat.text("monitorID", "monitor_id")
    over = state is Firing.RESOLVED
    return signal(
        f"uptime-kuma:{number}" if number else "",
        state,
        title=monitor.text("name", "pathName"),
        site=_site(monitor),
        since=heartbeat.instant("lastDownTime") if over else heartbeat.instant("time"),
        ended=heartbeat.instant("time") if over else None,
        facts={SAID: heartbeat.text("msg") or said},
    )


def _site(monitor: Fields) -> str:
    address = monitor.text("url")
    if address and address not in NO_ADDRESS:
        return address
    host, port = monitor.text("hostname"), monitor.text("port")
    return f"{host}:{port}" if host and port not in ("", "0") else host


def _written_by_hand(message: Fields) -> Signal | None:
    """A body of one's own: what its template calls things can only be guessed."""
    if (state := state_in(STATES, message, "status")) is None:
        return None
    title, site = message.text("title", "name", "monitor", "monitorName"), message.text("host", "hostnameOrURL", "url")
    number = message.text("monitorID", "monitor_id", "id")
    named = digest(title, site) if title or site else ""
    return signal(
        f"uptime-kuma:{number or named}" if number or named else "",
        state,
        title=title,
        site=site,
        since=message.instant("time") if state is Firing.FIRING else None,
        facts={SAID: message.text("msg", "message")},
    )


def _of_what_runs_out(said: str) -> Signal | None:
    """A warning that a certificate or a domain runs out comes with no heartbeat; every other such message is a try."""
    if domain := _DOMAIN.fullmatch(said):
        site = domain["site"]
        return signal(f"uptime-kuma:domain:{site}", Firing.FIRING, severity="warning", title=said, site=site)
    if not (found := _CERTIFICATE.fullmatch(said)):
        return None
    key = f"uptime-kuma:certificate:{digest(found['name'], found['site'])}"
    return signal(key, Firing.FIRING, title=said, site=found["site"], facts={KIND: CERTIFICATE})
