"""Step 2 of an upload, and downloads with a token."""

from urllib.parse import quote

from aiohttp import web

from sandbox.files_json import mimetype
from sandbox.slack import LocalSlack
from sandbox.world import File

SIGN_IN = "<!DOCTYPE html><html><head><title>Sign in to Slack</title></head><body>Sign in to Slack</body></html>"


async def upload(slack: LocalSlack, request: web.Request) -> web.Response:
    """Takes the bytes, raw or as multipart."""
    file = slack.world.files.get(request.match_info["file_id"])
    if file is None or file.completed:
        raise web.HTTPNotFound(text="no such upload")
    file.content = await _content(request)
    file.size = len(file.content)
    return web.Response(text=f"OK - {file.size}")


async def _content(request: web.Request) -> bytes:
    if not request.content_type.startswith("multipart/"):
        return await request.read()
    form = await request.post()
    parts = [each.file.read() for each in form.values() if isinstance(each, web.FileField)]
    return parts[0] if parts else b""


async def download(slack: LocalSlack, request: web.Request) -> web.Response:
    """The bytes, for the bot's token; for any other Slack's sign-in page with 200 (docs/slack.md 6)."""
    file = slack.world.files.get(request.match_info["place"].partition("-")[2])
    told = request.headers.get("Authorization", "")
    readable = file is not None and slack.world.app_may_read(file)
    if told != f"Bearer {slack.world.bot.bot_token}" or not readable or file is None:
        return web.Response(text=SIGN_IN, content_type="text/html")
    return response(file)


def response(file: File, inline: bool = False) -> web.Response:
    """The file as HTTP gives it. The browser is never to run what somebody uploaded."""
    kind = "inline" if inline and mimetype(file.name).startswith("image/") else "attachment"
    headers = {
        "Content-Disposition": f"{kind}; filename*=UTF-8''{quote(file.name)}",
        "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; sandbox",
        "X-Content-Type-Options": "nosniff",
    }
    return web.Response(body=file.content or b"", content_type=mimetype(file.name), headers=headers)
