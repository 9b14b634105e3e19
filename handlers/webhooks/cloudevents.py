"""CloudEvents 1.0, structured, in headers or many at once, by this convention:

the state is `data.state` (or `data.status`), else the last part of `type` (`no.example.site.firing`); the key is
`data.key`, else `source|subject`, else `source|id`; severity, title, site, link are fields of `data`."""

import base64
import binascii
from collections.abc import Mapping
from urllib.parse import unquote

from handlers.webhooks.generic import STATES
from handlers.webhooks.reading import SAID, Fields, header, loads, signal, value_of
from rules.alerts import Firing, Signal, UnknownPayload


def signals(body: bytes, headers: Mapping[str, str]) -> list[Signal]:
    """Nothing of events that say neither that something fails nor that it is well."""
    if header(headers, "ce-specversion"):
        named = {name.lower()[3:]: unquote(value) for name, value in headers.items() if name.lower().startswith("ce-")}
        events: list[object] = [{**named, "data": _content(body, headers)}]
    else:
        value = value_of(body, headers)
        events = value if isinstance(value, list) else [value]
    return [found for event in events if (found := _signal(Fields(event)))]


def _content(body: bytes, headers: Mapping[str, str]) -> object:
    """The data of an event in headers; what is no JSON has nothing to say here, its type may."""
    if "json" in header(headers, "content-type").lower() or body.lstrip().startswith((b"{", b"[")):
        return value_of(body, headers) if body.strip() else None
    return None


def _signal(event: Fields) -> Signal | None:
    source, kind = event.text("source"), event.text("type")
    if not (event.has("specversion") and source and kind):
        raise UnknownPayload("It lacks specversion, source or type.")
    data = _data(event)
    if (state := _state(data, kind)) is None:
        return None
    subject, over = event.text("subject"), state is Firing.RESOLVED
    return signal(
        data.text("key") or f"{source}|{subject or event.text('id')}",
        state,
        severity=data.text("severity"),
        title=data.text("title", "name", "summary") or kind,
        site=data.text("site", "url") or subject,
        since=data.instant("since") or (None if over else event.instant("time")),
        ended=event.instant("time") if over else None,
        link=data.text("link"),
        facts={SAID: data.text("said", "message", "description")},
    )


def _data(event: Fields) -> Fields:
    written = event.text("data_base64")
    if not written:
        return event.inner("data")
    try:
        return Fields(loads(base64.b64decode(written, validate=True).decode()))
    except (binascii.Error, UnicodeDecodeError) as error:
        raise UnknownPayload("Its data_base64 cannot be read.") from error


def _state(data: Fields, kind: str) -> Firing | None:
    said = data.text("state", "status") or kind.rsplit(".", 1)[-1]
    return STATES.get(said.lower())
