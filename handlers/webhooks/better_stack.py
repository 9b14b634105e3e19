"""Better Stack: incidents that start, are acknowledged, resolved and reopened."""

from collections.abc import Mapping

from handlers.webhooks.reading import SAID, Fields, as_text, fields_of, signal
from rules.alerts import Firing, Signal, UnknownPayload

STATES = {
    **dict.fromkeys(("started", "created", "reopened"), Firing.FIRING),
    "acknowledged": Firing.ACKNOWLEDGED,
    "resolved": Firing.RESOLVED,
}


def signals(body: bytes, headers: Mapping[str, str]) -> list[Signal]:
    """Nothing of monitors that were changed and of who is on call."""
    message = fields_of(body, headers)
    data = message.inner("data")
    if not data:
        raise UnknownPayload("It has no data.")
    if data.text("type") not in ("", "incident"):
        return []
    about = data.inner("attributes")
    event = message.text("event") or data.text("event") or about.text("event")
    if (state := _state(event, about)) is None:
        return []
    return [
        signal(
            data.text("id"),
            state,
            title=about.text("name", "cause"),
            site=about.text("url"),
            since=None if "reopened" in event else about.instant("started_at"),
            ended=about.instant("resolved_at") if state is Firing.RESOLVED else None,
            link=about.text("incident_url", "origin_url"),
            facts={SAID: about.text("cause")},
        )
    ]


def _state(event: str, about: Fields) -> Firing | None:
    """By the event; without one by what has happened to the incident so far."""
    if event:
        return STATES.get(event.lower().removeprefix("incident").lstrip("_. "))
    if as_text(about.raw("resolved_at")):
        return Firing.RESOLVED
    if as_text(about.raw("acknowledged_at")):
        return Firing.ACKNOWLEDGED
    if not about.has("started_at", "status"):
        raise UnknownPayload("It has no event.")
    return STATES.get(about.text("status").lower() or "started")  # not yet confirmed, or seen to recover: nothing yet
