"""What happens to people: they are put into user groups, change their profile, leave the organisation.

docs.slack.dev/reference/events: subteam_members_changed, user_change.
"""

from dataclasses import replace

from sandbox import events, people, people_json, usergroups, zones
from sandbox.body import Body
from sandbox.errors import CannotDo
from sandbox.kinds import Json
from sandbox.slack import LocalSlack
from sandbox.world import Person

SAID = ("name", "title", "email", "tz")


async def usergroup(slack: LocalSlack, body: Body) -> Json:
    """Who is in a user group (`handle`) from now on: `members`, names or ids."""
    wanted = body.need("handle").lstrip("@")
    found = next((each for each in slack.world.usergroups.values() if wanted in (each.handle, each.id)), None)
    if found is None:
        raise CannotDo("no_such_usergroup", there=[each.handle for each in slack.world.usergroups.values()])
    given = body.given.get("members")
    if not isinstance(given, list):
        raise CannotDo("members_must_be_a_list")
    members = [people.person(slack, each) for each in given]
    if any(slack.world.is_outsider(each) for each in members):
        raise CannotDo("not_of_this_workspace")
    usergroups.change(slack, found, members=tuple(each.id for each in members))
    return {"ok": True}


async def profile(slack: LocalSlack, body: Body) -> Json:
    """A person changes their name, title, e-mail address or time zone."""
    who = people.acting(slack, body.need("user"))
    new = {name: body.need(name) for name in SAID if body.maybe(name)}
    if not new:
        raise CannotDo("one_is_needed", there=list(SAID))
    if "tz" in new and not zones.is_one(new["tz"]):
        raise CannotDo("no_such_timezone")
    if not new.get("name", who.name).strip():
        raise CannotDo("name_is_needed")
    return _changed(slack, replace(who, **new))  # type: ignore[arg-type]


async def deactivate(slack: LocalSlack, body: Body) -> Json:
    """A person's account ends; with `undo` it is there again."""
    who = people.person(slack, body.need("user"))
    return _changed(slack, replace(who, is_deleted=not body.given.get("undo")))


def _changed(slack: LocalSlack, who: Person) -> Json:
    """`user_change` comes for everybody the app has met (docs.slack.dev/reference/events/user_change)."""
    slack.world.people[who.id] = who
    if slack.world.is_known(who):
        events.workspace(slack, "user_change", {"user": people_json.user(slack, who, with_locale=True)})
    slack.changes.notify()
    return {"ok": True}
