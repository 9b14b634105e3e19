"""What the page's inspector shows: the app's latest calls and what was delivered to it, the newest first."""

import json

from sandbox.envelope import Envelope
from sandbox.kinds import Json
from sandbox.record import redacted
from sandbox.slack import LocalSlack

LAST = 60
LONGEST = 3000  # characters of what was said, each way


def latest(slack: LocalSlack) -> list[Json]:
    """Each with `id way at name outcome wrong said answered`; `way` is `call` or `delivery`, `at` unix seconds."""
    first = max(0, len(slack.record.calls) - LAST)
    calls = [_call(first + number, each) for number, each in enumerate(slack.record.calls[first:])]
    deliveries = [_delivery(each) for each in slack.deliveries.record[-LAST:]]
    return sorted(calls + deliveries, key=lambda each: -each["at"])[:LAST]


def _call(number: int, call: Json) -> Json:
    answer = call["response"]
    outcome = "ok" if answer.get("ok") else str(answer.get("error") or "no answer")
    return {
        "id": f"call{number}", "way": "call", "at": call["at"], "name": call["method"],
        "outcome": call["fault"] or outcome, "wrong": bool(call["fault"]) or outcome != "ok",
        "said": _text(call["args"]), "answered": _text(answer),
    }  # fmt: skip


def _delivery(envelope: Envelope) -> Json:
    outcome = "acked" if envelope.acked else envelope.fault or ("lost" if envelope.settled.is_set() else "not acked")
    return {
        "id": envelope.id, "way": "delivery", "at": envelope.sent_at or 0.0, "name": _name(envelope),
        "outcome": f"{outcome}, attempt {envelope.attempt + 1}" if envelope.attempt else outcome,
        "wrong": not envelope.acked, "said": _text(redacted(envelope.payload)), "answered": _text(envelope.ack_body),
    }  # fmt: skip


def _name(envelope: Envelope) -> str:
    """What a developer calls it: the event's type, the command, the button's action_id, the form's callback_id."""
    payload = envelope.payload
    if envelope.type == "events_api":
        event = payload.get("event") or {}
        return ".".join(str(event[name]) for name in ("type", "subtype") if event.get(name))
    if "command" in payload:
        return str(payload["command"])
    named = (payload.get("actions") or [{}])[0].get("action_id")
    which = named or (payload.get("view") or payload).get("callback_id") or ""
    return f"{payload.get('type', envelope.type)} {which}".strip()


def _text(value: object) -> str:
    if value is None:
        return ""
    text = json.dumps(value, ensure_ascii=False, indent=1, default=str)
    return text if len(text) <= LONGEST else f"{text[:LONGEST]}…"
