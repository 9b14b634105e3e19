"""Bolt, as the house wants it: acks after the commit, and no question to Slack behind our back."""

import os

from slack_bolt.async_app import AsyncApp
from slack_bolt.authorization import AuthorizeResult

from bot.settings import Settings, secret
from handlers.house import House
from handlers.register import register
from handlers.slack import client


def bolt_of(house: House, settings: Settings) -> AsyncApp:
    """The app with every listener."""
    # Bolt reads these itself and would switch to OAuth without a word.
    for name in ("SLACK_CLIENT_ID", "SLACK_CLIENT_SECRET"):
        os.environ.pop(name, None)
    identity = house.identity

    async def authorize() -> AuthorizeResult:
        return AuthorizeResult(
            enterprise_id=None,
            team_id=identity.team_id,
            bot_user_id=identity.bot_user_id,
            bot_id=identity.bot_id,
            bot_token=identity.token,
        )

    bolt = AsyncApp(
        # Without a token: who we are is `authorize`'s answer, and what we say goes through the house's own client.
        client=client(None, settings.slack_api_url),
        signing_secret=secret(settings.slack_signing_secret) or None,
        authorize=authorize,
        process_before_response=True,
        # Somebody may remove what we pinned, and Bolt takes that for our own doing.
        ignoring_self_events_enabled=False,
    )
    register(bolt, house)
    return bolt
