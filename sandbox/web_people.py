"""Web API: auth, apps, team, users.

docs.slack.dev/reference/methods, auth.*, apps.*, team.* and users.*.
"""

from sandbox import people_json
from sandbox.arguments import Args
from sandbox.errors import SlackError
from sandbox.methods import Done, Method, page, person_of
from sandbox.slack import LocalSlack


def auth_test(slack: LocalSlack, args: Args) -> Done:
    """Who the token is."""
    bot, home = slack.world.bot, slack.world.home
    return Done(
        {
            "url": f"{slack.url}/", "team": home.name, "user": bot.name, "team_id": home.id, "user_id": bot.user_id,
            "bot_id": bot.bot_id, "app_id": bot.app_id, "is_enterprise_install": False,
            **({"enterprise_id": home.enterprise_id} if home.enterprise_id else {}),
        }
    )  # fmt: skip


def connections_open(slack: LocalSlack, args: Args) -> Done:
    """An address for one Socket Mode connection."""
    address = slack.url.replace("http", "ws", 1)
    return Done({"url": f"{address}/link?ticket={slack.tickets.make()}&app_id={slack.world.bot.app_id}"})


def team_info(slack: LocalSlack, args: Args) -> Done:
    """A workspace: home, or one connected to it through a channel."""
    home = slack.world.home
    wanted = args.maybe("team") or home.id
    channels = slack.world.channels.values()
    known = {team_id for each in channels if home.id in each.team_ids for team_id in each.team_ids} | {home.id}
    if wanted not in known:
        raise SlackError("team_not_found")
    return Done({"team": people_json.team(slack.world.teams[wanted])})


def users_info(slack: LocalSlack, args: Args) -> Done:
    """A user, of another workspace too when met in a shared channel."""
    user_id = args.text("user")
    if user_id == slack.world.bot.user_id:
        return Done({"user": people_json.bot_user(slack.world.bot)})
    return Done({"user": people_json.user(slack, person_of(slack, user_id), args.flag("include_locale"))})


def users_list(slack: LocalSlack, args: Args) -> Done:
    """The home workspace's people and the bot; nobody else (docs/slack.md 2.2)."""
    people = [each for each in slack.world.people.values() if not slack.world.is_outsider(each)]
    members = [people_json.user(slack, each, args.flag("include_locale")) for each in people]
    shown, metadata = page([*members, people_json.bot_user(slack.world.bot)], args, 1000)
    return Done({"members": shown, "cache_ts": int(slack.clock.now()), "response_metadata": metadata})


METHODS: dict[str, Method] = {
    "auth.test": auth_test,
    "apps.connections.open": connections_open,
    "team.info": team_info,
    "users.info": users_info,
    "users.list": users_list,
}
