"""What a Web API method is: a plain function from arguments to an answer.

docs.slack.dev/reference/methods.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from itertools import islice
from typing import TypeVar

from sandbox.arguments import Args
from sandbox.errors import SlackError
from sandbox.kinds import Json
from sandbox.slack import LocalSlack
from sandbox.world import Channel, Message, Person

T = TypeVar("T")
MOST_PER_PAGE = 1000


@dataclass(frozen=True)
class Done:
    """An answer without its `ok`. `effect`: it changed something; `visible_to`: the teams that can see what it made."""

    body: Json
    effect: bool = False
    visible_to: tuple[str, ...] = ()


Method = Callable[[LocalSlack, Args], Done]


def channel_of(slack: LocalSlack, args: Args, name: str = "channel") -> Channel:
    """The channel meant, by id or name, if the app can see it."""
    wanted = args.text(name)
    channel = slack.world.channels.get(wanted) or slack.world.named(wanted.removeprefix("#"))
    if channel is None or not slack.world.app_sees(channel):
        raise SlackError("channel_not_found")
    return channel


def joined_channel(slack: LocalSlack, args: Args, name: str = "channel") -> Channel:
    """The same, if the bot is a member."""
    channel = channel_of(slack, args, name)
    if slack.world.bot.user_id not in channel.members:
        raise SlackError("not_in_channel")
    return channel


def writable(channel: Channel) -> Channel:
    """The channel, if anything can change there. The code for a frozen one is unconfirmed (docs/slack.md 12)."""
    if channel.is_archived:
        raise SlackError("is_archived")
    if channel.is_frozen:
        raise SlackError("restricted_action_read_only_channel")
    return channel


def message_in(channel: Channel, ts: str, code: str = "message_not_found") -> Message:
    """The message with this `ts`."""
    message = channel.messages.get(ts)
    if message is None:
        raise SlackError(code)
    return message


def person_of(slack: LocalSlack, user_id: str) -> Person:
    """A human whom the home workspace has met."""
    person = slack.world.people.get(user_id)
    if person is None or not slack.world.is_known(person):
        raise SlackError("user_not_found")
    return person


def page(items: list[T], args: Args, default: int = 100) -> tuple[list[T], Json]:
    """One page of a list, and `{"next_cursor"}` (docs.slack.dev/apis/web-api/pagination)."""
    return first_page(items, args, default)


def first_page(items: Iterable[T], args: Args, default: int = 100, most: int = MOST_PER_PAGE) -> tuple[list[T], Json]:
    """The same of what is not all at hand: no more of it is looked at than the page needs."""
    start, limit = _start(args), min(args.number("limit", default, MOST_PER_PAGE), most)
    shown = list(islice(items, start, start + limit + 1))
    more = len(shown) > limit
    return shown[:limit], {"next_cursor": f"from:{start + limit}" if more else ""}


def page_in_time(
    messages: Iterable[Message], args: Args, default: int, most: int, newest_first: bool
) -> tuple[list[Message], Json]:
    """One page of messages. The cursor is a time: what is said or deleted meanwhile makes none come twice or never."""
    last, limit = _after(args, "ts"), min(args.number("limit", default, MOST_PER_PAGE), most)
    left = (each for each in messages if last is None or (each.ts < last if newest_first else each.ts > last))
    shown = list(islice(left, limit + 1))
    more = len(shown) > limit
    return shown[:limit], {"next_cursor": f"ts:{shown[limit - 1].ts}" if more else ""}


def _start(args: Args) -> int:
    return int((_after(args, "from") or "0")[:9])


def _after(args: Args, word: str) -> str | None:
    """What a cursor of ours says after its word."""
    cursor = args.maybe("cursor")
    if cursor is None:
        return None
    own, _, place = cursor.partition(":")
    if own != word or not place.isascii() or not place.replace(".", "", word == "ts").isdigit():
        raise SlackError("invalid_cursor")
    return place
