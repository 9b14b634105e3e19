"""Delivery to a request URL, signed (docs.slack.dev/authentication/verifying-requests-from-slack)."""

import hashlib
import hmac
import json
import secrets
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from typing import Any
from urllib.parse import urlencode

import aiohttp

from sandbox.envelope import Envelope
from sandbox.kinds import Json
from sandbox.slack import LocalSlack

REDIRECTS = 2
FORM = "application/x-www-form-urlencoded"


class RequestUrl:
    """The one address everything is posted to."""

    name = "request_url"
    too_late = "http_timeout"

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
        try:
            status, text = await self._post(envelope, ack_s)
        except TimeoutError:
            return self.too_late
        except aiohttp.TooManyRedirects:
            return "too_many_redirects"
        except aiohttp.ClientSSLError:
            return "ssl_error"
        except aiohttp.ClientError:
            return "connection_failed"
        if status >= 300:
            return "http_error"
        envelope.answer(_answer(text), self._slack.clock.now())
        return None

    async def leave(self, envelope: Envelope) -> None:
        """One POST, whatever is answered."""
        with suppress(TimeoutError, aiohttp.ClientError):
            await self._post(envelope, self._slack.config.ack_s)

    def deafen(self) -> None:
        """Each POST has a connection of its own: none stays deaf."""

    def cut(self) -> None:
        """Each POST has a connection of its own: there is none to lose."""

    async def _post(self, envelope: Envelope, ack_s: float) -> tuple[int, str]:
        kind, body = _body(envelope)
        headers = self._signed(body) | {"Content-Type": kind}
        if envelope.attempt:
            headers |= {"X-Slack-Retry-Num": str(envelope.attempt), "X-Slack-Retry-Reason": envelope.reason or ""}
        address = self._slack.config.request_url
        async with self._session.post(address, data=body.encode(), headers=headers, **self._patience(ack_s)) as answer:
            envelope.arrived = True
            envelope.status = answer.status
            envelope.no_retry = answer.headers.get("X-Slack-No-Retry") == "1"
            return answer.status, await answer.text()

    def _patience(self, ack_s: float) -> Any:
        return {"timeout": aiohttp.ClientTimeout(total=ack_s), "max_redirects": REDIRECTS}

    async def verify(self) -> Json:
        """Slack's two questions to a new address: a challenge to be given back, and ssl_check without an answer.

        docs.slack.dev/reference/events/url_verification; .../interactivity/implementing-slash-commands.
        """
        challenge = secrets.token_hex(16)
        asked = {"type": "url_verification", "challenge": challenge, "token": self._slack.world.bot.verification_token}
        status, text = await self._ask("application/json", json.dumps(asked))
        ssl_status, _ = await self._ask(FORM, urlencode({"ssl_check": "1", "token": asked["token"]}))
        right = status == 200 and challenge in text
        return {"ok": right and ssl_status == 200, "challenge": right, "status": status, "ssl_check": ssl_status}

    async def _ask(self, kind: str, body: str) -> tuple[int, str]:
        headers = self._signed(body) | {"Content-Type": kind}
        patience = self._patience(self._slack.config.ack_s)
        asked = Envelope("verify_url", {"body": body}, connection=self.name, sent_at=self._slack.clock.now())
        self._slack.deliveries.record.append(asked)
        try:
            address = self._slack.config.request_url
            async with self._session.post(address, data=body.encode(), headers=headers, **patience) as answer:
                asked.status, text = answer.status, await answer.text()
                asked.answer(_answer(text), self._slack.clock.now())
                return answer.status, text
        except (TimeoutError, aiohttp.ClientError):
            asked.failed = "connection_failed"
            return 0, ""

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
