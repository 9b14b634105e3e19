"""Every Web API call goes through here: who calls, may they now, do it, write down what really happened."""

from dataclasses import dataclass

from aiohttp import web

from sandbox import arguments, web_chat, web_conversations, web_files, web_marks, web_people, web_views
from sandbox.arguments import Args
from sandbox.errors import SlackError
from sandbox.kinds import Json
from sandbox.methods import Done, Method
from sandbox.record import Call
from sandbox.slack import LocalSlack

METHODS: dict[str, Method] = {
    **web_people.METHODS,
    **web_conversations.METHODS,
    **web_chat.METHODS,
    **web_views.METHODS,
    **web_marks.METHODS,
    **web_files.METHODS,
}
WITH_APP_TOKEN = {"apps.connections.open"}


@dataclass(frozen=True)
class Outcome:
    """What a call came to."""

    body: Json
    done: Done
    retry_after: int | None = None
    fault: str | None = None


async def answer(slack: LocalSlack, request: web.Request) -> web.Response:
    """Answers one call and records it."""
    method = request.match_info["method"]
    args, outcome = await _called(slack, request, method)
    now = slack.clock.now()
    slack.record.add(Call(method, args, outcome.body, now, outcome.done.effect, outcome.fault, outcome.done.visible_to))
    slack.changes.notify()
    headers = {"X-OAuth-Scopes": ",".join(slack.manifest.scopes or ())}
    if outcome.retry_after is not None:
        headers["Retry-After"] = str(outcome.retry_after)
    return web.json_response(outcome.body, status=200 if outcome.retry_after is None else 429, headers=headers)


async def _called(slack: LocalSlack, request: web.Request, method: str) -> tuple[Json, Outcome]:
    try:
        args, token = await arguments.read(request)
    except SlackError as error:
        return {}, Outcome(error.body(), Done({}))
    return args.given, _decided(slack, method, args, token)


def _decided(slack: LocalSlack, method: str, args: Args, token: str) -> Outcome:
    """Refused, slowed down or done."""
    try:
        if method not in METHODS:
            raise SlackError("unknown_method")
        _authorised(slack, method, token)
        _paced(slack, method, args)
        done = METHODS[method](slack, args)
    except SlackError as error:
        return Outcome(error.body(), Done({}), error.retry_after)
    return Outcome({"ok": True, **done.body}, done)


def _authorised(slack: LocalSlack, method: str, token: str) -> None:
    bot = slack.world.bot
    if not token:
        raise SlackError("not_authed")
    if token not in {bot.bot_token, bot.app_token}:
        raise SlackError("invalid_auth")
    if (method in WITH_APP_TOKEN) != (token == bot.app_token):
        raise SlackError("not_allowed_token_type")


def _paced(slack: LocalSlack, method: str, args: Args) -> None:
    """One message a second and channel. Tiers per method have their place here."""
    if slack.config.rate_limits and method == "chat.postMessage":
        wait_s = slack.post_pace.take(str(args.given.get("channel")))
        if wait_s:
            raise SlackError("ratelimited", retry_after=wait_s)
