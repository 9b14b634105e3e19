"""Messages as one person sees them: who, when, what, and what hangs under it."""

import re
from collections.abc import Iterator

from sandbox import page_json
from sandbox.drawn import attachments, dates, emoji
from sandbox.drawn.blocks import blocks
from sandbox.drawn.faces import face
from sandbox.drawn.mrkdwn import unescaped
from sandbox.drawn.nodes import Node, act, el, go, surface
from sandbox.drawn.place import Place
from sandbox.drawn.reader import Reader
from sandbox.drawn.texts import as_it_is, mrkdwn
from sandbox.drawn.tiles import tile
from sandbox.kinds import Json
from sandbox.world import Channel, Message

TOGETHER_S = 300
MOST_KEPT = 2000  # messages of all readers
FRESH_S = 10  # "3 minutes ago" in a text may be so much older
FACES = 4
SYSTEM = {
    "channel_archive", "channel_join", "channel_leave", "channel_name", "channel_purpose", "channel_topic",
    "channel_unarchive",
}  # fmt: skip
OWN = {None, "file_share"}
TOKEN = re.compile(r"<([^<>]+)>")


def messages(
    reader: Reader, channel: Channel, shown: list[Message], *, in_thread: bool = False, unread_after: str | None = None
) -> list[Json]:
    """A column of them, oldest first; a day's first one has its heading, the first others wrote after that `ts` a line
    that says so, and one that follows its like has no head."""
    told: list[Json] = []
    before: Message | None = None
    new = _first_new(reader, shown, unread_after)
    for each in shown:
        drawn = message(reader, channel, each, in_thread=in_thread)
        new_day = before is None or dates.day(reader, float(before.ts)) != dates.day(reader, float(each.ts))
        drawn["above"] = list(_above(reader, each, new_day and not in_thread, each is new))
        if before is not None and not new_day and each is not new and _follows(channel, each, before):
            drawn |= {"face": _time(reader, each, "gutter"), "head": None, "look": f"{drawn['look']} compact"}
        told.append(drawn)
        before = each
    return told


def _first_new(reader: Reader, shown: list[Message], unread_after: str | None) -> Message | None:
    if unread_after is None:
        return None
    return next((each for each in shown if each.ts > unread_after and each.user != reader.me.id), None)


def _above(reader: Reader, each: Message, begins_day: bool, is_new: bool) -> Iterator[Node]:
    if begins_day:
        yield el("h3", el("span", dates.heading(reader, float(each.ts))), class_="day", key=f"day{each.ts}")
    if is_new:
        yield el("h3", el("span", "New"), class_="day new", key=f"new{each.ts}")


def _follows(channel: Channel, each: Message, before: Message) -> bool:
    """By the same author right after; what stands for itself keeps its head."""
    same = (each.user, each.username) == (before.user, before.username) and before.subtype is None
    near = float(each.ts) - float(before.ts) < TOGETHER_S
    return same and near and not _stands(channel, each) and not _stands(channel, before)


def _stands(channel: Channel, each: Message) -> bool:
    return bool((each.blocks and each.by_bot) or each.only or each.ts in channel.pins or channel.replies(each.ts))


def message(reader: Reader, channel: Channel, each: Message, *, in_thread: bool = False) -> Json:
    """One of them; `typed` is what its author would type to get it, where they may change it."""
    told = page_json.message(reader.slack, each)
    told.pop("blocks", None)
    if each.subtype in SYSTEM:
        return told | {"system": mrkdwn(reader, each.text), "look": ""}
    mine = each.user == reader.me.id and not each.by_bot and each.subtype in OWN
    return told | {
        "face": face(told["name"], is_app=each.by_bot, icons=each.icons),
        "head": el("div", *_head(reader, each, told["name"]), class_="head"),
        "said": _kept(reader, each),
        "under": list(_under(reader, channel, each, in_thread)),
        "note": _note(told),
        "spoken": f"{told['name']}, only visible to you" if told["only_you"] else told["name"],
        "look": _look(told, mine),
        "mine": mine,
        "typed": typed(reader, each.text) if mine else None,
    }


def _look(told: Json, mine: bool) -> str:
    is_so = {"pinned": told["pinned"], "private": told["only_you"], "mine": mine}
    return " ".join(["message", *(look for look, so in is_so.items() if so)])


def _note(told: Json) -> Node | None:
    said = "📌 Pinned" if told["pinned"] else "👁 Only visible to you" if told["only_you"] else None
    return el("p", said, class_="note") if said else None


