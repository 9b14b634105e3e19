"""The WebSockets that are open: closed together, so that nobody waits for a silent peer."""

import asyncio
from weakref import WeakSet

from aiohttp import WSCloseCode, web

HEARTBEAT_S = 20.0
FAREWELL_S = 0.5


class Sockets:
    """The app's and the page's."""

    def __init__(self) -> None:
        self._open: WeakSet[web.WebSocketResponse] = WeakSet()

    async def open(self, request: web.Request) -> web.WebSocketResponse:
        """Accepts one, pinged so that a dead peer is noticed; nothing is compressed between programs of one machine."""
        socket = web.WebSocketResponse(timeout=FAREWELL_S, heartbeat=HEARTBEAT_S, max_msg_size=0, compress=False)
        await socket.prepare(request)
        self._open.add(socket)
        return socket

    async def close(self) -> None:
        """Says goodbye to all."""
        await asyncio.gather(*(socket.close(code=WSCloseCode.GOING_AWAY) for socket in self._open))
