"""Datadog: a body whose names its owner chose, and whose variables without a value may stay as $NAME."""

import re
from collections.abc import Mapping

from handlers.webhooks.reading import SAID, Fields, fields_of, signal, state_in
from rules.alerts import Firing, Signal

STATES = {
    **dict.fromkeys(("triggered", "retriggered", "warn", "rewarn", "nodata", "renodata", "renotify"), Firing.FIRING),
    "recovered": Firing.RESOLVED,
}
STATUSES = {**STATES, "alert": Firing.FIRING, "ok": Firing.RESOLVED}
TYPES = {"error": Firing.FIRING, "warning": Firing.FIRING, "success": Firing.RESOLVED}
TRANSITIONS, SAYS_MORE = ("alert_transition", "transition"), ("alert_status", "status")
NUMBERS = ("monitor_id", "alert_id")
SCOPES = ("scopes", "scope", "alert_scope")

_WORDS = r"(?:Re-)?(?:Triggered|Warn|No Data)|Recovered|Renotify"
_SAID_IN_TITLE = re.compile(rf"\[({_WORDS})\b[^\]]*\]", re.IGNORECASE)
_BRACKETS = re.compile(rf"^(?:\[(?:P[1-5]|{_WORDS})\b[^\]]*\]\s*)+", re.IGNORECASE)  # a monitor may be called "[Shop]"
_ON = re.compile(r"\bon \{([^}]*)\}")
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
    """By its transition; else by its status, which may be a sentence, by its title, or by the type of its alert."""
    if event.text(*TRANSITIONS):
        return state_in(STATES, event, *TRANSITIONS)
    if event.has(*SAYS_MORE) and (found := state_in(STATUSES, event, *SAYS_MORE)):
        return found
    if in_title := _SAID_IN_TITLE.search(title):
        return STATES[in_title[1].lower().replace("-", "").replace(" ", "")]
    if event.text(*NUMBERS) and event.has("alert_type"):
        return state_in(TYPES, event, "alert_type")
    return None if title else state_in(STATES, event, *TRANSITIONS, *SAYS_MORE)


def _key(event: Fields, title: str) -> str:
    """The monitor and what of it; an event's own id is new each time."""
    if number := event.text(*NUMBERS):
        return f"{number}|{event.text(*SCOPES)}"
    on = _ON.search(title)
    scope = event.text(*SCOPES) or (on[1] if on else event.text("hostname", "host"))
    name = _BRACKETS.sub("", title)
    return event.text("aggreg_key", "alert_cycle_key", "cycle_key") or (f"{name}|{scope}" if name and scope else name)


def _site(event: Fields) -> str:
    found = _HOST.search(event.text(*SCOPES)) or _HOST.search(event.text("tags"))
    return found[1] if found else event.text("hostname", "host")
