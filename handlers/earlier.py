"""What an earlier try posted after all, though its answer was lost (docs/architecture.md, "Getting out once")."""

from typing import Any

from slack_sdk.web.async_client import AsyncWebClient

from handlers.slack import UNREACHABLE
from rules.notices import Item
from rules.retries import LOOKED, needs_a_second_look

PAGE = 15  # messages; the page size Slack may limit history to (docs/slack.md 5.5)
MOST_PAGES = 20
CLOCKS_APART = 120.0  # seconds our clock and Slack's may differ


class InDoubt(Exception):
    """An earlier try may still show up; it is looked for once more before it is said again."""


class LookLost(Exception):
    """The second look got no answer; nothing was said in this try."""


class Earlier:
    """Looks for a message by the key of its item."""

    def __init__(self, client: AsyncWebClient) -> None:
        self._client = client

    async def look_for(self, item: Item, channel_id: str, thread_ts: str | None) -> str | None:
        """The ts of what an earlier try posted; looked for again 5 s after it, as Slack may still be at it."""
        try:
            found = await self._find(item, channel_id, thread_ts)
        except UNREACHABLE as error:
            if item.reason == LOOKED:
                raise LookLost from error
            raise
        if found is None and needs_a_second_look(item):
            raise InDoubt
        return found

    async def _find(self, item: Item, channel_id: str, thread_ts: str | None) -> str | None:
        """The message with the item's key among those since it was put in the outbox."""
        call: dict[str, Any] = {"channel": channel_id, "include_all_metadata": True, "limit": PAGE}
        call["oldest"] = f"{item.created_at.timestamp() - CLOCKS_APART:.6f}"
        for _page in range(MOST_PAGES):
            if thread_ts is None:
                answer = await self._client.conversations_history(**call)
            else:
                answer = await self._client.conversations_replies(ts=thread_ts, **call)
            for message in answer["messages"]:
                payload = (message.get("metadata") or {}).get("event_payload") or {}
                if payload.get("key") == item.key:
                    return str(message["ts"])
            call["cursor"] = (answer.get("response_metadata") or {}).get("next_cursor")
            if not call["cursor"]:
                return None
        return None
