"""What one attempt to deliver is, and what can carry it.

docs.slack.dev/apis/events-api/using-socket-mode.
"""

import asyncio
import uuid
from dataclasses import dataclass, field
from typing import Protocol

from sandbox.kinds import Json

TOLD = (
    "id", "type", "payload", "connection", "sent_at", "acked_at", "attempt", "reason", "ack_body", "status", "fault",
    "arrived", "failed",
)  # fmt: skip


@dataclass
class Envelope:
    """One attempt to deliver. `ack_body` is what the app answered with; times are unix seconds.

    `fault`: how it was broken on purpose; `arrived`: the app was handed it, whatever came back; `reason`: why it is
    sent again; `failed`: why this attempt was in vain; `status`, `no_retry`: what an HTTP answer said.
    """

    type: str
    payload: Json
    attempt: int = 0
    reason: str | None = None
    fault: str | None = None
    failed: str | None = None
    arrived: bool = False
    id: str = field(default_factory=lambda: str(uuid.uuid4()))
    connection: str | None = None
    sent_at: float | None = None
    acked_at: float | None = None
    ack_body: Json | None = None
    status: int | None = None
    no_retry: bool = False
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
        return {name: getattr(self, name) for name in TOLD}


class Road(Protocol):
    """A way to the app: a socket, or a request URL. `too_late` is Slack's word when no ack comes in time."""

    name: str
    too_late: str

    async def carry(self, envelope: Envelope, ack_s: float) -> str | None:
        """Delivers; None when acked in `ack_s` seconds, else Slack's reason for a retry."""

    async def leave(self, envelope: Envelope) -> None:
        """Delivers and does not listen for an answer."""

    def deafen(self) -> None:
        """Stays open, and takes what is delivered nowhere."""

    def cut(self) -> None:
        """Ends without a goodbye, what is in flight included."""
