"""Messages that wait for their time (docs.slack.dev/reference/methods/chat.scheduleMessage; docs/slack.md 4.3)."""

import asyncio

from sandbox import conversation
from sandbox.draft import Draft, Scheduled
from sandbox.errors import SlackError
from sandbox.slack import LocalSlack

FURTHEST_S = 120 * 24 * 3600
WINDOW_S, IN_WINDOW = 300, 30
TOO_LATE_S = 60  # to take one back (docs.slack.dev/reference/methods/chat.deleteScheduledMessage)
LOOK_S = 1.0  # somebody else may have wound the clock


def add(slack: LocalSlack, channel_id: str, post_at: int, draft: Draft) -> Scheduled:
    """One more; too early, too late and too many at once are refused."""
    now = slack.clock.now()
    if post_at <= now:
        raise SlackError("time_in_past")
    if post_at > now + FURTHEST_S:
        raise SlackError("time_too_far")
    near = [each.post_at for each in slack.scheduled.values() if each.channel_id == channel_id]
    if any(_crowded([*near, post_at], start) for start in near if start <= post_at < start + WINDOW_S):
        raise SlackError("restricted_too_many")
    found = Scheduled(slack.ids.next("Q"), channel_id, post_at, draft, int(now))
    slack.scheduled[found.id] = found
    return found


def _crowded(times: list[int], start: int) -> bool:
    return sum(start <= each < start + WINDOW_S for each in times) > IN_WINDOW


def post_due(slack: LocalSlack) -> None:
    """What is due goes out. With metadata it silently never does: Slack's own bug alert on that page."""
    now = slack.clock.now()
    for each in sorted(slack.scheduled.values(), key=lambda one: one.post_at):
        if each.post_at <= now:
            del slack.scheduled[each.id]
            channel = slack.world.channels.get(each.channel_id)
            if each.draft.metadata is None and channel is not None and not channel.is_archived:
                conversation.post(slack, channel, each.draft)


async def keep_posting(slack: LocalSlack) -> None:
    """Until cancelled."""
    while True:
        await asyncio.sleep(LOOK_S)
        if slack.scheduled:
            post_due(slack)
