"""The house's own way of speaking to Slack: short time-outs where a person waits, and no retries behind our back.

Everything that is said after a commit goes through the courier; here are the direct words (a form, a refusal)
and the questions we ask Slack.
"""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from aiohttp import ClientError
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.web.async_slack_response import AsyncSlackResponse

from handlers.views.words import Mrkdwn
from rules.forms import one_line
from rules.people import Person, PersonId

QUICK, STEADY = 1, 10  # seconds: while a person waits, and otherwise
WORKED = {"exchanged_trigger_id", "trigger_exchanged"}
LIMITED = frozenset({"ratelimited", "rate_limited"})
UNREACHABLE = (ClientError, asyncio.TimeoutError, OSError)
PAGE = 200
LONGEST_SHOWN = 200  # characters of a person's or workspace's name
LONGEST_CHANNEL = 80  # characters; Slack's own limit
NEVER_US = ("is_restricted", "is_ultra_restricted", "deleted", "is_bot")
LONGEST_PICTURE = 1000  # characters of its address


@dataclass(frozen=True)
class ChannelInfo:
    """What Slack says of a channel: name, whether another organisation is in it, and which workspaces; whether the app
    can read and write there."""

    id: str
    name: str
    is_shared_outside: bool
    team_ids: tuple[str, ...]
    is_open: bool = True


def client(token: str | None, base_url: str, timeout: int | None = None) -> AsyncWebClient:
    """A client without retry handlers: slack_sdk's own would post a second time after a lost answer."""
    return AsyncWebClient(token=token, base_url=base_url, timeout=timeout or STEADY, retry_handlers=[])


def code_of(error: SlackApiError) -> str:
    """Slack's word for the refusal; "unknown" when the answer was no JSON object (a proxy's page, half a body)."""
    data = getattr(error.response, "data", None)
    return str(data.get("error", "unknown")) if isinstance(data, dict) else "unknown"


