"""Rest between two looks for something to do, cut short by news."""

import asyncio
from contextlib import suppress


async def rest(seconds: float, news: asyncio.Event) -> None:
    """Returns when there is news, at the latest after so many seconds."""
    # Not wait_for: on Python 3.11 it loses a cancellation that comes at the same moment as the news.
    with suppress(TimeoutError):
        async with asyncio.timeout(max(seconds, 0.0)):
            await news.wait()
