"""Waiting for something to happen without asking again and again."""

import asyncio
import time
from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")


class Changes:
    """Everybody who waits is woken by every change."""

    def __init__(self) -> None:
        self._next = asyncio.Event()

    def notify(self) -> None:
        """Something changed."""
        self._next.set()
        self._next = asyncio.Event()

    async def next(self, timeout_s: float | None = None) -> bool:
        """Waits for the next change; False when none came in time."""
        try:
            async with asyncio.timeout(timeout_s):
                await self._next.wait()
        except TimeoutError:
            return False
        return True

    async def until(self, found: Callable[[], T | None], timeout_s: float) -> T | None:
        """What `found` gives as soon as it gives something; None when time runs out."""
        end = time.monotonic() + timeout_s
        while (thing := found()) is None:
            left = end - time.monotonic()
            if left <= 0 or not await self.next(left):
                return found()
        return thing
