"""The web side: health for whoever watches, and Slack's requests where there is no socket."""

from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from aiohttp import web
from aiohttp.typedefs import Handler, Middleware

from bot.connection import Unanswered
from bot.metrics import Metrics
from bot.settings import SettingsError
from bot.vitals import Vitals
from handlers.views.vitals import line
from handlers.views.words import Words
from rules.vitals import Part, Sign, is_well

LAST_REQUESTS = 3.0  # seconds a request that is under way has left when we stop

Check = Callable[[], Awaitable[bool]]


class Health:
    """What is told of how the app is: in plain words, and without a name of anybody's."""

    def __init__(self, vitals: Vitals, metrics: Metrics, words: Words, ready: Check, idle: Check) -> None:
        self._vitals = vitals
        self._metrics = metrics
        self._words = words
        self._ready = ready
        self._idle = idle

    def routes(self) -> list[web.RouteDef]:
        """Where it is told."""
        told = {"/healthz": self.healthz, "/readyz": self.readyz, "/metrics": self.metrics}
        return [web.get(path, answer) for path, answer in told.items()]

    async def healthz(self, _request: web.Request) -> web.Response:
        """The process lives, and looks at itself; what it saw last."""
        lives = not self._vitals.stands_still
        return _told({"ok": lives, "parts": self._lines(self._vitals.signs)}, lives)

    async def readyz(self, request: web.Request) -> web.Response:
        """It can work, and no part of it has gone quiet; with `?idle=1`, instead: it can work and nothing is left to
        do."""
        ready = await self._ready()
        if request.query.get("idle"):
            idle = await self._idle()
            return _told({"ready": ready, "idle": idle}, ready and idle)
        found = await self._vitals.look()
        ready = ready and is_well(found)
        quiet = [part.value for part, sign in found.items() if not sign.is_well]
        return _told({"ready": ready, "quiet": quiet, "parts": self._lines(found)}, ready)

    async def metrics(self, request: web.Request) -> web.Response:
        """The numbers."""
        return await self._metrics.answer(request, self._vitals.signs)

    def _lines(self, found: Mapping[Part, Sign]) -> dict[str, str]:
        return {part.value: line(self._words, sign) for part, sign in found.items()}


def _told(facts: dict[str, Any], well: bool) -> web.Response:
    return web.json_response(facts, status=200 if well else 503)


def counting(unanswered: Unanswered, path: str) -> Middleware:
    """Counts Slack's requests, which come to this path, that are not answered yet."""

    @web.middleware
    async def count(request: web.Request, handler: Handler) -> web.StreamResponse:
        if request.method != "POST" or request.path != path:
            return await handler(request)
        with unanswered.one():
            return await handler(request)

    return count


async def serve(app: web.Application, port: int, host: str | None = None) -> web.AppRunner:
    """Listens on the port, on every interface unless a host is named; the runner's `cleanup` ends it.

    SettingsError when the port cannot be had.
    """
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=LAST_REQUESTS)
    await runner.setup()
    try:
        await web.TCPSite(runner, host, port).start()
    except OSError as error:
        await runner.cleanup()
        raise SettingsError(f"PORT cannot be used: {error.strerror}. Set it to one that is free.") from error
    return runner
