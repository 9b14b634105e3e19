"""Delivery to a request URL, signed (docs.slack.dev/authentication/verifying-requests-from-slack)."""

import hashlib
import hmac
import json
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from urllib.parse import urlencode

import aiohttp

from sandbox.deliveries import Envelope
from sandbox.kinds import Json
from sandbox.slack import LocalSlack

FORM = "application/x-www-form-urlencoded"


class RequestUrl:
    """The one address everything is posted to."""

    name = "request_url"

    def __init__(self, slack: LocalSlack, session: aiohttp.ClientSession) -> None:
        self._slack = slack
        self._session = session

    @classmethod
    @asynccontextmanager
    async def open(cls, slack: LocalSlack) -> AsyncIterator["RequestUrl"]:
        """Ready to post while inside."""
        async with aiohttp.ClientSession() as session:
            yield cls(slack, session)

    async def carry(self, envelope: Envelope, ack_s: float) -> str | None:
        """One POST; a 2xx in time is the ack."""
        kind, body = _body(envelope)
        headers = self._signed(body) | {"Content-Type": kind}
        if envelope.attempt:
            headers |= {"X-Slack-Retry-Num": str(envelope.attempt), "X-Slack-Retry-Reason": envelope.reason or ""}
        timeout = aiohttp.ClientTimeout(total=ack_s)
        address = self._slack.config.request_url
        try:
            async with self._session.post(address, data=body.encode(), headers=headers, timeout=timeout) as answer:
                text = await answer.text()
        except TimeoutError:
            return "http_timeout"
        except aiohttp.ClientError:
            return "connection_failed"
        if answer.status >= 300:
            return "http_error"
        envelope.answer(_answer(text), self._slack.clock.now())
        return None

    def _signed(self, body: str) -> dict[str, str]:
        # Signatures and their age are machine time, like everything about connections.
        at = str(int(time.time()))
        secret = self._slack.world.bot.signing_secret.encode()
        digest = hmac.new(secret, f"v0:{at}:{body}".encode(), hashlib.sha256).hexdigest()
        return {"X-Slack-Request-Timestamp": at, "X-Slack-Signature": f"v0={digest}"}


def _body(envelope: Envelope) -> tuple[str, str]:
    """Events as JSON, commands as a form, interactions as JSON in a form."""
    if envelope.type == "events_api":
        return "application/json", json.dumps(envelope.payload)
    if envelope.type == "slash_commands":
        return FORM, urlencode(envelope.payload)
    return FORM, urlencode({"payload": json.dumps(envelope.payload)})


def _answer(text: str) -> Json | None:
    try:
        said = json.loads(text)
    except ValueError:
        return {"text": text} if text.strip() else None
    return said if isinstance(said, dict) else None
