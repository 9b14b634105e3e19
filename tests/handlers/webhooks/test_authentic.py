"""Signatures: what Amazon, Sentry, Grafana and Checkly sign is believed, and nothing else."""

import base64
import hashlib
import hmac
import json
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from cryptography.x509.oid import NameOID

from handlers.webhooks import sns
from handlers.webhooks.authentic import NotAuthentic, Request
from handlers.webhooks.registry import AUTHENTICATE

CERTIFICATE = "https://sns.eu-north-1.amazonaws.com/SimpleNotificationService-1.pem"
SUBSCRIBE = "https://sns.eu-north-1.amazonaws.com/?Action=ConfirmSubscription&Token=t"
NOTICE = {
    "Type": "Notification",
    "MessageId": "m",
    "TopicArn": "arn:t",
    "Message": "Nettsted æøå",
    "Timestamp": "T",
    "Subject": "ALARM",
    "SignatureVersion": "2",
    "SigningCertURL": CERTIFICATE,
}
ASKED = {key: value for key, value in NOTICE.items() if key != "Subject"} | {
    "Type": "SubscriptionConfirmation",
    "Token": "t",
    "SubscribeURL": SUBSCRIBE,
}


@cache
def key_and_certificate() -> tuple[rsa.RSAPrivateKey, bytes]:
    """Our own, in Amazon's place."""
    key = rsa.generate_private_key(65537, 2048)
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "sns.amazonaws.com")])
    now = datetime(2026, 1, 1, tzinfo=UTC)
    made = x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
    made = made.serial_number(1).not_valid_before(now).not_valid_after(now + timedelta(days=900))
    return key, made.sign(key, hashes.SHA256()).public_bytes(serialization.Encoding.PEM)


def signed(message: dict[str, Any]) -> dict[str, Any]:
    """The message with its signature, by the names and order that Amazon documents."""
    names = ["Message", "MessageId", "Subject", "Timestamp", "TopicArn", "Type"]
    if message["Type"] != "Notification":
        names = ["Message", "MessageId", "SubscribeURL", "Timestamp", "Token", "TopicArn", "Type"]
    text = "".join(f"{name}\n{message[name]}\n" for name in names if name in message)
    kind = hashes.SHA1() if message["SignatureVersion"] == "1" else hashes.SHA256()
    signature = key_and_certificate()[0].sign(text.encode(), padding.PKCS1v15(), kind)
    return message | {"Signature": base64.b64encode(signature).decode()}


async def came(message: object) -> list[str]:
    """What was fetched from the web for this message."""
    fetched: list[str] = []

    async def fetch(address: str) -> bytes:
        fetched.append(address)
        return key_and_certificate()[1]

    await sns.authenticate(Request(json.dumps(message).encode(), {"content-type": "text/plain"}, "", fetch))
    return fetched


@pytest.mark.parametrize("version", ["1", "2"])
async def test_what_amazon_signed_is_believed(version: str) -> None:
    assert await came(signed(NOTICE | {"SignatureVersion": version})) == [CERTIFICATE]


async def test_a_subscription_is_confirmed_once_it_is_believed() -> None:
    assert await came(signed(ASKED)) == [CERTIFICATE, SUBSCRIBE]
    assert await came(signed(ASKED | {"Type": "UnsubscribeConfirmation"})) == [CERTIFICATE]
    with pytest.raises(NotAuthentic):
        await came(signed(ASKED) | {"SubscribeURL": SUBSCRIBE + "&more"})


@pytest.mark.parametrize("name", ["Message", "MessageId", "Subject", "Timestamp", "TopicArn", "Signature"])
async def test_what_was_changed_on_its_way_is_not(name: str) -> None:
    with pytest.raises(NotAuthentic):
        await came(signed(NOTICE) | {name: "bmV3"})
    with pytest.raises(NotAuthentic):
        await came({key: value for key, value in signed(NOTICE).items() if key != name})


