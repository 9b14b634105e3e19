"""Web API: scheduled messages (docs.slack.dev/reference/methods/chat.scheduleMessage; docs/slack.md 4.3)."""

from sandbox import scheduled
from sandbox.arguments import Args
from sandbox.draft import Draft, Scheduled
from sandbox.errors import SlackError
from sandbox.kinds import Json
from sandbox.methods import Done, Method, channel_of, page
from sandbox.slack import LocalSlack
from sandbox.web_chat import draft_of, target


def schedule(slack: LocalSlack, args: Args) -> Done:
    """Says something later."""
    channel = target(slack, args)
    post_at = _instant(args)
    found = scheduled.add(slack, channel.id, post_at, draft_of(slack, channel, args))
    body = {"channel": channel.id, "scheduled_message_id": found.id, "post_at": post_at}
    return Done(body | {"message": _drafted(slack, found.draft)}, effect=True)


def _drafted(slack: LocalSlack, draft: Draft) -> Json:
    told: Json = {"type": "delayed_message", "subtype": "bot_message", "bot_id": slack.world.bot.bot_id}
    return told | {"text": draft.text} | ({"blocks": draft.blocks} if draft.blocks else {})


def _instant(args: Args) -> int:
    value = args.text("post_at")
    if not value.isascii() or not value.isdigit() or len(value) > 12:
        raise SlackError("invalid_time")
    return int(value)


def listing(slack: LocalSlack, args: Args) -> Done:
    """What waits, the next first."""
    channel_id = channel_of(slack, args).id if args.maybe("channel") else None
    oldest, latest = args.number("oldest", 0, 10**9 * 9), args.number("latest", 10**9 * 9, 10**9 * 9)
    waiting = sorted(slack.scheduled.values(), key=lambda one: one.post_at)
    fitting = [each for each in waiting if channel_id in (None, each.channel_id) and oldest <= each.post_at <= latest]
    shown, metadata = page(fitting, args)
    return Done({"scheduled_messages": [_told(each) for each in shown], "response_metadata": metadata})


def _told(each: Scheduled) -> Json:
    return {
        "id": each.id, "channel_id": each.channel_id, "post_at": each.post_at, "date_created": each.created,
        "text": each.draft.text,
    }  # fmt: skip


def delete(slack: LocalSlack, args: Args) -> Done:
    """One that waits is not sent; one that is due within a minute cannot be taken back."""
    channel, wanted = channel_of(slack, args), args.text("scheduled_message_id")
    found = slack.scheduled.get(wanted)
    soon = found is not None and found.post_at - slack.clock.now() < scheduled.TOO_LATE_S
    if found is None or found.channel_id != channel.id or soon:
        raise SlackError("invalid_scheduled_message_id")
    del slack.scheduled[wanted]
    return Done({}, effect=True)


METHODS: dict[str, Method] = {
    "chat.scheduleMessage": schedule,
    "chat.scheduledMessages.list": listing,
    "chat.deleteScheduledMessage": delete,
}
