"""AWS SNS with CloudWatch's alarms: JSON as text within JSON, sent as plain text, and signed.

The signature is checked with the extra `sns` (cryptography), imported when it is first needed."""

import base64
import binascii
import importlib
import re
from collections.abc import Iterator, Mapping
from typing import Any

from handlers.webhooks.authentic import NotAuthentic, Request
from handlers.webhooks.reading import SAID, Fields, as_object, fields_of, host_in, signal, state_in, value_of
from rules.alerts import Firing, Signal, UnknownPayload

CONFIRMATIONS = ("SubscriptionConfirmation", "UnsubscribeConfirmation")
SIGNED = ("Message", "MessageId", "Subject", "Timestamp", "TopicArn", "Type")
SIGNED_OF_CONFIRMATIONS = ("Message", "MessageId", "SubscribeURL", "Timestamp", "Token", "TopicArn", "Type")
HASHES = {"1": "SHA1", "2": "SHA256"}

# Nothing is fetched from anywhere else, whatever a message says.
_AMAZON = re.compile(r"https://sns\.[a-z]{2}(?:-[a-z]+)+-\d\.amazonaws\.com/[^\s@\\]*", re.ASCII)

STATES = {"alarm": Firing.FIRING, "ok": Firing.RESOLVED}  # INSUFFICIENT_DATA is neither


def signals(body: bytes, headers: Mapping[str, str]) -> list[Signal]:
    """Nothing of subscriptions, and of alarms that lack data."""
    notice = fields_of(body, headers)
    if notice.text("Type") in CONFIRMATIONS:
        return []
    wrapped = as_object(notice.raw("Message"))
    if wrapped is None and notice.has("Message"):
        raise UnknownPayload("Its message is no alarm of CloudWatch.")
    alarm = Fields(wrapped) if wrapped is not None else notice
    found = _of_an_event(alarm) if alarm.inner("detail") else _of_an_alarm(alarm)
    return [found] if found else []


def _of_an_alarm(alarm: Fields) -> Signal | None:
    if (state := state_in(STATES, alarm, "NewStateValue")) is None:
        return None
    name, at, over = alarm.text("AlarmName"), alarm.instant("StateChangeTime"), state is Firing.RESOLVED
    return signal(
        _key(alarm.text("AlarmArn"), name, alarm.text("AlarmContributorId")),
        state,
        title=name,
        site=_site(alarm.inner("Trigger")),
        since=None if over else at,
        ended=at if over else None,
        facts={SAID: alarm.text("NewStateReason", "AlarmDescription")},
    )


def _of_an_event(event: Fields) -> Signal | None:
    """The same by EventBridge."""
    detail = event.inner("detail")
    now = detail.inner("state")
    if (state := state_in(STATES, now, "value")) is None:
        return None
    name, at, over = detail.text("alarmName"), now.instant("timestamp"), state is Firing.RESOLVED
    return signal(
        _key(event.text("resources"), name, detail.inner("alarmContributor").text("id")),
        state,
        title=name,
        since=None if over else at,
        ended=at if over else None,
        facts={SAID: now.text("reason")},
    )


def _key(arn: str, name: str, contributor: str) -> str:
    """The alarm, and which of those it watches at once if it watches many."""
    alarm = arn or (f"arn-or-name:{name}" if name else "")
    return f"{alarm}|{contributor}" if alarm and contributor else alarm


def _site(trigger: Fields) -> str:
    """The first dimension that names a host."""
    return next((host for dimension in _dimensions(trigger) if (host := host_in(dimension.text("value")))), "")


def _dimensions(trigger: Fields) -> Iterator[Fields]:
    yield from trigger.each("Dimensions")
    for metric in trigger.each("Metrics"):
        yield from metric.inner("MetricStat").inner("Metric").each("Dimensions")


async def authenticate(request: Request) -> None:
    """The message is signed by Amazon; a subscription that asks for it is then confirmed. NotAuthentic."""
    try:
        value = value_of(request.body, request.headers)
    except UnknownPayload as why:
        raise NotAuthentic(str(why)) from why
    message = value if isinstance(value, dict) else {}
    certificate = await request.fetch(_at_amazon(message, "SigningCertURL", "SigningCertUrl"))
    _check(certificate, message)
    if message.get("Type") == CONFIRMATIONS[0]:
        await request.fetch(_at_amazon(message, "SubscribeURL"))


def _at_amazon(message: Mapping[str, object], *names: str) -> str:
    address = next((one for name in names if isinstance(one := message.get(name), str)), "")
    if not _AMAZON.fullmatch(address):
        raise NotAuthentic(f"Its {names[0]} is no address at sns.<region>.amazonaws.com.")
    return address


def _check(certificate: bytes, message: Mapping[str, object]) -> None:
    lib = _cryptography()
    kind = HASHES.get(str(message.get("SignatureVersion")))
    if kind is None:
        raise NotAuthentic("Its signature is of a version that is not known here.")
    try:
        signature = base64.b64decode(str(message.get("Signature")), validate=True)
        key = lib["x509"].load_pem_x509_certificate(certificate).public_key()
        key.verify(signature, canonical(message), lib["padding"].PKCS1v15(), getattr(lib["hashes"], kind)())
    except (binascii.Error, ValueError, TypeError, AttributeError) as why:
        raise NotAuthentic("Its signature cannot be read.") from why
    except lib["exceptions"].InvalidSignature as why:
        raise NotAuthentic("Its signature is not Amazon's.") from why


def canonical(message: Mapping[str, object]) -> bytes:
    """What Amazon signs of a message: names and values, a line each."""
    names = SIGNED_OF_CONFIRMATIONS if message.get("Type") in CONFIRMATIONS else SIGNED
    lines = [f"{name}\n{message[name]}\n" for name in names if message.get(name) is not None]
    return "".join(lines).encode("utf-8", "replace")


def _cryptography() -> dict[str, Any]:
    parts = {"x509": "x509", "exceptions": "exceptions", "hashes": "hazmat.primitives.hashes"}
    parts["padding"] = "hazmat.primitives.asymmetric.padding"
    try:
        return {name: importlib.import_module(f"cryptography.{path}") for name, path in parts.items()}
    except ImportError as why:
        raise NotAuthentic("Its signature cannot be checked until the extra sns is installed.") from why
