"""Events API: what happened, told to the app in Slack's shapes.

docs.slack.dev/apis/events-api; docs/slack.md 2.1.
"""

from sandbox import messages_json, people_json
from sandbox.kinds import Json
from sandbox.slack import LocalSlack
from sandbox.world import Channel, File, Message, Person

MESSAGE_EVENTS = {"channel": "message.channels", "group": "message.groups", "im": "message.im", "mpim": "message.mpim"}


def message_posted(slack: LocalSlack, message: Message) -> None:
    """A message, as `message` and, when it names the bot, as `app_mention` too."""
    channel = slack.world.channels[message.channel_id]
    told = messages_json.as_api(slack, message, stubs=channel.is_ext_shared)
    event = told | {"channel": channel.id, "channel_type": channel.channel_type, "event_ts": message.ts}
    _tell(slack, MESSAGE_EVENTS[channel.channel_type], event, channel, outer_team=message.team_id)
    if message.metadata:
        _metadata(slack, "posted", message, {"metadata": message.metadata})
    by_a_person = not message.by_bot and message.subtype in {None, "file_share"}
    _files_shared(slack, channel, message)
    if by_a_person and not channel.is_im and f"<@{slack.world.bot.user_id}>" in message.text:
        _mentioned(slack, channel, message, told)


def _files_shared(slack: LocalSlack, channel: Channel, message: Message) -> None:
    """`file_shared`, one for each file: ids alone (docs.slack.dev/reference/events/file_shared)."""
    for file_id in message.file_ids:
        if slack.world.bot.user_id in channel.members:
            file_created(slack, slack.world.files[file_id], channel.is_ext_shared)
        told: Json = {"file_id": file_id, "file": {"id": file_id}, "user_id": message.user, "channel_id": channel.id}
        about(slack, "file_shared", channel, told, outside=False)


def file_created(slack: LocalSlack, file: File, shared: bool = False) -> None:
    """`file_created`, once: when it is first shared where the app is, or the app itself uploads it."""
    if not file.is_told:
        file.is_told = True
        told: Json = {"file_id": file.id, "user_id": file.user, "file": {"id": file.id}}
        workspace(slack, "file_created", told, shared)


def _mentioned(slack: LocalSlack, channel: Channel, message: Message, told: Json) -> None:
    home = slack.world.home.id
    event = told | {"type": "app_mention", "channel": channel.id, "event_ts": message.ts, "team": home}
    event.pop("subtype", None)
    if message.team_id != home:
        theirs = slack.world.teams[message.team_id].organisation_id
        profile = people_json.in_mentions(slack.world.people[message.user]) | {"team": theirs}
        event |= {"user_team": theirs, "source_team": theirs, "user_profile": profile}
    _tell(slack, "app_mention", event, channel)


def message_changed(slack: LocalSlack, message: Message, before: Json) -> None:
    """An edit, by its author or by the app; `before` is the message as it was."""
    channel = slack.world.channels[message.channel_id]
    now = messages_json.as_api(slack, message, stubs=channel.is_ext_shared)
    _hidden(slack, channel, "message_changed", message.team_id, {"message": now, "previous_message": before})


def metadata_changed(slack: LocalSlack, message: Message, before: Json | None) -> None:
    """The app gave its message other metadata, or any at all; deleted with it, it is told too."""
    if message.metadata and not before:
        _metadata(slack, "posted", message, {"metadata": message.metadata})
    elif message.metadata and before and message.metadata != before:
        _metadata(slack, "updated", message, {"metadata": message.metadata, "previous_metadata": before})


def _metadata(slack: LocalSlack, what: str, message: Message, told: Json) -> None:
    """`message_metadata_posted` and its like: what any app may read there (docs/slack.md 4.3)."""
    channel, bot = slack.world.channels[message.channel_id], slack.world.bot
    if not slack.manifest.hears_of(next(iter(told.values()))["event_type"], bot.app_id):
        return
    event: Json = {
        "type": f"message_metadata_{what}", "app_id": bot.app_id, "bot_id": bot.bot_id, "user_id": bot.user_id,
        "team_id": bot.team_id, "channel_id": channel.id, "message_ts": message.ts, "event_ts": _now(slack), **told,
    }  # fmt: skip
    if what == "deleted":
        event["deleted_ts"] = event["event_ts"]
    _tell(slack, event["type"], event, channel)


def message_deleted(slack: LocalSlack, message: Message, before: Json) -> None:
    """A message is gone."""
    channel = slack.world.channels[message.channel_id]
    if message.metadata:
        _metadata(slack, "deleted", message, {"previous_metadata": message.metadata})
    told = {"deleted_ts": message.ts, "previous_message": before}
    if message.is_reply:
        told["thread_ts"] = message.thread_ts or ""
    _hidden(slack, channel, "message_deleted", message.team_id, told)


def _hidden(slack: LocalSlack, channel: Channel, subtype: str, team_id: str, told: Json) -> None:
    ts = channel.next_ts(slack.clock.now())
    event = {
        "type": "message", "subtype": subtype, "hidden": True, "channel": channel.id, "ts": ts, "event_ts": ts,
        "channel_type": channel.channel_type, **told,
    }  # fmt: skip
    _tell(slack, MESSAGE_EVENTS[channel.channel_type], event, channel, outer_team=team_id)


def reaction(slack: LocalSlack, kind: str, message: Message, user_id: str, name: str) -> None:
    """`reaction_added` or `reaction_removed`; who did it is an id without a team."""
    channel = slack.world.channels[message.channel_id]
    item = {"type": "message", "channel": channel.id, "ts": message.ts}
    event = {
        "type": kind, "user": user_id, "reaction": name, "item": item, "item_user": message.user,
        "event_ts": _now(slack),
    }  # fmt: skip
    _tell(slack, kind, event, channel)


