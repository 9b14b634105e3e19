"""For whom things are drawn: what a text says depends on who reads it, and when."""

from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from zoneinfo import ZoneInfo

from sandbox import offered
from sandbox.slack import LocalSlack
from sandbox.world import Channel, Person, Team

Look = dict[str, str | None]


@dataclass(frozen=True)
class Reader:
    """A person at one moment (unix seconds)."""

    slack: LocalSlack
    me: Person
    now: float

    @cached_property
    def around(self) -> int:
        """Another number when people, channels, groups or calls are named otherwise, or this person sees others."""
        world = self.slack.world
        people = [(each.id, each.name) for each in world.people.values()]
        seen = [each for each in world.channels.values() if offered.sees(self.me, each)]
        channels = [(each.id, each.name, each.kind, each.is_ext_shared, self.me.id in each.members) for each in seen]
        groups = [(each.id, each.handle) for each in world.usergroups.values()]
        calls = [(each.id, each.title, each.date_end) for each in world.calls.values()]
        return hash((self.me.tz, *people, *channels, *groups, *calls))

    def name(self, user_id: str) -> str | None:
        """What a person or the app is called; None for nobody."""
        bot, found = self.slack.world.bot, self.slack.world.people.get(user_id)
        return bot.app_name if user_id == bot.user_id else found.name if found else None

    def team(self) -> Team:
        """Their own workspace."""
        return self.slack.world.teams[self.me.team_id]

    def channel(self, channel_id: str) -> Channel | None:
        """A channel they are in."""
        found = self.slack.world.channels.get(channel_id)
        return found if found is not None and self.me.id in found.members else None

    def at(self, unix: float) -> datetime:
        """An instant on their clock."""
        return datetime.fromtimestamp(unix, ZoneInfo(self.me.tz or "UTC"))


def look_at(channel: Channel) -> Look:
    """The page's look that shows this channel."""
    return {"channel": channel.id if channel.is_im else channel.name, "thread": None, "home": None}


LIST: Look = {"channel": None, "thread": None, "home": None}
HOME: Look = {"channel": None, "thread": None, "home": "1"}