class Slack:
    """Direct words and questions."""

    def __init__(self, token: str, base_url: str) -> None:
        self.steady = client(token, base_url)
        self._quick = client(token, base_url, QUICK)
        self.team_names: dict[str, str] = {}  # of the workspaces Slack told the name of, by id

    async def open_view(self, trigger_id: str, view: dict[str, Any]) -> str | None:
        """Opens a form within the trigger's 3 seconds: one try of 1 s, one more if the answer was lost. Gives its id.

        A second try that finds the trigger used means that the first one worked; its id is not known then.
        """
        opened = await _twice(lambda: self._quick.views_open(trigger_id=trigger_id, view=view))
        return str(opened["view"]["id"]) if opened else None

    async def push_view(self, trigger_id: str, view: dict[str, Any]) -> None:
        """Opens a form on top of the one that was pressed in, in the same way; three fit on each other."""
        await _twice(lambda: self._quick.views_push(trigger_id=trigger_id, view=view))

    async def update_view(self, view_id: str, view: dict[str, Any], seen: str | None = None) -> None:
        """Draws an open view anew; with `seen`, its hash, only if nobody drew it meanwhile."""
        await self._quick.views_update(view_id=view_id, view=view, hash=seen)

    async def publish_home(self, user_id: str, view: dict[str, Any]) -> None:
        """What a person finds in the App Home from now on."""
        await self._quick.views_publish(user_id=user_id, view=view)

    async def person_soon(self, user_id: str) -> Person:
        """What Slack says of a person, while somebody waits for it: 1 second at most."""
        answer = await self._quick.users_info(user=user_id, include_locale=True)
        return _person(answer["user"])

    async def whisper(self, channel_id: str, user_id: str, text: Mrkdwn, thread_ts: str | None) -> None:
        """Tells one of us something nobody else sees."""
        await self._quick.chat_postEphemeral(channel=channel_id, user=user_id, text=text, thread_ts=thread_ts)

    async def person(self, user_id: str) -> Person:
        """What Slack says of a person. Other workspaces' people have no locale (docs/slack.md 2.2)."""
        return _person(await self._user(user_id))

    async def is_gone(self, user_id: str) -> bool:
        """True for who was deactivated."""
        return bool((await self._user(user_id)).get("deleted"))

    async def people(self, user_ids: list[str]) -> list[Person]:
        """What Slack says of these people, bots left out."""
        users = [await self._user(user_id) for user_id in user_ids]
        return [_person(user) for user in users if not user.get("is_bot")]

    async def _user(self, user_id: str) -> dict[str, Any]:
        answer = await self.steady.users_info(user=user_id, include_locale=True)
        user: dict[str, Any] = answer["user"]
        return user

    async def message(self, channel_id: str, ts: str) -> dict[str, Any] | None:
        """The message at this ts, a reply too; None when there is none."""
        answer = await self.steady.conversations_replies(
            channel=channel_id, ts=ts, oldest=ts, latest=ts, inclusive=True, limit=1
        )
        return next((one for one in answer["messages"] if one["ts"] == ts), None)

    async def pinned(self, channel_id: str) -> set[str]:
        """The ts of every message that is pinned in the channel."""
        answer = await self.steady.pins_list(channel=channel_id)
        return {item["message"]["ts"] for item in answer["items"] if "message" in item}

    async def members(self, channel_id: str) -> list[str]:
        """The user ids in a channel, other organisations' included."""
        found: list[str] = []
        cursor = ""
        while True:
            page = await self.steady.conversations_members(channel=channel_id, limit=PAGE, cursor=cursor)
            found += page["members"]
            cursor = (page.get("response_metadata") or {}).get("next_cursor", "")
            if not cursor:
                return found

    async def group_members(self, group_id: str) -> list[str]:
        """The user ids of a user group."""
        answer = await self.steady.usergroups_users_list(usergroup=group_id)
        users: list[str] = answer["users"]
        return users

    async def set_group_members(self, group_id: str, user_ids: list[str]) -> None:
        """Who is in a user group from now on; Slack wants at least one."""
        await self.steady.usergroups_users_update(usergroup=group_id, users=user_ids)

    async def quiet_until(self, user_id: str, now: datetime) -> datetime | None:
        """Until when (UTC) the person's notifications are paused now; None when they are not, or Slack does not tell.
        A pause that Slack asks us for is raised."""
        try:
            told = await self.steady.dnd_info(user=user_id)
        except SlackApiError as error:
            if code_of(error) in LIMITED:
                raise
            return None
        spans = [(told.get("next_dnd_start_ts"), told.get("next_dnd_end_ts"))] if told.get("dnd_enabled") else []
        spans += [(0, told.get("snooze_endtime"))] if told.get("snooze_enabled") else []
        ends = [end for start, end in spans if start is not None and end and start <= now.timestamp() < end]
        return datetime.fromtimestamp(max(ends), UTC) if ends else None

    async def channel(self, channel_id: str) -> ChannelInfo:
        """What Slack says of a channel."""
        answer = await self.steady.conversations_info(channel=channel_id)
        info: dict[str, Any] = answer["channel"]
        teams = {*info.get("connected_team_ids", []), *info.get("shared_team_ids", [])}
        outside = bool(info.get("is_ext_shared") or info.get("is_pending_ext_shared"))
        name = one_line(info.get("name") or channel_id, LONGEST_CHANNEL)
        is_open = bool(info.get("is_member", True)) and not info.get("is_archived")
        return ChannelInfo(channel_id, name, outside, tuple(sorted(teams)), is_open)

    async def team_name(self, team_id: str) -> str | None:
        """The name of a workspace, where Slack tells it (unconfirmed for other organisations' ones)."""
        try:
            answer = await self.steady.team_info(team=team_id)
        except SlackApiError:
            return None
        name = one_line(str(answer["team"]["name"]), LONGEST_SHOWN)
        if name:
            self.team_names[team_id] = name
        return name or None


async def _twice(opening: Callable[[], Awaitable[AsyncSlackResponse]]) -> AsyncSlackResponse | None:
    """Once more where the answer was lost; a trigger that is used by then means that the first try worked: None."""
    try:
        return await opening()
    except UNREACHABLE:
        try:
            return await opening()
        except SlackApiError as error:
            if code_of(error) not in WORKED:
                raise
            return None


def _person(user: dict[str, Any]) -> Person:
    """What people call themselves may hold anything; what goes on from here can be kept and said."""
    profile = user.get("profile", {})
    names = (profile.get("real_name"), user.get("real_name"), profile.get("display_name"), user.get("name"))
    return Person(
        PersonId(user["team_id"], user["id"]),
        name=next((shown for name in names if name and (shown := one_line(name, LONGEST_SHOWN))), None),
        locale=user.get("locale"),
        timezone=user.get("tz"),
        picture=_picture(profile),
        is_guest=any(user.get(one) for one in NEVER_US),
    )


def _picture(profile: dict[str, Any]) -> str:
    """The address of a person's picture; empty where they have none that could be shown."""
    address = str(profile.get("image_192") or profile.get("image_72") or profile.get("image_48") or "")
    return address if address.startswith("https://") and len(address) <= LONGEST_PICTURE else ""
