"""May this call be made now: by this token, with its scopes, at this pace.

docs.slack.dev/authentication/installing-with-oauth; docs.slack.dev/apis/web-api/rate-limits.
"""

from sandbox import scopes
from sandbox.arguments import Args
from sandbox.errors import SlackError
from sandbox.slack import LocalSlack
from sandbox.world import Channel

WITH_APP_TOKEN = {"apps.connections.open", "apps.event.authorizations.list"}
WITHOUT_TOKEN = {"api.test", "blocks.validate"}
BORROWED = ("username", "icon_url", "icon_emoji")
HISTORY = {"conversations.history", "conversations.replies"}


def check(slack: LocalSlack, method: str, args: Args, token: str) -> None:
    """SlackError says why not."""
    _authorised(slack, method, token)
    if method not in WITH_APP_TOKEN | WITHOUT_TOKEN:
        _scoped(slack, method, args)
    if slack.config.rate_limits:
        _paced(slack, method)


def _authorised(slack: LocalSlack, method: str, token: str) -> None:
    bot = slack.world.bot
    if method in WITHOUT_TOKEN:
        return
    if not token:
        raise SlackError("not_authed")
    if token not in {bot.bot_token, bot.app_token}:
        raise SlackError("invalid_auth")
    if token == bot.bot_token and not slack.installed:
        raise SlackError("account_inactive")
    if (method in WITH_APP_TOKEN) != (token == bot.app_token):
        raise SlackError("not_allowed_token_type")


def _scoped(slack: LocalSlack, method: str, args: Args) -> None:
    """`missing_scope` with what is needed and what there is (docs.slack.dev/authentication/installing-with-oauth)."""
    channel = _meant(slack, args)
    require(slack, *scopes.needed(method, channel.kind if channel else None))
    if method.startswith("chat.") and any(args.given.get(name) for name in BORROWED):
        require(slack, "chat:write.customize")


def require(slack: LocalSlack, *any_of: str) -> None:
    """The token has one of these scopes; none asked for is nothing lacking."""
    if any_of and not any(slack.manifest.grants(each) for each in any_of):
        raise SlackError("missing_scope", needed=",".join(any_of), provided=",".join(slack.manifest.granted))


def _meant(slack: LocalSlack, args: Args) -> Channel | None:
    """The conversation a call is about, where it is there for the app; by id or by name."""
    wanted = str(args.given.get("channel") or args.given.get("channel_id") or "")
    channel = slack.world.channels.get(wanted) or slack.world.named(wanted.removeprefix("#"))
    return channel if channel is not None and slack.world.app_sees(channel) else None


def _paced(slack: LocalSlack, method: str) -> None:
    """A bucket for each method by its tier (docs/slack.md 5.5); a channel's own is taken from by `post`."""
    needs = scopes.METHODS.get(method)
    if needs is not None and needs.tier is not None:
        tier = 1 if slack.config.distributed and method in HISTORY else needs.tier
        _take(slack.paces[tier].take(method, scopes.BURST.get(method)))


def post(slack: LocalSlack, channel: Channel) -> None:
    """One message more in this channel, when all else is in order: what is refused for itself is no message."""
    if slack.config.rate_limits:
        _take(slack.post_pace.take(channel.id))
        _take(slack.workspace_pace.take(slack.world.home.id))


def _take(wait_s: int) -> None:
    if wait_s:
        raise SlackError("ratelimited", retry_after=wait_s)
