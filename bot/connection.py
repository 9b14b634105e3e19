"""The Socket Mode connection, and how many deliveries are still unanswered."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from slack_bolt.adapter.socket_mode.async_handler import AsyncSocketModeHandler


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

    unanswered: Unanswered

    async def handle(self, client: Any, req: Any) -> None:
        """One delivery, until it is acked or refused."""
        with self.unanswered.one():
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
