"""User groups of the home workspace: who is in them changes, and the app is told.

docs.slack.dev/reference/events: subteam_created, subteam_updated, subteam_members_changed.
"""

from dataclasses import replace

from sandbox import events
from sandbox.kinds import Json
from sandbox.slack import LocalSlack
from sandbox.world import Usergroup


def as_api(slack: LocalSlack, group: Usergroup, with_users: bool = True) -> Json:
    """The user group object."""
    home = slack.world.home.id
    told: Json = {
        "id": group.id, "team_id": home, "is_usergroup": True, "is_subteam": True, "handle": group.handle,
        "name": group.name, "description": group.description, "is_external": False, "auto_type": None,
        "date_create": group.created, "date_update": group.updated, "date_delete": group.disabled,
        "created_by": slack.world.bot.user_id, "updated_by": slack.world.bot.user_id, "deleted_by": None,
        "prefs": {"channels": [], "groups": []}, "user_count": len(group.members),
    }  # fmt: skip
    return told | ({"users": list(group.members)} if with_users else {})


def change(slack: LocalSlack, group: Usergroup, **new: object) -> Usergroup:
    """Gives it other words or members, or puts it away."""
    before, now = group.members, int(slack.clock.now())
    changed: Usergroup = replace(group, updated=now, **new)  # type: ignore[arg-type]
    slack.world.usergroups[group.id] = changed
    events.workspace(slack, "subteam_updated", {"subteam": as_api(slack, changed)})
    if set(before) != set(changed.members):
        _members_changed(slack, group, changed, now)
    slack.changes.notify()
    return changed


def _members_changed(slack: LocalSlack, before: Usergroup, after: Usergroup, now: int) -> None:
    came = [each for each in after.members if each not in before.members]
    went = [each for each in before.members if each not in after.members]
    told: Json = {
        "subteam_id": after.id, "team_id": slack.world.home.id, "date_previous_update": before.updated,
        "date_update": now, "added_users": came, "added_users_count": len(came), "removed_users": went,
        "removed_users_count": len(went),
    }  # fmt: skip
    events.workspace(slack, "subteam_members_changed", told)


def create(slack: LocalSlack, handle: str, name: str, description: str) -> Usergroup:
    """A new one, nobody in it."""
    now = int(slack.clock.now())
    group = Usergroup(slack.ids.next("S"), handle, name, (), description, now, now)
    slack.world.usergroups[group.id] = group
    events.workspace(slack, "subteam_created", {"subteam": as_api(slack, group)})
    slack.changes.notify()
    return group
