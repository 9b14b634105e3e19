"""What happens in channels, whoever does it: said, changed, deleted, reacted to; and the app is told.

docs.slack.dev/messaging; docs.slack.dev/reference/methods: chat.update, chat.delete; .../reference/events/message.
"""

from dataclasses import replace
from typing import Any

from sandbox import events, ids, messages_json
from sandbox.draft import Draft
from sandbox.kinds import Json
from sandbox.slack import LocalSlack
from sandbox.world import Channel, File, Message


def post(slack: LocalSlack, channel: Channel, draft: Draft) -> Message:
    """Says it in the channel."""
    message = _message(slack, channel, draft)
    channel.add(message)
    for file_id in message.file_ids:
        _share(slack, slack.world.files[file_id], message)
    if not message.by_bot:
        channel.read[message.user] = message.ts
    events.message_posted(slack, message)
    slack.changes.notify()
    return message


def whisper(slack: LocalSlack, channel: Channel, draft: Draft, to: str) -> Message:
    """Shows it to one person; it is in no history."""
    message = replace(_message(slack, channel, draft), only=to)
    slack.world.ephemerals.setdefault(to, []).append(message)
    slack.changes.notify()
    return message


def _message(slack: LocalSlack, channel: Channel, draft: Draft) -> Message:
    return Message(
        ts=channel.next_ts(slack.clock.now()),
        channel_id=channel.id,
        user=draft.user,
        team_id=slack.world.team_of(draft.user),
        text=draft.text,
        blocks=draft.blocks,
        thread_ts=draft.thread_ts,
        subtype=draft.subtype,
        by_bot=draft.by_bot,
        username=draft.username,
        icons=draft.icons,
        metadata=draft.metadata,
        file_ids=list(draft.file_ids),
        client_msg_id=draft.client_msg_id,
        attachments=draft.attachments,
        about=draft.about,
        mrkdwn=draft.mrkdwn,
    )


def _share(slack: LocalSlack, file: File, message: Message) -> None:
    place: Json = {"ts": message.ts, "channel_name": slack.world.channels[message.channel_id].name}
    place |= {"team_id": message.team_id, "share_user_id": message.user}
    if message.is_reply:
        place["thread_ts"] = message.thread_ts
    file.shares.setdefault(message.channel_id, []).append(place)


def change(slack: LocalSlack, message: Message, marked: bool, **new: Any) -> None:
    """Gives the message new content; `marked` shows "(edited)"."""
    before, metadata = snapshot(slack, message), message.metadata
    for name, value in new.items():
        setattr(message, name, value)
    if marked:
        message.edited = {"user": message.user, "ts": f"{slack.clock.now():.6f}"}
    events.message_changed(slack, message, before)
    events.metadata_changed(slack, message, metadata)
    slack.changes.notify()


def delete(slack: LocalSlack, message: Message) -> None:
    """Takes it away. A thread's root stays as a tombstone while it has replies."""
    channel = slack.world.channels[message.channel_id]
    if channel.replies(message.ts):
        empty: Json = {"text": "This message was deleted.", "blocks": None, "file_ids": [], "subtype": "tombstone"}
        change(slack, message, marked=False, metadata=None, **empty)
        return
    before = snapshot(slack, message)
    channel.remove(message)
    events.message_deleted(slack, message, before)
    slack.changes.notify()


def snapshot(slack: LocalSlack, message: Message) -> Json:
    """The message as it is now, for the events that say what it was."""
    return messages_json.as_api(slack, message, stubs=slack.world.channels[message.channel_id].is_ext_shared)


def react(slack: LocalSlack, message: Message, user_id: str, name: str) -> bool:
    """Adds an emoji; False when it was there."""
    users = message.reactions.setdefault(name, [])
    if user_id in users:
        return False
    users.append(user_id)
    events.reaction(slack, "reaction_added", message, user_id, name)
    slack.changes.notify()
    return True


def unreact(slack: LocalSlack, message: Message, user_id: str, name: str) -> bool:
    """Takes an emoji away; False when it was not there."""
    users = message.reactions.get(name, [])
    if user_id not in users:
        return False
    users.remove(user_id)
    if not users:
        del message.reactions[name]
    events.reaction(slack, "reaction_removed", message, user_id, name)
    slack.changes.notify()
    return True


