"""The watcher watched: every few seconds a look at each part of the app, told to /readyz, /healthz, the heartbeat and
the on-call channel (docs/operations.md, Health)."""

import asyncio
import logging
import time
import uuid
from collections.abc import Callable
from dataclasses import dataclass

import aiohttp

from bot.connection import HOW_MANY, Connections
from bot.endless import Endless
from handlers.meters import Meters
from handlers.webhooks.door import Door
from rules.vitals import (
    EVERY,
    LOOKS_BACK,
    RENEWED_AGAIN,
    How,
    Part,
    Pulse,
    Records,
    Sign,
    ailing,
    is_well,
    signs,
)
from services import vitals
from services.desk import Desk
from storage.errors import Unavailable

LONGEST_LOOK = 5.0  # seconds, for the database's answer and for that of our own web server
STANDS_STILL = 120.0  # seconds without a look, after which nothing but a new start helps

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Body:
    """What is looked at. `connections` gives None where Slack comes over HTTP; `address` is our own web server's;
    `canary` the seconds from one event of our own to the next (0: none); `checks`, `mail`: they are set up."""

    desk: Desk
    meters: Meters
    endless: Endless
    connections: Callable[[], Connections | None]
    door: Door
    address: str
    canary: int
    checks: bool
    mail: bool


class Vitals:
    """One for each process. `machine` is the clock of machine seconds, `every` the seconds between two looks."""

    def __init__(self, body: Body, machine: Callable[[], float] = time.time, every: float = EVERY) -> None:
        self._body = body
        self._machine = machine
        self._every = every
        self._process = uuid.uuid4().hex
        self._began_at = self.looked_at = self._open_at = machine()
        self._renewed_at = 0.0
        self._took: float | None = 0.0
        self._answers = True
        self.signs: dict[Part, Sign] = {}

    async def run(self) -> None:
        """Looks until cancelled, whatever is away."""
        while True:
            await asyncio.sleep(self._every)
            await self.once()

    async def once(self) -> None:
        """A look, and what follows from it."""
        before, machine = self.signs, self._machine()
        self._answers = await self._is_answered()
        self.signs = await self.look()
        self.looked_at = self._machine()
        try:
            async with asyncio.timeout(LONGEST_LOOK):
                await self._renew_if_deaf()
                await self._tell(ailing(self.signs, before), machine)
        except (Unavailable, TimeoutError) as trouble:
            self._took = None
            log.warning("how the app is cannot be put on record: %s", type(trouble).__name__)

    async def look(self) -> dict[Part, Sign]:
        """How each part is now."""
        machine, records = self._machine(), await self._records()
        return signs(await self._pulse(), records, machine)

    @property
    def is_well(self) -> bool:
        """True while each part was well at the last look, and that is not long ago."""
        return bool(self.signs) and is_well(self.signs) and not self.stands_still

    @property
    def stands_still(self) -> bool:
        """True when the process itself has come to a standstill."""
        return self._machine() - self.looked_at > STANDS_STILL

    async def stop(self) -> None:
        """The process ends on purpose, so nobody waits for its next sign of life."""
        try:
            await self._body.desk.do(vitals.stops, self._process)
        except Unavailable:
            log.warning("the end of this process cannot be put on record")

    async def _tell(self, ills: dict[Part, How], machine: float) -> None:
        body, began = self._body, self._machine()
        await body.desk.do(vitals.beat, self._process, machine, self._heard_at(), ills)
        self._took = self._machine() - began
        if body.canary:
            await body.desk.do(vitals.cause, machine, float(body.canary))

    async def _records(self) -> Records | None:
        try:
            async with asyncio.timeout(LONGEST_LOOK):
                return await self._body.desk.ask(vitals.records, self._machine())
        except (Unavailable, TimeoutError):
            return None

    async def _pulse(self) -> Pulse:
        body, connections = self._body, self._body.connections()
        is_open = await connections.count() if connections is not None else 0
        if is_open:
            self._open_at = self._machine()
        return Pulse(
            sockets=HOW_MANY if connections is not None else 0,
            open=is_open,
            open_at=self._open_at,
            heard_at=self._heard_at(),
            took=self._took,
            failing=dict(body.meters.failing),
            down=body.endless.down,
            refused=body.door.refused(LOOKS_BACK),
            answers=self._answers,
            checks=body.checks,
            mail=body.mail,
        )

    def _heard_at(self) -> float:
        """Nothing can be missed from before the process began."""
        return max(self._body.meters.heard_at, self._began_at)

    async def _renew_if_deaf(self) -> None:
        """New connections, and an event of our own at once to see whether it comes back on them."""
        connections, sign = self._body.connections(), self.signs[Part.SLACK]
        if sign.how is not How.DEAF or connections is None or self._machine() < self._renewed_at + RENEWED_AGAIN:
            return
        self._renewed_at = self._machine()
        connections.are_deaf()
        await self._body.desk.do(vitals.cause_soon)

    async def _is_answered(self) -> bool:
        limit = aiohttp.ClientTimeout(total=LONGEST_LOOK)
        try:
            async with aiohttp.ClientSession(timeout=limit) as session, session.get(self._body.address) as answer:
                return answer.status < 600
        except (aiohttp.ClientError, TimeoutError, OSError):
            return False
