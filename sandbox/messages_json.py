"""Message objects as history, events and interactions carry them.

docs.slack.dev/reference/events/message.
"""

from sandbox import files_json, people_json
from sandbox.kinds import Json
from sandbox.slack import LocalSlack
from sandbox.world import Channel, File, Message


def as_api(slack: LocalSlack, message: Message, *, with_metadata: bool = False, stubs: bool = False) -> Json:
    """The message; `stubs`: files as events in Connect channels show them (docs/slack.md 2.5)."""
    told: Json = {"type": "message", "ts": message.ts, "text": message.text, "team": message.team_id}
    if message.subtype:
        told["subtype"] = message.subtype
    told |= _author(slack, message) | (message.about or {})
    if message.blocks:
        told["blocks"] = message.blocks
    if message.attachments:
        told["attachments"] = message.attachments
    if message.file_ids:
        told["files"] = [_file(slack, slack.world.files[each], stubs) for each in message.file_ids]
        told["upload"] = False
    if message.edited:
        told["edited"] = message.edited
    if message.reactions:
        told["reactions"] = [
            {"name": name, "users": list(users), "count": len(users)} for name, users in message.reactions.items()
        ]
    if with_metadata and message.metadata:
        told["metadata"] = message.metadata
    return told | _thread(slack.world.channels[message.channel_id], message)


def _file(slack: LocalSlack, file: File, stubs: bool) -> Json:
    if file.is_deleted:
        return files_json.tombstone(file)
    return files_json.stub(file) if stubs else files_json.full(slack, file)


def _author(slack: LocalSlack, message: Message) -> Json:
    if not message.by_bot:
        mark = {"client_msg_id": message.client_msg_id} if message.client_msg_id else {}
        return {"user": message.user, **mark}
    bot = slack.world.bot
    told: Json = {"bot_id": bot.bot_id, "app_id": bot.app_id, "bot_profile": people_json.bot_profile(bot)}
    if message.username or message.icons:
        # A message under another name has no `user` (docs.slack.dev/reference/events/message/bot_message).
        return told | {"username": message.username or bot.app_name, "icons": message.icons or {}}
    return told | {"user": bot.user_id}


def _thread(channel: Channel, message: Message) -> Json:
    if message.is_reply:
        root = channel.messages.get(message.thread_ts or "")
        return {"thread_ts": message.thread_ts} | ({"parent_user_id": root.user} if root else {})
    replies = channel.replies(message.ts)
    if not replies:
        return {"thread_ts": message.thread_ts} if message.thread_ts else {}
    users = list(dict.fromkeys(each.user for each in replies))
    return {
        "thread_ts": message.ts, "reply_count": len(replies), "reply_users_count": len(users),
        "reply_users": users, "latest_reply": replies[-1].ts, "is_locked": False, "subscribed": False,
    }  # fmt: skip
