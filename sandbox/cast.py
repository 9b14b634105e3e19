"""The world at the start, made from a config; ids depend on the names alone."""

from typing import TypeVar

from sandbox import ids
from sandbox.config import ChannelConfig, Config, PersonConfig, TeamConfig
from sandbox.world import CHANNEL_NAME, Bot, Channel, Person, Team, Usergroup, World

T = TypeVar("T")


def world(config: Config, now: float) -> World:
    """Everybody at their places, nothing said yet. ValueError names what is unknown, there twice or no name."""
    _each_once("teams", [each.key for each in config.teams])
    _each_once("people", [_key(each) for each in config.people])
    _each_once("channels", [each.name for each in config.channels])
    for channel in config.channels:
        if not CHANNEL_NAME.fullmatch(channel.name):
            raise ValueError(f"channels: {channel.name!r} is no name in Slack: small letters, digits, - and _")
    teams = {each.key: _team(each) for each in config.teams}
    home = next(iter(teams.values()))
    people = {person.key: person for person in (_person(each, teams) for each in config.people)}
    bot = _bot(config, home)
    channels = [_channel(each, teams, people, bot, now) for each in config.channels]
    groups = [
        Usergroup(ids.named("S", each.handle), each.handle, each.name, _user_ids(each.members, people))
        for each in config.usergroups
    ]
    return World(
        home=home,
        bot=bot,
        teams={team.id: team for team in teams.values()},
        people={person.id: person for person in people.values()},
        channels={channel.id: channel for channel in channels},
        usergroups={group.id: group for group in groups},
    )


def _team(config: TeamConfig) -> Team:
    enterprise_id = ids.named("E", config.enterprise) if config.enterprise else ""
    return Team(ids.named("T", config.key), config.key, config.name, config.domain, enterprise_id, config.enterprise)


def user_id(team: Team, *names: str) -> str:
    """W... for people of Enterprise Grid (docs/slack.md 2.2)."""
    return ids.named("W" if team.enterprise_id else "U", *names)


def _key(config: PersonConfig) -> str:
    return config.key or config.name.split()[0].lower()


def _each_once(place: str, keys: list[str]) -> None:
    for key in keys:
        if keys.count(key) > 1:
            raise ValueError(f"{place}: {key} is there twice; each has a name or key of its own")


def _person(config: PersonConfig, teams: dict[str, Team]) -> Person:
    key = _key(config)
    return Person(
        id=user_id(_of(teams, config.team, "team"), config.team, key),
        key=key,
        name=config.name,
        title=config.title,
        team_id=_of(teams, config.team, "team").id,
        is_guest=config.guest,
        tz=config.tz,
        locale=config.locale,
        email=config.email,
        avatar=config.avatar,
    )


def _bot(config: Config, home: Team) -> Bot:
    name = config.bot.name
    app_id = ids.named("A", name)
    return Bot(
        user_id=ids.named("U", "bot", name),
        bot_id=ids.named("B", name),
        app_id=app_id,
        name=name,
        app_name=config.bot.app_name,
        team_id=home.id,
        bot_token=f"xoxb-{ids.secret(home.id, name, 'bot')}",
        app_token=f"xapp-1-{app_id}-{ids.secret(home.id, name, 'app')}",
        signing_secret=ids.secret(home.id, name, "signing"),
        verification_token=ids.secret(home.id, name, "verification"),
    )


def _channel(config: ChannelConfig, teams: dict[str, Team], people: dict[str, Person], bot: Bot, now: float) -> Channel:
    owner = _of(teams, config.team, "team") if config.team else next(iter(teams.values()))
    return Channel(
        id=ids.named("G" if config.legacy else "C", config.name),
        name=config.name,
        team_id=owner.id,
        shared_with=tuple(_of(teams, key, "team").id for key in config.shared_with),
        is_private=config.private,
        topic=config.topic,
        created=int(now),
        members=[*_user_ids(config.members, people), *([bot.user_id] if config.bot else [])],
    )


def _user_ids(keys: tuple[str, ...], people: dict[str, Person]) -> tuple[str, ...]:
    return tuple(_of(people, key.lower(), "person").id for key in keys)


def _of(things: dict[str, T], key: str, kind: str) -> T:
    if key not in things:
        raise ValueError(f"no {kind} has the key {key!r}; known are {', '.join(things)}")
    return things[key]
