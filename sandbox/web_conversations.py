"""Web API: conversations.

docs.slack.dev/reference/methods, conversations.*.
"""

from collections.abc import Iterable, Iterator

from sandbox import allowed, channels_json, conversation, messages_json, scopes
from sandbox.arguments import Args
from sandbox.errors import SlackError
from sandbox.kinds import Json
from sandbox.methods import (
    MOST_PER_PAGE,
    Done,
    Method,
    channel_of,
    joined_channel,
    message_in,
    page,
    page_in_time,
    person_of,
)
from sandbox.slack import LocalSlack
from sandbox.world import Message

DISTRIBUTED = 15
MOST_TOGETHER = 8  # docs.slack.dev/reference/methods/conversations.open


def info(slack: LocalSlack, args: Args) -> Done:
    """One conversation, with the workspaces connected to it."""
    found, counted = channel_of(slack, args), args.flag("include_num_members")
    return Done({"channel": channels_json.as_api(slack, found, counted=counted)})


def listing(slack: LocalSlack, args: Args) -> Done:
    """The conversations the app can see, of the wanted types (public channels by default)."""
    kinds = set(args.names("types")) or {"public_channel"}
    if not kinds <= set(scopes.KINDS):
        raise SlackError("invalid_types")
    for kind in kinds:
        allowed.require(slack, *scopes.needed("conversations.info", kind))
    every = [each for each in slack.world.channels.values() if slack.world.app_sees(each) and each.kind in kinds]
    shown, metadata = page(every, args)
    told = [channels_json.as_api(slack, each, listed=True) for each in shown]
    return Done({"channels": told, "response_metadata": metadata})


def members(slack: LocalSlack, args: Args) -> Done:
    """The user ids in a conversation, other organisations' too."""
    shown, metadata = page(channel_of(slack, args).members, args)
    return Done({"members": shown, "response_metadata": metadata})


def _between(messages: Iterable[Message], args: Args) -> Iterator[Message]:
    """Those of a stretch of time, in the order they come."""
    oldest, latest = float(_ts(args, "oldest") or 0), float(_ts(args, "latest") or "inf")
    inclusive = args.flag("inclusive")
    for each in messages:
        at = float(each.ts)
        if oldest < at < latest or (inclusive and at in (oldest, latest)):
            yield each


def _ts(args: Args, name: str) -> str | None:
    value = args.maybe(name)
    if value is not None and not value.replace(".", "", 1).isdecimal():
        raise SlackError(f"invalid_ts_{name}")
    return value


def _most(slack: LocalSlack) -> int:
    """docs.slack.dev/changelog/2025/05/29/rate-limit-changes-for-non-marketplace-apps; docs/slack.md 5.5."""
    return DISTRIBUTED if slack.config.distributed else MOST_PER_PAGE


def _told(slack: LocalSlack, messages: list[Message], args: Args) -> list[Json]:
    with_metadata = args.flag("include_all_metadata")
    return [messages_json.as_api(slack, each, with_metadata=with_metadata) for each in messages]


def history(slack: LocalSlack, args: Args) -> Done:
    """What was said outside threads, the newest first."""
    channel = joined_channel(slack, args)
    shown, metadata = page_in_time(_between(channel.newest(), args), args, 100, _most(slack), newest_first=True)
    more = bool(metadata["next_cursor"])
    body: Json = {"messages": _told(slack, shown, args), "has_more": more, "pin_count": len(channel.pins)}
    return Done({**body, "response_metadata": metadata})


def replies(slack: LocalSlack, args: Args) -> Done:
    """A thread, root first. A reply's `ts` gives that reply alone, as Slack does."""
    channel = joined_channel(slack, args)
    root = message_in(channel, args.text("ts"), "thread_not_found")
    thread = [root, *_between(channel.replies(root.ts), args)]
    shown, metadata = page_in_time(thread, args, 1000, _most(slack), newest_first=False)
    more = bool(metadata["next_cursor"])
    return Done({"messages": _told(slack, shown, args), "has_more": more, "response_metadata": metadata})


def opened(slack: LocalSlack, args: Args) -> Done:
    """Direct messages with one person, or with up to eight; of other workspaces too once met in a shared channel."""
    if args.maybe("channel") is not None:
        channel = joined_channel(slack, args)
        return Done({"channel": channels_json.as_api(slack, channel), "already_open": True})
    users = args.names("users")
    if not users or len(users) > MOST_TOGETHER:
        raise SlackError("users_list_not_supplied" if not users else "too_many_users")
    ids = list(dict.fromkeys(person_of(slack, each).id for each in users))
    allowed.require(slack, "im:write" if len(ids) == 1 else "mpim:write")
    known = slack.world.im_with(ids[0]) if len(ids) == 1 else slack.world.mpim_with(ids)
    channel = known or (conversation.direct(slack, ids[0]) if len(ids) == 1 else conversation.group(slack, ids))
    told = channels_json.as_api(slack, channel) if args.flag("return_im") else {"id": channel.id}
    done = {"channel": told, "already_open": known is not None, "no_op": known is not None}
    return Done(done, effect=known is None, visible_to=channel.team_ids)


def join(slack: LocalSlack, args: Args) -> Done:
    """The bot joins a public channel."""
    channel = channel_of(slack, args)
    if channel.is_im or channel.is_private:
        raise SlackError("method_not_supported_for_channel_type")
    if slack.world.bot.user_id in channel.members:
        return Done({"channel": channels_json.as_api(slack, channel), "warning": "already_in_channel"})
    conversation.join(slack, channel, slack.world.bot.user_id)
    return Done({"channel": channels_json.as_api(slack, channel)}, effect=True, visible_to=channel.team_ids)


METHODS: dict[str, Method] = {
    "conversations.info": info,
    "conversations.list": listing,
    "conversations.members": members,
    "conversations.history": history,
    "conversations.replies": replies,
    "conversations.open": opened,
    "conversations.join": join,
}