def pin(slack: LocalSlack, kind: str, message: Message, user_id: str) -> None:
    """`pin_added` or `pin_removed`; no team of the one who did it (docs.slack.dev/reference/events/pin_removed)."""
    channel = slack.world.channels[message.channel_id]
    told = messages_json.as_api(slack, message, stubs=channel.is_ext_shared)
    item = {"type": "message", "channel": channel.id, "message": told, "created": int(slack.clock.now())}
    event: Json = {"type": kind, "user": user_id, "channel_id": channel.id, "item": item, "item_user": message.user}
    event |= {"pin_count": len(channel.pins), "event_ts": _now(slack)}
    if kind == "pin_removed":
        event["has_pins"] = bool(channel.pins)
    _tell(slack, kind, event, channel)


def membership(slack: LocalSlack, kind: str, channel: Channel, user_id: str, inviter: str | None = None) -> None:
    """`member_joined_channel` or `member_left_channel`. Its `team` is the app's own, as in the page's example, where it
    is the outer `team_id` too: nothing tells the team of the one who did it."""
    letter = "G" if channel.is_private else "C"
    event: Json = {"type": kind, "user": user_id, "channel": channel.id, "channel_type": letter}
    event |= {"team": slack.world.home.id, "event_ts": _now(slack)}
    if inviter:
        event["inviter"] = inviter
    involves_bot = user_id == slack.world.bot.user_id
    _tell(slack, kind, event, channel, even_outside=involves_bot)


def sharing(slack: LocalSlack, channel: Channel, team_id: str) -> None:
    """`channel_shared` with a workspace, or `channel_unshared` where that is not connected any more."""
    event: Json = {"channel": channel.id, "event_ts": _now(slack)}
    if team_id in channel.shared_with:
        event |= {"type": "channel_shared", "connected_team_id": team_id}
    else:
        event |= {"type": "channel_unshared", "previously_connected_team_id": team_id}
        event["is_ext_shared"] = channel.is_ext_shared
    _tell(slack, event["type"], event, channel)


def home_opened(slack: LocalSlack, person: Person, channel: Channel, tab: str, view: Json | None) -> None:
    """`app_home_opened`: comes for outsiders too, who see only a placeholder (docs/slack.md 1.1)."""
    event: Json = {
        "type": "app_home_opened", "user": person.id, "channel": channel.id, "tab": tab, "event_ts": _now(slack),
    }  # fmt: skip
    if view is not None:
        event["view"] = view
    _tell(slack, "app_home_opened", event, channel, even_outside=True)


def about(slack: LocalSlack, kind: str, channel: Channel, told: Json, outside: bool = True) -> None:
    """What happened to a channel; with `outside` also to public ones the bot is not in."""
    event = {"type": kind, **told, "event_ts": _now(slack)}
    _tell(slack, kind, event, channel, even_outside=outside and slack.world.app_sees(channel))


def workspace(slack: LocalSlack, kind: str, told: Json, shared: bool = False) -> None:
    """What happened in the home workspace rather than in a channel the bot is in."""
    event = {"type": kind, **told, "event_ts": _now(slack)}
    if slack.installed and slack.manifest.subscribed(kind):
        _send(slack, event, shared, slack.world.home.id)


def _now(slack: LocalSlack) -> str:
    return f"{slack.clock.now():.6f}"


def _tell(
    slack: LocalSlack,
    subscription: str,
    event: Json,
    channel: Channel,
    outer_team: str | None = None,
    even_outside: bool = False,
) -> None:
    """To the app, if it asked for such events and is where it happened."""
    present = even_outside or slack.world.bot.user_id in channel.members
    if slack.installed and present and slack.manifest.subscribed(subscription):
        _send(slack, event, channel.is_ext_shared, outer_team or slack.world.home.id)


def _send(slack: LocalSlack, event: Json, shared: bool, outer_team: str) -> None:
    now, bot = slack.clock.now(), slack.world.bot
    if not slack.subscriptions.are_on:
        return
    if slack.allowance.take(now):
        slack.deliveries.event(_wrapped(slack, event, shared, outer_team))
    elif slack.allowance.is_to_be_told(now):
        told: Json = {"type": "app_rate_limited", "minute_rate_limited": int(now // 60) * 60, "api_app_id": bot.app_id}
        slack.deliveries.event(told | {"token": bot.verification_token, "team_id": slack.world.home.id})


def _wrapped(slack: LocalSlack, event: Json, shared: bool, outer_team: str) -> Json:
    """The envelope; `authorizations` has one entry, the app's own installation (docs.slack.dev/apis/events-api)."""
    home, bot = slack.world.home, slack.world.bot
    actor = slack.world.teams[outer_team].enterprise_id
    authorization = {
        "enterprise_id": home.enterprise_id or None, "team_id": home.id, "user_id": bot.user_id, "is_bot": True,
        "is_enterprise_install": False,
    }  # fmt: skip
    return {
        "token": bot.verification_token, "team_id": outer_team, "context_team_id": home.id,
        "context_enterprise_id": home.enterprise_id or None, "api_app_id": bot.app_id, "event": event,
        "type": "event_callback",
        "event_id": slack.ids.next("Ev0"), "event_time": int(slack.clock.now()), "authorizations": [authorization],
        "is_ext_shared_channel": shared, "event_context": slack.ids.next("EC"),
        **({"enterprise_id": actor} if actor else {}),
    }  # fmt: skip
