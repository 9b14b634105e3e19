"""What becomes of files after they were shared: a new title, or gone; and the app is told.

docs.slack.dev/reference/events: file_created, file_shared, file_change, file_deleted. Each names the file by its id
alone. They come where the bot is a member.
"""

from sandbox import conversation, events
from sandbox.slack import LocalSlack
from sandbox.world import File, Message


def retitle(slack: LocalSlack, file: File, title: str) -> None:
    """Another title."""
    file.title = title
    if slack.world.app_may_read(file):
        events.workspace(slack, "file_change", {"file_id": file.id, "file": {"id": file.id}}, _is_shared(slack, file))
    slack.changes.notify()


def remove(slack: LocalSlack, file: File) -> None:
    """Gone; the messages it was in stay, with a tombstone in its place (docs/slack.md 6)."""
    before = [(message, conversation.snapshot(slack, message)) for message in _messages(slack, file)]
    heard, shared, places = slack.world.app_may_read(file), _is_shared(slack, file), list(file.shares)
    file.is_deleted, file.content = True, b""
    for message, was in before:
        events.message_changed(slack, message, was)
    if heard:
        events.workspace(slack, "file_deleted", {"file_id": file.id, "channel_ids": places}, shared)
    slack.changes.notify()


def _messages(slack: LocalSlack, file: File) -> list[Message]:
    channels = [slack.world.channels[each] for each in file.shares]
    return [message for channel in channels for message in channel.messages.values() if file.id in message.file_ids]


def _is_shared(slack: LocalSlack, file: File) -> bool:
    return any(slack.world.channels[each].is_ext_shared for each in file.shares)
