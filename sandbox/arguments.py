"""What came with a Web API call: JSON, a form, or a query; JSON strings inside forms are read.

docs.slack.dev/apis/web-api.
"""

import json
from collections.abc import Mapping
from typing import Any

from aiohttp import web

from sandbox.errors import SlackError
from sandbox.kinds import Json
from sandbox.shapes import wrong

POST_TYPES = {"application/x-www-form-urlencoded", "multipart/form-data", "text/plain"}
CHARSETS = {"utf-8", "iso-8859-1"}
Form = Mapping[str, str | bytes | bytearray | web.FileField]
TRUE, FALSE = {"true", "1"}, {"false", "0", ""}


class Args:
    """The arguments by name, read as what they should be; anything else is refused as Slack does."""

    def __init__(self, given: Json) -> None:
        self.given = given

    def maybe(self, name: str) -> str | None:
        """A text, or None when absent or empty."""
        value = self.given.get(name)
        if value is None or value == "":
            return None
        if isinstance(value, bool) or not isinstance(value, str | int | float):
            raise SlackError("invalid_arguments", [wrong("must be a string", f"/{name}")])
        return str(value)

    def text(self, name: str) -> str:
        """A text that must be there."""
        value = self.maybe(name)
        if value is None:
            raise SlackError("invalid_arguments", [wrong(f"missing required field: {name}", "")])
        return value

    def flag(self, name: str) -> bool:
        """True or false, false when absent."""
        value = str(self.given.get(name) or "").lower()
        if value not in TRUE | FALSE:
            raise SlackError("invalid_arguments", [wrong("must be a boolean", f"/{name}")])
        return value in TRUE

    def number(self, name: str, default: int, most: int) -> int:
        """A whole number from 1 to `most`; more is cut to `most`."""
        value = self.maybe(name)
        if value is None:
            return default
        if not value.isascii() or not value.isdigit() or int(value[:9]) < 1:
            raise SlackError("invalid_arguments", [wrong("must be a positive integer", f"/{name}")])
        return min(int(value[:9]), most)

    def names(self, name: str) -> list[str]:
        """A list, or a text with commas."""
        value = self.given.get(name) or []
        items = value.split(",") if isinstance(value, str) else value
        if not isinstance(items, list):
            raise SlackError("invalid_arguments", [wrong("must be a list", f"/{name}")])
        return [str(each).strip() for each in items if str(each).strip()]

    def json(self, name: str, code: str = "invalid_arguments") -> Any:
        """Structured data, also when it came as JSON in a string; `code` is the refusal when it cannot be read."""
        value = self.given.get(name)
        if not isinstance(value, str) or value == "":
            return value
        try:
            return json.loads(value)
        except (ValueError, RecursionError):
            raise SlackError(code, [wrong("must be valid JSON", f"/{name}")]) from None


async def read(request: web.Request) -> tuple[Args, str]:
    """The arguments of a request, and its token.

    Bodies: docs.slack.dev/apis/web-api, and the errors every method's page has (`invalid_post_type` and its like).
    """
    given: Json = {**request.query}
    if request.can_read_body:
        given |= await _posted(request)
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    own = given.pop("token", "")
    return Args(given), token.strip() if scheme == "Bearer" else str(own or "")


async def _posted(request: web.Request) -> Json:
    if "Content-Type" not in request.headers:
        raise SlackError("missing_post_type")
    if (request.charset or "utf-8").lower() not in CHARSETS:
        raise SlackError("invalid_charset")
    if request.content_type == "application/json":
        return await _object(request)
    if request.content_type not in POST_TYPES:
        raise SlackError("invalid_post_type")
    return {name: value for name, value in (await form(request)).items() if isinstance(value, str)}


async def form(request: web.Request) -> Form:
    """The fields and files of a form."""
    try:
        return await request.post()
    except (ValueError, LookupError):
        raise SlackError("invalid_form_data") from None


async def _object(request: web.Request) -> Json:
    try:
        value = json.loads(await request.text() or "{}")
    except (ValueError, RecursionError):
        raise SlackError("invalid_json") from None
    if not isinstance(value, dict):
        raise SlackError("json_not_object")
    return value