@pytest.mark.parametrize(
    "address",
    [
        "http://sns.eu-north-1.amazonaws.com/x.pem",
        "https://sns.eu-north-1.amazonaws.com.evil.no/x.pem",
        "https://evil.no/sns.eu-north-1.amazonaws.com/x.pem",
        "https://sns.eu-north-1.amazonaws.com@evil.no/x.pem",
        "https://sns.eu-north-1.amazonaws.com:444/x.pem",
        "https://sns.evil.no/#sns.eu-north-1.amazonaws.com/x.pem",
        "https://sns.eu-north-1.amazonaws.com\\@evil.no/x.pem",
        "https://mybucket.s3.amazonaws.com/x.pem",
        "https://sns.eu-north-1.amazonaws.com/x.pem\n",
        None,
    ],
)
async def test_nothing_is_fetched_from_elsewhere(address: str | None) -> None:
    fetched: list[str] = []

    async def fetch(address: str) -> bytes:
        fetched.append(address)
        return b""

    for message in (NOTICE | {"SigningCertURL": address}, signed(ASKED | {"SubscribeURL": address})):
        body = json.dumps(message | {"Signature": message.get("Signature", "x")}).encode()
        with pytest.raises(NotAuthentic):
            await sns.authenticate(Request(body, {}, "", fetch))
    assert set(fetched) <= {CERTIFICATE}


@pytest.mark.parametrize("body", [b"", b"[]", b"{}", b"\xff", b'{"Signature": 1}'])
@pytest.mark.parametrize("source", AUTHENTICATE)
async def test_whatever_comes_is_refused_with_a_reason(source: str, body: bytes) -> None:
    async def fetch(_address: str) -> bytes:
        return b"no certificate"

    with pytest.raises(NotAuthentic, match=r"^(Its?|The) .*\.$"):
        await AUTHENTICATE[source](Request(body, {}, "s", fetch))


def hexed(secret: str, text: bytes) -> str:
    return hmac.new(secret.encode(), text, hashlib.sha256).hexdigest()


@pytest.mark.parametrize(
    ("source", "headers"),
    [
        ("sentry", {"sentry-hook-signature": hexed("s3cret", b"{}")}),
        ("checkly", {"X-Checkly-Signature": hexed("s3cret", b"{}").upper()}),
        ("grafana", {"x-grafana-alerting-signature": hexed("s3cret", b"{}")}),
        (
            "grafana",
            {
                "X-Grafana-Alerting-Signature": hexed("s3cret", b"1774746300:{}"),
                "X-Grafana-Alerting-Timestamp": "1774746300",
            },
        ),
    ],
)
async def test_who_knows_the_secret_is_believed(source: str, headers: dict[str, str]) -> None:
    async def nothing(_address: str) -> bytes:
        raise AssertionError

    await AUTHENTICATE[source](Request(b"{}", headers, "s3cret", nothing))
    for wrong in (Request(b"{ }", headers, "s3cret", nothing), Request(b"{}", headers, "another", nothing)):
        with pytest.raises(NotAuthentic, match="does not fit"):
            await AUTHENTICATE[source](wrong)
    with pytest.raises(NotAuthentic, match="no signature"):
        await AUTHENTICATE[source](Request(b"{}", {}, "s3cret", nothing))


@pytest.mark.parametrize("source", ["sentry", "checkly", "grafana"])
async def test_a_signature_that_is_no_text_at_all_does_not_fit(source: str) -> None:
    names = ("Sentry-Hook-Signature", "X-Checkly-Signature", "X-Grafana-Alerting-Signature")
    headers = dict.fromkeys((*names, "X-Grafana-Alerting-Timestamp"), "\udcff\udcfe")  # as bytes of no text arrive

    async def nothing(_address: str) -> bytes:
        raise AssertionError

    with pytest.raises(NotAuthentic, match="does not fit"):
        await AUTHENTICATE[source](Request(b"{}", headers, "s3cret", nothing))
