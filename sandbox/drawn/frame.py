"""What stands around the messages: the channel list, and the head of a channel or thread."""

from itertools import takewhile

from sandbox import notices
from sandbox.drawn.faces import face
from sandbox.drawn.nodes import Node, el, go, icon, link, quiet
from sandbox.drawn.reader import HOME, LIST, Reader, look_at
from sandbox.kinds import Json
from sandbox.world import Channel

CONNECT = "Slack Connect: shared with another organisation"


def title(reader: Reader, channel: Channel) -> str:
    """What a channel is called; direct messages by who they are with."""
    bot = reader.slack.world.bot
    if channel.is_im:
        return bot.app_name if bot.user_id in channel.members else "Slackbot"
    others = [reader.name(each) for each in channel.members if each != reader.me.id]
    return ", ".join(filter(None, others)) if channel.is_mpim else channel.name


def is_direct(channel: Channel) -> bool:
    """With somebody, not about something."""
    return channel.is_im or channel.is_mpim


def _mark(channel: Channel) -> Node:
    """# open, a lock private, @ direct."""
    return quiet("@" if is_direct(channel) else "🔒" if channel.is_private else "#", class_="mark")


def _connect(channel: Channel) -> Node | None:
    return (
        el("span", "◇◇", class_="connect", role="img", aria_label=CONNECT, title=CONNECT)
        if channel.is_ext_shared
        else None
    )


def placeholder(reader: Reader, channel: Channel) -> str:
    """What stands where one writes, while nothing is written."""
    return f"Message {'' if is_direct(channel) else '#'}{title(reader, channel)}"


def places(reader: Reader) -> list[Json]:
    """Where one can go by name, what is unread first, the app's Home last: `{key, name, more?, to}`."""
    seen = [each for each in reader.slack.world.channels.values() if reader.me.id in each.members]
    seen.sort(key=lambda each: unread(each, reader) == 0)
    lines = [_place(reader, each) for each in seen]
    return [*lines, {"key": "home", "name": f"{reader.slack.world.bot.app_name} · Home", "to": HOME}]


def _place(reader: Reader, channel: Channel) -> Json:
    count = unread(channel, reader)
    name = f"{'' if is_direct(channel) else '#'}{title(reader, channel)}"
    return {"key": channel.id, "name": name, "more": f"{count} unread" if count else None, "to": look_at(channel)}


def unread(channel: Channel, reader: Reader) -> int:
    """What others said since this person looked."""
    read = channel.read.get(reader.me.id, "")
    since = takewhile(lambda each: each.ts > read, channel.newest())
    return sum(1 for each in since if each.user != reader.me.id)


def sidebar(reader: Reader, opened: Channel | None, at_home: bool) -> Node:
    """The workspace, its channels, direct messages, the app."""
    team = reader.team()
    sign = el("header", quiet(team.name[0], class_="sign"), el("h2", team.name), class_="workspace")
    seen = [each for each in reader.slack.world.channels.values() if reader.me.id in each.members]
    lines = {
        "Channels": [_line(reader, each, each is opened) for each in seen if not is_direct(each)],
        "Direct messages": [_line(reader, each, each is opened) for each in seen if is_direct(each)],
        "Apps": [_app(reader, at_home)],
    }
    parts = [node for name, every in lines.items() if every for node in (el("h3", name), el("ul", *every))]
    inside = el("div", *parts, _elsewhere(reader), class_="scroller")
    return el("nav", sign, inside, class_="pane list", tabindex="-1", aria_label="Channels")


def links(reader: Reader, look: str) -> list[Node]:
    """Other pages that belong to what is tried here, as the config names them."""
    return [link(each.url, each.title, class_=look) for each in reader.slack.config.links]


def _elsewhere(reader: Reader) -> Node | None:
    """On a phone, where the top bar has no room for them."""
    there = [el("li", each) for each in links(reader, "line")]
    return el("div", el("h3", "Elsewhere"), el("ul", *there), class_="narrow-only") if there else None


def _line(reader: Reader, channel: Channel, is_open: bool) -> Node:
    count = 0 if is_open else unread(channel, reader)
    look = "line" + (" open" if is_open else "") + (" unread" if count else "")
    words = el("span", title(reader, channel), class_="words")
    told = el("span", str(count), el("span", " unread", class_="unseen"), class_="count") if count else None
    inside = (_mark(channel), words, _connect(channel), told)
    return el("li", go(look_at(channel), *inside, class_=look, aria_current=_current(is_open)), key=channel.id)


def _current(is_open: bool) -> str | None:
    return "page" if is_open else None


def _app(reader: Reader, is_open: bool) -> Node:
    name = reader.slack.world.bot.app_name
    inside = (face(name, is_app=True, size=20), el("span", name, class_="words"), el("span", "APP", class_="badge"))
    look = "line open" if is_open else "line"
    return el("li", go(HOME, *inside, class_=look, aria_current=_current(is_open)))


def app_tabs(reader: Reader, channel: Channel | None) -> Node:
    """The app's two sides: its Home, and once there is a place its messages (`channel`, where one is there)."""
    there = reader.slack.world.im_with(reader.me.id)
    tabs = {"Home": HOME} | ({"Messages": look_at(there)} if there else {})
    drawn = (
        go(to, name, class_="tab", aria_current=_current((to is HOME) == (channel is None)))
        for name, to in tabs.items()
    )
    return el("div", *drawn, class_="tabs")


def channel_head(reader: Reader, channel: Channel) -> Node:
    """Its name, what it is about, who is in it."""
    name = el("h2", _mark(channel), title(reader, channel))
    topic = el("span", channel.topic, class_="topic") if channel.topic else None
    back = icon("Channels", "←", LIST, "back")
    is_app = channel is reader.slack.world.im_with(reader.me.id)
    more = app_tabs(reader, channel) if is_app else _members(reader, channel)
    return el("header", back, name, _connect(channel), topic, more, class_="top")


def closed(reader: Reader, channel: Channel) -> Node | None:
    """Why nobody can write here."""
    if channel.is_im and not reader.slack.manifest.takes_messages:
        return el("p", notices.MESSAGES_OFF, class_="closed")
    return el("p", "This channel is archived.", class_="closed") if channel.is_archived else None


def _members(reader: Reader, channel: Channel) -> Node:
    names = [name for each in channel.members if (name := reader.name(each))]
    words = f"{len(names)} {'member' if len(names) == 1 else 'members'}"
    return el("span", words, class_="members", title=", ".join(names))


def shared_with(reader: Reader, channel: Channel) -> Node | None:
    """Who else reads here."""
    teams = reader.slack.world.teams
    others = [teams[each].name for each in channel.team_ids if each in teams and each != reader.me.team_id]
    if not channel.is_ext_shared or not others:
        return None
    return el("p", f"◇◇ People of {', '.join(others)} are in this channel.", class_="shared")


def thread_head(reader: Reader, channel: Channel) -> Node:
    """The way back, and where one is."""
    where = el("span", _mark(channel), title(reader, channel), class_="topic")
    back = icon("Back to the channel", "←", {"thread": None}, "back")
    return el(
        "header", back, el("h2", "Thread"), where, icon("Close thread", "×", {"thread": None}, "close"), class_="top"
    )
