"""What Slack makes of what people type and apps post (docs.slack.dev/messaging/formatting-message-text).

Emoji come back as their `:names:`, but not those in code and addresses.
"""

import re
from collections.abc import Callable
from functools import partial

from sandbox.drawn.emoji import named
from sandbox.slack import LocalSlack

CODE = re.compile(r"```.*?```|`[^`\n]+`", re.DOTALL)
TOKEN = re.compile(r"<(?:[@#!][^<>\s][^<>]*|(?:https?|mailto):[^<>\s][^<>]*)>")
URL = re.compile(r"https?://[^\s<>|]+[^\s<>|.,;:!?)\]'\"]")
BROADCAST = re.compile(r"(?<!\w)@(here|channel|everyone)\b")
ENTITY = re.compile(r"&(?!(?:amp|lt|gt);)")


def encoded(slack: LocalSlack, text: str) -> str:
    """As it travels: & < > escaped, links and mentions as <...>. What is in that form already stays."""
    return _with_names(_between(TOKEN, text, lambda between: _mentioning(slack, _linked(_escaped(between)))))


def of_an_app(text: str, linked: bool = True) -> str:
    """What an app posts, as it reads when it comes back: & < > escaped and addresses linked, but not those in code. Its
    @names mention nobody (docs.slack.dev/messaging/formatting-message-text)."""
    link = _linked if linked else str
    return _with_names(_between(TOKEN, text, lambda between: _between(CODE, _escaped(between), link)))


def asked_for(slack: LocalSlack, text: str, parse: str | None, link_names: bool) -> str:
    """The same as chat.postMessage's `parse` and `link_names` have it: `none` links no addresses; with `full` or
    `link_names` names of channels and user groups and @here are links and mentions, names of people are not."""
    told = of_an_app(text, linked=parse != "none")
    return _parsed(told, partial(_with_groups, slack)) if link_names or parse == "full" else told


def _with_groups(slack: LocalSlack, text: str) -> str:
    for group in slack.world.usergroups.values() if "@" in text else ():
        text = re.sub(rf"(?<!\w)@{re.escape(group.handle)}(?![\w-])", f"<!subteam^{group.id}>", text)
    return _with_channels(slack, text)


def _parsed(told: str, parse: Callable[[str], str]) -> str:
    return _between(TOKEN, told, lambda between: _between(CODE, between, parse))


def auto_parsed(slack: LocalSlack, text: str) -> str:
    """A mrkdwn object without `verbatim`: as `of_an_app`, and its #names of channels and @here are links and mentions,
    so somebody's own words in it can call everybody (.../block-kit/composition-objects/text-object)."""
    return _parsed(of_an_app(text), partial(_with_channels, slack))


def _with_channels(slack: LocalSlack, text: str) -> str:
    for channel in slack.world.channels.values() if "#" in text else ():
        if not channel.is_im:
            text = re.sub(rf"(?<![\w#&]){re.escape(f'#{channel.name}')}(?![\w-])", f"<#{channel.id}>", text)
    return BROADCAST.sub(lambda found: f"<!{found.group(1)}>", text)


def _with_names(text: str) -> str:
    return _between(TOKEN, text, lambda between: _between(CODE, between, named))


def _between(kept: re.Pattern[str], text: str, encode: Callable[[str], str]) -> str:
    parts: list[str] = []
    end = 0
    for token in kept.finditer(text):
        parts += [encode(text[end : token.start()]), token.group()]
        end = token.end()
    return "".join([*parts, encode(text[end:])])


def _escaped(text: str) -> str:
    return ENTITY.sub("&amp;", text).replace("<", "&lt;").replace(">", "&gt;")


def _linked(text: str) -> str:
    return URL.sub(lambda found: f"<{found.group()}>", text)


def _mentioning(slack: LocalSlack, text: str) -> str:
    text = BROADCAST.sub(lambda found: f"<!{found.group(1)}>", text)
    for name, user_id in _mentionable(slack).items():
        text = text.replace(f"@{name}", f"<@{user_id}>")
    return text


def as_command(slack: LocalSlack, text: str) -> str:
    """What a command with `should_escape` gets: `<@U1|anna>`, `<#C1|general>` (docs/slack.md 7)."""
    people = slack.world.people
    for name, user_id in _mentionable(slack).items():
        key = people[user_id].key if user_id in people else slack.world.bot.name
        text = text.replace(f"@{name}", f"<@{user_id}|{key}>")
    for channel in slack.world.channels.values():
        if not channel.is_im:
            text = re.sub(rf"(?<!\S)#{re.escape(channel.name)}(?!\S)", f"<#{channel.id}|{channel.name}>", text)
    return text


def _mentionable(slack: LocalSlack) -> dict[str, str]:
    bot = slack.world.bot
    names = {bot.app_name: bot.user_id, bot.name: bot.user_id}
    names |= {person.name: person.id for person in slack.world.people.values()}
    return dict(sorted(names.items(), key=lambda each: -len(each[0])))
