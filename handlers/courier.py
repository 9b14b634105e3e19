"""The courier: takes what waits in the outbox to Slack, in order within each thread, at the pace Slack allows.

What it renders is told from fresh facts after the commit (docs/architecture.md, "Getting out once").
"""

import asyncio
import logging
import time
import uuid
from contextlib import suppress
from typing import Protocol

from slack_sdk.errors import SlackApiError

from handlers.outgoing import SECOND_LOOK, InDoubt, LeaseSpent, NoThread, RootWaits
from handlers.pace import asked_to_wait
from handlers.slack import STEADY, UNREACHABLE
from rules.notices import Item
from rules.retries import is_hopeless, wait
from services import outbox
from services.desk import Desk
from services.outbox import Sent

NEVER = frozenset(
    {
        "channel_not_found",
        "not_in_channel",
        "is_archived",
        "invalid_blocks",
        "msg_too_long",
        "msg_blocks_too_long",
        "no_text",
        "invalid_arguments",
        "restricted_action",
        "cannot_reply_to_message",
        "missing_scope",
        "metadata_too_large",
        "unknown_method",
    }
)
ROOT_WAIT = 0.2
MOST_IN_FLIGHT = 64
LONGEST_SEND = STEADY + 2  # seconds a call may still take when its turn comes within the lease
LONGEST_SLEEP = 1.0  # so that another process's rows are seen

log = logging.getLogger(__name__)


class Sends(Protocol):
    """Says one item to Slack (handlers/outgoing.py), or raises why not."""

    async def send(self, item: Item, held_until: float) -> Sent: ...


class Courier:
    """One per process; several on one database share the work by leases."""

    def __init__(self, desk: Desk, outgoing: Sends) -> None:
        self._desk = desk
        self._outgoing = outgoing
        self._name = uuid.uuid4().hex
        self._news = asyncio.Event()
        self._tasks: set[asyncio.Task[None]] = set()

    def wake(self) -> None:
        """There is something to send."""
        self._news.set()

    @property
    def is_idle(self) -> bool:
        """True while nothing is being sent."""
        return not self._tasks

    async def finish(self) -> None:
        """Waits for what is being sent, once `run` was cancelled."""
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def run(self) -> None:
        """Sends until cancelled."""
        while True:
            # Cleared before claiming: a row that comes between the claim and the wait must wake us.
            self._news.clear()
            free = MOST_IN_FLIGHT - len(self._tasks)
            items = await self._desk.do(outbox.claim, self._name, time.time(), free) if free else []
            held_until = time.monotonic() + outbox.LEASE - LONGEST_SEND
            for item in items:
                task = asyncio.create_task(self._carry(item, held_until))
                self._tasks.add(task)
                task.add_done_callback(self._finished)
            if not items:
                await self._rest()

    def _finished(self, task: "asyncio.Task[None]") -> None:
        """A thread is free again, so its next row can be claimed."""
        self._tasks.discard(task)
        self._news.set()
        if not task.cancelled() and (error := task.exception()) is not None:
            log.error("the courier dropped an item; its lease will run out", exc_info=error)

    async def _rest(self) -> None:
        due = await self._desk.ask(outbox.next_at)
        pause = LONGEST_SLEEP if due is None else min(max(due - time.time(), 0.02), LONGEST_SLEEP)
        # Not wait_for: on Python 3.11 it loses a cancellation that comes at the same moment as the news.
        with suppress(TimeoutError):
            async with asyncio.timeout(pause):
                await self._news.wait()

    async def _carry(self, item: Item, held_until: float) -> None:
        """Sends one item and records what came of it."""
        try:
            sent = await self._outgoing.send(item, held_until)
        except LeaseSpent:
            await self._again(item, 0.0, "waited its whole lease for a place", counts=False)
        except InDoubt:
            await self._again(item, SECOND_LOOK, "looking once more whether it was posted", counts=False)
        except NoThread:
            await self._give_up(item, "the message that opens its thread was never posted")
        except RootWaits:
            await self._again(item, ROOT_WAIT, "its thread is not open yet", counts=False)
        except SlackApiError as error:
            await self._refused(item, error)
        except UNREACHABLE as error:
            await self._failed(item, f"no answer from Slack: {type(error).__name__}", doubtful=True)
        else:
            await self._desk.do(outbox.sent, item, self._name, time.time(), sent)

    async def _refused(self, item: Item, error: SlackApiError) -> None:
        code = str(error.response.get("error", "unknown"))
        if (pause := asked_to_wait(error)) is not None:
            await self._again(item, pause, code, counts=False)
        elif code in NEVER:
            await self._give_up(item, code)
        else:
            # fatal_error and internal_error: some of it may have happened (docs/slack.md 4.3)
            await self._failed(item, code, doubtful=True)

    async def _failed(self, item: Item, reason: str, *, doubtful: bool) -> None:
        now = time.time()
        if item.first_tried is not None and is_hopeless(item.first_tried, now):
            await self._give_up(item, reason)
        else:
            await self._again(item, wait(item.attempts + 1), reason, doubtful=doubtful)

    async def _give_up(self, item: Item, reason: str) -> None:
        log.error("gave up on %s %s: %s", item.notice.kind, item.key, reason)
        await self._desk.do(outbox.give_up, item, self._name, reason)

    async def _again(
        self, item: Item, pause: float, reason: str, *, doubtful: bool = False, counts: bool = True
    ) -> None:
        await self._desk.do(outbox.again, item, self._name, time.time(), pause, reason, doubtful, counts)
