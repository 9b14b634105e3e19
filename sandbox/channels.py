"""What becomes of channels: made, renamed, put away, given another id; and the app is told.

docs.slack.dev/reference/events: channel_created, channel_rename, channel_archive, group_archive, channel_id_changed
and their like; docs/slack.md 2.4.
"""

from sandbox import conversation, events
from sandbox.slack import LocalSlack
from sandbox.world import Channel


def _family(channel: Channel, name: str) -> str:
    return f"{'group' if channel.is_private else 'channel'}_{name}"


def create(slack: LocalSlack, name: str, private: bool) -> Channel:
    """A channel of the home workspace with the bot in it."""
    world, now = slack.world, int(slack.clock.now())
    made = Channel(
        slack.ids.next("C"), name, world.home.id, is_private=private, created=now, members=[world.bot.user_id]
    )
    world.channels[made.id] = made
    if not private:
        told = {"id": made.id, "name": name, "created": now, "creator": world.bot.user_id, "is_channel": True}
        events.workspace(slack, "channel_created", {"channel": told})
    events.membership(slack, "member_joined_channel", made, world.bot.user_id)
    slack.changes.notify()
    return made


def rename(slack: LocalSlack, channel: Channel, user_id: str, name: str) -> None:
    """Another name, the same id."""
    old = channel.name
    channel.previous_names.append(old)
    channel.name = name
    what = {"id": channel.id, "name": name, "name_normalized": name, "created": channel.created}
    told = {"channel": what | {"is_channel": not channel.is_private, "is_mpim": False}}
    events.about(slack, _family(channel, "rename"), channel, told)
    words = f'has renamed the channel from "{old}" to "{name}"'
    conversation.line(slack, channel, user_id, "name", words, old_name=old, name=name)


def archive(slack: LocalSlack, channel: Channel, user_id: str, away: bool) -> None:
    """Put away, or taken out again."""
    channel.is_archived = away
    kind = _family(channel, "archive" if away else "unarchive")
    events.about(slack, kind, channel, {"channel": channel.id, "user": user_id, "is_moved": 0})
    what = "archive" if away else "unarchive"
    conversation.line(slack, channel, user_id, what, f"{what}d the channel")


def delete(slack: LocalSlack, channel: Channel) -> None:
    """Gone, with all that was said there; the app is told where it could see it."""
    kind = _family(channel, "deleted")
    events.about(slack, kind, channel, {"channel": channel.id})
    del slack.world.channels[channel.id]
    for own in slack.world.ephemerals.values():
        own[:] = [each for each in own if each.channel_id != channel.id]
    for file in slack.world.files.values():
        file.shares.pop(channel.id, None)
    slack.changes.notify()


def renumber(slack: LocalSlack, channel: Channel) -> None:
    """A C in place of the G of old private channels, from the moment somebody sets out to share it."""
    old, world = channel.id, slack.world
    fresh = f"C{old[1:]}"
    world.channels = {fresh if each is channel else each.id: each for each in world.channels.values()}
    _moved(slack, channel, fresh)
    told = {"old_channel_id": old, "new_channel_id": channel.id}
    events.about(slack, "channel_id_changed", channel, told)


def sever(slack: LocalSlack, channel: Channel) -> None:
    """The host ends the sharing: home keeps a frozen copy under another id, and the old one is nobody's here.

    `channel_unshared` is the last the app hears of the old id.
    """
    host, world = channel.team_id, slack.world
    channel.team_id, channel.shared_with, channel.is_frozen = world.home.id, (), True
    channel.members = [each for each in channel.members if world.team_of(each) == world.home.id]
    events.sharing(slack, channel, host)
    fresh = slack.ids.next("C")
    world.channels = {fresh if each is channel else each.id: each for each in world.channels.values()}
    _moved(slack, channel, fresh)
    slack.changes.notify()


def _moved(slack: LocalSlack, channel: Channel, fresh: str) -> None:
    old, channel.id = channel.id, fresh
    for message in channel.messages.values():
        message.channel_id = fresh
    for own in slack.world.ephemerals.values():
        for message in own:
            message.channel_id = fresh if message.channel_id == old else message.channel_id
    for file in slack.world.files.values():
        if old in file.shares:
            file.shares[fresh] = file.shares.pop(old)
