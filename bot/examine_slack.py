"""The doctor's questions to Slack: tokens, scopes, the clock, the two internal channels, the leads. Only questions."""

from collections.abc import AsyncIterator, Awaitable, Iterator, Mapping
from datetime import timedelta
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import TypeVar

import yaml
from pydantic import SecretStr
from slack_sdk.errors import SlackApiError

from bot.clock import Clock
from bot.findings import Finding, note, ok, problem
from bot.settings import Settings
from handlers.slack import UNREACHABLE, Slack, client

T = TypeVar("T")
Headers = Mapping[str, str]
MANIFEST = Path(__file__).resolve().parents[1] / "manifest.yml"
CLOCKS_APART = timedelta(seconds=60)
NOT_SLACKS = "not JSON as Slack speaks it"
AGAIN = "copy it again from api.slack.com/apps"


class NoAnswer(Exception):
    """Slack said no, in its own word; or nothing of Slack's came, and then `headers` is None."""

    def __init__(self, word: str, headers: Headers | None = None) -> None:
        super().__init__(word)
        self.headers = headers


async def at_slack(settings: Settings) -> AsyncIterator[Finding]:
    """What Slack knows of us. Where one answer is missing, what hangs on it is not asked."""
    slack = Slack(_secret(settings.slack_bot_token), settings.slack_api_url)
    try:
        who = await _answered(slack.steady.auth_test())
    except NoAnswer as why:
        yield _no_token(settings, why)
        if why.headers is not None:
            yield clock(why.headers)
            yield await _way_in(settings)
            yield note("channels and leads can be looked at once the bot's token works")
        return
    yield ok(f"SLACK_BOT_TOKEN: Slack knows us as {who['user']} in {who['team']}")
    yield scopes(who.headers, MANIFEST)
    yield clock(who.headers)
    yield await _way_in(settings)
    for name in ("customer_success_channel", "on_call_channel"):
        for finding in await _channel(slack, who["user_id"], name.upper(), getattr(settings, name)):
            yield finding
    yield await _leads(slack, settings.leads_group)
    if settings.duty_group:
        yield await _duty_group(slack, settings.duty_group)


def scopes(headers: Headers, manifest: Path) -> Finding:
    """The scopes the token has (the header `x-oauth-scopes`) against those the manifest asks for."""
    has = {scope.strip() for scope in headers.get("x-oauth-scopes", "").split(",")} - {""}
    if not has:
        return note("scopes: this server does not say which ones the token has")
    if not manifest.exists():
        return note("scopes: manifest.yml is not beside the app, so they cannot be compared")
    asked = set(yaml.safe_load(manifest.read_text("utf-8"))["oauth_config"]["scopes"]["bot"])
    if lacking := sorted(asked - has):
        return problem(
            f"scopes: the token lacks {', '.join(lacking)}",
            "paste manifest.yml at api.slack.com/apps, App Manifest, and install the app again (Install App)",
        )
    return ok(f"scopes: the token has all {len(asked)} of manifest.yml")


def clock(headers: Headers) -> Finding:
    """This machine's clock against Slack's (the header `Date`, whole seconds): a minute apart at most."""
    if "Date" not in headers:
        return note("clock: this server does not say what time it is")
    apart = Clock().now() - parsedate_to_datetime(headers["Date"])
    if abs(apart) <= CLOCKS_APART:
        return ok("clock: this machine and Slack agree within a minute")
    return problem(
        f"clock: this machine is {abs(apart).total_seconds():.0f} s {'ahead of' if apart > timedelta() else 'behind'}"
        " Slack, so deadlines are promised wrong",
        "set the clock by the network: timedatectl set-ntp true",
    )


def _no_token(settings: Settings, why: NoAnswer) -> Finding:
    if why.headers is None:
        return problem(
            f"SLACK_API_URL: no answer of Slack's from {settings.slack_api_url} ({why})",
            "check the address, which ends in /api/, and the network",
        )
    return problem(f"SLACK_BOT_TOKEN cannot be used: Slack says {why}", f"{AGAIN}, Install App")


