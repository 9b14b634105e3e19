"""Who is in the sandbox: organisations, people, channels and the bot. See README.md for the file's form."""

from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any, TypeVar

import yaml

from sandbox.kinds import Json

DEFAULT = Path(__file__).with_name("default.yml")
T = TypeVar("T")


@dataclass(frozen=True)
class TeamConfig:
    """An organisation. The first one is home: the app is installed there and nowhere else."""

    key: str
    name: str
    domain: str


@dataclass(frozen=True)
class PersonConfig:
    """A person of one organisation; `key` defaults to the first name in lower case."""

    name: str
    team: str
    key: str = ""
    title: str = ""
    guest: bool = False
    tz: str = "Europe/Oslo"
    locale: str = "en-US"
    email: str = ""
    avatar: str = ""


@dataclass(frozen=True)
class ChannelConfig:
    """A channel of `team`, shared over Slack Connect with `shared_with`; `bot`: the bot is a member.

    `legacy`: its id begins with G, as those of old private channels do, until it is to be shared.
    """

    name: str
    team: str = ""
    private: bool = False
    shared_with: tuple[str, ...] = ()
    members: tuple[str, ...] = ()
    bot: bool = False
    topic: str = ""
    legacy: bool = False


@dataclass(frozen=True)
class UsergroupConfig:
    """A user group of the home organisation, e.g. handle `leads`."""

    handle: str
    name: str
    members: tuple[str, ...] = ()


@dataclass(frozen=True)
class BotConfig:
    """The bot user's name and the app's."""

    name: str = "bot"
    app_name: str = "Bot"


@dataclass(frozen=True)
class EmojiConfig:
    """An emoji of the home workspace's own: an image at `url`, or another word for the one called `alias`."""

    name: str
    url: str = ""
    alias: str = ""


@dataclass(frozen=True)
class LinkConfig:
    """Another page that belongs to what is tried here, like the mails the app sends: a link in the page's header."""

    title: str
    url: str


@dataclass(frozen=True)
class Config:
    """The whole cast, and how strict Slack is.

    `retries`: seconds until an unacked event is sent again, once per entry (Slack: at once, 60, 300);
    `ack_s`, `trigger_s`: how long an ack may take and a trigger lives; `refresh_s`: how long a socket lives, real time
    all three; `view_grace_s`: how long a click waits,
    after its ack, for a form to open; `fault_hold_s`, `fault_late_s`: how long a lost answer keeps the app waiting,
    and how late a late delivery is (longer than any patience). `distributed`: sold outside the
    Marketplace, so that history comes once a minute, 15 messages at a time (docs/slack.md 5.5).
    `messages_a_minute`: how many messages Slack takes in the whole workspace, docs say "several hundred".
    `delayed_events`: the app's setting of that name; `events_spared`: with fewer events in an hour, failing deliveries
    end no subscription.
    `refused_files`: what a file's name ends in that Slack takes in no shared channel; its list is not known here.
    """

    teams: tuple[TeamConfig, ...]
    people: tuple[PersonConfig, ...]
    channels: tuple[ChannelConfig, ...]
    usergroups: tuple[UsergroupConfig, ...] = ()
    bot: BotConfig = field(default_factory=BotConfig)
    emoji: tuple[EmojiConfig, ...] = ()
    links: tuple[LinkConfig, ...] = ()
    rate_limits: bool = True
    messages_a_minute: int = 300
    retries: tuple[float, ...] = (0.1, 60.0, 300.0)
    ack_s: float = 3.0
    trigger_s: float = 3.0
    refresh_s: float = 3600.0
    events_an_hour: int = 30_000
    events_spared: int = 1000
    delayed_events: bool = False
    distributed: bool = False
    refused_files: tuple[str, ...] = ()
    view_grace_s: float = 0.3
    fault_hold_s: float = 12.0
    fault_late_s: float = 4.0
    request_url: str = ""


def load(path: Path | None = None) -> Config:
    """Reads the YAML file; without one, two organisations with one shared channel."""
    return parse(yaml.safe_load((path or DEFAULT).read_text(encoding="utf-8")))


def parse(raw: Json) -> Config:
    """The config from its plain form. ValueError names what is wrong."""
    lists: dict[str, type[Any]] = {
        "teams": TeamConfig,
        "people": PersonConfig,
        "channels": ChannelConfig,
        "usergroups": UsergroupConfig,
        "emoji": EmojiConfig,
        "links": LinkConfig,
    }
    given: Json = {name: tuple(_one(kind, item) for item in raw.get(name) or ()) for name, kind in lists.items()}
    if not given["teams"] or not given["people"] or not given["channels"]:
        raise ValueError("the config needs at least one of each: teams, people, channels")
    bot = _one(BotConfig, raw.get("bot") or {})
    rest = {name: value for name, value in raw.items() if name not in lists and name != "bot"}
    return _one(Config, {**given, "bot": bot, **rest})


def _one(kind: type[T], raw: Json) -> T:
    known = {each.name for each in fields(kind)}  # type: ignore[arg-type]
    unknown = set(raw) - known
    if unknown:
        raise ValueError(f"{kind.__name__}: unknown {', '.join(sorted(unknown))}; known are {', '.join(sorted(known))}")
    return kind(**{name: tuple(value) if isinstance(value, list) else value for name, value in raw.items()})
