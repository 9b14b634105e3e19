"""The Web API: who calls, may they now, do it.

docs.slack.dev/apis/web-api.
"""

from functools import partial

from aiohttp import web

from sandbox import (
    allowed,
    arguments,
    scopes,
    web_bookmarks,
    web_calls,
    web_channels,
    web_chat,
    web_conversations,
    web_dnd,
    web_files,
    web_invites,
    web_lookups,
    web_marks,
    web_people,
    web_schedule,
    web_unfurl,
    web_usergroups,
    web_views,
)
from sandbox.arguments import Args
from sandbox.errors import SlackError
from sandbox.exchange import Outcome, exchanged
from sandbox.methods import Method
from sandbox.slack import LocalSlack

METHODS: dict[str, Method] = {
    **web_people.METHODS,
    **web_conversations.METHODS,
    **web_chat.METHODS,
    **web_views.METHODS,
    **web_marks.METHODS,
    **web_files.METHODS,
    **web_dnd.METHODS,
    **web_bookmarks.METHODS,
    **web_calls.METHODS,
    **web_channels.METHODS,
    **web_invites.METHODS,
    **web_lookups.METHODS,
    **web_schedule.METHODS,
    **web_unfurl.METHODS,
    **web_usergroups.METHODS,
}


async def answer(slack: LocalSlack, request: web.Request) -> web.Response:
    """Answers one call."""
    method = request.match_info["method"]
    try:
        args, token = await arguments.read(request)
    except SlackError as error:
        return await exchanged(slack, request, method, {}, partial(_refused, slack, method, error))
    return await exchanged(slack, request, method, args.given, partial(_decided, slack, method, args, token))


def _decided(slack: LocalSlack, method: str, args: Args, token: str) -> Outcome:
    """Refused, slowed down or done."""
    try:
        if method not in METHODS:
            raise SlackError("unknown_method")
        allowed.check(slack, method, args, token)
        done = METHODS[method](slack, args)
    except SlackError as error:
        return _refused(slack, method, error)
    body = {"ok": True, **done.body}
    return Outcome(body, web.json_response(body, headers=_headers(slack, method)), done.effect, done.visible_to)


def _refused(slack: LocalSlack, method: str, error: SlackError) -> Outcome:
    headers, body = _headers(slack, method), error.body()
    if error.retry_after is None:
        return Outcome(body, web.json_response(body, headers=headers))
    headers["Retry-After"] = str(error.retry_after)
    return Outcome(body, web.json_response(body, status=429, headers=headers))


def _headers(slack: LocalSlack, method: str) -> dict[str, str]:
    return {
        "X-OAuth-Scopes": ",".join(slack.manifest.granted),
        "X-Accepted-OAuth-Scopes": ",".join(scopes.needed(method, None)),
    }
