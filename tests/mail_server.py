"""A real mail server on a port of its own, which misbehaves as it is told."""

import asyncio
import ssl
from collections import deque
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

from aiosmtpd.smtp import SMTP, AuthResult, Envelope, Session

HANGS_UP = ""  # instead of an answer: the connection is cut


class MailServer:
    """What it has, and what it will say next: `at_rcpt` and `at_data` are answers given once each, then all is well."""

    def __init__(self) -> None:
        self.taken: list[EmailMessage] = []
        self.recipients: list[str] = []
        self.at_rcpt: deque[str] = deque()
        self.at_data: deque[str] = deque()
        self.lets_in = True
        self.secrets: list[bool] = []
        self.port = 0

    async def handle_RCPT(  # noqa: N802 - aiosmtpd's name
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if self.at_rcpt:
            return self.at_rcpt.popleft()
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        if self.at_data and self.at_data[0].startswith(("4", "5")):
            return self.at_data.popleft()
        assert isinstance(envelope.content, bytes)
        self.taken.append(message_from_bytes(envelope.content, policy=policy.default))
        self.recipients += envelope.rcpt_tos
        if self.at_data:
            self.at_data.popleft()
            assert isinstance(server.transport, asyncio.WriteTransport)
            server.transport.abort()  # it has the mail, and nobody hears of it
        return "250 OK"

    def knows(self, server: SMTP, session: Session, envelope: Envelope, mechanism: str, data: Any) -> AuthResult:
        """Whether user and password are right. `secrets` says for each time whether nobody else could read them."""
        assert isinstance(server.transport, asyncio.WriteTransport)
        self.secrets.append(server.transport.get_extra_info("ssl_object") is not None)
        return AuthResult(success=self.lets_in, handled=False)

    @property
    def ids(self) -> list[str]:
        """The Message-ID of each mail it took."""
        return [str(mail["Message-ID"]) for mail in self.taken]


@asynccontextmanager
async def mail_server(
    *, asks_for_password: bool = False, tls: ssl.SSLContext | None = None, at_once: bool = False
) -> AsyncIterator[MailServer]:
    """A server that listens; in plain text, as it is on this machine. With `tls` it offers STARTTLS, or, `at_once`, is
    encrypted from the first byte."""
    found = MailServer()

    def door() -> SMTP:
        return SMTP(
            found,
            hostname="mail.test",
            auth_required=asks_for_password,
            auth_require_tls=False,
            authenticator=found.knows if asks_for_password else None,
            enable_SMTPUTF8=True,
            tls_context=None if at_once else tls,
            loop=asyncio.get_running_loop(),
        )

    server = await asyncio.get_running_loop().create_server(door, "127.0.0.1", 0, ssl=tls if at_once else None)
    found.port = server.sockets[0].getsockname()[1]
    try:
        yield found
    finally:
        server.close()
        await server.wait_closed()


def text_of(mail: EmailMessage, kind: str = "plain") -> str:
    """The mail's words."""
    body = mail.get_body((kind,))
    assert body is not None
    return str(body.get_content())
