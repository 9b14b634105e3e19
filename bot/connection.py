"""The Socket Mode connections: two that replace each other, and how many deliveries are still unanswered.

A connection can go deaf while it looks healthy. So there are two, each is replaced by a new one well before Slack
would, and one that is lost is replaced at once; the new one opens before the old one closes (docs/architecture.md).
"""

import asyncio
import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from aiohttp import ClientError
from slack_bolt.adapter.socket_mode.async_handler import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncApp
from slack_sdk.errors import SlackApiError

HOW_MANY = 2
RENEWED_AFTER = 30 * 60.0  # seconds; they take turns, so one of two is renewed every 15 minutes
LOOKED_AT = 5.0  # seconds between two looks at whether they are still open

UNREACHABLE = (SlackApiError, ClientError, OSError, TimeoutError)

log = logging.getLogger(__name__)


class Unanswered:
    """Counts the deliveries whose ack has not gone out yet."""

    def __init__(self) -> None:
        self.count = 0

    @contextmanager
    def one(self) -> Iterator[None]:
        """While inside, one more delivery is unanswered."""
        self.count += 1
        try:
            yield
        finally:
            self.count -= 1


class Connection(AsyncSocketModeHandler):
    """Bolt's handler, which counts."""

    def __init__(self, app: AsyncApp, app_token: str, unanswered: Unanswered) -> None:
        super().__init__(app, app_token)
        self._unanswered = unanswered

    async def handle(self, client: Any, req: Any) -> None:
        """One delivery, until it is acked or refused."""
        with self._unanswered.one():
            await super().handle(client, req)

    async def enter(self) -> None:
        """Connects to Slack."""
        await self.connect_async()  # type: ignore[no-untyped-call]

    async def leave(self) -> None:
        """Closes the connection for good."""
        await self.close_async()  # type: ignore[no-untyped-call]

    async def is_open(self) -> bool:
        """True while the socket is connected."""
        return self.client is not None and await self.client.is_connected()


class Connections:
    """The open connections, oldest first. `on_gap` is called after none was open for a while."""

    def __init__(self, opens: Callable[[], Connection], on_gap: Callable[[], None]) -> None:
        self._opens = opens
        self._on_gap = on_gap
        self._open: list[Connection] = []
        self._keeper: asyncio.Task[None] | None = None

    async def enter(self) -> None:
        """Opens the first, and keeps them open until `leave`. The second follows by itself: Slack may make us wait."""
        await self._add()
        self._keeper = asyncio.create_task(self._keep())

    async def leave(self) -> None:
        """Closes all of them."""
        if self._keeper is not None:
            self._keeper.cancel()
            await asyncio.gather(self._keeper, return_exceptions=True)
        for connection in self._open:
            await connection.leave()

    async def is_open(self) -> bool:
        """True while at least one is open."""
        return any([await connection.is_open() for connection in self._open])

    async def renew(self) -> None:
        """Replaces the oldest: the new one opens before the old one closes."""
        await self._add()
        await self._open.pop(0).leave()

    async def _add(self) -> None:
        connection = self._opens()
        try:
            await connection.enter()
        except asyncio.CancelledError:
            await connection.leave()
            raise
        self._open.append(connection)

    async def _keep(self) -> None:
        renewed_at = _now()
        while True:
            deaf = not await self.is_open()
            try:
                await self._mend()
                if _now() >= renewed_at + RENEWED_AFTER / HOW_MANY:
                    renewed_at = _now()
                    await self.renew()
            except UNREACHABLE as error:
                log.warning("cannot connect to Slack (%s), trying again", type(error).__name__)
            if deaf and await self.is_open():
                self._on_gap()
            await asyncio.sleep(LOOKED_AT)

    async def _mend(self) -> None:
        for connection in [one for one in self._open if not await one.is_open()]:
            await self._replace(connection)
        while len(self._open) < HOW_MANY:
            await self._add()

    async def _replace(self, lost: Connection) -> None:
        """A lost one is never connected again: its session may be closed for good. A new one takes its place."""
        log.warning("a connection to Slack was lost; opening another")
        await self._add()
        self._open.remove(lost)
        await lost.leave()


def _now() -> float:
    return asyncio.get_running_loop().time()
