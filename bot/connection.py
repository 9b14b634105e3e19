"""The Socket Mode connections: two that replace each other, and how many deliveries are still unanswered.

A connection can go deaf while it looks healthy. So there are two, each is replaced by a new one well before Slack
would, and one that is lost is replaced at once; the new one opens before the old one closes (docs/architecture.md).
"""

import asyncio
import logging
from collections import deque
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
ACKED_WITHIN = 3.0  # seconds for which Slack waits before it sends an event again
DOUBTED_AGAIN = 60.0  # seconds between two replacements of what seems deaf
MOST_SEEN = 200  # events, so that one that comes again is known
LONGEST_OPENING = 20.0  # seconds, after which a connection that is still opening is given up

UNREACHABLE = (SlackApiError, ClientError, OSError, TimeoutError)

log = logging.getLogger(__name__)


class Unanswered:
    """Counts the deliveries whose ack has not gone out yet, and remembers the newest events. `answered` is told the
    seconds each took."""

    def __init__(self, answered: Callable[[float], object] = lambda _seconds: None) -> None:
        self.count = 0
        self.seen: deque[str] = deque(maxlen=MOST_SEEN)
        self._answered = answered

    @contextmanager
    def one(self) -> Iterator[None]:
        """While inside, one more delivery is unanswered."""
        began = _now()
        self.count += 1
        try:
            yield
        finally:
            self.count -= 1
            self._answered(_now() - began)


class Connection(AsyncSocketModeHandler):
    """Bolt's handler, which counts. By the loop's clock: `heard_at`, when anything came in last, and `missed_at`, when
    an event came that Slack had sent in vain, and none of us had heard."""

    def __init__(self, app: AsyncApp, app_token: str, unanswered: Unanswered) -> None:
        super().__init__(app, app_token, logging.getLogger("slack_sdk.socket_mode"))
        self._unanswered = unanswered
        self.heard_at = _now()
        self.missed_at = float("-inf")

    async def handle(self, client: Any, req: Any) -> None:
        """One delivery, until it is acked or refused."""
        self.heard_at, key = _now(), str(req.payload.get("event_id"))
        if req.retry_reason == "timeout" and key not in self._unanswered.seen:
            self.missed_at = self.heard_at
        self._unanswered.seen.append(key)
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
        self._all_deaf = False
        self._doubted_at = float("-inf")

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
        return await self.count() > 0

    async def count(self) -> int:
        """How many are open."""
        return sum([await connection.is_open() for connection in self._open])

    def are_deaf(self) -> None:
        """None of them hears although all look healthy: each is replaced as soon as can be."""
        self._all_deaf = True

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
                await self._replace_deaf()
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

    async def _replace_deaf(self) -> None:
        """All of them when nothing is heard; or those that were silent when an event came that was sent in vain."""
        if self._all_deaf:
            for _ in range(len(self._open)):
                await self.renew()
            log.warning("no event of Slack's was heard although we were connected; all connections are new")
            self._all_deaf = False
            self._on_gap()
        missed_at = max((one.missed_at for one in self._open), default=float("-inf"))
        if missed_at < self._doubted_at + DOUBTED_AGAIN:
            return
        self._doubted_at = missed_at
        for connection in [one for one in self._open if one.heard_at < missed_at - ACKED_WITHIN / 2]:
            log.warning("a connection to Slack seems deaf")
            await self._replace(connection)

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
