"""What people of the home workspace do to it: somebody new, a channel gone, the app uninstalled; and files of theirs.

docs.slack.dev/reference/events: team_join, channel_deleted, group_deleted, tokens_revoked, app_uninstalled.
"""

from sandbox import cast, channels, events, files, people, people_json, zones
from sandbox.body import Body
from sandbox.errors import CannotDo
from sandbox.kinds import Json
from sandbox.slack import LocalSlack
from sandbox.verbs_channels import team_named
from sandbox.verbs_talk import insider
from sandbox.world import Person


def _member(slack: LocalSlack, body: Body) -> Person:
    """Somebody of home who is no guest."""
    who = people.acting(slack, body.need("user"))
    if slack.world.is_outsider(who) or who.is_guest:
        raise CannotDo("not_allowed")
    return who


async def add_person(slack: LocalSlack, body: Body) -> Json:
    """Somebody new (`name`) in the home workspace, or in another (`team`); only of home the app hears."""
    name = " ".join(body.need("name").split())
    if not name:
        raise CannotDo("name_is_needed")
    tz = body.maybe("tz") or "Europe/Oslo"
    if not zones.is_one(tz):
        raise CannotDo("no_such_timezone")
    team_id = team_named(slack, body) if body.maybe("team") else slack.world.home.id
    key = name.split()[0].lower()
    if any(key == each.key for each in slack.world.people.values()):
        raise CannotDo("name_taken")
    who = Person(
        cast.user_id(slack.world.teams[team_id], team_id, key),
        key,
        name,
        body.maybe("title") or "",
        team_id,
        is_guest=bool(body.given.get("guest")),
        tz=tz,
        locale="en-US",
        email=body.maybe("email") or "",
        avatar="",
    )
    slack.world.people[who.id] = who
    if not slack.world.is_outsider(who):
        events.workspace(slack, "team_join", {"user": people_json.user(slack, who, with_locale=True)})
    slack.changes.notify()
    return {"ok": True, "user": who.id}


async def delete_channel(slack: LocalSlack, body: Body) -> Json:
    """A channel and all that was said there is gone for good."""
    _member(slack, body)
    _, channel = insider(slack, body)
    if channel.is_im or channel.is_mpim or channel.team_id != slack.world.home.id:
        raise CannotDo("not_allowed")
    channels.delete(slack, channel)
    return {"ok": True}


async def uninstall(slack: LocalSlack, body: Body) -> Json:
    """The app is taken off the workspace, and its token is worth nothing; with `undo` it is back, the token too.

    The two events may come in either order, and nothing more comes after them.
    """
    _member(slack, body)
    undo = bool(body.given.get("undo"))
    if slack.installed is undo:
        raise CannotDo("already_installed" if undo else "not_installed")
    if not undo:
        events.workspace(slack, "tokens_revoked", {"tokens": {"oauth": [], "bot": [slack.world.bot.user_id]}})
        events.workspace(slack, "app_uninstalled", {})
    slack.installed = undo
    slack.changes.notify()
    return {"ok": True}


async def file(slack: LocalSlack, body: Body) -> Json:
    """One's own file gets another `title`, or with `delete` is gone."""
    who, wanted = people.acting(slack, body.need("user")), body.need("file")
    found = slack.world.files.get(wanted)
    if found is None or found.is_deleted or found.user != who.id:
        raise CannotDo("no_such_file")
    if body.given.get("delete"):
        files.remove(slack, found)
    else:
        files.retitle(slack, found, body.need("title"))
    return {"ok": True}
