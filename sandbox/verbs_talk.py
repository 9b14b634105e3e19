"""What people do in channels: say, edit, delete, react, come and go.

docs.slack.dev/apis/slack-connect.
"""

import uuid

from sandbox import conversation, emojis, links, notices, people, typed_rich, typed_text, uploads
from sandbox.body import Body
from sandbox.draft import Draft
from sandbox.errors import CannotDo
from sandbox.kinds import Json
from sandbox.slack import LocalSlack
from sandbox.world import Channel, Message, Person


async def say(slack: LocalSlack, body: Body) -> Json:
    """Says something in a channel, a thread or direct messages, with files or without."""
    who = people.acting(slack, body.need("user"))
    channel = people.joined(slack, body.need("channel"), who)
    if channel.is_im and not slack.manifest.takes_messages:
        raise CannotDo("messages_tab_disabled", shown=[slack.notices.tell(who.id, notices.MESSAGES_OFF)])
    if channel.is_archived or channel.is_frozen:
        raise CannotDo("is_archived")
    files = uploads.attach(slack, who, body.given.get("files") or [])
    if files and channel.is_ext_shared and not slack.config.connect_files:
        raise CannotDo("no_files_here")
    text = typed_text.encoded(slack, body.maybe("text") or "")
    if not text and not files:
        raise CannotDo("text_is_needed")
    draft = Draft(
        user=who.id,
        text=text,
        blocks=_blocks(slack, text) if text else None,
        thread_ts=_thread(channel, body),
        file_ids=tuple(file.id for file in files),
        subtype="file_share" if files else None,
        client_msg_id=str(uuid.uuid4()),
    )
    message = conversation.post(slack, channel, draft)
    links.shared(slack, message)
    return {"ok": True, "ts": message.ts, "channel": channel.id, "files": [file.id for file in files]}


def _blocks(slack: LocalSlack, text: str) -> list[Json]:
    """The rich_text block that people's own messages carry."""
    return [{**typed_rich.rich_text(text), "block_id": slack.ids.short()}]


def _thread(channel: Channel, body: Body) -> str | None:
    ts = body.maybe("thread_ts")
    if ts is None:
        return None
    root = people.message(channel, ts)
    return root.thread_ts if root.is_reply else root.ts


def _place(slack: LocalSlack, body: Body) -> tuple[Person, Message]:
    who = people.acting(slack, body.need("user"))
    channel = people.joined(slack, body.need("channel"), who)
    return who, people.message(channel, body.either("message_ts", "ts"))


def _own(slack: LocalSlack, body: Body) -> Message:
    who, message = _place(slack, body)
    if message.user != who.id or message.by_bot or message.subtype not in {None, "file_share"}:
        raise CannotDo("not_your_message")
    return message


async def edit(slack: LocalSlack, body: Body) -> Json:
    """Changes one's own message."""
    message = _own(slack, body)
    text = typed_text.encoded(slack, body.need("text"))
    blocks = _blocks(slack, text)
    conversation.change(slack, message, marked=True, text=text, blocks=blocks)
    return {"ok": True}


async def delete(slack: LocalSlack, body: Body) -> Json:
    """Takes one's own message away; with `as_admin` one of the app's, as an admin of its workspace may."""
    if not body.given.get("as_admin"):
        conversation.delete(slack, _own(slack, body))
        return {"ok": True}
    who, message = _place(slack, body)
    if slack.world.is_outsider(who) or who.is_guest or not message.by_bot:
        raise CannotDo("not_allowed")
    conversation.delete(slack, message)
    return {"ok": True}


async def pin(slack: LocalSlack, body: Body) -> Json:
    """Pins a message, whoever wrote it; with `remove` takes its pin away."""
    who, message = _place(slack, body)
    act = conversation.unpin if body.given.get("remove") else conversation.pin
    if not act(slack, message, who.id):
        raise CannotDo("not_pinned" if body.given.get("remove") else "already_pinned")
    return {"ok": True}


async def react(slack: LocalSlack, body: Body) -> Json:
    """Adds an emoji to a message; with `remove` takes it away."""
    who, message = _place(slack, body)
    name = body.either("name", "reaction", "emoji").strip(":")
    if not emojis.exists(slack.config, name):
        raise CannotDo("no_such_emoji")
    act = conversation.unreact if body.given.get("remove") else conversation.react
    if not act(slack, message, who.id, name):
        raise CannotDo("no_reaction" if body.given.get("remove") else "already_reacted")
    return {"ok": True}


async def join(slack: LocalSlack, body: Body) -> Json:
    """Becomes a member of a channel one's workspace has."""
    who = people.acting(slack, body.need("user"))
    channel = people.channel(slack, body.need("channel"))
    if who.team_id not in channel.team_ids or channel.is_im:
        raise CannotDo("no_such_channel")
    if who.id in channel.members:
        raise CannotDo("already_in_channel")
    conversation.join(slack, channel, who.id)
    return {"ok": True}


async def leave(slack: LocalSlack, body: Body) -> Json:
    """Leaves a channel."""
    who = people.acting(slack, body.need("user"))
    channel = people.joined(slack, body.need("channel"), who)
    if channel.is_im:
        raise CannotDo("no_such_channel")
    conversation.leave(slack, channel, who.id)
    return {"ok": True}


async def invite_bot(slack: LocalSlack, body: Body) -> Json:
    """Adds the app to a channel; people of its own workspace only."""
    who, channel = insider(slack, body)
    bot = slack.world.bot.user_id
    if bot in channel.members:
        raise CannotDo("already_in_channel")
    conversation.join(slack, channel, bot, inviter=who.id)
    return {"ok": True}


async def remove_bot(slack: LocalSlack, body: Body) -> Json:
    """Takes the app out of a channel; people of its own workspace only (docs/slack.md 1.1)."""
    _, channel = insider(slack, body)
    bot = slack.world.bot.user_id
    if bot not in channel.members:
        raise CannotDo("not_in_channel")
    conversation.leave(slack, channel, bot)
    return {"ok": True}


def insider(slack: LocalSlack, body: Body) -> tuple[Person, Channel]:
    who = people.acting(slack, body.need("user"))
    channel = people.joined(slack, body.need("channel"), who)
    if slack.world.is_outsider(who) or channel.is_im:
        raise CannotDo("not_allowed")
    return who, channel
