"""Who is in the sandbox: organisations, people, channels and the bot. See README.md for the file's form."""

from dataclasses import MISSING, dataclass, field, fields
from pathlib import Path
from typing import Any, TypeVar, get_args, get_origin, get_type_hints

import yaml

from sandbox import zones
from sandbox.kinds import Json

DEFAULT = Path(__file__).with_name("default.yml")
T = TypeVar("T")


@dataclass(frozen=True)
class TeamConfig:
    """An organisation. The first one is home: the app is installed there and nowhere else.

    `enterprise`: the name of the Enterprise Grid organisation its workspace belongs to.
    """

    key: str
    name: str
    domain: str
    enterprise: str = ""


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
    `connect_approval`: home approves each invitation to Slack Connect after it was accepted.
    `connect_files`: false where an admin, of either side, lets no file into shared channels.
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
    connect_approval: bool = False
    connect_files: bool = True
    distributed: bool = False
    refused_files: tuple[str, ...] = ()
    view_grace_s: float = 0.3
    fault_hold_s: float = 12.0
    fault_late_s: float = 4.0
    request_url: str = ""


LISTS: dict[str, type[Any]] = {
    "teams": TeamConfig,
    "people": PersonConfig,
    "channels": ChannelConfig,
    "usergroups": UsergroupConfig,
    "emoji": EmojiConfig,
    "links": LinkConfig,
}


def load(path: Path | None = None) -> Config:
    """Reads the YAML file; without one, two organisations with one shared channel."""
    try:
        return parse(yaml.safe_load((path or DEFAULT).read_text(encoding="utf-8")))
    except yaml.YAMLError as broken:
        raise ValueError(f"{path} is no YAML: {broken}") from None


def parse(raw: Any) -> Config:
    """The config from its plain form. ValueError names what is wrong."""
    if not isinstance(raw, dict):
        raise ValueError("the config is a mapping: teams, people, channels and what else README.md names")
    given: Json = {name: tuple(_one(kind, each, name) for each in _list(raw, name)) for name, kind in LISTS.items()}
    if not given["teams"] or not given["people"] or not given["channels"]:
        raise ValueError("the config needs at least one of each: teams, people, channels")
    if lost := [each.tz for each in given["people"] if not zones.is_one(each.tz)]:
        raise ValueError(f"people: there is no time zone {lost[0]!r}")
    bot = _one(BotConfig, raw.get("bot") or {}, "bot")
    rest = {name: value for name, value in raw.items() if name not in LISTS and name != "bot"}
    return _one(Config, {**given, "bot": bot, **rest}, "config")


def _list(raw: Json, name: str) -> list[Any]:
    found = raw.get(name) or []
    if not isinstance(found, list):
        raise ValueError(f"{name} is a list")
    return found


def _one(kind: type[T], raw: Any, place: str) -> T:
    if not isinstance(raw, dict):
        raise ValueError(f"{place}: {raw!r} is no mapping")
    known = {each.name: each for each in fields(kind)}  # type: ignore[arg-type]
    if unknown := sorted(str(each) for each in set(raw) - set(known)):
        raise ValueError(f"{place}: unknown {', '.join(unknown)}; known are {', '.join(sorted(known))}")
    needed = (name for name, each in known.items() if each.default is each.default_factory is MISSING)
    if missing := [name for name in needed if name not in raw]:
        raise ValueError(f"{place}: {', '.join(missing)} is missing in {raw}")
    types = get_type_hints(kind)
    for name, value in raw.items():
        if not _fits(value, types[name]):
            raise ValueError(f"{place}: {name} cannot be {value!r}")
    return kind(**{name: tuple(value) if isinstance(value, list) else value for name, value in raw.items()})


def _fits(value: Any, kind: Any) -> bool:
    """YAML's yes and 5 are no names, and its 1 is no yes."""
    if get_origin(kind) is tuple:
        return isinstance(value, list | tuple) and all(_fits(each, get_args(kind)[0]) for each in value)
    if kind in (int, float):
        return isinstance(value, int | kind) and not isinstance(value, bool)
    return isinstance(value, kind)