def pin(slack: LocalSlack, message: Message, user_id: str) -> bool:
    """Pins it; False when it was."""
    pins = slack.world.channels[message.channel_id].pins
    if message.ts in pins:
        return False
    pins.append(message.ts)
    events.pin(slack, "pin_added", message, user_id)
    slack.changes.notify()
    return True


def unpin(slack: LocalSlack, message: Message, user_id: str) -> bool:
    """Takes its pin away; False when it had none."""
    pins = slack.world.channels[message.channel_id].pins
    if message.ts not in pins:
        return False
    pins.remove(message.ts)
    events.pin(slack, "pin_removed", message, user_id)
    slack.changes.notify()
    return True


def join(slack: LocalSlack, channel: Channel, user_id: str, inviter: str | None = None) -> None:
    """Makes somebody a member, with the line Slack writes in the channel."""
    channel.members.append(user_id)
    events.membership(slack, "member_joined_channel", channel, user_id, inviter)
    line(slack, channel, user_id, "join", "has joined the channel", **({"inviter": inviter} if inviter else {}))


def leave(slack: LocalSlack, channel: Channel, user_id: str) -> None:
    """Ends a membership, with Slack's line about it."""
    channel.members.remove(user_id)
    events.membership(slack, "member_left_channel", channel, user_id)
    line(slack, channel, user_id, "leave", "has left the channel")


def line(slack: LocalSlack, channel: Channel, user_id: str, what: str, words: str, **about: str) -> None:
    """What Slack itself writes in a channel, of subtype `channel_join` and its like, in the name of who did it.

    docs.slack.dev/reference/events/message/channel_topic, .../channel_name, .../channel_leave and their like.
    """
    post(slack, channel, Draft(user_id, f"<@{user_id}> {words}", subtype=f"channel_{what}", about=about or None))


def share_with(slack: LocalSlack, channel: Channel, team_ids: tuple[str, ...], changed: str) -> None:
    """From now on these other workspaces are connected; `changed` came or went, and then its people are out."""
    channel.shared_with = team_ids
    for user_id in [each for each in channel.members if slack.world.team_of(each) not in channel.team_ids]:
        channel.members.remove(user_id)
    events.sharing(slack, channel, changed)
    slack.changes.notify()


def direct(slack: LocalSlack, user_id: str) -> Channel:
    """The direct messages between this person and the bot, opened if they never were."""
    found = slack.world.im_with(user_id)
    if found is not None:
        return found
    bot, team_id = slack.world.bot, slack.world.team_of(user_id)
    channel = Channel(
        id=ids.named("D", user_id, bot.user_id),
        name=bot.name,
        team_id=bot.team_id,
        shared_with=() if team_id == bot.team_id else (team_id,),
        is_im=True,
        created=int(slack.clock.now()),
        members=[user_id, bot.user_id],
    )
    slack.world.channels[channel.id] = channel
    return channel


def slackbot(slack: LocalSlack, user_id: str) -> Channel:
    """What Slackbot says to this person; neither the app nor anybody else is there."""
    channel_id, team_id = ids.named("D", user_id, "slackbot"), slack.world.team_of(user_id)
    if channel_id not in slack.world.channels:
        made = Channel(channel_id, "slackbot", team_id, is_im=True, created=int(slack.clock.now()), members=[user_id])
        slack.world.channels[channel_id] = made
    return slack.world.channels[channel_id]


def group(slack: LocalSlack, user_ids: list[str]) -> Channel:
    """Direct messages between several people and the bot."""
    world = slack.world
    names = sorted(world.people[each].key for each in user_ids)
    teams = dict.fromkeys(world.team_of(each) for each in user_ids)
    channel = Channel(
        id=ids.named("C", "mpim", *sorted(user_ids)),
        name=f"mpdm-{'--'.join([*names, world.bot.name])}-1",
        team_id=world.home.id,
        shared_with=tuple(each for each in teams if each != world.home.id),
        is_private=True,
        is_mpim=True,
        created=int(slack.clock.now()),
        members=[*user_ids, world.bot.user_id],
    )
    world.channels[channel.id] = channel
    slack.changes.notify()
    return channel
