"""Web API: user groups (docs.slack.dev/reference/methods, usergroups.*)."""

import re

from sandbox import usergroups
from sandbox.arguments import Args
from sandbox.errors import SlackError
from sandbox.methods import Done, Method
from sandbox.slack import LocalSlack
from sandbox.world import Usergroup

HANDLE = re.compile(r"[a-z0-9æøå._-]{1,21}")


def _group(slack: LocalSlack, args: Args) -> Usergroup:
    group = slack.world.usergroups.get(args.text("usergroup"))
    if group is None:
        raise SlackError("no_such_subteam")
    return group


def listing(slack: LocalSlack, args: Args) -> Done:
    """The home workspace's user groups, those put away only when asked for."""
    every = slack.world.usergroups.values()
    shown = [each for each in every if not each.disabled or args.flag("include_disabled")]
    return Done({"usergroups": [usergroups.as_api(slack, each, args.flag("include_users")) for each in shown]})


def users_list(slack: LocalSlack, args: Args) -> Done:
    """Who is in a user group."""
    return Done({"users": list(_group(slack, args).members)})


def users_update(slack: LocalSlack, args: Args) -> Done:
    """Who is in a user group from now on; nobody at all is refused."""
    group, members = _group(slack, args), tuple(args.names("users"))
    if not members:
        raise SlackError("no_users_provided")
    people = slack.world.people
    if any(one not in people or slack.world.is_outsider(people[one]) for one in members):
        raise SlackError("invalid_users")
    changed = usergroups.change(slack, group, members=members)
    return Done({"usergroup": usergroups.as_api(slack, changed)}, effect=True)


def create(slack: LocalSlack, args: Args) -> Done:
    """A new user group; its handle is its own."""
    name = args.text("name")
    handle = args.maybe("handle") or name.lower().replace(" ", "-")
    _free(slack, name, handle)
    group = usergroups.create(slack, handle, name, args.maybe("description") or "")
    return Done({"usergroup": usergroups.as_api(slack, group)}, effect=True)


def _free(slack: LocalSlack, name: str | None, handle: str | None, besides: str = "") -> None:
    others = [each for each in slack.world.usergroups.values() if each.id != besides]
    if handle is not None and not HANDLE.fullmatch(handle):
        raise SlackError("invalid_handle")
    if any(each.name == name for each in others):
        raise SlackError("name_already_exists")
    if any(each.handle == handle for each in others):
        raise SlackError("handle_already_exists")


def update(slack: LocalSlack, args: Args) -> Done:
    """Other words for a user group."""
    group = _group(slack, args)
    new = {name: args.text(name) for name in ("name", "handle", "description") if args.maybe(name)}
    _free(slack, new.get("name"), new.get("handle"), group.id)
    return Done({"usergroup": usergroups.as_api(slack, usergroups.change(slack, group, **new))}, effect=True)


def disable(slack: LocalSlack, args: Args) -> Done:
    """Puts a user group away."""
    changed = usergroups.change(slack, _group(slack, args), disabled=int(slack.clock.now()))
    return Done({"usergroup": usergroups.as_api(slack, changed)}, effect=True)


def enable(slack: LocalSlack, args: Args) -> Done:
    """Takes it out again."""
    changed = usergroups.change(slack, _group(slack, args), disabled=0)
    return Done({"usergroup": usergroups.as_api(slack, changed)}, effect=True)


METHODS: dict[str, Method] = {
    "usergroups.list": listing,
    "usergroups.create": create,
    "usergroups.update": update,
    "usergroups.disable": disable,
    "usergroups.enable": enable,
    "usergroups.users.list": users_list,
    "usergroups.users.update": users_update,
}
