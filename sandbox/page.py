"""What the browser asks for: the page's files, uploads, and a WebSocket with one snapshot after every change."""

import asyncio
import json
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Any

from aiohttp import WSMsgType, web

from sandbox import bytes_in_out, snapshot, verbs_forms
from sandbox.body import Body
from sandbox.errors import CannotDo
from sandbox.slack import LocalSlack

FOLDER = Path(__file__).with_name("page")
TOGETHER_S = 0.05
TYPES = {".js": "text/javascript", ".mjs": "text/javascript", ".css": "text/css", ".html": "text/html"}


def add_routes(app: web.Application, slack: LocalSlack) -> None:
    """`/`, `/page/...`, `/_page/ws`, `/_page/files/F...`."""

    async def index(request: web.Request) -> web.StreamResponse:
        return _static("index.html")

    async def static(request: web.Request) -> web.StreamResponse:
        return _static(request.match_info["path"])

    async def upload(request: web.Request) -> web.StreamResponse:
        file = slack.world.files.get(request.match_info["id"])
        if file is None:
            raise web.HTTPNotFound
        return bytes_in_out.response(file, inline=True)

    async def feed(request: web.Request) -> web.StreamResponse:
        return await Feed(slack).serve(request)

    app.router.add_get("/", index)
    app.router.add_get("/page/{path:.+}", static)
    app.router.add_get("/_page/ws", feed)
    app.router.add_get("/_page/files/{id}", upload)


def _static(path: str) -> web.StreamResponse:
    file = (FOLDER / path).resolve()
    if not file.is_relative_to(FOLDER) or not file.is_file():
        raise web.HTTPNotFound(text=f"no {path} here")
    headers = {"Cache-Control": "no-cache"}
    if file.suffix in TYPES:
        headers["Content-Type"] = f"{TYPES[file.suffix]}; charset=utf-8"
    return web.FileResponse(file, headers=headers)


class Feed:
    """One browser tab: it says how it looks, and gets that look after every change."""

    def __init__(self, slack: LocalSlack) -> None:
        self._slack = slack
        self._look = snapshot.Look(since=slack.clock.now())
        self._asked = asyncio.Event()
        self._coming: asyncio.Task[None] | None = None

    async def serve(self, request: web.Request) -> web.StreamResponse:
        """Until the tab closes."""
        socket = await self._slack.sockets.open(request)
        sending = asyncio.create_task(self._send(socket))
        try:
            async for message in socket:
                if message.type is WSMsgType.TEXT:
                    self._heard(message.data)
        finally:
            sending.cancel()
        return socket

    def _heard(self, text: str) -> None:
        try:
            said: Any = json.loads(text)
        except ValueError:
            return
        if isinstance(said, dict):
            before, self._look = self._look, self._look.turned(said)
            if self._look.place != before.place:
                self._look = self._marked(self._look)
            if self._look.at_home and (self._look.user, True) != (before.user, before.at_home):
                self._coming = asyncio.create_task(self._comes_home())
            self._asked.set()
            self._slack.changes.notify()

    def _marked(self, look: snapshot.Look) -> snapshot.Look:
        """Where unread messages begin is seen until one goes elsewhere, though all is read by then."""
        try:
            return replace(look, unread_after=snapshot.read_to(self._slack, look))
        except CannotDo:
            return look

    async def _comes_home(self) -> None:
        """By whichever way: the app is told."""
        with suppress(CannotDo):
            await verbs_forms.open_home(self._slack, Body({"user": snapshot.whose(self._slack, self._look).id}))

    async def _send(self, socket: web.WebSocketResponse) -> None:
        await self._asked.wait()
        while not socket.closed:
            changed = asyncio.create_task(self._slack.changes.next())
            await asyncio.sleep(0)
            try:
                await socket.send_json(self._told())
            except ConnectionError:
                return
            await changed
            await asyncio.sleep(TOGETHER_S)

    def _told(self) -> dict[str, Any]:
        try:
            return snapshot.of(self._slack, self._look)
        except CannotDo as refusal:
            return {"type": "refused", **refusal.body()}
