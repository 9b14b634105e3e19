"""Catching up: what was said in customers' channels and threads, and in alerts' threads, while nobody listened goes
through the same inbox as events.

On start, after a gap of the connection, and hourly (docs/architecture.md, "Getting in exactly once").
"""

import asyncio
import logging
from collections.abc import Awaitable
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from slack_sdk.errors import SlackApiError

from handlers.conversation import changed, said
from handlers.house import House
from handlers.middleware import event_actor
from handlers.overheard import overheard
from handlers.pace import waited_out
from handlers.pages import heard as heard_on_call
from handlers.slack import UNREACHABLE, code_of
from rules.people import PersonId
from services import alert_words, reach
from services.conversation import caught_up, missed
from services.desk import DeliveryDesk
from services.outbox import OUT_OF_REACH

EVERY = 3600.0  # seconds
OVERLAP = timedelta(minutes=5)  # Slack's clock and ours differ, and the record knows what it has
LOOK_BACK = timedelta(days=7)  # how old a message may be whose edit is still followed, or which is answered only now
PAGE = 200  # messages; Slack gives an app of one's own as many, and others 15 at a time (docs/slack.md 5.5)
AGAIN_AFTER = 10.0  # seconds after a failure
DELETED = "thread_not_found"

log = logging.getLogger(__name__)


class CatchUp:
    """Looks at once, then hourly, and whenever it is asked to. `is_idle` while nothing said meanwhile is missing."""

    def __init__(self, house: House) -> None:
        self._house = house
        self._asked = house.gap
        self.is_idle = False

    def soon(self) -> None:
        """There was a gap."""
        self._asked.set()

    async def run(self) -> None:
        """Catches up until cancelled."""
        while True:
            self._asked.clear()
            self.is_idle = False
            try:
                await self.once()
            except (SlackApiError, *UNREACHABLE) as error:
                log.warning("could not catch up (%s); trying again", error)
                await asyncio.sleep(AGAIN_AFTER)
                continue
            self.is_idle = True
            await self._rest()

    async def once(self) -> None:
        """Goes through the on-call channel's threads, and every customer's channel and open thread, from where the last
        time ended."""
        began = self._house.desk.now()
        where = await self._house.desk.ask(missed)
        if where.since is not None:
            await self._on_call(where.since)
        threads = set(where.threads)
        for channel_id in where.channels:
            if (since := where.since_in(channel_id)) is not None:
                await self._if_it_is_there(channel_id, self._channel(channel_id, since - OVERLAP, threads))
        for channel_id, root in sorted(threads):
            since = where.since_in(channel_id)
            reading = self._thread(channel_id, root, since - OVERLAP if since else None)
            await self._if_it_is_there(channel_id, reading)
        await self._house.desk.do(caught_up, began, where)

    async def _on_call(self, since: datetime) -> None:
        """First of all, for what was said there may keep others from being woken."""
        channel_id = self._house.oncall_channel
        threads = set(await self._house.desk.ask(alert_words.open_threads, since - LOOK_BACK))
        await self._if_it_is_there(channel_id, self._channel(channel_id, since - OVERLAP, threads))
        for where, root in sorted(threads):
            await self._if_it_is_there(where, self._thread(where, root, since - OVERLAP))

    async def _if_it_is_there(self, channel_id: str, reading: Awaitable[None]) -> None:
        """A channel that is out of reach, or a thread whose root is gone, keeps no other from being read."""
        try:
            await reading
        except SlackApiError as error:
            if code_of(error) in OUT_OF_REACH:
                await self._house.desk.do(reach.gone, channel_id)
            elif code_of(error) != DELETED:
                raise

    async def _rest(self) -> None:
        try:
            async with asyncio.timeout(EVERY):
                await self._asked.wait()
        except TimeoutError:
            return

    async def _thread(self, channel_id: str, root: str, since: datetime | None) -> None:
        oldest = _ts(since - LOOK_BACK) if since else "0"
        call: dict[str, Any] = {"channel": channel_id, "ts": root, "oldest": oldest, "limit": PAGE}
        while True:
            answer = await waited_out(partial(self._house.slack.steady.conversations_replies, **call))
            for message in answer["messages"]:
                if message["ts"] != root:
                    await self._message(channel_id, message, _ts(since) if since else "0")
            call["cursor"] = (answer.get("response_metadata") or {}).get("next_cursor")
            if not call["cursor"]:
                return

    async def _channel(self, channel_id: str, since: datetime, threads: set[tuple[str, str]]) -> None:
        """What was said in the channel itself, in that order: an inquiry begins with its first message. Adds the
        threads in which something was said since, whatever they are about."""
        call: dict[str, Any] = {"channel": channel_id, "oldest": _ts(since - LOOK_BACK), "limit": PAGE}
        said_there: list[dict[str, Any]] = []
        while True:
            answer = await waited_out(partial(self._house.slack.steady.conversations_history, **call))
            said_there += answer["messages"]
            call["cursor"] = (answer.get("response_metadata") or {}).get("next_cursor")
            if not call["cursor"]:
                break
        for message in reversed(said_there):
            await self._message(channel_id, message, _ts(since))
        threads |= {(channel_id, root["ts"]) for root in said_there if root.get("latest_reply", "") > _ts(since)}

    async def _message(self, channel_id: str, message: dict[str, Any], since: str) -> None:
        """One message, as its event would have brought it; of those said before `since` only their later edits."""
        event = message | {"channel": channel_id}
        edited_ts = (message.get("edited") or {}).get("ts", "")
        if not message.get("user") or message["user"] == self._house.identity.bot_user_id:
            return
        who = event_actor(event)
        desk = self._house.desk.for_delivery(f"message:{channel_id}:{message['ts']}:{edited_ts}")
        if message["ts"] > since:
            if not await self._is_heard(event, desk, who):
                await said(event, desk, who, self._house)
        elif edited_ts > since:
            change = {"subtype": "message_changed", "channel": channel_id, "message": message}
            if not await self._is_heard(change, desk, who):
                await changed(event, desk, self._house)

    async def _is_heard(self, event: dict[str, Any], desk: DeliveryDesk, who: PersonId) -> bool:
        """True for what is said elsewhere than in a case's customer thread."""
        house = self._house
        return await heard_on_call(event, desk, who, house) or await overheard(event, desk, who, house)


def _ts(at: datetime) -> str:
    return f"{at.timestamp():.6f}"
