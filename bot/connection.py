"""The Socket Mode connections: two that replace each other, and how many deliveries are still unanswered.

A connection can go deaf while it looks healthy. So there are two, each is replaced by a new one well before Slack
would, and one that is lost is replaced at once; the new one opens before the old one closes (docs/architecture.md).
"""

import asyncio
import logging
from collections.abc import Callable, Iterator
from contextlib import AsyncExitStack, contextmanager
from typing import Any

from aiohttp import ClientError
from slack_bolt.adapter.socket_mode.async_handler import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncApp
from slack_sdk.errors import SlackApiError

from bot.patience import is_hiccup
from bot.refusals import refusal
from handlers.pace import asked_to_wait
from handlers.slack import code_of

HOW_MANY = 2
RENEWED_AFTER = 30 * 60.0  # seconds; they take turns, so one of two is renewed every 15 minutes
LOOKED_AT = 5.0  # seconds between two looks at whether they are still open
LONGEST_OPENING = 20.0  # seconds, after which a connection that is still opening is given up

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
        super().__init__(app, app_token, logging.getLogger("slack_sdk.socket_mode"))
        self._unanswered = unanswered

    async def handle(self, client: Any, req: Any) -> None:
        """One delivery, until it is acked or refused."""
        with self._unanswered.one():
            await super().handle(client, req)

    async def enter(self) -> None:
        """Connects to Slack; SlackApiError when it gives us no socket, which slack_sdk would ask for again for ever."""
        answer = await self.client.web_client.apps_connections_open(app_token=self.app_token)
        self.client.wss_uri = str(answer["url"])
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
        self._told = ""

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
        async with AsyncExitStack() as unless_open:
            unless_open.push_async_callback(connection.leave)
            async with asyncio.timeout(LONGEST_OPENING):
                await connection.enter()
            unless_open.pop_all()
        self._open.append(connection)

    async def _keep(self) -> None:
        renewed_at = _now()
        while True:
            deaf, pause = not await self.is_open(), LOOKED_AT
            try:
                await self._mend()
                if _now() >= renewed_at + RENEWED_AFTER / HOW_MANY:
                    renewed_at = _now()
                    await self.renew()
                self._told = ""
            except UNREACHABLE as error:
                self._tell(error)
                pause = max(pause, _asked_wait(error))
            if deaf and await self.is_open():
                self._on_gap()
            await asyncio.sleep(pause)

    def _tell(self, error: Exception) -> None:
        """Why there is no connection, once for each reason: it is tried again every few seconds."""
        why = f"cannot connect to Slack ({type(error).__name__}); trying again"
        if isinstance(error, SlackApiError) and not is_hiccup(error):
            why = refusal("SLACK_APP_TOKEN", code_of(error))
        if why != self._told:
            self._told = why
            log.error(why)

    async def _mend(self) -> None:
        for connection in [one for one in self._open if not await one.is_open()]:
            await self._replace(connection)
        while len(self._open) < HOW_MANY:
            await self._add()

    async def _replace(self, lost: Connection) -> None:
        """A lost one is never connected again: its session may be closed for good. A new one takes its place."""
        await self._add()
        log.warning("a connection to Slack was lost; another has taken its place")
        self._open.remove(lost)
        await lost.leave()


def _asked_wait(error: Exception) -> float:
    """Seconds Slack asks us to wait before we ask for another socket; 0 where it does not."""
    return (asked_to_wait(error) or 0.0) if isinstance(error, SlackApiError) else 0.0


def _now() -> float:
    return asyncio.get_running_loop().time()