def _head(reader: Reader, each: Message, name: str) -> Iterator[Node]:
    yield el("b", name, class_="name")
    if each.by_bot:
        yield el("span", "APP", class_="badge")
    if each.team_id != reader.me.team_id and each.team_id in reader.slack.world.teams:
        team = reader.slack.world.teams[each.team_id]
        colour = page_json.colour(reader.slack, team.id)
        yield el("span", team.name, class_="from", style=f"--team:{colour}", title=f"From {team.name}")
    yield _time(reader, each)


def _time(reader: Reader, each: Message, look: str | None = None) -> Node:
    at = float(each.ts)
    return el("time", dates.clock(reader, at), title=dates.full(reader, at), class_=look)


def _kept(reader: Reader, each: Message) -> list[Node]:
    """What it says, drawn anew when something in it has changed: a channel is drawn at every change of anything."""
    key = (each.channel_id, each.ts, reader.me.id)
    now = (
        each.text,
        each.mrkdwn,
        each.blocks,
        each.attachments,
        each.edited,
        each.file_ids[:],
        reader.around,
        reader.now // FRESH_S,
    )
    before, drawn = reader.slack.drawn.get(key, (None, []))
    if before != now:
        if len(reader.slack.drawn) >= MOST_KEPT:
            reader.slack.drawn.clear()
        drawn = list(_said(reader, each))
        reader.slack.drawn[key] = now, drawn
    return drawn


def _said(reader: Reader, each: Message) -> Iterator[Node]:
    place, where = Place(reader), f"{each.channel_id}/{each.ts}"
    target = {"channel": each.channel_id, "message_ts": each.ts}
    # People's own rich text says what `text` says; only the app's blocks are drawn.
    if each.blocks and each.by_bot:
        yield surface(where, target, blocks(place, each.blocks))
    elif each.text:
        yield mrkdwn(reader, each.text) if each.mrkdwn else as_it_is(reader, each.text)
    if each.edited:
        yield el("span", "(edited)", class_="edited")
    for number, given in enumerate(each.attachments or []):
        inside = attachments.attachment(reader, given, lambda held: blocks(place, held))
        yield surface(f"{where}/{number}", target, inside)
    if each.file_ids:
        yield el("div", *(tile(reader.slack.world.files[one]) for one in each.file_ids), class_="files")


def _under(reader: Reader, channel: Channel, each: Message, in_thread: bool) -> Iterator[Node]:
    if each.reactions:
        yield el("div", *(_reaction(reader, each, name) for name in each.reactions), class_="reactions")
    replies = channel.replies(each.ts) if not in_thread and not each.is_reply else []
    if replies:
        yield _replies(reader, each, replies)


def _reaction(reader: Reader, each: Message, name: str) -> Node:
    users = each.reactions[name]
    own = reader.me.id in users
    names = ", ".join("You" if one == reader.me.id else reader.name(one) or "somebody" for one in users)
    body = {"channel": each.channel_id, "message_ts": each.ts, "name": name, "remove": own}
    return act(
        "react", body, emoji.drawn(name), f" {len(users)}",
        key=name, class_="reaction own" if own else "reaction", aria_pressed=own,
        title=f"{names} reacted with {name.replace('_', ' ')}",
    )  # fmt: skip


def _replies(reader: Reader, each: Message, replies: list[Message]) -> Node:
    users = list(dict.fromkeys(one.user for one in replies))[:FACES]
    bot = reader.slack.world.bot.user_id
    faces = [face(reader.name(one) or "?", is_app=one == bot, size=22) for one in users]
    count = f"{len(replies)} {'reply' if len(replies) == 1 else 'replies'}"
    last = f"Last reply {dates.ago(float(replies[-1].ts), reader.now)}"
    return go({"thread": each.ts}, *faces, el("b", count), " ", el("small", last), class_="replies")


def typed(reader: Reader, text: str) -> str:
    """What a person would have typed to get this text."""
    return unescaped(TOKEN.sub(lambda found: _typed(reader, found), text))


def _typed(reader: Reader, found: re.Match[str]) -> str:
    target = found[1].partition("|")[0]
    if target.startswith("@"):
        return f"@{reader.name(target[1:]) or target[1:]}"
    if target.startswith("!") and "^" not in target:
        return f"@{target[1:]}"
    return found.group() if target[:1] in ("!", "#") else target
