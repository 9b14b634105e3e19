"""The demo's mail server: it takes every mail, sends none on, and keeps the newest for whoever wants to read them."""

import asyncio
from collections import deque
from contextlib import suppress
from dataclasses import dataclass
from email import message_from_bytes, policy
from email.message import EmailMessage

MOST_KEPT = 500
LONGEST_MAIL = 1 << 22  # bytes
GREETING = b"220 mailbox.example ready\r\n"
OFFERS = b"250-mailbox.example\r\n250-8BITMIME\r\n250 SMTPUTF8\r\n"
OK, GO_ON, BYE, UNKNOWN = b"250 OK\r\n", b"354 go on\r\n", b"221 bye\r\n", b"502 not here\r\n"
TAKEN = ("MAIL", "RCPT", "RSET", "NOOP", "HELO")


@dataclass(frozen=True)
class Kept:
    """A mail, numbered in the order they came."""

    number: int
    message: EmailMessage

    @property
    def to(self) -> str:
        """Whom it is for: name and address."""
        return str(self.message["To"] or "")

    @property
    def subject(self) -> str:
        """What it is about."""
        return str(self.message["Subject"] or "")

    def words(self, kind: str) -> str:
        """Its words, as `plain` text or `html`; empty where it has none."""
        body = self.message.get_body((kind,))
        return str(body.get_content()).replace("\r\n", "\n") if body is not None else ""


class Catcher:
    """Listens on a free port of this machine from `start` to `stop`."""

    def __init__(self) -> None:
        self._kept: deque[Kept] = deque(maxlen=MOST_KEPT)
        self._count = 0
        self._server: asyncio.Server | None = None

    async def start(self) -> int:
        """Opens the door; returns its port."""
        self._server = await asyncio.start_server(self._serve, "127.0.0.1", 0, limit=LONGEST_MAIL)
        port: int = self._server.sockets[0].getsockname()[1]
        return port

    async def stop(self) -> None:
        """Closes it. What was kept is gone with the process."""
        if self._server is not None:
            self._server.close()
            await self._server.wait_closed()

    @property
    def kept(self) -> list[Kept]:
        """Every mail, newest first; one that came twice (the same Message-ID) once, as a mail program shows it."""
        by_id = {str(one.message["Message-ID"]): one for one in self._kept}
        return sorted(by_id.values(), key=lambda one: -one.number)

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with suppress(ConnectionError, asyncio.IncompleteReadError, asyncio.LimitOverrunError):
            writer.write(GREETING)
            while (word := (await reader.readuntil(b"\n"))[:4].decode("ascii", "replace").upper()) != "QUIT":
                if word == "EHLO":
                    writer.write(OFFERS)
                elif word == "DATA":
                    writer.write(GO_ON)
                    self._keep(await reader.readuntil(b"\r\n.\r\n"))
                    writer.write(OK)
                else:
                    writer.write(OK if word in TAKEN else UNKNOWN)
                await writer.drain()
            writer.write(BYE)
        writer.close()

    def _keep(self, data: bytes) -> None:
        self._count += 1
        body = data.removesuffix(b".\r\n").replace(b"\r\n..", b"\r\n.")
        message = message_from_bytes(body, policy=policy.default)
        self._kept.append(Kept(self._count, message))
