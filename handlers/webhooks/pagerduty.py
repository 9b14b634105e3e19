"""PagerDuty's Events API, version 2 and 1, as many tools speak it.

Its routing key is a secret in the body: it is never kept."""

from collections.abc import Mapping

from handlers.webhooks.reading import SAID, Fields, digest, fields_of, signal, state_in
from rules.alerts import Firing, Signal, UnknownPayload

STATES = {
    "trigger": Firing.FIRING,
    "acknowledge": Firing.ACKNOWLEDGED,
    "resolve": Firing.RESOLVED,
}


def signals(body: bytes, headers: Mapping[str, str]) -> list[Signal]:
    event = fields_of(body, headers)
    if not speaks_so(event):
        raise UnknownPayload("It has no status: event_action is missing.")
    return of_event(event)


def speaks_so(event: Fields) -> bool:
    """Whether this is an event of version 2 or 1."""
    return event.has("event_action") or event.has("incident_key", "service_key")


def of_event(event: Fields) -> list[Signal]:
    """Version 2 has a payload; in version 1, and with an acknowledgement or end, all stands outside."""
    if (state := state_in(STATES, event, "event_action", "event_type")) is None:
        return []
    payload, details = event.inner("payload"), event.inner("details")
    title = payload.text("summary") or event.text("description")
    return [
        signal(
            event.text("dedup_key", "incident_key") or _made_up(payload, title, state),
            state,
            severity=payload.text("severity"),
            title=title,
            site=payload.text("source"),
            since=payload.instant("timestamp"),
            link=next((link.text("href") for link in event.each("links")), "") or event.text("client_url"),
            facts={SAID: payload.text("component") or details.text("last_ping", "message")},
        )
    ]


def _made_up(payload: Fields, title: str, state: Firing) -> str:
    """A key for a trigger that brings none: the same for what says the same of the same source."""
    if state is not Firing.FIRING or not title:
        raise UnknownPayload("It has no dedup_key.")
    names = ("source", "component", "group", "class")
    return f"made-up:{digest(title, *(payload.text(name) for name in names))}"
