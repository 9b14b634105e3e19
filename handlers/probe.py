"""Asking a site how it is: one plain request, as a person's browser would make it, and nothing remembered.

Addresses come from customers, so nothing of our own network is asked, not after redirects either.
"""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import date
from urllib.parse import urlsplit

import aiohttp

from handlers.certificates import shown_at, valid_until
from handlers.cookies import Cookies, of_this_look
from handlers.own_network import Names, Sockets, refusals
from handlers.page_words import has_words
from rules.checks import Check
from rules.probe import MOST_REDIRECTS, PATIENCE, Looked, Saw

# OpenSSL's X509_V_ERR_*: what is wrong with a certificate.
VERDICTS = {10: Saw.EXPIRED, 18: Saw.SELF_SIGNED, 19: Saw.SELF_SIGNED, 62: Saw.WRONG_HOST, 64: Saw.WRONG_HOST}
AS_WHO = {"User-Agent": "saksgang/1.0 (+asked-for-by-the-site-owner)"}
LARGEST_PAGE = 1024 * 1024  # bytes in which a word is looked for
LONGEST_HEADER = 65_536  # bytes: some sites' security policies fill ten thousand, and browsers take them


class Probe:
    """`own_network`: addresses of our own network may be asked too, for the demo and for who hosts there.
    `patience` is in seconds, for all of a look that names no limit of its own."""

    def __init__(self, own_network: bool = False, patience: float = PATIENCE) -> None:
        self._sockets = Sockets(own_network)
        self._patience = patience

    @asynccontextmanager
    async def session(self) -> AsyncIterator[aiohttp.ClientSession]:
        """What many looks are made with; no connection is used twice, and nothing is remembered."""
        connector = aiohttp.TCPConnector(
            limit=0, force_close=True, use_dns_cache=False, resolver=Names(), socket_factory=self._sockets
        )
        no_limit = aiohttp.ClientTimeout(total=None, sock_connect=None)  # each look has its own
        async with aiohttp.ClientSession(
            connector=connector, headers=AS_WHO, cookie_jar=Cookies(), timeout=no_limit, max_field_size=LONGEST_HEADER
        ) as session:
            yield session

    async def look(self, address: str) -> Looked:
        """What one request sees. Raises nothing a site or its network can cause."""
        async with self.session() as session:
            return await self.check(session, Check(address), self._patience)

    async def look_as(self, check: Check) -> Looked:
        """The same with what the check expects of the page, within its limit."""
        async with self.session() as session:
            return replace(await self.check(session, check), limit=check.limit)

    async def check(self, session: aiohttp.ClientSession, check: Check, patience: float | None = None) -> Looked:
        """What a look at the page sees. Raises nothing a site or its network can cause."""
        noted: list[str] = []
        before, cookies = refusals.set(noted), of_this_look.set([])
        try:
            async with asyncio.timeout(patience or check.limit):
                return await _ask(session, check)
        except aiohttp.ClientConnectorCertificateError as error:
            return await self._certificate(check.address, error)
        except (aiohttp.ClientError, OSError, ValueError) as error:
            return Looked(check.address, Saw.NOT_OURS_TO_ASK if noted else _trouble(error))
        finally:
            refusals.reset(before)
            of_this_look.reset(cookies)

    async def last_day(self, address: str) -> date | None:
        """The last day (UTC) of the certificate that is shown there; None when none is to be had."""
        try:
            parts = urlsplit(address)
            return await self._last_day(parts.hostname or "", parts.port or 443)
        except ValueError:
            return None

    async def _certificate(self, address: str, error: aiohttp.ClientConnectorCertificateError) -> Looked:
        code = getattr(error.certificate_error, "verify_code", None)
        saw = VERDICTS.get(code, Saw.BAD_CERTIFICATE) if code is not None else Saw.BAD_CERTIFICATE
        until = await self._last_day(error.host, error.port or 443) if saw is Saw.EXPIRED else None
        return Looked(address, saw, until=until)

    async def _last_day(self, host: str, port: int) -> date | None:
        try:
            async with asyncio.timeout(self._patience):
                return valid_until(await shown_at(host, port, self._sockets))
        except (OSError, ValueError, LookupError, StopIteration):
            return None


def _trouble(error: BaseException) -> Saw:
    match error:
        case TimeoutError():
            return Saw.SILENCE
        case aiohttp.TooManyRedirects():
            return Saw.LOOP
        case aiohttp.ClientConnectorDNSError():
            return Saw.NO_SUCH_HOST
        case aiohttp.ServerDisconnectedError() | aiohttp.ClientPayloadError() | aiohttp.ClientResponseError():
            return Saw.CUT_OFF
    return Saw.REFUSED


async def _ask(session: aiohttp.ClientSession, check: Check) -> Looked:
    clock = asyncio.get_running_loop().time
    began = clock()
    follow = check.status is None or check.status // 100 != 3
    async with session.get(check.address, max_redirects=MOST_REDIRECTS, allow_redirects=follow) as answer:
        ms = round((clock() - began) * 1000)
        is_right = answer.status < 400 if check.status is None else answer.status == check.status
        saw = Saw.WORKS if is_right else Saw.ERROR
        if is_right and check.word and not has_words(await _page(answer), answer.charset, check.word):
            saw = Saw.NO_WORD
        return Looked(check.address, saw, answer.status, ms=ms, led_to=str(answer.url))


async def _page(answer: aiohttp.ClientResponse) -> bytes:
    """What stands on the page, as far as it is looked at."""
    found = bytearray()
    async for part in answer.content.iter_any():
        found += part
        if len(found) >= LARGEST_PAGE:
            break
    return bytes(found)
