"""Everything one person sees at one moment, for the page."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import islice

from sandbox import page_json, people, rings
from sandbox.drawn import bar, emoji, frame, messages, texts, views, workshop
from sandbox.drawn.mrkdwn import unescaped
from sandbox.drawn.nodes import Node
from sandbox.drawn.reader import Reader, look_at
from sandbox.kinds import Json
from sandbox.slack import LocalSlack
from sandbox.verbs_forms import shown_home
from sandbox.world import Channel, Message, Person

LAST = 200


@dataclass(frozen=True)
class Look:
    """How one tab looks: as whom, at which channel (id or name; empty: their first) and thread, or at the app's home;
    ephemerals older than `since` are gone. `inspects`: the inspector is open. `said`: it in the tab's words.
    `unread_after`: where they had read to (`ts`) when they came to the channel, and something is there since."""

    user: str | None = None
    channel: str | None = None
    thread_ts: str | None = None
    since: float = 0.0
    inspects: bool = False
    at_home: bool = False
    said: Json = field(default_factory=dict)
    unread_after: str | None = None

    def turned(self, said: Json) -> "Look":
        """The tab looks another way now."""
        user, thread_ts = (str(said.get(name) or "") or None for name in ("as", "thread_ts"))
        at_home, channel = said.get("home") is True, said.get("channel")
        return Look(
            user, None if at_home or channel is None else str(channel), thread_ts, self.since,
            said.get("inspect") is True, at_home, said, self.unread_after,
        )  # fmt: skip

    @property
    def place(self) -> tuple[str | None, str | None, bool]:
        """Whose eyes, and at what."""
        return self.user, self.channel, self.at_home


def whose(slack: LocalSlack, look: Look) -> Person:
    """Who looks: without a name the first of the cast."""
    return people.person(slack, look.user) if look.user else next(iter(slack.world.people.values()))


def read_to(slack: LocalSlack, look: Look) -> str | None:
    """The `ts` the person has read the open channel to, where others said more since; None too before a first visit."""
    me = whose(slack, look)
    channel = _open_channel(slack, look, me)
    is_behind = channel is not None and frame.unread(channel, Reader(slack, me, slack.clock.now())) > 0
    return channel.read.get(me.id) if channel is not None and is_behind else None


def of(slack: LocalSlack, look: Look) -> Json:
    """The whole snapshot: what the page draws as nodes, what it reckons with as it is."""
    world = slack.world
    me = whose(slack, look)
    reader = Reader(slack, me, slack.clock.now())
    channel = _open_channel(slack, look, me)
    if channel is not None and channel.messages:
        channel.read[me.id] = next(reversed(channel.messages))
    outsider = world.is_outsider(me)
    return {
        "type": "state",
        "look": look.said,
        "title": _title(reader, channel),
        "me": page_json.person(slack, me),
        "team_colour": page_json.colour(slack, me.team_id),
        "named": _named(reader),
        "places": frame.places(reader),
        "channel": _channel(reader, channel, look) if channel else None,
        "thread": _thread(reader, channel, look) if channel else None,
        "views": [views.form(reader, view) for view in slack.views.of(me.id)],
        "home": views.home(reader, *shown_home(slack, me)) if look.at_home else None,
        "commands": [] if outsider else [_command(each) for each in slack.manifest.commands or ()],
        "shortcuts": [] if outsider else [dict(each) for each in slack.manifest.shortcuts or ()],
        "app_name": world.bot.app_name,
        "reactions": emoji.OFFERED,
        "notices": [each | {"text": unescaped(each["text"])} for each in slack.notices.of(me.id)],
    } | _around(reader, channel, look)


def _around(reader: Reader, channel: Channel | None, look: Look) -> Json:
    """What stands around the open channel, and what is no part of Slack's window: the phone, what the app does."""
    return {
        "bar": bar.bar(reader, look.inspects),
        "sidebar": frame.sidebar(reader, channel, look.at_home),
        "rings": [_rung(reader, each) for each in rings.latest(reader.slack, reader.me, look.since)],
        "inspector": workshop.inspector(reader) if look.inspects else None,
    }


def _rung(reader: Reader, ring: Json) -> Json:
    """With its words as a phone has them, and the look that shows it."""
    to = look_at(reader.slack.world.channels[ring["channel_id"]]) | {"thread": ring["thread_ts"]}
    return ring | {"said": texts.in_one_line(reader, ring["text"], is_marked=ring["mrkdwn"]), "to": to}


def _named(reader: Reader) -> dict[str, list[str]]:
    """Whom and what a text can name, by the mark before it."""
    world = reader.slack.world
    people = dict.fromkeys([*(each.name for each in world.people.values()), world.bot.app_name])
    own = [each for each in world.channels.values() if reader.me.id in each.members and not frame.is_direct(each)]
    return {"@": list(people), "#": [each.name for each in own]}


def _command(each: Json) -> Json:
    """A line that is offered: its words, and the text that comes of it."""
    name = each.get("command", "")
    return {"key": name, "name": name, "text": f"{name} ", "hint": each.get("usage_hint", ""),
            "more": each.get("description", "")}  # fmt: skip


def _open_channel(slack: LocalSlack, look: Look, me: Person) -> Channel | None:
    if look.channel is None:
        return None
    own = [each for each in slack.world.channels.values() if me.id in each.members]
    named = (each for each in own if look.channel == each.id or (look.channel == each.name and not each.is_im))
    return next(named, own[0] if own else None)


def _title(reader: Reader, opened: Channel | None) -> str:
    """The tab's, with how much is unread elsewhere."""
    others = [
        each for each in reader.slack.world.channels.values() if reader.me.id in each.members and each is not opened
    ]
    count = sum(frame.unread(each, reader) for each in others)
    return f"({count}) {reader.me.name} · local Slack" if count else f"{reader.me.name} · local Slack"


def _channel(reader: Reader, channel: Channel, look: Look) -> Json:
    said = _with_own(reader, look, channel, [*islice(channel.newest(), LAST)], None)
    return {
        "id": channel.id, "name": frame.title(reader, channel), "placeholder": frame.placeholder(reader, channel),
        "top": frame.channel_head(reader, channel), "note": frame.shared_with(reader, channel),
        "closed": frame.closed(reader, channel),
        "messages": messages.messages(reader, channel, said, unread_after=look.unread_after),
    }  # fmt: skip


def _thread(reader: Reader, channel: Channel, look: Look) -> Json | None:
    root = channel.messages.get(look.thread_ts or "")
    if root is None:
        return None
    said = [root, *_with_own(reader, look, channel, channel.replies(root.ts), root.ts)]
    top: Node = frame.thread_head(reader, channel)
    return {"ts": root.ts, "top": top, "messages": messages.messages(reader, channel, said, in_thread=True)}


def _with_own(
    reader: Reader, look: Look, channel: Channel, said: Iterable[Message], root_ts: str | None
) -> list[Message]:
    """With what only this person sees there."""
    own = reader.slack.world.ephemerals.get(reader.me.id, [])
    here = [each for each in own if each.channel_id == channel.id and float(each.ts) >= look.since]
    there = [each for each in here if (each.thread_ts if each.is_reply else None) == root_ts]
    return sorted([*said, *there], key=lambda each: float(each.ts))
