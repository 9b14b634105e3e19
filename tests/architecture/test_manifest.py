"""manifest.yml is what Slack's schema allows, and asks for just what the code uses."""

import json
import re
from typing import Any

import jsonschema
import yaml
from slack_sdk.web.async_client import AsyncWebClient

from handlers import ids, people
from tests.architecture.listeners import bound
from tests.architecture.source import ROOT, calls, files

MANIFEST: dict[str, Any] = yaml.safe_load((ROOT / "manifest.yml").read_text("utf-8"))
SCHEMA = ROOT / "tests/architecture/manifest_schema/manifest.schema.1.0.0.json"

ANY_CHANNEL_READ, ANY_CHANNEL_HISTORY = {"channels:read", "groups:read"}, {"channels:history", "groups:history"}
SCOPES_OF_METHOD: dict[str, set[str]] = {
    "apps_connections_open": set(),  # it is the app token's, whose scope no manifest names
    "auth_test": set(),
    "chat_postEphemeral": {"chat:write"},
    "chat_postMessage": {"chat:write", "chat:write.customize"},
    "chat_update": {"chat:write"},
    "conversations_history": ANY_CHANNEL_HISTORY,
    "conversations_info": ANY_CHANNEL_READ,
    "conversations_members": ANY_CHANNEL_READ,
    "conversations_replies": ANY_CHANNEL_HISTORY,
    "dnd_info": {"dnd:read"},
    "files_info": {"files:read"},
    "files_delete": {"files:write"},
    "files_completeUploadExternal": {"files:write"},
    "files_getUploadURLExternal": {"files:write"},
    "pins_add": {"pins:write"},
    "pins_list": {"pins:read"},
    "team_info": {"team:read"},
    "usergroups_users_list": {"usergroups:read"},
    "usergroups_users_update": {"usergroups:write"},
    "users_info": {"users:read"},
    "views_open": set(),
    "views_publish": set(),
    "views_push": set(),
    "views_update": set(),
}
SCOPES_OF_EVENT = {
    "app_home_opened": set(),
    "channel_id_changed": ANY_CHANNEL_READ,
    "channel_shared": ANY_CHANNEL_READ,
    "channel_unshared": ANY_CHANNEL_READ,
    "channel_archive": {"channels:read"},
    "channel_unarchive": {"channels:read"},
    "group_archive": {"groups:read"},
    "group_unarchive": {"groups:read"},
    "member_joined_channel": ANY_CHANNEL_READ,
    "member_left_channel": ANY_CHANNEL_READ,
    "message.channels": {"channels:history"},
    "message.groups": {"groups:history"},
    "pin_removed": {"pins:read"},
    "reaction_added": {"reactions:read"},
    "subteam_members_changed": {"usergroups:read"},
    "user_change": {"users:read"},
}


def test_slack_would_accept_it() -> None:
    jsonschema.validate(MANIFEST, json.loads(SCHEMA.read_text("utf-8")))


def test_every_method_called_has_its_scopes_written_down() -> None:
    assert _methods() == set(SCOPES_OF_METHOD), "Write down the scopes of a new method; take out one no longer called"


def test_it_asks_for_the_scopes_the_code_uses_and_no_other() -> None:
    used = set[str]().union({"commands"}, *SCOPES_OF_METHOD.values(), *(SCOPES_OF_EVENT[one] for one in _events()))
    asked = set(MANIFEST["oauth_config"]["scopes"]["bot"])
    assert asked == used, f"manifest.yml lacks {sorted(used - asked)} and need not ask for {sorted(asked - used)}"


def test_it_subscribes_to_the_events_somebody_waits_for() -> None:
    waited_for = {one.id for one in bound() if one.kind == "event" and one.function is not people.nothing}
    subscribed = {event.partition(".")[0] for event in _events()}
    assert subscribed == waited_for, "bot_events of manifest.yml are the events of handlers/register.py"


def test_its_commands_and_shortcuts_are_the_ones_listened_to() -> None:
    features = MANIFEST["features"]
    offered = {("command", one["command"]) for one in features["slash_commands"]}
    offered |= {("shortcut", one["callback_id"]) for one in features["shortcuts"]}
    heard = {(one.kind, one.id) for one in bound() if one.kind in {"command", "shortcut"}}
    commands = {("command", one) for one in (ids.CASE_COMMAND, ids.ONCALL_COMMAND)}
    assert offered == heard == commands | {("shortcut", one) for one in _shortcuts()}


def test_it_switches_on_what_the_app_needs() -> None:
    settings = MANIFEST["settings"]
    assert settings["socket_mode_enabled"]
    assert settings["interactivity"]["is_enabled"]
    assert not settings["token_rotation_enabled"], "the token in .env would run out after 12 hours"


def test_the_readme_gives_a_reason_for_each_scope_and_event() -> None:
    rows = [line for line in (ROOT / "README.md").read_text("utf-8").splitlines() if line.startswith("| `")]
    explained = {name for row in rows for name in re.findall(r"`([^`]+)`", row.split(" | ")[0])}
    assert explained == {*MANIFEST["oauth_config"]["scopes"]["bot"], *_events()}


def _shortcuts() -> list[str]:
    return [ids.NEW_CASE, ids.CASE_FROM_MESSAGE, ids.SEND_TO_CUSTOMER]


def _events() -> list[str]:
    found: list[str] = MANIFEST["settings"]["event_subscriptions"]["bot_events"]
    return found


def _methods() -> set[str]:
    """The Web API methods the house calls, by slack_sdk's names: `family_verb` on one of its clients."""
    names = (name.rpartition(".") for path in files("bot", "handlers") for name, _call in calls(path))
    clients = ("steady", "_quick", "_client")
    return {
        method for owner, _dot, method in names if owner.endswith(clients) and callable(getattr(AsyncWebClient, method))
    }
