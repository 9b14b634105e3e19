"""What Slack sends to the app: each envelope on one connection, acked within 3 seconds or not.

Events that are not acked come again, with their number and the reason; clicks, commands and forms never do. They wait
on people's clock, so that minutes can be wound on. With the app's setting Delayed Events they come every hour of a day
more; without it what happened more than two hours ago is not delivered any more.
docs.slack.dev/apis/events-api ("Error handling"); docs.slack.dev/interactivity/handling-user-interaction; docs/slack.md
5.1, 5.2. Each attempt may be broken on purpose (faults.py).
"""

import asyncio
import time
from collections.abc import Coroutine
from typing import Any

from sandbox.changes import Changes
from sandbox.clock import Clock
from sandbox.envelope import Envelope, Road
from sandbox.faults import Drawn, Faults
from sandbox.kinds import Json
from sandbox.subscriptions import Subscriptions

NOBODY = "connection_failed"
HOURS, HOUR_S = 24, 3600
STALE_S = 2 * HOUR_S
LOOKS_EVERY_S = 1.0  # another program may wind the clock


class Deliveries:
    """All envelopes, in the order they were sent."""

    def __init__(
        self,
        clock: Clock,
        changes: Changes,
        faults: Faults,
        subscriptions: Subscriptions,
        retries: tuple[float, ...],
        ack_s: float,
        delayed: bool = False,
    ) -> None:
        self.record: list[Envelope] = []
        self.roads: list[Road] = []
        self._clock = clock
        self._changes = changes
        self._faults = faults
        self._subscriptions = subscriptions
        self._retries = retries
        self._hours = HOURS if delayed else 0
        self._ack_s = ack_s
        self._turn = 0
        self._unsettled = 0
        self._tasks: set[asyncio.Task[None]] = set()
        self._overtaken: asyncio.Event | None = None

    def event(self, payload: Json) -> None:
        """Sends an event, now and again until it is acked or Slack gives up."""
        self._aside(self._until_acked(payload))

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

    def _aside(self, work: Coroutine[Any, Any, None]) -> None:
        """Goes on by itself, and we are not idle until it is done."""
        self._unsettled += 1
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._done)

    def _done(self, task: asyncio.Task[None]) -> None:
        self._tasks.discard(task)
        self._settle()

    def _settle(self) -> None:
        self._unsettled -= 1
        self._changes.notify()

    async def _until_acked(self, payload: Json) -> None:
        reason, happened = None, self._clock.now()
        for attempt in range(1 + len(self._retries) + self._hours):
            await self._until_its_turn(attempt)
            if self._is_stale(happened):
                return
            envelope = Envelope("events_api", payload, attempt, reason)
            reason = await self._attempt(envelope)
            self._subscriptions.tried(self._clock.now(), first=not attempt, failed=reason is not None)
            if reason is None or envelope.no_retry:
                return

    def _is_stale(self, happened: float) -> bool:
        return not self._hours and self._clock.now() - happened > STALE_S

    async def _until_its_turn(self, attempt: int) -> None:
        if attempt <= len(self._retries):
            await self._passes((0.0, *self._retries)[attempt])
            return
        due = self._clock.now() + HOUR_S
        self._settle()  # nobody who asks whether all is answered waits for hours
        try:
            while self._clock.now() < due:
                await self._changes.next(LOOKS_EVERY_S)
        finally:
            self._unsettled += 1

    async def _passes(self, left: float) -> None:
        """So many seconds on people's clock. Many may wait: they look by themselves, and not at every change."""
        due = self._clock.now() + left
        while left > 0:
            await asyncio.sleep(min(left, LOOKS_EVERY_S))
            left = due - self._clock.now()

    async def _attempt(self, envelope: Envelope) -> str | None:
        """None when acked, else Slack's reason for a retry."""
        envelope.failed = await self._tried(envelope)
        return envelope.failed

    async def _tried(self, envelope: Envelope) -> str | None:
        self._write_down(envelope)
        drawn = self._faults.for_delivery(envelope.type, one_is_held=self._overtaken is not None)
        if drawn is None:
            return await self._carry(envelope, self._ack_s)
        return await self._broken(envelope, drawn)

    def _write_down(self, envelope: Envelope) -> None:
        self.record.append(envelope)
        envelope.sent_at = self._clock.now()

    async def _carry(self, envelope: Envelope, ack_s: float) -> str | None:
        road = self._road_for(envelope)
        if road is None:
            return NOBODY
        overtaken = self._overtaken
        try:
            return await road.carry(envelope, ack_s)
        finally:
            if overtaken is not None:
                overtaken.set()

    def _road_for(self, envelope: Envelope) -> Road | None:
        if not self.roads:
            return None
        self._turn += 1
        road = self.roads[self._turn % len(self.roads)]
        envelope.connection = road.name
        return road

    async def _broken(self, envelope: Envelope, drawn: Drawn) -> str | None:
        if drawn.kind == "duplicate":
            self._aside(self._again(envelope))
            return await self._carry(envelope, self._ack_s)
        envelope.fault = drawn.kind
        if drawn.kind == "deaf":
            return await self._unheard(envelope)
        if drawn.kind == "late":
            return await self._late(envelope, drawn.delay_s)
        return await (self._held(envelope) if drawn.kind == "reorder" else self._dropped(envelope, drawn.happens))

    async def _again(self, first: Envelope) -> None:
        copy = Envelope(first.type, first.payload, first.attempt, first.reason, fault="duplicate")
        self._write_down(copy)
        await self._carry(copy, self._ack_s)

    async def _dropped(self, envelope: Envelope, arrives: bool) -> str:
        road = self._road_for(envelope)
        if road is not None:
            if arrives:
                await road.leave(envelope)
            road.cut()
        return NOBODY

    async def _unheard(self, envelope: Envelope) -> str | None:
        """Whatever goes by this connection is lost from now on, and nothing tells that it is."""
        road = self._road_for(envelope)
        if road is None:
            return NOBODY
        road.deafen()
        return await road.carry(envelope, self._ack_s)

    async def _late(self, envelope: Envelope, delay_s: float) -> str | None:
        if delay_s < self._ack_s:
            await asyncio.sleep(delay_s)
            return await self._carry(envelope, self._ack_s - delay_s)
        self._aside(self._too_late(envelope, delay_s))
        await asyncio.sleep(self._ack_s)
        return self.roads[0].too_late if self.roads else NOBODY

    async def _too_late(self, envelope: Envelope, delay_s: float) -> None:
        """Slack no longer waits for it, but the app gets it."""
        await asyncio.sleep(delay_s)
        if envelope.type == "events_api" and self._is_stale(envelope.sent_at or 0.0):
            return
        road = self._road_for(envelope)
        if road is not None:
            await road.leave(envelope)

    async def _held(self, envelope: Envelope) -> str | None:
        """Until another has overtaken it, but never so long that there is no time for its ack."""
        began = time.monotonic()
        self._overtaken = asyncio.Event()
        try:
            async with asyncio.timeout(self._ack_s / 2):
                await self._overtaken.wait()
        except TimeoutError:
            pass
        finally:
            self._overtaken = None
        return await self._carry(envelope, self._ack_s - (time.monotonic() - began))
