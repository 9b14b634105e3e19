"""What Slack sends to the app: each envelope on one connection, acked within 3 seconds or not.

Events that are not acked come again, with their number and the reason; clicks, commands and forms never do
(docs/slack.md 5.1, 5.2).
"""

import asyncio
import uuid
from dataclasses import dataclass, field
from typing import Protocol

from sandbox.changes import Changes
from sandbox.clock import Clock
from sandbox.kinds import Json


@dataclass
class Envelope:
    """One attempt to deliver. `ack_body` is what the app answered with; times are unix seconds."""

    type: str
    payload: Json
    attempt: int = 0
    reason: str | None = None
    id: str = field(default_factory=lambda: str(uuid.uuid4()))
    connection: str | None = None
    sent_at: float | None = None
    acked_at: float | None = None
    ack_body: Json | None = None
    settled: asyncio.Event = field(default_factory=asyncio.Event, repr=False)

    @property
    def acked(self) -> bool:
        """The app said it has it, in time."""
        return self.acked_at is not None

    def answer(self, body: Json | None, now: float) -> None:
        """The ack came."""
        self.acked_at, self.ack_body = now, body or None
        self.settled.set()

    def as_sent(self) -> Json:
        """The Socket Mode message (docs.slack.dev/apis/events-api/using-socket-mode)."""
        sent: Json = {
            "envelope_id": self.id,
            "type": self.type,
            "accepts_response_payload": self.type != "events_api",
            "payload": self.payload,
        }
        if self.type == "events_api":
            sent |= {"retry_attempt": self.attempt, "retry_reason": self.reason or ""}
        return sent

    def as_record(self) -> Json:
        """What `GET /_control/deliveries` tells."""
        names = ("id", "type", "payload", "connection", "sent_at", "acked_at", "attempt", "ack_body")
        return {name: getattr(self, name) for name in names}


class Road(Protocol):
    """A way to the app: a socket, or a request URL."""

    name: str

    async def carry(self, envelope: Envelope, ack_s: float) -> str | None:
        """Delivers; None when acked in `ack_s` seconds, else Slack's reason for a retry."""


class Deliveries:
    """All envelopes, in the order they were sent."""

    def __init__(self, clock: Clock, changes: Changes, retries: tuple[float, ...], ack_s: float) -> None:
        self.record: list[Envelope] = []
        self.roads: list[Road] = []
        self._clock = clock
        self._changes = changes
        self._retries = retries
        self._ack_s = ack_s
        self._turn = 0
        self._unsettled = 0
        self._tasks: set[asyncio.Task[None]] = set()

    def event(self, payload: Json) -> None:
        """Sends an event, now and again until it is acked or Slack gives up."""
        self._unsettled += 1
        task = asyncio.create_task(self._until_acked(payload))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def ask(self, kind: str, payload: Json) -> Envelope:
        """Sends an interaction or command once and waits for its ack, or for the 3 seconds to pass."""
        self._unsettled += 1
        envelope = Envelope(kind, payload)
        try:
            await self._attempt(envelope)
        finally:
            self._settle()
        return envelope

    def is_idle(self) -> bool:
        """No delivery is unanswered and none waits to be sent again."""
        return self._unsettled == 0

    async def close(self) -> None:
        """Ends what is still waiting to be sent again."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def _until_acked(self, payload: Json) -> None:
        reason: str | None = None
        try:
            for attempt, wait_s in enumerate((0.0, *self._retries)):
                await asyncio.sleep(wait_s)
                reason = await self._attempt(Envelope("events_api", payload, attempt, reason))
                if reason is None:
                    return
        finally:
            self._settle()

    async def _attempt(self, envelope: Envelope) -> str | None:
        self.record.append(envelope)
        envelope.sent_at = self._clock.now()
        road = self._next_road()
        if road is None:
            return "connection_failed"
        envelope.connection = road.name
        return await road.carry(envelope, self._ack_s)

    def _next_road(self) -> Road | None:
        if not self.roads:
            return None
        self._turn += 1
        return self.roads[self._turn % len(self.roads)]

    def _settle(self) -> None:
        self._unsettled -= 1
        self._changes.notify()
