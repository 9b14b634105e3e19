"""What people do to channels: share, rename, put away.

docs.slack.dev/apis/slack-connect.
"""

from sandbox import channels, conversation, people
from sandbox.body import Body
from sandbox.errors import CannotDo
from sandbox.kinds import Json
from sandbox.slack import LocalSlack
from sandbox.world import CHANNEL_NAME, Channel, Person


def _own(slack: LocalSlack, body: Body) -> tuple[Person, Channel]:
    """Who does it, of home or of the channel's own workspace, and a channel they are in."""
    who = people.acting(slack, body.need("user"))
    channel = people.joined(slack, body.need("channel"), who)
    if channel.is_im or who.team_id not in (slack.world.home.id, channel.team_id):
        raise CannotDo("not_allowed")
    return who, channel


async def archive(slack: LocalSlack, body: Body) -> Json:
    """Puts a channel away; nobody writes there any more."""
    return _archived(slack, body, away=True)


async def unarchive(slack: LocalSlack, body: Body) -> Json:
    """Takes it out again."""
    return _archived(slack, body, away=False)


def _archived(slack: LocalSlack, body: Body, away: bool) -> Json:
    who, channel = _own(slack, body)
    if channel.is_archived == away:
        raise CannotDo("already_archived" if away else "not_archived")
    channels.archive(slack, channel, who.id, away)
    return {"ok": True}


async def rename(slack: LocalSlack, body: Body) -> Json:
    """Gives a channel another name (`name`), of small letters, digits, - and _."""
    who, channel = _own(slack, body)
    name = body.need("name").lstrip("#")
    if not CHANNEL_NAME.fullmatch(name):
        raise CannotDo("invalid_name")
    if slack.world.named(name) is not None:
        raise CannotDo("name_taken")
    channels.rename(slack, channel, who.id, name)
    return {"ok": True}


async def share(slack: LocalSlack, body: Body) -> Json:
    """Shares a channel with another workspace (`team`, by name or id); people of its own workspace only.

    A private channel with an old id, G..., gets a new one by that (docs/slack.md 2.4).
    """
    _, channel = _own(slack, body)
    team_id = team_named(slack, body)
    if team_id in channel.team_ids:
        raise CannotDo("already_shared")
    if channel.id.startswith("G"):
        channels.renumber(slack, channel)
    conversation.share_with(slack, channel, (*channel.shared_with, team_id), team_id)
    return {"ok": True, "channel": channel.id}


async def unshare(slack: LocalSlack, body: Body) -> Json:
    """Ends that, by people of either side; the other workspace's people are out of the channel.

    When the other side is the host, home keeps a frozen copy with another id (docs/slack.md 2.4).
    """
    who = people.acting(slack, body.need("user"))
    channel, team_id = people.joined(slack, body.need("channel"), who), team_named(slack, body)
    if team_id not in channel.team_ids or len(channel.team_ids) == 1 or who.is_guest or channel.is_im:
        raise CannotDo("not_shared")
    if slack.world.home.id in channel.shared_with and team_id in (slack.world.home.id, channel.team_id):
        channels.sever(slack, channel)
    else:
        left = tuple(each for each in channel.shared_with if each != team_id)
        conversation.share_with(slack, channel, left, team_id)
    return {"ok": True, "channel": channel.id}


def team_named(slack: LocalSlack, body: Body) -> str:
    """The id of the workspace meant by `team`."""
    wanted = body.need("team")
    for team in slack.world.teams.values():
        if wanted in {team.id, team.name, team.domain}:
            return team.id
    raise CannotDo("no_such_team", there=sorted(team.name for team in slack.world.teams.values()))
