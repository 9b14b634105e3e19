"""The heartbeat: an address outside this machine that is called every minute while the app is really well."""

import asyncio
import logging
from collections.abc import Awaitable, Callable

import aiohttp

EVERY = 60.0  # seconds
LONGEST_CALL = 10.0

log = logging.getLogger(__name__)


class Heartbeat:
    """`is_well` says whether to call; `called` is awaited after each call that was taken."""

    def __init__(
        self, address: str, is_well: Callable[[], bool], called: Callable[[], Awaitable[None]], every: float = EVERY
    ) -> None:
        self._address = address
        self._is_well = is_well
        self._called = called
        self._every = every
        self._fails = False

    async def run(self) -> None:
        """Calls until cancelled. A call that fails is logged once, until one is taken again."""
        while True:
            await asyncio.sleep(self._every)
            if self._is_well():
                await self.call()

    async def call(self) -> None:
        """One call: a GET, ten seconds at most."""
        why = await self._trouble()
        if why and not self._fails:
            log.error("HEARTBEAT_URL cannot be called (%s); whoever waits for it will miss us", why)
        self._fails = bool(why)
        if not why:
            await self._called()

    async def _trouble(self) -> str:
        """Why it was not taken; empty when it was. The address itself is a secret of sorts, and is not named."""
        try:
            limit = aiohttp.ClientTimeout(total=LONGEST_CALL)
            async with aiohttp.ClientSession(timeout=limit) as session, session.get(self._address) as answer:
                return "" if answer.status < 400 else f"it answered {answer.status}"
        except (aiohttp.ClientError, TimeoutError, OSError) as error:
            return type(error).__name__
