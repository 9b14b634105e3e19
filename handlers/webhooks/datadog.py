"""Datadog: a body whose names its owner chose, and whose variables without a value may stay as $NAME."""

import re
from collections.abc import Mapping

from handlers.webhooks.reading import SAID, Fields, fields_of, signal, state_in
from rules.alerts import Firing, Signal

STATES = {
    **dict.fromkeys(("triggered", "retriggered", "warn", "rewarn", "nodata", "renodata", "renotify"), Firing.FIRING),
    "recovered": Firing.RESOLVED,
}
TRANSITIONS = ("alert_transition", "transition", "alert_status", "status")
SCOPES = ("scopes", "scope", "alert_scope")

_SAID_IN_TITLE = re.compile(r"\[((?:Re-)?(?:Triggered|Warn|No Data)|Recovered|Renotify)\b[^\]]*\]", re.IGNORECASE)
_BRACKETS = re.compile(r"^(?:\[[^\]]*\]\s*)+")
_HOST = re.compile(r"(?:^|[,\s{])(?:host|url|instance|site|domain):([^,\s}]+)")


def signals(body: bytes, headers: Mapping[str, str]) -> list[Signal]:
    """Nothing of a monitor's test ([TEST] in its title) and of events that are no monitor's."""
    event = fields_of(body, headers)
    title = event.text("title", "event_title", "alert_title")
    if title.upper().startswith("[TEST]") or (state := _state(event, title)) is None:
        return []
    at, over = event.instant("date", "last_updated", "timestamp"), state is Firing.RESOLVED
    return [
        signal(
            _key(event, title),
            state,
            severity=event.text("severity", "priority", "alert_priority"),
            title=title,
            site=_site(event),
            since=None if over else at,
            ended=at if over else None,
            link=event.text("url", "link"),
            facts={SAID: event.text("body", "event_msg", "text_only_msg").strip("% ")},
        )
    ]


def _state(event: Fields, title: str) -> Firing | None:
    if not event.text(*TRANSITIONS) and (found := _SAID_IN_TITLE.search(title)):
        return STATES[found[1].lower().replace("-", "").replace(" ", "")]
    return None if title and not event.has(*TRANSITIONS) else state_in(STATES, event, *TRANSITIONS)


def _key(event: Fields, title: str) -> str:
    """The monitor and what of it; an event's own id is new each time."""
    if number := event.text("monitor_id", "alert_id"):
        return f"{number}|{event.text(*SCOPES)}"
    return event.text("aggreg_key", "alert_cycle_key", "cycle_key") or _BRACKETS.sub("", title)


def _site(event: Fields) -> str:
    found = _HOST.search(event.text(*SCOPES)) or _HOST.search(event.text("tags"))
    return found[1] if found else event.text("hostname", "host")
