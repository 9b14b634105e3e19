"""An app's manifest and its limits (docs.slack.dev/reference/app-manifest; docs/slack.md 7).

The page's limits, and those that slackapi/manifest-schema adds to them: of two the stricter. Keys are either's. What
characters a bot's name may have, the page and Slack's own templates disagree on: any. Here a manifest may be a part of
one.
"""

from typing import Any

from sandbox.shapes import Rule, anything, flag, many, one_of, problems, record, text, whole, wrong

NAME, DESCRIPTION = 35, 140
LONG_DESCRIPTION = (175, 4000)
SHORTCUT_NAME, WORD = 24, 50  # a word: a scope, an event, a kind of metadata
SHORTCUTS, COMMANDS, UNFURL_DOMAINS, METADATA, REDIRECTS = 10, 50, 5, 20, 1000
EVENTS, SCOPES, ADDRESSES = 100, 255, 10

COMMAND_URL, URL = text(1, 3000, r"https?://.+"), text(1, 3500, r"https?://.+")
DOMAIN = text(1, 255, r"(?![.-])[-a-z0-9.]+[a-z0-9]")
NUMBER = r"(?:\d|[1-9]\d|1\d\d|2[0-4]\d|25[0-5])"
ADDRESS = text(1, None, rf"(?:{NUMBER}\.){{3}}{NUMBER}(?:/(?:3[0-2]|[12]?\d))?")


def each_once(of: Rule) -> Rule:
    """The list, in which nothing stands twice."""

    def rule(value: Any, path: str, found: list[str]) -> None:
        of(value, path, found)
        if isinstance(value, list) and any(each in value[:number] for number, each in enumerate(value)):
            found.append(wrong("no item may be there twice", path))

    return rule


SHORTCUT = record(
    {
        "name": text(1, SHORTCUT_NAME),
        "callback_id": text(1, 255),
        "description": text(1, 150),
        "type": one_of("message", "global"),
    }
)
COMMAND = record(
    {"command": text(2, 32, r"/\S+"), "description": text(1, 2000)},
    {"usage_hint": text(1, 1000), "should_escape": flag, "url": COMMAND_URL},
)
APP_HOME = record({}, {"home_tab_enabled": flag, "messages_tab_enabled": flag, "messages_tab_read_only_enabled": flag})
BOT_USER = record({"display_name": text(1, 80)}, {"always_online": flag})
FEATURES_NOT_READ = (
    "agent_view", "assistant_view", "code_channels", "functions", "rich_previews", "search", "workflow_steps",
)  # fmt: skip
FEATURES = record(
    {},
    {
        "app_home": APP_HOME,
        "bot_user": BOT_USER,
        "shortcuts": many(SHORTCUT, 0, SHORTCUTS),
        "slash_commands": many(COMMAND, 0, COMMANDS),
        "unfurl_domains": each_once(many(DOMAIN, 0, UNFURL_DOMAINS)),
        **dict.fromkeys(FEATURES_NOT_READ, anything),
    },
)
SCOPE_LISTS = dict.fromkeys(("bot", "user", "bot_optional", "user_optional"), many(text(1, WORD), 0, SCOPES))
OAUTH = record(
    {},
    {
        "scopes": record({}, SCOPE_LISTS),
        "redirect_urls": each_once(many(text(1, 2500), 0, REDIRECTS)),
        "pkce_enabled": flag,
        "token_management_enabled": flag,
    },
)
HEARD = record({"app_id": text(1), "event_type": text(1, WORD)})
SUBSCRIPTIONS = record(
    {},
    {
        "request_url": URL,
        "bot_events": each_once(many(text(1, WORD), 0, EVENTS)),
        "user_events": each_once(many(text(1, WORD), 0, EVENTS)),
        "metadata_subscriptions": each_once(many(HEARD, 1, METADATA)),
    },
)
INTERACTIVITY = record({"is_enabled": flag}, {"request_url": URL, "message_menu_options_url": URL})
FLAGS = ("org_deploy_enabled", "socket_mode_enabled", "token_rotation_enabled", "is_hosted", "is_mcp_enabled")
SETTINGS = record(
    {},
    {
        "allowed_ip_address_ranges": each_once(many(ADDRESS, 0, ADDRESSES)),
        "event_subscriptions": SUBSCRIPTIONS,
        "interactivity": INTERACTIVITY,
        "function_runtime": one_of("remote", "slack"),
        "incoming_webhooks": record({}, {"incoming_webhooks_enabled": flag}),
        "siws_links": record({}, {"initiate_uri": text(1, 3500, r"https://.+")}),
        "hermes_app_type": text(),
        **dict.fromkeys(FLAGS, flag),
    },
)
VERSIONS = {
    "major_version": whole(1, 2),
    **dict.fromkeys(("minor_version", "min_version", "schema_version"), whole(0, 99)),
}
NOT_READ = (
    "$schema", "app_directory", "datastores", "external_auth_providers", "functions", "mcp_servers", "outgoing_domains",
    "types", "workflows",
)  # fmt: skip
MANIFEST = record(
    {},
    {
        "_metadata": record({}, VERSIONS),
        "display_information": record(
            {"name": text(1, NAME)},
            {
                "description": text(1, DESCRIPTION),
                "long_description": text(*LONG_DESCRIPTION),
                "background_color": text(0, None, r"#[0-9a-fA-F]{3}([0-9a-fA-F]{3})?"),
            },
        ),
        "features": FEATURES,
        "oauth_config": OAUTH,
        "settings": SETTINGS,
        **dict.fromkeys(NOT_READ, anything),
    },
)


def check(manifest: Any) -> list[str]:
    """Everything wrong with it, as `apps.manifest.validate` would say."""
    return problems(MANIFEST, manifest, "") or _optional_scopes(manifest)


def _optional_scopes(manifest: Any) -> list[str]:
    """What is optional must also be among the scopes themselves."""
    scopes = (manifest.get("oauth_config") or {}).get("scopes") or {}
    return [
        f"[ERROR] {each} must also be in {kind} [json-pointer:/oauth_config/scopes/{kind}_optional]"
        for kind in ("bot", "user")
        for each in scopes.get(f"{kind}_optional", [])
        if each not in scopes.get(kind, [])
    ]
