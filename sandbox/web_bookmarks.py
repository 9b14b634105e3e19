"""Web API: bookmarks, of the one kind there is (docs.slack.dev/reference/methods/bookmarks.add)."""

from sandbox.arguments import Args
from sandbox.errors import SlackError
from sandbox.kinds import Json
from sandbox.methods import Done, Method, joined_channel, writable
from sandbox.slack import LocalSlack
from sandbox.world import Channel

MOST = 100  # in one conversation


def add(slack: LocalSlack, args: Args) -> Done:
    """One more link above the channel."""
    channel, title = writable(joined_channel(slack, args, "channel_id")), args.text("title")
    if args.text("type") != "link":
        raise SlackError("invalid_bookmark_type")
    if len(channel.bookmarks) >= MOST:
        raise SlackError("too_many_bookmarks")
    now = int(slack.clock.now())
    made: Json = {
        "id": slack.ids.next("Bk"), "channel_id": channel.id, "title": title, "link": _link(args), "type": "link",
        "emoji": args.maybe("emoji") or "", "icon_url": None, "entity_id": None, "date_created": now,
        "date_updated": 0, "rank": "U", "last_updated_by_user_id": slack.world.bot.user_id,
        "last_updated_by_team_id": slack.world.home.id, "shortcut_id": None, "app_id": slack.world.bot.app_id,
    }  # fmt: skip
    channel.bookmarks.append(made)
    return _changed(slack, channel, made)


def _link(args: Args) -> str:
    link = args.text("link")
    if not link.startswith(("http://", "https://")):
        raise SlackError("invalid_link")
    return link


def _changed(slack: LocalSlack, channel: Channel, bookmark: Json) -> Done:
    slack.changes.notify()
    return Done({"bookmark": bookmark}, effect=True, visible_to=channel.team_ids)


def edit(slack: LocalSlack, args: Args) -> Done:
    """Another title, link or emoji."""
    channel = joined_channel(slack, args, "channel_id")
    found = _found(channel, args)
    new = {name: args.text(name) for name in ("title", "emoji") if args.maybe(name)}
    found |= new | ({"link": _link(args)} if args.maybe("link") else {}) | {"date_updated": int(slack.clock.now())}
    return _changed(slack, channel, found)


def _found(channel: Channel, args: Args) -> Json:
    wanted = args.text("bookmark_id")
    found = next((each for each in channel.bookmarks if each["id"] == wanted), None)
    if found is None:
        raise SlackError("not_found")
    return found


def listing(slack: LocalSlack, args: Args) -> Done:
    """A channel's bookmarks."""
    return Done({"bookmarks": list(joined_channel(slack, args, "channel_id").bookmarks)})


def remove(slack: LocalSlack, args: Args) -> Done:
    """One less."""
    channel = joined_channel(slack, args, "channel_id")
    channel.bookmarks.remove(_found(channel, args))
    slack.changes.notify()
    return Done({}, effect=True, visible_to=channel.team_ids)


METHODS: dict[str, Method] = {
    "bookmarks.add": add,
    "bookmarks.edit": edit,
    "bookmarks.list": listing,
    "bookmarks.remove": remove,
}
