"""Web API: what an app does to conversations themselves (docs.slack.dev/reference/methods, conversations.*)."""

from sandbox import channels, channels_json, conversation
from sandbox.arguments import Args
from sandbox.errors import SlackError
from sandbox.methods import Done, Method, channel_of, joined_channel, page, person_of
from sandbox.scopes import KINDS
from sandbox.shapes import wrong
from sandbox.slack import LocalSlack
from sandbox.world import CHANNEL_NAME, Channel

TOPIC = 250
MOST_INVITED = 100


def _changed(slack: LocalSlack, channel: Channel) -> Done:
    slack.changes.notify()
    told = {"channel": channels_json.as_api(slack, channel)}
    return Done(told, effect=True, visible_to=channel.team_ids)


def _name(slack: LocalSlack, args: Args) -> str:
    name = args.text("name")
    if len(name) > 80:
        raise SlackError("invalid_name_maxlength")
    if not CHANNEL_NAME.fullmatch(name):
        raise SlackError("invalid_name_specials")
    if slack.world.named(name) is not None:
        raise SlackError("name_taken")
    return name


def create(slack: LocalSlack, args: Args) -> Done:
    """A new channel with the bot in it."""
    return _changed(slack, channels.create(slack, _name(slack, args), args.flag("is_private")))


def rename(slack: LocalSlack, args: Args) -> Done:
    """Another name for a channel."""
    channel = _own(slack, args)
    channels.rename(slack, channel, slack.world.bot.user_id, _name(slack, args))
    return _changed(slack, channel)


def _own(slack: LocalSlack, args: Args) -> Channel:
    """A channel the bot is in, and not direct messages."""
    channel = joined_channel(slack, args)
    if channel.is_im or channel.is_mpim:
        raise SlackError("method_not_supported_for_channel_type")
    return channel


def archive(slack: LocalSlack, args: Args) -> Done:
    """Puts a channel away."""
    channel = _own(slack, args)
    if channel.is_archived:
        raise SlackError("already_archived")
    channels.archive(slack, channel, slack.world.bot.user_id, away=True)
    return Done({}, effect=True, visible_to=channel.team_ids)


def unarchive(slack: LocalSlack, args: Args) -> Done:
    """Takes it out again."""
    channel = _own(slack, args)
    if not channel.is_archived:
        raise SlackError("not_archived")
    channels.archive(slack, channel, slack.world.bot.user_id, away=False)
    return Done({}, effect=True, visible_to=channel.team_ids)


def _words(args: Args, name: str) -> str:
    words = args.maybe(name) or ""
    if len(words) > TOPIC:
        raise SlackError("too_long", [wrong(f"must be less than {TOPIC + 1} characters", f"/{name}")])
    return words


def _line(slack: LocalSlack, channel: Channel, what: str, words: str) -> None:
    said = f"set the channel {what}: {words}" if words else f"cleared the channel {what}"
    conversation.line(slack, channel, slack.world.bot.user_id, what, said, **{what: words})


def set_topic(slack: LocalSlack, args: Args) -> Done:
    """What is talked about, in 250 characters."""
    channel = _own(slack, args)
    channel.topic = _words(args, "topic")
    _line(slack, channel, "topic", channel.topic)
    return _changed(slack, channel)


def set_purpose(slack: LocalSlack, args: Args) -> Done:
    """What the channel is for, in 250 characters."""
    channel = _own(slack, args)
    channel.purpose = _words(args, "purpose")
    _line(slack, channel, "purpose", channel.purpose)
    return _changed(slack, channel)


def invite(slack: LocalSlack, args: Args) -> Done:
    """Makes people members; those of workspaces connected here only."""
    channel, users = _own(slack, args), args.names("users")
    if not users:
        raise SlackError("no_user")
    if len(users) > MOST_INVITED:
        raise SlackError("too_many_users")
    for user in [person_of(slack, each) for each in users]:
        if user.team_id not in channel.team_ids:
            raise SlackError("user_team_not_in_channel")
        if user.id in channel.members:
            raise SlackError("already_in_channel")
        conversation.join(slack, channel, user.id, inviter=slack.world.bot.user_id)
    return _changed(slack, channel)


def kick(slack: LocalSlack, args: Args) -> Done:
    """Ends somebody's membership."""
    channel, user_id = _own(slack, args), args.text("user")
    if user_id == slack.world.bot.user_id:
        raise SlackError("cant_kick_self")
    if user_id not in channel.members:
        raise SlackError("not_in_channel")
    conversation.leave(slack, channel, user_id)
    return Done({}, effect=True, visible_to=channel.team_ids)


def leave(slack: LocalSlack, args: Args) -> Done:
    """The bot goes."""
    channel = channel_of(slack, args)
    if channel.is_im or channel.is_mpim:
        raise SlackError("method_not_supported_for_channel_type")
    if slack.world.bot.user_id not in channel.members:
        return Done({"not_in_channel": True})
    conversation.leave(slack, channel, slack.world.bot.user_id)
    return Done({}, effect=True, visible_to=channel.team_ids)


def close(slack: LocalSlack, args: Args) -> Done:
    """Direct messages leave the list; what was said stays."""
    channel = joined_channel(slack, args)
    if not (channel.is_im or channel.is_mpim):
        raise SlackError("method_not_supported_for_channel_type")
    return Done({})


def mark(slack: LocalSlack, args: Args) -> Done:
    """So far the bot has read."""
    channel = joined_channel(slack, args)
    channel.read[slack.world.bot.user_id] = args.text("ts")
    return Done({})


def of_user(slack: LocalSlack, args: Args) -> Done:
    """The conversations somebody is in, without a name the bot; only such as the app can see."""
    user_id = args.maybe("user") or slack.world.bot.user_id
    if user_id != slack.world.bot.user_id:
        person_of(slack, user_id)
    kinds = set(args.names("types")) or {"public_channel"}
    if not kinds <= set(KINDS):
        raise SlackError("invalid_types")
    every = [each for each in slack.world.channels.values() if user_id in each.members and slack.world.app_sees(each)]
    shown, metadata = page([each for each in every if each.kind in kinds], args)
    told = [channels_json.as_api(slack, each, listed=True) for each in shown]
    return Done({"channels": told, "response_metadata": metadata})


METHODS: dict[str, Method] = {
    "conversations.archive": archive,
    "conversations.close": close,
    "conversations.create": create,
    "conversations.invite": invite,
    "conversations.kick": kick,
    "conversations.leave": leave,
    "conversations.mark": mark,
    "conversations.rename": rename,
    "conversations.setPurpose": set_purpose,
    "conversations.setTopic": set_topic,
    "conversations.unarchive": unarchive,
    "users.conversations": of_user,
}
