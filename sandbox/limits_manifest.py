"""An app's manifest and its limits (docs.slack.dev/reference/app-manifest; docs/slack.md 7).

Slackapi/manifest-schema takes no other keys either; it lags behind the page, so the page's are here. What characters
a bot's name may have, the page and Slack's own templates disagree on: any. Here a manifest may be a part of one.
"""

from typing import Any

from sandbox.shapes import Rule, anything, flag, many, one_of, problems, record, text, whole

NAME, DESCRIPTION, LONG_DESCRIPTION = 35, 140, 4000
SHORTCUTS, COMMANDS, UNFURL_DOMAINS = 10, 50, 5
EVENTS, SCOPES, ADDRESSES = 100, 255, 10

URL: Rule = text(1, None, r"https?://.+")
SHORTCUT = record(
    {"name": text(1), "callback_id": text(1, 255), "description": text(1, 150), "type": one_of("message", "global")}
)
COMMAND = record(
    {"command": text(2, 32, r"/\S+"), "description": text(1, 2000)},
    {"usage_hint": text(0, 1000), "should_escape": flag, "url": URL},
)
APP_HOME = record({}, {"home_tab_enabled": flag, "messages_tab_enabled": flag, "messages_tab_read_only_enabled": flag})
BOT_USER = record({"display_name": text(1, 80)}, {"always_online": flag})
FEATURES = record(
    {},
    {
        "app_home": APP_HOME,
        "bot_user": BOT_USER,
        "shortcuts": many(SHORTCUT, 0, SHORTCUTS),
        "slash_commands": many(COMMAND, 0, COMMANDS),
        "unfurl_domains": many(text(1), 0, UNFURL_DOMAINS),
        **dict.fromkeys(("agent_view", "assistant_view", "rich_previews", "search", "workflow_steps"), anything),
    },
)
SCOPE_LISTS = dict.fromkeys(("bot", "user", "bot_optional", "user_optional"), many(text(1), 0, SCOPES))
OAUTH = record(
    {},
    {
        "scopes": record({}, SCOPE_LISTS),
        "redirect_urls": many(URL),
        "pkce_enabled": flag,
        "token_management_enabled": flag,
    },
)
SUBSCRIPTIONS = record(
    {},
    {
        "request_url": URL,
        "bot_events": many(text(1), 0, EVENTS),
        "user_events": many(text(1), 0, EVENTS),
        "metadata_subscriptions": anything,
    },
)
INTERACTIVITY = record({"is_enabled": flag}, {"request_url": URL, "message_menu_options_url": URL})
FLAGS = ("org_deploy_enabled", "socket_mode_enabled", "token_rotation_enabled", "is_hosted", "is_mcp_enabled")
SETTINGS = record(
    {},
    {
        "allowed_ip_address_ranges": many(text(1), 0, ADDRESSES),
        "event_subscriptions": SUBSCRIPTIONS,
        "interactivity": INTERACTIVITY,
        "function_runtime": one_of("remote", "slack"),
        "incoming_webhooks": anything,
        **dict.fromkeys(FLAGS, flag),
    },
)
MANIFEST = record(
    {},
    {
        "_metadata": record({}, {"major_version": whole(1, 2), "minor_version": whole(0, 99)}),
        "display_information": record(
            {"name": text(1, NAME)},
            {
                "description": text(0, DESCRIPTION),
                "long_description": text(0, LONG_DESCRIPTION),
                "background_color": text(0, None, r"#[0-9a-fA-F]{3}([0-9a-fA-F]{3})?"),
            },
        ),
        "features": FEATURES,
        "oauth_config": OAUTH,
        "settings": SETTINGS,
        **dict.fromkeys(("functions", "workflows", "datastores", "outgoing_domains", "types"), anything),
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
