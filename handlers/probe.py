"""Asking a site how it is: one plain request, as a person's browser would make it, and nothing remembered.

Addresses come from customers, so nothing of our own network is asked: each connection, redirects' too, is refused at
the moment its address is known.
"""

import asyncio
import ipaddress
import socket
import ssl
from datetime import UTC, date, datetime
from typing import Any

import aiohttp

from rules.probe import MOST_REDIRECTS, PATIENCE, Looked, Saw

EXPIRED = 10  # OpenSSL's X509_V_ERR_CERT_HAS_EXPIRED
AS_WHO = {"User-Agent": "saksgang/1.0 (+asked-for-by-the-site-owner)"}
TIMES = {0x17: "%y%m%d%H%M%SZ", 0x18: "%Y%m%d%H%M%SZ"}  # DER's UTCTime and GeneralizedTime
VERSION = 0xA0


class OwnNetwork(OSError):
    """The address is private, loopback, link-local or otherwise not on the open internet."""


class Probe:
    """`own_network`: addresses of our own network may be asked too, for the demo and for who hosts there.
    `patience` is in seconds, for all of a look."""

    def __init__(self, own_network: bool = False, patience: float = PATIENCE) -> None:
        self._own_network = own_network
        self._patience = patience

    async def look(self, address: str) -> Looked:
        """What one request sees. Raises nothing a site or its network can cause."""
        sockets = _Sockets(self._own_network)
        try:
            async with asyncio.timeout(self._patience):
                return await _ask(address, sockets)
        except TimeoutError:
            return Looked(address, Saw.SILENCE)
        except aiohttp.TooManyRedirects:
            return Looked(address, Saw.LOOP)
        except aiohttp.ClientConnectorCertificateError as error:
            return await self._certificate(address, error)
        except aiohttp.ClientConnectorDNSError:
            return Looked(address, Saw.NO_SUCH_HOST)
        except (aiohttp.ClientError, OSError, ValueError):
            return Looked(address, Saw.NOT_OURS_TO_ASK if sockets.refused else Saw.REFUSED)

    async def _certificate(self, address: str, error: aiohttp.ClientConnectorCertificateError) -> Looked:
        if getattr(error.certificate_error, "verify_code", None) != EXPIRED:
            return Looked(address, Saw.BAD_CERTIFICATE)
        try:
            async with asyncio.timeout(self._patience):
                shown = await _certificate_at(error.host, error.port or 443, _Sockets(self._own_network))
        except (OSError, TimeoutError):
            return Looked(address, Saw.EXPIRED)
        return Looked(address, Saw.EXPIRED, until=valid_until(shown))


class _Sockets:
    """Makes sockets for addresses that may be asked; `refused` once one was not. A name may mean another address each
    time it is looked up, so what counts is the one that is connected to."""

    def __init__(self, own_network: bool) -> None:
        self._own_network = own_network
        self.refused = False

    def __call__(self, found: tuple[Any, ...]) -> socket.socket:
        family, kind, protocol, _name, where = found
        if not self._own_network and not is_on_the_internet(str(where[0])):
            self.refused = True
            raise OwnNetwork(f"{where[0]} is not on the internet")
        return socket.socket(family=family, type=kind, proto=protocol)


def is_on_the_internet(address: str) -> bool:
    """True for an IP address that anybody's might be; an IPv4 address inside an IPv6 one counts as itself."""
    found = ipaddress.ip_address(address.partition("%")[0])
    inside = (found.ipv4_mapped or found.sixtofour) if isinstance(found, ipaddress.IPv6Address) else None
    found = inside or found
    return found.is_global and not found.is_multicast


def valid_until(certificate: bytes) -> date:
    """The last day (UTC) of a certificate in DER (RFC 5280: the second time of its validity)."""
    parts = _parts(next(_parts(next(_parts(certificate))[1]))[1])
    fields = [(tag, value) for tag, value in parts if tag != VERSION]
    tag, value = list(_parts(fields[3][1]))[1]  # after serial number, algorithm and issuer
    return datetime.strptime(value.decode("ascii"), TIMES[tag]).replace(tzinfo=UTC).date()


def _parts(der: bytes) -> Any:
    """Tag and content of what stands one after the other."""
    while der:
        length, start = der[1], 2
        if length & 0x80:
            start = 2 + (length & 0x7F)
            length = int.from_bytes(der[2:start], "big")
        yield der[0], der[start : start + length]
        der = der[start + length :]


async def _ask(address: str, sockets: _Sockets) -> Looked:
    connector = aiohttp.TCPConnector(force_close=True, use_dns_cache=False, socket_factory=sockets)
    async with (
        aiohttp.ClientSession(connector=connector, headers=AS_WHO) as session,
        session.get(address, max_redirects=MOST_REDIRECTS) as answer,
    ):
        return Looked(address, Saw.ERROR if answer.status >= 400 else Saw.WORKS, answer.status)


async def _certificate_at(host: str, port: int, sockets: _Sockets) -> bytes:
    """The certificate shown there (DER), whatever it is worth."""
    any_at_all = ssl.create_default_context()
    any_at_all.check_hostname, any_at_all.verify_mode = False, ssl.CERT_NONE
    loop = asyncio.get_running_loop()
    found = (await loop.getaddrinfo(host, port, type=socket.SOCK_STREAM))[0]
    opened = sockets(found)
    opened.setblocking(False)
    await loop.sock_connect(opened, found[4])
    _reader, writer = await asyncio.open_connection(sock=opened, ssl=any_at_all, server_hostname=host)
    shown: bytes = writer.get_extra_info("ssl_object").getpeercert(binary_form=True)
    writer.close()
    return shown
