"""The work that never ends (courier, waiter, catch-up): what fails is logged, and begins again after a second."""

import asyncio
import logging
from collections.abc import Awaitable, Callable

AGAIN_AFTER = 1.0  # seconds
FORGOTTEN_AFTER = 60.0  # seconds of good work, after which the same failure is news again

log = logging.getLogger(__name__)


class Endless:
    """Keeps several pieces of work going, by name, from `begin` to `end`."""

    def __init__(self) -> None:
        self._keepers: list[asyncio.Task[None]] = []
        self._down: dict[str, str] = {}

    def begin(self, **work: Callable[[], Awaitable[None]]) -> None:
        """Begins all of it."""
        self._keepers += [asyncio.create_task(self._keep(name, run)) for name, run in work.items()]

    @property
    def is_up(self) -> bool:
        """False while one of them is down."""
        return not self._down

    @property
    def down(self) -> frozenset[str]:
        """Which of them are down, or were lately and failed again."""
        return frozenset(self._down)

    async def end(self) -> None:
        """Cancels all of it, and waits for that."""
        for keeper in self._keepers:
            keeper.cancel()
        await asyncio.gather(*self._keepers, return_exceptions=True)

    async def _keep(self, name: str, run: Callable[[], Awaitable[None]]) -> None:
        told = ""
        loop = asyncio.get_running_loop()
        while True:
            began = loop.time()
            # An error comes back as a value here; our own cancellation is still raised.
            [failure] = await asyncio.gather(run(), return_exceptions=True)
            self._down[name] = repr(failure)
            if self._down[name] != told or loop.time() - began > FORGOTTEN_AFTER:
                told = self._down[name]
                log.error("the %s failed and begins again; the same failure is not told twice", name, exc_info=failure)
            await asyncio.sleep(AGAIN_AFTER)
            del self._down[name]
