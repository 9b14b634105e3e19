"""Who waits for an answer goes first: what nobody waits for gives way a moment.

All of it takes turns at one interpreter. When a storm of alerts begins, its monitors are answered before its first
cards and pages are made, most of which the storm's own then stand for (docs/performance.md).
"""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager, suppress

LONGEST = 0.2  # seconds that anything gives way: nobody notices that a page is as much later


class Courtesy:
    """Knows whether an answer is owed that was not owed for long."""

    def __init__(self) -> None:
        self._owed: set[object] = set()
        self._nobody_waits = asyncio.Event()
        self._nobody_waits.set()

    @contextmanager
    def owed(self) -> Iterator[None]:
        """While inside, somebody waits for an answer: for `LONGEST` seconds others give way to it. What takes longer
        is held up by something else, and each round of sending and sweeping would wait for it in vain."""
        answer = object()
        self._owed.add(answer)
        self._nobody_waits.clear()
        timer = asyncio.get_running_loop().call_later(LONGEST, self._forget, answer)
        try:
            yield
        finally:
            timer.cancel()
            self._forget(answer)

    async def give_way(self) -> None:
        """Returns when nobody waits, at the latest after `LONGEST` seconds."""
        with suppress(TimeoutError):
            async with asyncio.timeout(LONGEST):
                await self._nobody_waits.wait()

    def _forget(self, answer: object) -> None:
        self._owed.discard(answer)
        if not self._owed:
            self._nobody_waits.set()
