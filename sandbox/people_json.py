"""User, team and bot objects as the app is told them.

docs.slack.dev/reference/objects/user-object.
"""

from sandbox.kinds import Json
from sandbox.slack import LocalSlack
from sandbox.world import Bot, Person, Team


def user(slack: LocalSlack, person: Person, with_locale: bool = False) -> Json:
    """A human. Other workspaces' people: names only in `profile`, no e-mail, no locale (docs/slack.md 2.2).

    E-mail is a scope of its own.
    """
    outsider = slack.world.is_outsider(person)
    told: Json = {
        "id": person.id, "team_id": person.team_id, "name": f"{person.key}.{person.team_id.lower()}"[:21],
        "deleted": person.is_deleted, "tz": person.tz, "is_admin": False, "is_owner": False, "is_bot": False,
        "is_app_user": False, "is_restricted": person.is_guest, "is_ultra_restricted": False, "updated": 0,
        "profile": _profile(person),
    }  # fmt: skip
    if grid := slack.world.teams[person.team_id].enterprise:
        told["enterprise_user"] = {
            "id": person.id, "enterprise_id": grid["id"], "enterprise_name": grid["name"], "is_admin": False,
            "is_owner": False, "teams": [person.team_id],
        }  # fmt: skip
    if outsider:
        return told | {"is_stranger": False}
    told["name"], told["real_name"] = person.key, person.name
    if slack.manifest.grants("users:read.email"):
        told["profile"]["email"] = person.email
    if with_locale:
        told["locale"] = person.locale
    return told


def _profile(person: Person) -> Json:
    first, _, last = person.name.partition(" ")
    return {
        "real_name": person.name, "real_name_normalized": person.name, "display_name": person.name,
        "display_name_normalized": person.name, "first_name": first, "last_name": last, "title": person.title,
        "image_48": person.avatar, "image_72": person.avatar, "image_192": person.avatar, "team": person.team_id,
    }  # fmt: skip


def in_mentions(person: Person) -> Json:
    """What an app_mention tells of somebody from another workspace (bolt-python tests/slack_bolt/request).

    The picture for a message in their name is there too (docs/slack.md 2.1).
    """
    told = _profile(person)
    names = ("first_name", "real_name", "display_name", "image_72", "team")
    return {
        "avatar_hash": "", "is_restricted": person.is_guest, "is_ultra_restricted": False, "name": person.key,
        **{name: told[name] for name in names},
    }  # fmt: skip


def bot_user(bot: Bot) -> Json:
    """The bot as a user."""
    return {
        "id": bot.user_id, "team_id": bot.team_id, "name": bot.name, "real_name": bot.app_name, "deleted": False,
        "is_bot": True, "is_app_user": False, "is_restricted": False, "is_ultra_restricted": False, "updated": 0,
        "profile": {
            "real_name": bot.app_name, "display_name": bot.name, "bot_id": bot.bot_id, "api_app_id": bot.app_id,
            "team": bot.team_id,
        },
    }  # fmt: skip


def bot_profile(bot: Bot) -> Json:
    """What the bot's own messages carry."""
    return {
        "id": bot.bot_id, "app_id": bot.app_id, "user_id": bot.user_id, "name": bot.app_name, "deleted": False,
        "updated": 0, "team_id": bot.team_id, "icons": {},
    }  # fmt: skip


def team(found: Team) -> Json:
    """A workspace."""
    icon: Json = {"image_default": True}
    told = {"id": found.id, "name": found.name, "domain": found.domain, "email_domain": "", "icon": icon}
    return told | enterprise(found)


def enterprise(found: Team) -> Json:
    """What is told beside a workspace of Enterprise Grid."""
    grid = found.enterprise
    return {"enterprise_id": grid["id"], "enterprise_name": grid["name"]} if grid else {}
