"""What would ring a person's phone: direct messages, mentions, and replies in threads they are in.

docs.slack.dev/changelog/2026/07/13/notification-changes.
"""

from sandbox import people
from sandbox.kinds import Json
from sandbox.slack import LocalSlack
from sandbox.world import Channel, Message, Person

LAST = 5
LOOKED_AT = 40  # messages of a channel, the newest
BROADCASTS = ("<!channel", "<!here", "<!everyone")


def latest(slack: LocalSlack, me: Person, since: float) -> list[Json]:
    """The last ones since this instant (unix seconds), oldest first, as a phone reads them out: `text` alone. Nothing
    while the person is in Do Not Disturb."""
    if slack.world.paused.get(me.id, (0.0, 0.0))[1] > slack.clock.now():
        return []
    here = [each for each in slack.world.channels.values() if me.id in each.members]
    rung = [(one, each) for each in here for one in _newest(each, since) if _rings(each, one, me)]
    rung.sort(key=lambda pair: float(pair[0].ts))
    return [_told(slack, one, each) for one, each in rung[-LAST:]]


def _newest(channel: Channel, since: float) -> list[Message]:
    return [one for one in list(channel.messages.values())[-LOOKED_AT:] if float(one.ts) >= since]


def _rings(channel: Channel, one: Message, me: Person) -> bool:
    if one.user == me.id and not one.by_bot:
        return False
    if channel.is_im or f"<@{me.id}>" in one.text or any(word in one.text for word in BROADCASTS):
        return True
    others = channel.replies(one.thread_ts or "") if one.is_reply else []
    root = channel.messages.get(one.thread_ts or "")
    return any(each.user == me.id for each in (*others, *([root] if root and one.is_reply else [])))


def _told(slack: LocalSlack, one: Message, channel: Channel) -> Json:
    sender = slack.world.bot.app_name if one.by_bot else slack.world.people[one.user].name
    return {
        "id": f"{channel.id}/{one.ts}", "channel_id": channel.id, "channel": "" if channel.is_im else channel.name,
        "from": one.username or sender, "text": one.text or people.words(one), "thread_ts": one.thread_ts,
        "mrkdwn": one.mrkdwn,
    }  # fmt: skip
