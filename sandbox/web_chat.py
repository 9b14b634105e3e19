"""Web API: chat.

docs.slack.dev/reference/methods, chat.*.
"""

import json
from typing import Any

from sandbox import allowed, conversation, messages_json, scopes
from sandbox.arguments import Args
from sandbox.content import Content, content, no_text
from sandbox.draft import Draft
from sandbox.errors import SlackError
from sandbox.kinds import Json
from sandbox.limits_messages import POSTED_TEXT, UPDATED_TEXT, checked_metadata
from sandbox.methods import Done, Method, channel_of, joined_channel, message_in, person_of, writable
from sandbox.slack import LocalSlack
from sandbox.world import Channel, Message

SAYS = ("text", "blocks", "attachments")


def target(slack: LocalSlack, args: Args) -> Channel:
    """Where to post: a channel the bot is in, or a person's direct messages by user id.

    Under another name a user id means the person's messages from Slackbot, where the app is not (docs/slack.md 4.3).
    """
    wanted = args.text("channel")
    if wanted in slack.world.people and _borrowed(args):
        return conversation.slackbot(slack, person_of(slack, wanted).id)
    if wanted in slack.world.people:
        channel = conversation.direct(slack, person_of(slack, wanted).id)
    else:
        channel = _postable(slack, args)
    if channel.is_im and not slack.manifest.messages_tab:
        raise SlackError("messages_tab_disabled")
    return writable(channel)


def _postable(slack: LocalSlack, args: Args) -> Channel:
    """A channel the bot is in; with `chat:write.public` any public one."""
    channel = channel_of(slack, args)
    if slack.world.bot.user_id in channel.members:
        return channel
    if channel.kind == "public_channel" and slack.manifest.grants(scopes.NOT_BY_DEFAULT):
        return channel
    raise SlackError("not_in_channel")


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
    draft = draft_of(slack, channel, args)
    allowed.post(slack, channel)
    return _said(slack, channel, conversation.post(slack, channel, draft))


def draft_of(slack: LocalSlack, channel: Channel, args: Args) -> Draft:
    """The message a call describes, checked."""
    said = something(slack, args, POSTED_TEXT)
    _files_pass(slack, channel, said)
    thread_ts = thread_of(channel, args)
    return Draft(
        user=slack.world.bot.user_id,
        text=said.words,
        blocks=said.blocks,
        attachments=said.attachments,
        mrkdwn=said.mrkdwn,
        thread_ts=thread_ts,
        by_bot=True,
        subtype=_subtype(args, thread_ts),
        username=args.maybe("username"),
        icons=_icons(args),
        metadata=checked_metadata(args.json("metadata", "invalid_metadata_format")),
    )


def _files_pass(slack: LocalSlack, channel: Channel, said: Content) -> None:
    """A link to a file is one way to share it (docs.slack.dev/reference/methods/chat.postMessage, errors)."""
    has_link = f"{slack.url}/files/" in json.dumps([said.words, said.blocks, said.attachments])
    if has_link and channel.is_ext_shared and not slack.config.connect_files:
        raise SlackError("slack_connect_file_link_sharing_blocked")


def something(slack: LocalSlack, args: Args, most: int) -> Content:
    """What the call says; nothing is refused."""
    said = content(slack, args, most)
    if not said.says_something:
        raise no_text()
    return said


def _subtype(args: Args, thread_ts: str | None) -> str | None:
    if args.flag("reply_broadcast") and thread_ts is not None:
        return "thread_broadcast"
    return "bot_message" if _borrowed(args) else None


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
    """Changes the bot's own message. Text without blocks removes the blocks, attachments stay (docs/slack.md 4.3)."""
    channel = writable(joined_channel(slack, args))
    message = own_message(slack, channel, args, "cant_update_message")
    said = content(slack, args, UPDATED_TEXT)
    metadata = checked_metadata(args.json("metadata", "invalid_metadata_format"))
    new: dict[str, Any] = {"metadata": metadata} if metadata else {}
    if said.words or said.blocks is not None or args.maybe("text") is not None:
        new |= {"text": said.words, "blocks": said.blocks or None}
    if said.attachments is not None:
        new["attachments"] = said.attachments or None
    kept = {"text": message.text, "blocks": message.blocks, "attachments": message.attachments} | new
    if not new or not (any(kept[name] for name in SAYS) or message.file_ids):
        raise no_text()
    conversation.change(slack, message, marked=not said.blocks, **new)
    return _said(slack, channel, message)


def delete(slack: LocalSlack, args: Args) -> Done:
    """Takes the bot's own message away, but not one under another name (docs/slack.md 4.3)."""
    channel = writable(joined_channel(slack, args))
    message = own_message(slack, channel, args, "cant_delete_message")
    if message.username or message.icons:
        raise SlackError("cant_delete_message")
    conversation.delete(slack, message)
    return Done({"channel": channel.id, "ts": message.ts}, effect=True, visible_to=channel.team_ids)


def post_ephemeral(slack: LocalSlack, args: Args) -> Done:
    """Shows something to one member of the channel only, in a thread if there is one already (docs/slack.md 4.3)."""
    channel = writable(joined_channel(slack, args))
    to = args.text("user")
    person = slack.world.people.get(to)
    if person is None or person.is_deleted or to not in channel.members:
        raise SlackError("user_not_in_channel")
    said = something(slack, args, POSTED_TEXT)
    bot, thread_ts = slack.world.bot.user_id, thread_of(channel, args)
    draft = Draft(bot, said.words, said.blocks, thread_ts, by_bot=True, attachments=said.attachments)
    if thread_ts and not channel.replies(thread_ts):
        return Done({"message_ts": channel.next_ts(slack.clock.now())}, effect=True)
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


def me_message(slack: LocalSlack, args: Args) -> Done:
    """Says what the bot does, in the third person."""
    channel = writable(joined_channel(slack, args))
    draft = Draft(slack.world.bot.user_id, args.text("text"), by_bot=True, subtype="me_message")
    allowed.post(slack, channel)
    message = conversation.post(slack, channel, draft)
    return Done({"channel": channel.id, "ts": message.ts}, effect=True, visible_to=channel.team_ids)


METHODS: dict[str, Method] = {
    "chat.postMessage": post_message,
    "chat.update": update,
    "chat.delete": delete,
    "chat.postEphemeral": post_ephemeral,
    "chat.getPermalink": permalink,
    "chat.meMessage": me_message,
}
