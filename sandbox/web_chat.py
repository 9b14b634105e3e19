"""Web API: chat."""

from typing import Any

from sandbox import conversation, messages_json, scopes
from sandbox.arguments import Args
from sandbox.block_ids import with_ids
from sandbox.conversation import Draft
from sandbox.errors import SlackError
from sandbox.kinds import Json
from sandbox.limits_messages import POSTED_TEXT, UPDATED_TEXT, checked_blocks, checked_metadata, checked_text
from sandbox.methods import Done, Method, channel_of, joined_channel, message_in, person_of
from sandbox.shapes import wrong
from sandbox.slack import LocalSlack
from sandbox.world import Channel, Message

NOT_SIMULATED = ("attachments", "markdown_text", "reply_broadcast")


def refuse_unsimulated(args: Args) -> None:
    """Better an error than an ok for something nobody will see."""
    for name in NOT_SIMULATED:
        if args.given.get(name) not in (None, "", "[]", [], False, "false"):
            raise SlackError("invalid_arguments", [wrong("not simulated by the sandbox", f"/{name}")])


def target(slack: LocalSlack, args: Args) -> Channel:
    """Where to post: a channel the bot is in, or a person's direct messages by user id."""
    wanted = args.text("channel")
    if wanted in slack.world.people:
        channel = conversation.direct(slack, person_of(slack, wanted).id)
    else:
        channel = _postable(slack, args)
    if channel.is_im and not slack.manifest.messages_tab:
        raise SlackError("messages_tab_disabled")
    return channel


def _postable(slack: LocalSlack, args: Args) -> Channel:
    """A channel the bot is in; with `chat:write.public` any public one."""
    channel = channel_of(slack, args)
    if slack.world.bot.user_id in channel.members:
        return channel
    if channel.kind == "public_channel" and slack.manifest.grants(scopes.NOT_BY_DEFAULT):
        return channel
    raise SlackError("not_in_channel")


def content(slack: LocalSlack, args: Args, most: int) -> tuple[str, list[Json] | None]:
    """The text and blocks, checked; blocks without ids get them."""
    refuse_unsimulated(args)
    blocks = checked_blocks(args.json("blocks", "invalid_blocks_format"))
    return checked_text(args.maybe("text"), most), with_ids(blocks, slack.ids) if blocks is not None else None


def thread_of(channel: Channel, args: Args) -> str | None:
    """The thread's root. A reply is no root (docs/slack.md 4.3: must be the parent's `ts`)."""
    wanted = args.maybe("thread_ts")
    if wanted is None:
        return None
    root = message_in(channel, wanted, "thread_not_found")
    if root.is_reply:
        raise SlackError("cannot_reply_to_message")
    return root.ts


def post_message(slack: LocalSlack, args: Args) -> Done:
    """Says something in a channel, a thread or direct messages."""
    channel = target(slack, args)
    words, blocks = content(slack, args, POSTED_TEXT)
    if not words.strip() and not blocks:
        raise SlackError("no_text")
    draft = Draft(
        user=slack.world.bot.user_id,
        text=words,
        blocks=blocks,
        thread_ts=thread_of(channel, args),
        by_bot=True,
        subtype="bot_message" if _borrowed(args) else None,
        username=args.maybe("username"),
        icons=_icons(args),
        metadata=checked_metadata(args.json("metadata", "invalid_metadata_format")),
    )
    return _said(slack, channel, conversation.post(slack, channel, draft))


def _borrowed(args: Args) -> bool:
    return any(args.maybe(name) for name in ("username", "icon_url", "icon_emoji"))


def _icons(args: Args) -> Json | None:
    emoji, address = args.maybe("icon_emoji"), args.maybe("icon_url")
    if emoji:
        return {"emoji": emoji}
    return {"image_48": address} if address else None


def _said(slack: LocalSlack, channel: Channel, message: Message) -> Done:
    told = messages_json.as_api(slack, message, with_metadata=True)
    body: Json = {"channel": channel.id, "ts": message.ts, "message": told}
    return Done(body, effect=True, visible_to=channel.team_ids)


def own_message(slack: LocalSlack, channel: Channel, args: Args, code: str) -> Message:
    """The bot's own message; anybody else's is refused with `code`."""
    message = message_in(channel, args.text("ts"))
    if not message.by_bot or message.subtype == "tombstone":
        raise SlackError(code)
    return message


def update(slack: LocalSlack, args: Args) -> Done:
    """Changes the bot's own message. Text without blocks removes the blocks (docs/slack.md 4.3)."""
    channel = joined_channel(slack, args)
    message = own_message(slack, channel, args, "cant_update_message")
    words, blocks = content(slack, args, UPDATED_TEXT)
    metadata = checked_metadata(args.json("metadata", "invalid_metadata_format"))
    new: dict[str, Any] = {"metadata": metadata} if metadata else {}
    if args.maybe("text") is not None or blocks is not None:
        new |= {"text": words, "blocks": blocks or None}
    if not new:
        raise SlackError("no_text")
    conversation.change(slack, message, marked=not blocks, **new)
    return _said(slack, channel, message)


def delete(slack: LocalSlack, args: Args) -> Done:
    """Takes the bot's own message away, but not one under another name (docs/slack.md 4.3)."""
    channel = joined_channel(slack, args)
    message = own_message(slack, channel, args, "cant_delete_message")
    if message.username or message.icons:
        raise SlackError("cant_delete_message")
    conversation.delete(slack, message)
    return Done({"channel": channel.id, "ts": message.ts}, effect=True, visible_to=channel.team_ids)


def post_ephemeral(slack: LocalSlack, args: Args) -> Done:
    """Shows something to one member of the channel only."""
    channel = joined_channel(slack, args)
    to = args.text("user")
    if to not in slack.world.people or to not in channel.members:
        raise SlackError("user_not_in_channel")
    words, blocks = content(slack, args, POSTED_TEXT)
    if not words.strip() and not blocks:
        raise SlackError("no_text")
    draft = Draft(slack.world.bot.user_id, words, blocks, thread_of(channel, args), by_bot=True)
    message = conversation.whisper(slack, channel, draft, to)
    return Done({"message_ts": message.ts}, effect=True, visible_to=(slack.world.team_of(to),))


def permalink(slack: LocalSlack, args: Args) -> Done:
    """A link to a message."""
    channel = channel_of(slack, args)
    message = message_in(channel, args.text("message_ts"))
    link = f"{slack.url}/archives/{channel.id}/p{message.ts.replace('.', '')}"
    if message.is_reply:
        link += f"?thread_ts={message.thread_ts}&cid={channel.id}"
    return Done({"channel": channel.id, "permalink": link})


METHODS: dict[str, Method] = {
    "chat.postMessage": post_message,
    "chat.update": update,
    "chat.delete": delete,
    "chat.postEphemeral": post_ephemeral,
    "chat.getPermalink": permalink,
}
