"""Web API: pins and reactions (docs.slack.dev/reference/methods, pins.* and reactions.*)."""

import re

from sandbox import conversation, emojis, messages_json
from sandbox.arguments import Args
from sandbox.errors import SlackError
from sandbox.methods import Done, Method, joined_channel, message_in, writable
from sandbox.slack import LocalSlack
from sandbox.world import Channel, Message

NO_SUCH_MESSAGE = "message_not_found"


TIMESTAMP = re.compile(r"\d{1,10}\.\d{1,6}")


def _place(slack: LocalSlack, args: Args) -> tuple[Channel, Message]:
    ts = args.maybe("timestamp")
    if args.maybe("channel") is None or ts is None:
        raise SlackError("no_item_specified")
    channel = joined_channel(slack, args)
    if not TIMESTAMP.fullmatch(ts):
        raise SlackError("bad_timestamp")
    return channel, message_in(channel, ts, NO_SUCH_MESSAGE)


def pin(slack: LocalSlack, args: Args) -> Done:
    """Pins a message in its channel."""
    channel, message = _place(slack, args)
    writable(channel)
    if not conversation.pin(slack, message, slack.world.bot.user_id):
        raise SlackError("already_pinned")
    return Done({}, effect=True, visible_to=channel.team_ids)


def unpin(slack: LocalSlack, args: Args) -> Done:
    """Takes a pin away."""
    channel, message = _place(slack, args)
    writable(channel)
    if not conversation.unpin(slack, message, slack.world.bot.user_id):
        raise SlackError("no_pin")
    return Done({}, effect=True, visible_to=channel.team_ids)


def pins(slack: LocalSlack, args: Args) -> Done:
    """A channel's pinned messages."""
    channel = joined_channel(slack, args)
    told = [messages_json.as_api(slack, channel.messages[ts]) for ts in channel.pins]
    return Done({"items": [{"type": "message", "channel": channel.id, "message": each, "created": 0} for each in told]})


def _emoji(slack: LocalSlack, args: Args) -> str:
    name = args.text("name").strip(":")
    if not emojis.exists(slack.config, name):
        raise SlackError("invalid_name")
    return name


def react(slack: LocalSlack, args: Args) -> Done:
    """The bot adds an emoji."""
    name = _emoji(slack, args)
    channel, message = _place(slack, args)
    writable(channel)
    if not conversation.react(slack, message, slack.world.bot.user_id, name):
        raise SlackError("already_reacted")
    return Done({}, effect=True, visible_to=channel.team_ids)


def unreact(slack: LocalSlack, args: Args) -> Done:
    """The bot takes its emoji away."""
    name = _emoji(slack, args)
    channel, message = _place(slack, args)
    writable(channel)
    if not conversation.unreact(slack, message, slack.world.bot.user_id, name):
        raise SlackError("no_reaction")
    return Done({}, effect=True, visible_to=channel.team_ids)


def reactions(slack: LocalSlack, args: Args) -> Done:
    """A message with its emoji."""
    channel, message = _place(slack, args)
    return Done({"type": "message", "channel": channel.id, "message": messages_json.as_api(slack, message)})


METHODS: dict[str, Method] = {
    "pins.add": pin,
    "pins.remove": unpin,
    "pins.list": pins,
    "reactions.add": react,
    "reactions.remove": unreact,
    "reactions.get": reactions,
}
