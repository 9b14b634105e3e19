"""The sandbox as one aiohttp server."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from aiohttp import web

from sandbox import answers, bytes_in_out, calls, config, control, manifest, page, people, scheduled
from sandbox.clock import Clock
from sandbox.config import Config
from sandbox.http_delivery import RequestUrl
from sandbox.kinds import Json
from sandbox.record import Record
from sandbox.slack import LocalSlack
from sandbox.socket_mode import SocketMode

MOST_BYTES = 64 * 1024 * 1024
Handler = Callable[[LocalSlack, web.Request], Awaitable[web.StreamResponse]]


@dataclass(frozen=True)
class Running:
    """A server that listens: `slack` is all it holds, `facts` what an app and a tester need."""

    slack: LocalSlack
    url: str

    @property
    def facts(self) -> Json:
        """The line `python -m sandbox` prints: first a channel the bot is in, first the home workspace's people."""
        world = self.slack.world
        rooms = sorted(world.channels.values(), key=lambda each: world.bot.user_id not in each.members)
        return {
            "url": self.url,
            "bot_token": world.bot.bot_token,
            "app_token": world.bot.app_token,
            "signing_secret": world.bot.signing_secret,
            "team_id": world.home.id,
            "channels": {each.name: each.id for each in rooms if not each.is_im},
            "people": self._people(),
        }

    def _people(self) -> dict[str, str]:
        """By first name; whoever shares it with somebody before them by the whole name."""
        world, told = self.slack.world, dict[str, str]()
        for who in sorted(world.people.values(), key=lambda each: each.team_id != world.home.id):
            first = people.first_name(who)
            told[who.name if first in told else first] = who.id
        return told


@asynccontextmanager
async def running(
    given: Config | None = None,
    *,
    port: int = 0,
    host: str = "127.0.0.1",
    manifest_file: Path | None = None,
    clock_file: Path | None = None,
    calls_file: Path | None = None,
    request_url: str = "",
) -> AsyncIterator[Running]:
    """A sandbox that listens while inside; port 0 takes a free one."""
    cast = given or config.load()
    cast = replace(cast, request_url=request_url) if request_url else cast
    slack = LocalSlack(cast, Clock(clock_file), manifest.load(manifest_file), Record(calls_file))
    runner = web.AppRunner(_application(slack), access_log=None, shutdown_timeout=1)
    await runner.setup()
    site = web.TCPSite(runner, host, port)
    await site.start()
    slack.url = f"http://{host}:{runner.addresses[0][1]}"
    posting = asyncio.create_task(scheduled.keep_posting(slack))
    try:
        async with _road(slack):
            yield Running(slack, slack.url)
    finally:
        posting.cancel()
        await _closed(slack, runner)


async def _closed(slack: LocalSlack, runner: web.AppRunner) -> None:
    slack.faults.close()
    await slack.deliveries.close()
    await slack.sockets.close()
    await runner.cleanup()
    slack.record.close()


@asynccontextmanager
async def _road(slack: LocalSlack) -> AsyncIterator[None]:
    """With a request URL, everything goes there, signed; else the app connects itself."""
    if not slack.config.request_url:
        yield
        return
    async with RequestUrl.open(slack) as road:
        slack.deliveries.roads.append(road)
        yield


def _application(slack: LocalSlack) -> web.Application:
    app = web.Application(client_max_size=MOST_BYTES)

    def route(method: str, path: str, handler: Handler) -> None:
        async def handle(request: web.Request) -> web.StreamResponse:
            return await handler(slack, request)

        app.router.add_route(method, path, handle)

    socket_mode = SocketMode(slack)
    app.router.add_get("/link", socket_mode.serve)
    for method in ("POST", "GET"):
        route(method, "/api/{method}", calls.answer)
        route(method, "/_control/{name}", control.handle)
    route("POST", "/upload/v1/{file_id}", bytes_in_out.upload)
    route("GET", "/files-pri/{place}/{name}", bytes_in_out.download)
    route("GET", "/files-pri/{place}/download/{name}", bytes_in_out.download)
    route("POST", "/actions/{team}/{secret}", answers.receive)
    page.add_routes(app, slack)
    return app
