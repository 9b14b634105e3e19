"""A phone gateway on this machine: what Apprise's json:// sends arrives here, or is refused."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from aiohttp import web

from tests.ports import free_port

HELD = 1.5  # seconds


class Gateway:
    """What arrived, oldest first: title and words; `asked` counts what was not taken too.

    While it `refuses` it takes nothing, or nothing for `refuses_phone`; while it `holds` it says nothing."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.arrived: list[tuple[str, str]] = []
        self.asked = 0
        self.refuses = False
        self.holds = False
        self.refuses_phone = ""

    def address(self, name: str = "sesame") -> str:
        """The address of one phone behind it."""
        return f"json://127.0.0.1:{self.port}/{name}"

    async def take(self, request: web.Request) -> web.Response:
        """One message."""
        self.asked += 1
        if self.refuses or request.match_info["phone"] == self.refuses_phone:
            return web.Response(status=503)
        if self.holds:
            await asyncio.sleep(HELD)
        body = await request.json()
        self.arrived.append((body["title"], body["message"]))
        return web.Response()


@asynccontextmanager
async def open_gateway() -> AsyncIterator[Gateway]:
    """Listens until left."""
    gateway = Gateway(free_port())
    app = web.Application()
    app.router.add_post("/{phone}", gateway.take)
    runner = web.AppRunner(app)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", gateway.port).start()
    try:
        yield gateway
    finally:
        await runner.cleanup()
