"""The certificate a site shows, whatever it is worth, and its last day."""

import asyncio
import socket
import ssl
from collections.abc import Callable
from contextlib import ExitStack
from datetime import UTC, date, datetime
from typing import Any

TIMES = {0x17: "%y%m%d%H%M%SZ", 0x18: "%Y%m%d%H%M%SZ"}  # DER's UTCTime and GeneralizedTime
VERSION = 0xA0
ANY_AT_ALL = ssl.create_default_context()
ANY_AT_ALL.check_hostname, ANY_AT_ALL.verify_mode = False, ssl.CERT_NONE


async def shown_at(host: str, port: int, sockets: Callable[[tuple[Any, ...]], socket.socket]) -> bytes:
    """The certificate shown there (DER). OSError when there is none to be had."""
    loop = asyncio.get_running_loop()
    found = (await loop.getaddrinfo(host, port, type=socket.SOCK_STREAM))[0]
    opened = sockets(found)
    opened.setblocking(False)
    with ExitStack() as after_trouble:
        after_trouble.callback(opened.close)
        await loop.sock_connect(opened, found[4])
        _reader, writer = await asyncio.open_connection(sock=opened, ssl=ANY_AT_ALL, server_hostname=host)
        after_trouble.pop_all()
    shown: bytes = writer.get_extra_info("ssl_object").getpeercert(binary_form=True)
    writer.close()
    return shown


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
