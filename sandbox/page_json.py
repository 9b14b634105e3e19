"""Messages and channels as the page and the control show them."""

from sandbox import people
from sandbox.files_json import mimetype
from sandbox.kinds import Json
from sandbox.slack import LocalSlack
from sandbox.world import Channel, File, Message, Person

COLOURS = ("#4a154b", "#0b6e4f", "#1264a3", "#c1442d", "#7a5c00")


def message(slack: LocalSlack, each: Message) -> Json:
    """One message with everything a reader sees."""
    channel = slack.world.channels[each.channel_id]
    replies = channel.replies(each.ts) if not each.is_reply else []
    told: Json = {
        "ts": each.ts, "user": each.user, "name": _name(slack, each), "bot": each.by_bot, "team_id": each.team_id,
        "text": each.text, "reply_count": len(replies), "reply_users": list(dict.fromkeys(one.user for one in replies)),
        "reactions": [{"name": name, "users": list(users)} for name, users in each.reactions.items()],
        "files": [file(one) for one in map(slack.world.files.__getitem__, each.file_ids) if not one.is_deleted],
        "pinned": each.ts in channel.pins, "edited": each.edited is not None, "only_you": each.only is not None,
    }  # fmt: skip
    # People's own rich text says what `text` says; only the app's blocks are drawn.
    optional: Json = {
        "thread_ts": each.thread_ts,
        "blocks": each.blocks if each.by_bot else None,
        "subtype": each.subtype,
        "icon": each.icons,
        "latest_reply": replies[-1].ts if replies else None,
    }
    return told | {name: value for name, value in optional.items() if value is not None}


def _name(slack: LocalSlack, each: Message) -> str:
    if each.by_bot or each.user == slack.world.bot.user_id:
        return each.username or slack.world.bot.app_name
    return slack.world.people[each.user].name


def colour(slack: LocalSlack, team_id: str) -> str:
    """A workspace's own, dark enough for white letters."""
    return COLOURS[list(slack.world.teams).index(team_id) % len(COLOURS)]


def file(each: File) -> Json:
    """A file, with an address the page can show."""
    return {
        "id": each.id, "name": each.name, "title": each.title, "mimetype": mimetype(each.name), "size": each.size,
        "url": each.external_url if each.external_url.startswith("https://") else f"/_page/files/{each.id}",
    }  # fmt: skip


def person(slack: LocalSlack, each: Person) -> Json:
    """One of the cast."""
    return {
        "id": each.id, "key": each.key, "first_name": people.first_name(each), "name": each.name, "title": each.title,
        "team_id": each.team_id, "is_bot": False, "is_guest": each.is_guest, "tz": each.tz,
        "is_outsider": slack.world.is_outsider(each),
    }  # fmt: skip


def channel(slack: LocalSlack, each: Channel) -> Json:
    """One channel, whoever looks."""
    return {
        "id": each.id, "name": each.name, "is_private": each.is_private, "is_ext_shared": each.is_ext_shared,
        "is_im": each.is_im, "team_ids": list(each.team_ids), "member_ids": list(each.members),
        "bot": slack.world.bot.user_id in each.members, "topic": each.topic, "pins": list(each.pins),
    }  # fmt: skip
