"""Everything one person sees at one moment, for the page."""

from dataclasses import dataclass, replace

from sandbox import inspected, page_json, people, rings
from sandbox.kinds import Json
from sandbox.slack import LocalSlack
from sandbox.verbs_forms import home_of
from sandbox.web_views import view_json
from sandbox.world import Channel, Message, Person

LAST = 200
COLORS = ("#4a154b", "#0b6e4f", "#1264a3", "#c1442d", "#7a5c00")


@dataclass(frozen=True)
class Look:
    """How one tab looks: as whom, at which channel and thread; ephemerals older than `since` are gone. `inspects`: the
    inspector is open."""

    user: str | None = None
    channel: str | None = None
    thread_ts: str | None = None
    since: float = 0.0
    inspects: bool = False

    def turned(self, said: Json) -> "Look":
        """The tab looks another way now."""
        user, channel, thread_ts = (str(said.get(name) or "") for name in ("as", "channel", "thread_ts"))
        inspects = said.get("inspect") is True
        return replace(self, user=user or None, channel=channel or None, thread_ts=thread_ts or None, inspects=inspects)


def of(slack: LocalSlack, look: Look) -> Json:
    """The whole snapshot."""
    world = slack.world
    me = people.person(slack, look.user) if look.user else next(iter(world.people.values()))
    channel = _open_channel(slack, look, me)
    if channel is not None and channel.messages:
        channel.read[me.id] = next(reversed(channel.messages))
    outsider = world.is_outsider(me)
    home = home_of(slack, me)
    return {
        "type": "state",
        "teams": [_team(each.id, slack) for each in world.teams.values()],
        "cast": [page_json.person(slack, each) for each in world.people.values()],
        "me": page_json.person(slack, me),
        "bot": {"user_id": world.bot.user_id, "name": world.bot.name, "app_name": world.bot.app_name,
                "team_id": world.bot.team_id},
        "names": _names(slack),
        "channels": [_listed(each, me) for each in world.channels.values() if me.id in each.members],
        "channel": _channel(slack, channel, me) if channel else None,
        "thread": _thread(slack, channel, look) if channel else None,
        "views": [view_json(slack, view) for view in slack.views.of(me.id)],
        "home": home,
        "ephemerals": _ephemerals(slack, me, channel, look),
        "commands": [] if outsider else [_command(each) for each in slack.manifest.commands or ()],
        "shortcuts": [] if outsider else [dict(each) for each in slack.manifest.shortcuts or ()],
        "notices": slack.notices.of(me.id),
        "clock": {"now": slack.clock.now(), "offset_s": slack.clock.offset()},
    } | _around(slack, me, look)  # fmt: skip


def _around(slack: LocalSlack, me: Person, look: Look) -> Json:
    """What is no part of Slack's window: the phone, the faults, what the app does."""
    return {
        "rings": rings.latest(slack, me, look.since),
        "paused_until": slack.world.paused.get(me.id, (0.0, 0.0))[1],
        "faults": slack.faults.told(),
        "inspected": inspected.latest(slack) if look.inspects else None,
    }


def _team(team_id: str, slack: LocalSlack) -> Json:
    team = slack.world.teams[team_id]
    number = list(slack.world.teams).index(team_id)
    return {"id": team.id, "name": team.name, "domain": team.domain, "icon_color": COLORS[number % len(COLORS)]}


def _names(slack: LocalSlack) -> Json:
    bot = slack.world.bot
    names: Json = {
        each.id: {"name": each.name, "team_id": each.team_id, "is_bot": False} for each in slack.world.people.values()
    }
    return names | {bot.user_id: {"name": bot.app_name, "team_id": bot.team_id, "is_bot": True}}


def _command(each: Json) -> Json:
    return {name: each.get(name, "") for name in ("command", "description", "usage_hint")}


def _listed(channel: Channel, me: Person) -> Json:
    read = channel.read.get(me.id, "")
    unread = sum(1 for each in channel.top_level() if each.ts > read and each.user != me.id)
    return {
        "id": channel.id, "name": channel.name, "is_private": channel.is_private, "is_im": channel.is_im,
        "is_ext_shared": channel.is_ext_shared, "team_ids": list(channel.team_ids), "unread": unread,
    }  # fmt: skip


def _open_channel(slack: LocalSlack, look: Look, me: Person) -> Channel | None:
    if look.channel is None:
        return None
    channel = people.channel(slack, look.channel, me)
    return channel if me.id in channel.members else None


def _channel(slack: LocalSlack, channel: Channel, me: Person) -> Json:
    told = [page_json.message(slack, each) for each in channel.top_level()[-LAST:]]
    return page_json.channel(slack, channel) | {"messages": told}


def _thread(slack: LocalSlack, channel: Channel, look: Look) -> Json | None:
    root = channel.messages.get(look.thread_ts or "")
    if root is None:
        return None
    replies = [page_json.message(slack, each) for each in channel.replies(root.ts)]
    return {"root": page_json.message(slack, root), "replies": replies}


def _ephemerals(slack: LocalSlack, me: Person, channel: Channel | None, look: Look) -> list[Json]:
    own: list[Message] = slack.world.ephemerals.get(me.id, [])
    here = [each for each in own if channel is not None and each.channel_id == channel.id]
    return [page_json.message(slack, each) | {"id": each.ts} for each in here if float(each.ts) >= look.since]
