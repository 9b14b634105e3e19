"""May this call be made now: by this token, with its scopes, at this pace."""

from sandbox import scopes
from sandbox.arguments import Args
from sandbox.errors import SlackError
from sandbox.slack import LocalSlack
from sandbox.world import Channel

WITH_APP_TOKEN = {"apps.connections.open", "apps.event.authorizations.list"}
WITHOUT_TOKEN = {"api.test", "blocks.validate"}
BORROWED = ("username", "icon_url", "icon_emoji")
HISTORY = {"conversations.history", "conversations.replies"}
POSTS = {"chat.postMessage", "chat.meMessage"}


def check(slack: LocalSlack, method: str, args: Args, token: str) -> None:
    """SlackError says why not."""
    _authorised(slack, method, token)
    if method not in WITH_APP_TOKEN | WITHOUT_TOKEN:
        _scoped(slack, method, args)
    if slack.config.rate_limits:
        _paced(slack, method, args)


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


def _paced(slack: LocalSlack, method: str, args: Args) -> None:
    """A bucket for each method by its tier, and one message a second in each channel (docs/slack.md 5.5)."""
    needs = scopes.METHODS.get(method)
    if needs is not None and needs.tier is not None:
        tier = 1 if slack.config.distributed and method in HISTORY else needs.tier
        _take(slack.paces[tier].take(method, scopes.BURST.get(method)))
    if method in POSTS:
        _take(slack.post_pace.take(_place(slack, args)))


def refused(slack: LocalSlack, method: str, args: Args) -> None:
    """What was not posted is no message, so it does not count against its channel's pace."""
    if slack.config.rate_limits and method in POSTS:
        slack.post_pace.give_back(_place(slack, args))


def _place(slack: LocalSlack, args: Args) -> str:
    channel = _meant(slack, args)
    return channel.id if channel else str(args.given.get("channel"))


def _take(wait_s: int) -> None:
    if wait_s:
        raise SlackError("ratelimited", retry_after=wait_s)
