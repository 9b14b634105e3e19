"""Nothing of our own network is asked: each connection is refused at the moment its address is known."""

import asyncio
import ipaddress
import socket
from concurrent.futures import ThreadPoolExecutor
from contextvars import ContextVar
from typing import Any

from aiohttp.abc import AbstractResolver, ResolveResult

LOOKING_UP = 16  # names at once
TRANSLATED = ipaddress.IPv6Network("64:ff9b::/96")  # RFC 6052
# Also of one's own, though ipaddress does not say so: IPv4 in its two older forms, and translation within a network.
OWN = tuple(map(ipaddress.IPv6Network, ("::/96", "::ffff:0:0:0/96", "64:ff9b:1::/48")))

# What is refused within a look is noted in this list: the error itself does not always come through.
refusals: ContextVar[list[str] | None] = ContextVar("refusals", default=None)


class OwnNetwork(OSError):
    """The address is private, loopback, link-local or otherwise not on the open internet."""


class Sockets:
    """Makes sockets for addresses that may be asked. A name may mean another address each time it is looked up, so
    what counts is the one that is connected to."""

    def __init__(self, own_network: bool) -> None:
        self._own_network = own_network

    def __call__(self, found: tuple[Any, ...]) -> socket.socket:
        family, kind, protocol, _name, where = found
        if not self._own_network and not is_on_the_internet(str(where[0])):
            if (noted := refusals.get()) is not None:
                noted.append(str(where[0]))
            raise OwnNetwork(f"{where[0]} is not on the internet")
        return socket.socket(family=family, type=kind, proto=protocol)


class Names(AbstractResolver):
    """Looks names up on threads of its own: one that nobody answers for takes many seconds, and must not keep others
    from what they wait for."""

    def __init__(self) -> None:
        self._threads = ThreadPoolExecutor(LOOKING_UP, thread_name_prefix="names")

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_UNSPEC
    ) -> list[ResolveResult]:
        """The addresses of a name. OSError when it is nobody's."""
        loop = asyncio.get_running_loop()
        found = await loop.run_in_executor(self._threads, _looked_up, host, port, family)
        return [
            ResolveResult(
                hostname=host, host=str(where[0]), port=port, family=kind, proto=0, flags=socket.AI_NUMERICHOST
            )
            for kind, where in found
        ]

    async def close(self) -> None:
        """Waits for no look-up."""
        self._threads.shutdown(wait=False, cancel_futures=True)


def _looked_up(host: str, port: int, family: int) -> list[tuple[socket.AddressFamily, Any]]:
    return [(found[0], found[4]) for found in socket.getaddrinfo(host, port, family, socket.SOCK_STREAM)]


def is_on_the_internet(address: str) -> bool:
    """True for an IP address that anybody's might be; an IPv4 address inside an IPv6 one counts as itself."""
    found = ipaddress.ip_address(address.partition("%")[0])
    if isinstance(found, ipaddress.IPv6Address):
        if found.is_site_local or any(found in network for network in OWN):
            return False
        found = found.ipv4_mapped or found.sixtofour or _translated(found) or found
    return found.is_global and not found.is_multicast


def _translated(address: ipaddress.IPv6Address) -> ipaddress.IPv4Address | None:
    """The IPv4 address that a network of IPv6 alone translates this one to."""
    return ipaddress.IPv4Address(int(address) & 0xFFFF_FFFF) if address in TRANSLATED else None
