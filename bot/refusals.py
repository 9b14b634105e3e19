"""Slack's refusals of what the settings name, each as one line that says what to do."""

THE_TOKEN = frozenset({"invalid_auth", "not_authed", "account_inactive", "token_revoked", "token_expired"})
MENDS = {
    "SLACK_BOT_TOKEN": "Copy it again from api.slack.com/apps, Install App.",
    "SLACK_APP_TOKEN": "Copy it again from api.slack.com/apps, Basic Information, App-Level Tokens: one with the scope "
    "connections:write; and switch Socket Mode on.",
    "CUSTOMER_SUCCESS_CHANNEL": "Check the id, and invite the app to the channel.",
    "ON_CALL_CHANNEL": "Check the id, and invite the app to the channel.",
    "LEADS_GROUP": "Check the id (in Slack: People, User groups, the group's menu, Copy group ID), or leave it out.",
}
LACKS_SCOPE = "Install the app again with the present manifest.yml."


def refusal(setting: str, code: str, about: str = "") -> str:
    """The line for Slack's word `code` about this setting, or about the bot's token where Slack means that."""
    if code in THE_TOKEN and setting != "SLACK_APP_TOKEN":
        setting, about = "SLACK_BOT_TOKEN", ""
    mend = LACKS_SCOPE if code == "missing_scope" else MENDS[setting]
    return f"{setting} cannot be used: Slack says {code}{' for ' if about else ''}{about}. {mend}"