async def _way_in(settings: Settings) -> Finding:
    """How deliveries reach us: over a socket Slack gives for the app token, or over HTTP, signed."""
    if not settings.over_socket:
        return ok("SLACK_SIGNING_SECRET is set: Slack's requests are taken over HTTP")
    door = client(None, settings.slack_api_url)
    try:
        await _answered(door.apps_connections_open(app_token=_secret(settings.slack_app_token)))
    except NoAnswer as why:
        return problem(
            f"SLACK_APP_TOKEN cannot be used: Slack says {why}",
            f"{AGAIN}, Basic Information, App-Level Tokens: one with the scope connections:write; "
            "and switch Socket Mode on",
        )
    return ok("SLACK_APP_TOKEN: Slack gives us a socket")


async def _channel(slack: Slack, bot_user_id: str, setting: str, channel_id: str) -> list[Finding]:
    try:
        channel = await _answered(slack.channel(channel_id))
        members = await _answered(slack.members(channel_id))
    except NoAnswer as why:
        return [
            problem(
                f"{setting} cannot be used: Slack says {why} for {channel_id}",
                "check the id (in Slack: the channel's details, at the bottom), and invite the app to the channel",
            )
        ]
    wrong = _wrong(setting, channel.name, bot_user_id in members, channel.is_shared_outside)
    return [*wrong] or [ok(f"{setting}: #{channel.name}, the app is in it, and it is not shared outside")]


def _wrong(setting: str, name: str, is_member: bool, is_shared_outside: bool) -> Iterator[Finding]:
    if not is_member:
        yield problem(f"{setting}: the app is not in #{name}", f"invite it: type /invite and the app's name in #{name}")
    if is_shared_outside:
        yield problem(
            f"{setting}: #{name} is shared with another organisation, which would read internal talk; "
            "a running app posts nothing there, and what waits is in: bot outbox",
            "end the sharing in the channel's settings, or choose a channel that is not shared",
        )


async def _leads(slack: Slack, group_id: str) -> Finding:
    if not group_id:
        return note("LEADS_GROUP is not set: any of staff may say whose a shared channel is")
    try:
        leads = await _answered(slack.group_members(group_id))
    except NoAnswer as why:
        return problem(
            f"LEADS_GROUP cannot be used: Slack says {why} for {group_id}",
            "check the id (in Slack: People, User groups, the group's menu, Copy group ID), or leave it out",
        )
    if not leads:
        return problem("LEADS_GROUP: nobody is in the group, so nobody may set customers up", "add the leads in Slack")
    return ok(f"LEADS_GROUP: {len(leads)} in the group")


async def _duty_group(slack: Slack, group_id: str) -> Finding:
    try:
        members = await _answered(slack.group_members(group_id))
    except NoAnswer as why:
        return problem(
            f"DUTY_GROUP cannot be used: Slack says {why} for {group_id}",
            "check the id (in Slack: People, User groups, the group's menu, Copy group ID), or leave it out",
        )
    return ok(f"DUTY_GROUP: it follows who has duty, {len(members)} in the group now")


async def _answered(call: Awaitable[T]) -> T:
    """What Slack answers, or NoAnswer with its own word for why not."""
    try:
        return await call
    except SlackApiError as error:
        data = getattr(error.response, "data", None)
        if isinstance(data, dict) and "error" in data:
            raise NoAnswer(data["error"], error.response.headers) from error
        raise NoAnswer(NOT_SLACKS) from error
    except AttributeError as error:
        # slack_sdk expects JSON even where a server that is not Slack's answers 200 with plain text.
        raise NoAnswer(NOT_SLACKS) from error
    except UNREACHABLE as error:
        raise NoAnswer(type(error).__name__) from error


def _secret(value: SecretStr | None) -> str:
    return value.get_secret_value() if value is not None else ""
