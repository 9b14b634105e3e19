"""Socket Mode: a one-time ticket, hello, envelopes out, acks in.

docs.slack.dev/apis/events-api/using-socket-mode; docs/slack.md 5.3.
"""

import asyncio
import json
from contextlib import suppress

from aiohttp import ClientConnectionResetError, WSMessage, WSMsgType, web

from sandbox.deliveries import Deliveries
from sandbox.envelope import Envelope
from sandbox.kinds import Json
from sandbox.slack import LocalSlack

MOST_CONNECTIONS = 10
BRIEF_CONNECTION_S = 360.0
WARNED_S = 10.0  # so long before its end
WARNING, REFRESH = "warning", "refresh_requested"
REASONS = (WARNING, REFRESH, "link_disabled")


class Connection:
    """One open socket of the app, over this transport."""

    too_late = "timeout"

    def __init__(self, name: str, socket: web.WebSocketResponse, transport: asyncio.Transport | None) -> None:
        self.name = name
        self._socket = socket
        self._transport = transport
        self._unanswered: dict[str, Envelope] = {}
        self._is_deaf = False

    async def carry(self, envelope: Envelope, ack_s: float) -> str | None:
        """Sends and waits for the ack; a lost connection settles it at once."""
        self._unanswered[envelope.id] = envelope
        try:
            await self._send(envelope)
            async with asyncio.timeout(ack_s):
                await envelope.settled.wait()
        except TimeoutError:
            return "timeout"
        except ConnectionError:
            return "connection_failed"
        finally:
            self._unanswered.pop(envelope.id, None)
        return None if envelope.acked else "connection_failed"

    async def leave(self, envelope: Envelope) -> None:
        """Sends and does not listen."""
        with suppress(ConnectionError):
            await self._send(envelope)

    def deafen(self) -> None:
        """Nothing more is sent, though it stays open and pings are answered."""
        self._is_deaf = True

    def cut(self) -> None:
        """Ends after what was sent, without a closing frame; acks that are on their way are lost."""
        if self._transport is not None:
            self._transport.close()

    async def _send(self, envelope: Envelope) -> None:
        if self._is_deaf:
            return
        await self._socket.send_json(envelope.as_sent())
        envelope.arrived = True

    def heard(self, text: str, now: float) -> None:
        """An ack, if it is one for what was sent here; late ones and noise are passed over.

        Whether Slack takes an ack on another connection is unknown (docs/slack.md 12): here it does not.
        """
        try:
            said = json.loads(text)
        except ValueError:
            return
        envelope = self._unanswered.get(str(said.get("envelope_id"))) if isinstance(said, dict) else None
        if envelope is not None:
            payload = said.get("payload")
            envelope.answer(payload if isinstance(payload, dict) else _as_text(payload), now)

    def lost(self) -> None:
        """What was unanswered here will not be answered."""
        for envelope in list(self._unanswered.values()):
            envelope.settled.set()

    async def disconnect(self, reason: str) -> None:
        """Asks the app to connect anew; a `warning` only warns, after the other reasons the socket closes."""
        await self._socket.send_json({"type": "disconnect", "reason": reason, "debug_info": {"host": "sandbox"}})
        if reason != WARNING:
            await self._socket.close()


def _as_text(payload: object) -> Json | None:
    return {"text": payload} if isinstance(payload, str) and payload else None


class SocketMode:
    """The app's open connections and the tickets for new ones."""

    def __init__(self, slack: LocalSlack) -> None:
        self._slack = slack
        self._count = 0

    async def serve(self, request: web.Request) -> web.StreamResponse:
        """One connection, from hello to its end."""
        if not self._slack.tickets.use(request.query.get("ticket", "")):
            raise web.HTTPForbidden(text="the ticket was used, or is none of ours")
        if len(self._slack.deliveries.roads) >= MOST_CONNECTIONS:
            raise web.HTTPTooManyRequests(text="too_many_websockets")
        socket = await self._slack.sockets.open(request)
        self._count += 1
        connection = Connection(f"connection-{self._count}", socket, request.transport)
        roads = self._slack.deliveries.roads
        brief = request.query.get("debug_reconnects") == "true"
        lives_s = min(BRIEF_CONNECTION_S, self._slack.config.refresh_s) if brief else self._slack.config.refresh_s
        await socket.send_json(self._hello(len(roads) + 1, lives_s))
        roads.append(connection)
        self._slack.changes.notify()
        ending = asyncio.create_task(self._end(connection, lives_s))
        try:
            await self._listen(socket, connection)
        finally:
            ending.cancel()
            if connection in roads:
                roads.remove(connection)
            connection.lost()
        return socket

    async def _listen(self, socket: web.WebSocketResponse, connection: Connection) -> None:
        message: WSMessage
        with suppress(ClientConnectionResetError):  # the app died between its ping and our pong
            async for message in socket:
                if message.type is WSMsgType.TEXT:
                    connection.heard(message.data, self._slack.clock.now())

    async def _end(self, connection: Connection, lives_s: float) -> None:
        """Its hour is over: a warning, and ten seconds later it is to be refreshed (docs/slack.md 5.3)."""
        warned_s = min(WARNED_S, lives_s / 2)
        await asyncio.sleep(lives_s - warned_s)
        await disconnect(self._slack.deliveries, connection, WARNING)
        await asyncio.sleep(warned_s)
        await disconnect(self._slack.deliveries, connection, REFRESH)

    def _hello(self, count: int, seconds: float) -> Json:
        return {
            "type": "hello",
            "num_connections": count,
            "connection_info": {"app_id": self._slack.world.bot.app_id},
            "debug_info": {
                "host": "sandbox",
                "build_number": 1,
                "approximate_connection_time": round(seconds),
            },
        }


async def disconnect(deliveries: Deliveries, connection: Connection, reason: str) -> None:
    """Tells one connection to go; but for a warning, nothing is sent there any more."""
    if reason != WARNING and connection in deliveries.roads:
        deliveries.roads.remove(connection)
    with suppress(ConnectionError):
        await connection.disconnect(reason)


async def disconnect_all(deliveries: Deliveries, reason: str) -> int:
    """Tells every connection to go; the number of them."""
    connections = [road for road in deliveries.roads if isinstance(road, Connection)]
    for connection in connections:
        await disconnect(deliveries, connection, reason)
    return len(connections)
