"""Every recurring duty in one list, and the waiter that looks for due rows."""

import asyncio
import logging
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from apscheduler.schedulers.asyncio import AsyncIOScheduler
from apscheduler.triggers.base import BaseTrigger
from apscheduler.triggers.cron import CronTrigger
from apscheduler.triggers.interval import IntervalTrigger

from services.cases import anything_due, close_due
from services.desk import Desk
from services.retention import forget_old_keys, forget_old_notices
from storage.errors import Unavailable

LONGEST_SLEEP = 1.0  # another replica's row is seen within this
SHORTEST_SLEEP = 0.02

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Duty:
    """A calendar duty: its name, when, and the service that does it."""

    name: str
    when: BaseTrigger
    service: Callable[..., Any]


DUTIES = (
    Duty("forget old inbox keys", CronTrigger(hour=3, minute=30, timezone="UTC"), forget_old_keys),
    Duty("forget what was said long ago", CronTrigger(hour=3, minute=40, timezone="UTC"), forget_old_notices),
    Duty("safety tick", IntervalTrigger(seconds=30, timezone="UTC"), close_due),
)


def scheduler(desk: Desk) -> AsyncIOScheduler:
    """The calendar duties, not started yet. Nothing is kept here: each duty is a sweep over rows."""
    plan = AsyncIOScheduler(timezone="UTC")
    for duty in DUTIES:
        plan.add_job(
            desk.do,
            duty.when,
            args=[duty.service],
            name=duty.name,
            coalesce=True,
            max_instances=1,
            misfire_grace_time=None,
        )
    return plan


class Waiter:
    """Does what is due soon after it is due, however the desk's clock moves."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    async def run(self) -> None:
        """Sweeps until cancelled, also while the database is away."""
        while True:
            try:
                was_due = await self._sweep()
            except Unavailable as trouble:
                log.warning("the database does not answer, trying again: %s", trouble)
                was_due = False
            await asyncio.sleep(SHORTEST_SLEEP if was_due else LONGEST_SLEEP)

    async def _sweep(self) -> bool:
        """Looking is a read beside the writer; only due rows make it write."""
        due = await self.is_due()
        if due:
            await self._desk.do(close_due)
        return due

    async def is_due(self) -> bool:
        """True while something is due."""
        return await self._desk.ask(anything_due)
