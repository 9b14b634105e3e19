"""The courier: takes what waits in the outbox to its outlet, in order within each thread, at the pace that allows.

What it renders is told from fresh facts after the commit (docs/architecture.md, "Getting out once").
"""

import asyncio
import logging
import time
import uuid
from collections.abc import Callable, Coroutine
from contextlib import suppress
from typing import Any, Concatenate, ParamSpec

from aiohttp import ClientResponseError
from slack_sdk.errors import SlackApiError

from handlers.courtesy import Courtesy
from handlers.earlier import InDoubt, LookLost
from handlers.meters import Meters
from handlers.outgoing import RootWaits
from handlers.outlets import Failed, Refused, Sends
from handlers.pace import Crowded, asked_to_wait
from handlers.places import NoThread
from handlers.rest import rest
from handlers.slack import STEADY, UNREACHABLE, code_of
from rules.notices import Item
from rules.retries import LOOKED, SECOND_LOOK, TOKEN_REFUSED, is_hopeless, wait
from services import outbox
from services.desk import Desk
from services.internal import Held
from services.outbox import Outcome, Sent
from storage.errors import Unavailable
from storage.tx import Tx

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
        "message_not_found",
        "thread_not_found",
        "cant_update_message",
        "edit_window_closed",
    }
)
LOCKED_OUT = frozenset({"invalid_auth", "not_authed", "account_inactive", "token_revoked", "token_expired"})
ROOT_WAIT = 0.2
HELD_WAIT = 30.0  # seconds between two looks whether it may be said now
# What goes out takes turns with what comes in: the first monitors of a storm would wait for all of its cards and pages.
# More a second, in seconds of having something to carry.
FEW_IN_FLIGHT, MORE_A_SECOND, MOST_IN_FLIGHT = 4, 10.0, 64
LONGEST_SEND = STEADY + 2  # seconds a call may still take when its turn comes within the lease
BUSY_WAIT = 0.2  # seconds, unless there is news: what is due is in lanes of which enough is held
LONGEST_SLEEP = 1.0  # so that another process's rows are seen
SHORTEST_SLEEP = 0.02
DATABASE_WAIT = 0.5  # seconds between two tries at a database that does not answer

P = ParamSpec("P")

log = logging.getLogger(__name__)


