"""A mailbox that is open: its mail server and its page, both on free ports of this machine."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

from aiohttp import web

from bot.mailbox.catcher import Catcher
from bot.mailbox.page import pages


@dataclass(frozen=True)
class Mailbox:
    """Where mail is given to (`smtp_url`), where it is read (`page`), and what came."""

    smtp_url: str
    page: str
    catcher: Catcher


@asynccontextmanager
async def mailbox() -> AsyncIterator[Mailbox]:
    """Open while inside."""
    catcher = Catcher()
    runner = web.AppRunner(pages(catcher), access_log=None)
    await runner.setup()
    try:
        port = await catcher.start()
        site = web.TCPSite(runner, "127.0.0.1", 0)
        await site.start()
        yield Mailbox(f"smtp://127.0.0.1:{port}", f"http://127.0.0.1:{runner.addresses[0][1]}", catcher)
    finally:
        await catcher.stop()
        await runner.cleanup()
