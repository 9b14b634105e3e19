"""The web side: health for whoever watches, and Slack's requests where there is no socket."""

from collections.abc import Awaitable, Callable

from aiohttp import web
from aiohttp.typedefs import Handler, Middleware

from bot.connection import Unanswered
from bot.settings import SettingsError

LAST_REQUESTS = 3.0  # seconds a request that is under way has left when we stop

Check = Callable[[], Awaitable[bool]]


def add_health(app: web.Application, ready: Check, idle: Check) -> None:
    """`/healthz`: the process answers. `/readyz`: it can work; with `?idle=1`: and nothing is left to do."""

    async def healthz(_request: web.Request) -> web.Response:
        return web.json_response({"ok": True})

    async def readyz(request: web.Request) -> web.Response:
        facts = {"ready": await ready()}
        if request.query.get("idle"):
            facts["idle"] = await idle()
        return web.json_response(facts, status=200 if all(facts.values()) else 503)

    app.router.add_get("/healthz", healthz)
    app.router.add_get("/readyz", readyz)


def counting(unanswered: Unanswered) -> Middleware:
    """Counts Slack's requests that are not answered yet."""

    @web.middleware
    async def count(request: web.Request, handler: Handler) -> web.StreamResponse:
        if request.method != "POST":
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