class Courier:
    """One per process; several on one database share the work by leases."""

    def __init__(
        self, desk: Desk, outgoing: Sends, meters: Meters | None = None, courtesy: Courtesy | None = None
    ) -> None:
        self._desk = desk
        self._courtesy = courtesy or Courtesy()
        self._meters = meters or Meters()
        self._outgoing = outgoing
        self._name = uuid.uuid4().hex
        self._news = asyncio.Event()
        self._carried: dict[asyncio.Task[None], Item] = {}
        self._busy_since = 0.0
        self._is_locked_out = False

    def wake(self) -> None:
        """There is something to send."""
        self._news.set()

    @property
    def is_idle(self) -> bool:
        """True while nothing is being sent."""
        return not self._carried

    async def finish(self) -> None:
        """Once `run` was cancelled: waits for the calls in flight; who waits for a turn goes back to the outbox."""
        self._outgoing.stop_waiting()
        while self._carried:
            await asyncio.wait(self._carried)

    async def run(self) -> None:
        """Sends until cancelled, however long the database or Slack is away."""
        while True:
            await self._courtesy.give_way()
            # Cleared before claiming: a row that comes between the claim and the wait must wake us.
            self._news.clear()
            try:
                items = await self._claim()
                pause = 0.0 if items else await self._until_next() or BUSY_WAIT
            except Unavailable as trouble:
                log.warning("the database does not answer, trying again: %s", trouble)
                items, pause = [], DATABASE_WAIT
            self._take(items)
            if not items:
                await rest(max(pause, SHORTEST_SLEEP), self._news)

    async def _claim(self) -> list[Item]:
        """Looking is a read beside the writer; only what is due makes us write."""
        free = self._room() - len(self._carried)
        if free <= 0 or await self._until_next() > 0:
            return []
        claiming = asyncio.ensure_future(self._desk.do(outbox.claim, self._name, time.time(), free))
        try:
            return await asyncio.shield(claiming)
        except asyncio.CancelledError:
            # What is claimed all the same would wait until its lease runs out.
            with suppress(Unavailable):
                self._take(await claiming)
            raise

    def _room(self) -> int:
        """How many may be in flight: few at first, more the longer there is something to carry."""
        now = time.monotonic()
        if not self._carried:
            self._busy_since = now
        return min(MOST_IN_FLIGHT, FEW_IN_FLIGHT + int((now - self._busy_since) * MORE_A_SECOND))

    def _take(self, items: list[Item]) -> None:
        held_until = time.monotonic() + outbox.LEASE - LONGEST_SEND
        for item in items:
            self._start(item, self._carry(item, held_until))

    async def _until_next(self) -> float:
        """Seconds until something is due; 0 when something is."""
        due = await self._desk.ask(outbox.next_at)
        return LONGEST_SLEEP if due is None else max(min(due - time.time(), LONGEST_SLEEP), 0.0)

    def _start(self, item: Item, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.create_task(work)
        self._carried[task] = item
        task.add_done_callback(self._finished)

    def _finished(self, task: "asyncio.Task[None]") -> None:
        """A thread is free again, so its next row can be claimed. Our own bug counts as a failed try: it ends too."""
        item = self._carried.pop(task)
        self._news.set()
        if task.cancelled() or (error := task.exception()) is None:
            return
        log.error("could not send %s %s", item.notice.kind, item.key, exc_info=error)
        if not isinstance(error, Unavailable):
            self._start(item, self._failed(item, f"{type(error).__name__}: {error}"))

    async def _carry(self, item: Item, held_until: float) -> None:
        """Sends one item and records what came of it."""
        try:
            outcome = await self._outgoing.send(item, held_until)
        except Crowded as crowded:
            self._meters.waits(item.notice.lane, "crowded")
            await self._again(item, crowded.wait, "many messages before it", counts=False)
        except Held as why:
            self._meters.waits(item.notice.lane, "held")
            await self._again(item, HELD_WAIT, str(why), counts=False)
        except InDoubt:
            self._meters.waits(item.notice.lane, "in_doubt")
            await self._again(item, SECOND_LOOK, LOOKED, doubtful=True, counts=False)
        except LookLost:
            await self._failed(item, LOOKED)  # it need not be looked for twice again
        except NoThread:
            await self._give_up(item, "the message that opens its thread was never posted")
        except RootWaits:
            await self._again(item, ROOT_WAIT, "its thread is not open yet", counts=False)
        except Refused as why:
            await self._give_up(item, str(why))
        except Failed as why:
            await self._failed(item, str(why))
        except SlackApiError as error:
            await self._refused(item, error)
        except UNREACHABLE as error:
            await self._unanswered(item, error)
        else:
            await self._worked(item, outcome)

    async def _worked(self, item: Item, outcome: Outcome) -> None:
        self._is_locked_out = False
        self._meters.said(item.notice.lane, "said" if isinstance(outcome, Sent) else "step")
        if isinstance(outcome, Sent):
            await self._record(outbox.sent, item, self._name, time.time(), outcome)
        else:
            await self._record(outbox.went_on, item, self._name, outcome)

    async def _refused(self, item: Item, error: SlackApiError) -> None:
        code = code_of(error)
        if (pause := asked_to_wait(error)) is not None:
            await self._limited(item, pause, code)
        elif code in LOCKED_OUT:
            await self._locked_out(item, code)
        elif code in NEVER:
            await self._give_up(item, code)
        else:
            # fatal_error and internal_error: some of it may have happened (docs/slack.md 4.3)
            await self._failed(item, code)

    async def _limited(self, item: Item, pause: float, code: str) -> None:
        self._meters.waits(item.notice.lane, "limited")
        await self._again(item, pause, code, counts=False)

    async def _locked_out(self, item: Item, code: str) -> None:
        """Slack does not know us any more: no message's fault, so each waits until the token is put right."""
        if not self._is_locked_out:
            log.error("Slack refuses our token (%s): nothing is said until it is put right, and nothing is lost", code)
        self._is_locked_out = True
        self._meters.failed(item.notice.lane, "locked_out", time.time())
        await self._again(item, HELD_WAIT, f"{TOKEN_REFUSED}: {code}", counts=False)

    async def _unanswered(self, item: Item, error: Exception) -> None:
        """A file's bytes go without Slack's own words: there a pause is asked for by HTTP alone."""
        if isinstance(error, ClientResponseError) and (pause := asked_to_wait(error)) is not None:
            await self._limited(item, pause, "ratelimited")
        else:
            await self._failed(item, f"no answer from Slack: {type(error).__name__}")

    async def _failed(self, item: Item, reason: str) -> None:
        """Nobody knows whether it worked: the next try looks first. Once its patience is over there is no next try."""
        lane = item.notice.lane
        self._meters.failed(lane, "failed", time.time())
        if item.first_tried is not None and is_hopeless(item.first_tried, time.time(), lane):
            await self._give_up(item, reason)
        else:
            await self._again(item, wait(item.attempts + 1, lane), reason, doubtful=True)

    async def _give_up(self, item: Item, reason: str) -> None:
        log.error("gave up on %s %s: %s", item.notice.kind, item.key, reason)
        self._meters.waits(item.notice.lane, "gave_up")
        await self._record(outbox.give_up, item, self._name, reason)

    async def _again(
        self, item: Item, pause: float, reason: str, *, doubtful: bool = False, counts: bool = True
    ) -> None:
        await self._record(outbox.again, item, self._name, time.time(), pause, reason, doubtful, counts)

    async def _record(self, service: Callable[Concatenate[Tx, P], None], *args: P.args, **kwargs: P.kwargs) -> None:
        """Records what came of an item; a database that is away for some seconds makes no message doubtful."""
        until = time.monotonic() + outbox.LEASE / 2
        while True:
            try:
                return await self._desk.do(service, *args, **kwargs)
            except Unavailable:
                if time.monotonic() > until:
                    raise
                await asyncio.sleep(DATABASE_WAIT)
