"""Ending a connection as a broken network does: no goodbye, what is in flight is lost."""

import asyncio
import socket
import struct

AT_ONCE = struct.pack("ii", 1, 0)


def hang_up(transport: asyncio.Transport | None) -> None:
    """The other side sees a reset (SO_LINGER 0), not a close."""
    if transport is None:
        return
    plug = transport.get_extra_info("socket")
    if plug is not None:
        plug.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, AT_ONCE)
    transport.abort()
