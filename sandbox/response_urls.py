"""response_url: answers to one interaction, five times within 30 minutes.

docs.slack.dev/interactivity/handling-user-interaction; docs/slack.md 9.2.
"""

import secrets
from dataclasses import dataclass

from sandbox.errors import SlackError

USES = 5
LIFE_S = 30 * 60


@dataclass
class Answerable:
    """Where an answer goes: the channel and person of the interaction, and the message it was on."""

    channel_id: str
    user_id: str
    message_ts: str | None
    thread_ts: str | None
    is_ephemeral: bool
    born: float
    uses: int = 0


class ResponseUrls:
    """All that were given out, by the secret in their address."""

    def __init__(self) -> None:
        self._all: dict[str, Answerable] = {}

    def make(
        self,
        channel_id: str,
        user_id: str,
        now: float,
        message_ts: str | None = None,
        thread_ts: str | None = None,
        is_ephemeral: bool = False,
    ) -> str:
        """A fresh one; gives its secret. `now` is people's clock, so that half an hour can be wound on."""
        secret = secrets.token_hex(12)
        self._all[secret] = Answerable(channel_id, user_id, message_ts, thread_ts, is_ephemeral, now)
        return secret

    def place(self, secret: str) -> Answerable:
        """Where its answers go; no use of it."""
        return self._all[secret]

    def use(self, secret: str, now: float) -> Answerable:
        """One of its five uses."""
        found = self._all.get(secret)
        if found is None:
            raise SlackError("not_found")
        if now - found.born > LIFE_S:
            raise SlackError("expired_url")
        if found.uses >= USES:
            raise SlackError("used_url")
        found.uses += 1
        return found
