"""The demo's phones: what goes out over people's wake-up ways arrives here, on a page that anybody can look at.

The way is Apprise's own json://, so all of it is real but the gateway: no SMS leaves this machine.
"""

import re
from datetime import UTC, datetime
from html import escape

from aiohttp import web

from bot.web import serve

HOST = "127.0.0.1"
KEPT = 50  # messages, the newest
ADDRESS = re.compile(r"https?://\S+")
STYLE = (
    "body{font:1rem/1.5 system-ui,sans-serif;max-width:36rem;margin:2rem auto;padding:0 1rem}"
    "li{list-style:none;border:1px solid #8888;border-radius:.5rem;padding:.5rem 1rem;margin:.5rem 0}ul{padding:0}"
)


class Phones:
    """A page with what arrived, the newest first; `address` is a phone's as a wake-up way has it."""

    def __init__(self, port: int) -> None:
        self._port = port
        self._arrived: list[tuple[datetime, str, str, str]] = []
        self._runner: web.AppRunner | None = None

    @property
    def url(self) -> str:
        """Where the page is."""
        return f"http://{HOST}:{self._port}/"

    def address(self, name: str) -> str:
        """The wake-up way of this person's phone."""
        return f"json://{HOST}:{self._port}/{name.lower()}"

    async def start(self) -> None:
        """Listens on this machine only."""
        app = web.Application()
        app.add_routes([web.get("/", self._look), web.post("/{name}", self._take)])
        self._runner = await serve(app, self._port, HOST)

    async def stop(self) -> None:
        """Ends it."""
        if self._runner is not None:
            await self._runner.cleanup()

    async def _take(self, request: web.Request) -> web.Response:
        body = await request.json()
        said = (str(body.get("title", "")), str(body.get("message", "")))
        self._arrived.append((datetime.now(UTC), request.match_info["name"], *said))
        del self._arrived[:-KEPT]
        return web.Response()

    async def _look(self, _request: web.Request) -> web.Response:
        lines = "".join(_line(*one) for one in reversed(self._arrived))
        shown = f"<ul>{lines}</ul>" if lines else "<p>Nothing yet. In Slack, as Jonas: /oncall drill</p>"
        page = (
            '<!doctype html><html lang="en"><head><meta charset="utf-8"><meta http-equiv="refresh" content="3">'
            f"<title>Phones</title><style>{STYLE}</style></head>"
            f"<body><h1>Phones of who has duty</h1>{shown}</body></html>"
        )
        return web.Response(text=page, content_type="text/html")


def _line(at: datetime, name: str, title: str, text: str) -> str:
    words = ADDRESS.sub(lambda found: f'<a href="{found[0]}">{found[0]}</a>', escape(text))
    return f"<li><b>{escape(name.title())}</b> {at.astimezone():%H:%M:%S} {escape(title)}<br>{words}</li>"
