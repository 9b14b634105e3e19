"""`/hooks/<source>/<token>`: a monitor's request, judged, read, and put on record in one transaction."""

import asyncio
import logging
import time
from collections import deque
from collections.abc import Mapping

from aiohttp import web

from handlers.courtesy import Courtesy
from handlers.meters import Meters
from handlers.webhooks.authentic import Fetch, NotAuthentic, Request
from handlers.webhooks.reading import decoded
from handlers.webhooks.registry import ALWAYS_SIGNED, AUTHENTICATE, BY_GET, SOURCES
from handlers.webhooks.together import Together
from rules.alerts import Signal, UnknownPayload
from rules.errors import MonitorGone
from rules.monitors import MOST_MONITORS, Monitor, hashed
from services.desk import Desk
from services.monitors import admitted, set_aside
from storage.errors import Unavailable

SMALL = 65_536  # bytes; what is larger is read in a thread, so that nobody's click waits for it
PATIENCE = 10.0  # seconds for a body: who sends a byte at a time holds nothing here for long
METHODS = ("GET", "POST", "PUT", "PATCH")  # Grafana, Healthchecks, Checkly and Site24x7 offer the latter as well
MOST_KEPT = 100  # instants at which a monitor could not be heard
KNOWN_FOR = 10.0  # seconds
WAIT = {"Retry-After": "5"}  # seconds, for a monitor whose message cannot be put on record now

log = logging.getLogger(__name__)


class Refused(Exception):
    """What a monitor is answered that is not heard, and why."""

    def __init__(self, status: int, reason: str, headers: Mapping[str, str] | None = None) -> None:
        super().__init__(reason)
        self.status, self.reason, self.headers = status, reason, headers


class Door:
    """Where other monitors come in. `fetch` gets what a signature needs from the web."""

    def __init__(
        self, desk: Desk, fetch: Fetch, meters: Meters | None = None, courtesy: Courtesy | None = None
    ) -> None:
        self._desk = desk
        self._fetch = fetch
        self._meters = meters or Meters()
        self._refused: deque[float] = deque(maxlen=MOST_KEPT)
        self._together = Together(desk, courtesy)
        self._known: dict[tuple[str, str], tuple[Monitor, float]] = {}

    def routes(self) -> list[web.RouteDef]:
        """Where it is, on the web server; larger bodies than 1 MiB are the server's to refuse."""
        return [web.route(method, "/hooks/{source}/{token}", self.answer) for method in METHODS]

    async def answer(self, request: web.Request) -> web.Response:
        """200 for what is on record; 401 for a wrong token, whatever it is wrong for; 408 for a body that does not
        come; 413 over 1 MiB; 422 with the reason for what cannot be read, which is set aside; 503 while the database is
        away."""
        source, status = request.match_info["source"], 500
        try:
            answer = await self._answer(request, source)
            status = answer.status
            return answer
        finally:
            self._meters.webhooks.labels(source if source in SOURCES else "unknown", str(status)).inc()
            if status >= 500:
                self._refused.append(time.monotonic())

    def refused(self, seconds: float) -> int:
        """How often a monitor could not be heard in the last so many seconds, by our own fault."""
        return sum(at > time.monotonic() - seconds for at in self._refused)

    async def _answer(self, request: web.Request, source: str) -> web.Response:
        try:
            return await self._answered(request, source, request.match_info["token"])
        except Refused as why:
            return web.json_response({"ok": False, "reason": why.reason}, status=why.status, headers=why.headers)

    async def _answered(self, request: web.Request, source: str, token: str) -> web.Response:
        try:
            token_hash = hashed(token)
            monitor = await self._admit(request.method, source, token_hash)
            return await self._admitted(request, monitor, token_hash)
        except MonitorGone as why:
            raise Refused(401, "This address is not known.") from why
        except Unavailable as trouble:
            log.warning("a message of a monitor cannot be put on record: the database does not answer")
            raise Refused(503, "Try again in a moment.", WAIT) from trouble

    async def _admit(self, method: str, source: str, token_hash: str) -> Monitor:
        """Who sends this. Asked anew every few seconds: the transaction that puts it on record asks once more, of all
        that it puts there."""
        monitor, until = self._known.get((source, token_hash), (None, 0.0))
        if monitor is None or until < time.monotonic() or method in ("GET", "HEAD"):
            monitor = await self._desk.ask(admitted, source, token_hash)
            if monitor is None:
                raise MonitorGone
            if len(self._known) >= MOST_MONITORS:
                self._known.clear()
            self._known[source, token_hash] = monitor, time.monotonic() + KNOWN_FOR
        return monitor

    async def _admitted(self, request: web.Request, monitor: Monitor, token_hash: str) -> web.Response:
        if request.method == "HEAD" or (request.method == "GET" and not request.query_string):
            return web.json_response({"ok": True, "source": monitor.source, "signals": 0})  # somebody looks at it
        if request.method == "GET" and monitor.source not in BY_GET:
            raise Refused(405, "This monitor has to send a POST.")
        try:
            async with asyncio.timeout(PATIENCE):
                body = await request.read()
        except TimeoutError as why:
            raise Refused(408, "The body did not come in time.") from why
        except web.HTTPRequestEntityTooLarge as why:
            raise Refused(413, "The body is larger than 1 MiB.") from why
        except web.RequestPayloadError as why:
            raise Refused(400, "The body cannot be unpacked.") from why
        body = body or request.query_string.encode("utf-8", "replace")
        return await self._judged(request, monitor, token_hash, body)

    async def _judged(self, request: web.Request, monitor: Monitor, token_hash: str, body: bytes) -> web.Response:
        try:
            if monitor.source in AUTHENTICATE and (monitor.secret or monitor.source in ALWAYS_SIGNED):
                came = Request(body, request.headers, monitor.secret, self._fetch)
                await AUTHENTICATE[monitor.source](came)
            signals = await _read(monitor.source, body, request)
        except (UnknownPayload, NotAuthentic) as why:
            await self._desk.do(set_aside, token_hash, str(why), decoded(body))
            raise Refused(422 if isinstance(why, UnknownPayload) else 401, str(why)) from why
        await self._together.take(token_hash, signals)
        return _taken(monitor, signals)


async def _read(source: str, body: bytes, request: web.Request) -> list[Signal]:
    if len(body) <= SMALL:
        return SOURCES[source](body, request.headers)
    return await asyncio.to_thread(SOURCES[source], body, dict(request.headers))


def _taken(monitor: Monitor, signals: list[Signal]) -> web.Response:
    if monitor.source == "pagerduty":  # what speaks to PagerDuty expects its answer
        keys = {"dedup_key": signals[0].key} if signals else {}
        return web.json_response({"status": "success", **keys}, status=202)
    return web.json_response({"ok": True, "signals": len(signals)})
