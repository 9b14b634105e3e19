"""Step 2 of an upload, and downloads with a token.

docs.slack.dev/messaging/working-with-files; docs.slack.dev/reference/objects/file-object ("Authentication").
"""

from functools import partial
from urllib.parse import quote

from aiohttp import web

from sandbox.arguments import form
from sandbox.errors import SlackError
from sandbox.exchange import Outcome, exchanged
from sandbox.files_json import mimetype
from sandbox.slack import LocalSlack
from sandbox.world import File

UPLOAD, DOWNLOAD = "files.upload", "files.download"
SIGN_IN = "<!DOCTYPE html><html><head><title>Sign in to Slack</title></head><body>Sign in to Slack</body></html>"


async def upload(slack: LocalSlack, request: web.Request) -> web.Response:
    """Takes the bytes, raw or as multipart."""
    file_id = request.match_info["file_id"]
    try:
        content = await _content(request)
    except SlackError as error:
        broken = Outcome(error.body(), web.Response(status=400, text=error.code))
        return await exchanged(slack, request, UPLOAD, {"file": file_id}, lambda: broken)
    args = {"file": file_id, "size": len(content)}
    return await exchanged(slack, request, UPLOAD, args, partial(_uploaded, slack, file_id, content))


def _uploaded(slack: LocalSlack, file_id: str, content: bytes) -> Outcome:
    file = slack.world.files.get(file_id)
    if file is None or file.completed:
        return Outcome({"ok": False, "error": "file_not_found"}, web.Response(status=404, text="no such upload"))
    file.content, file.size = content, len(content)
    return Outcome({"ok": True}, web.Response(text=f"OK - {file.size}"), effect=True)


async def _content(request: web.Request) -> bytes:
    if not request.content_type.startswith("multipart/"):
        return await request.read()
    given = await form(request)
    parts = [each.file.read() for each in given.values() if isinstance(each, web.FileField)]
    return parts[0] if parts else b""


async def download(slack: LocalSlack, request: web.Request) -> web.Response:
    """The bytes, for the bot's token with `files:read`; for any other the sign-in page with 200 (docs/slack.md 6)."""
    file_id = request.match_info["place"].partition("-")[2]
    is_bot = request.headers.get("Authorization", "") == f"Bearer {slack.world.bot.bot_token}"
    is_bot = is_bot and slack.installed and slack.manifest.grants("files:read")
    return await exchanged(slack, request, DOWNLOAD, {"file": file_id}, partial(_downloaded, slack, file_id, is_bot))


def _downloaded(slack: LocalSlack, file_id: str, is_bot: bool) -> Outcome:
    file = slack.world.files.get(file_id)
    if file is None or not is_bot or not slack.world.app_may_read(file):
        page = web.Response(text=SIGN_IN, content_type="text/html")
        return Outcome({"ok": False, "error": "file_not_found" if is_bot else "not_authed"}, page)
    return Outcome({"ok": True, "size": file.size}, response(file))


def response(file: File, inline: bool = False) -> web.Response:
    """The file as HTTP gives it. The browser is never to run what somebody uploaded."""
    kind = "inline" if inline and mimetype(file.name).startswith("image/") else "attachment"
    headers = {
        "Content-Disposition": f"{kind}; filename*=UTF-8''{quote(file.name)}",
        "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; sandbox",
        "X-Content-Type-Options": "nosniff",
    }
    return web.Response(body=file.content or b"", content_type=mimetype(file.name), headers=headers)
