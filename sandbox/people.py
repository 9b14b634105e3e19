"""Who and where is meant: people and channels by id or by name, and what each person can see.

docs.slack.dev/apis/slack-connect.
"""

from sandbox import conversation
from sandbox.drawn.emoji import in_words
from sandbox.errors import CannotDo
from sandbox.slack import LocalSlack
from sandbox.world import Channel, Message, Person


def person(slack: LocalSlack, wanted: object) -> Person:
    """By id, first name, whole name or key."""
    people = slack.world.people
    name = str(wanted).strip().lstrip("@")
    if name in people:
        return people[name]
    found = [each for each in people.values() if name.lower() in _names(each)]
    if len(found) != 1:
        raise CannotDo("no_such_user" if not found else "ambiguous", there=[each.name for each in people.values()])
    return found[0]


def acting(slack: LocalSlack, wanted: object) -> Person:
    """The same, if they can still do anything: an account that was ended cannot be signed in to."""
    found = person(slack, wanted)
    if found.is_deleted:
        raise CannotDo("account_inactive")
    return found


def _names(who: Person) -> set[str]:
    return {who.key, who.name.lower(), first_name(who).lower()}


def first_name(who: Person) -> str:
    """Kari."""
    return who.name.split()[0]


def channel(slack: LocalSlack, wanted: object, who: Person | None = None) -> Channel:
    """By id or name, with or without #; the bot's name or id is the direct messages with it."""
    channels, bot = slack.world.channels, slack.world.bot
    name = str(wanted).strip().lstrip("#")
    if name in channels:
        return channels[name]
    if who is not None and name.lstrip("@") in {bot.name, bot.app_name, bot.user_id}:
        return conversation.direct(slack, who.id)
    for each in channels.values():
        if not each.is_im and each.name == name:
            return each
    raise CannotDo("no_such_channel", there=[each.name for each in channels.values() if not each.is_im])


def joined(slack: LocalSlack, wanted: object, who: Person) -> Channel:
    """The same, if the person is a member."""
    found = channel(slack, wanted, who)
    if who.id not in found.members:
        raise CannotDo("not_in_channel")
    return found


def message(where: Channel, ts: object) -> Message:
    """The message with this `ts`."""
    found = where.messages.get(str(ts))
    if found is None:
        raise CannotDo("message_not_found")
    return found


def seen(slack: LocalSlack, where: Channel, who: Person) -> list[Message]:
    """Everything this person sees there, threads and their own ephemerals included, the oldest first."""
    own = [each for each in slack.world.ephemerals.get(who.id, []) if each.channel_id == where.id]
    return sorted([*where.messages.values(), *own], key=lambda each: each.ts) if who.id in where.members else []


def words(each: Message) -> str:
    """All text of a message, its blocks included, as it travels; and as a reader sees its emoji."""
    said = "\n".join([each.text, *block_words([*(each.blocks or []), *(each.attachments or [])])])
    seen = in_words(said)
    return said if seen == said else f"{said}\n{seen}"


def block_words(value: object) -> list[str]:
    """Every text inside blocks, in reading order."""
    if isinstance(value, list):
        return [text for each in value for text in block_words(each)]
    if not isinstance(value, dict):
        return []
    own = value.get("text")
    here = [own] if isinstance(own, str) else []
    return here + [text for name, each in value.items() if isinstance(each, dict | list) for text in block_words(each)]


def ephemeral_text(each: Message) -> str:
    """What an ephemeral says, in one string."""
    return each.text or "\n".join(block_words(each.blocks or []))
