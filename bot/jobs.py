"""Every recurring duty in one list, and the waiter that looks for due rows."""

import asyncio
import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from apscheduler.schedulers.asyncio import AsyncIOScheduler
from apscheduler.triggers.base import BaseTrigger
from apscheduler.triggers.cron import CronTrigger
from apscheduler.triggers.interval import IntervalTrigger

from handlers.courtesy import Courtesy
from handlers.rest import rest
from rules.escalation import LADDER, Step
from rules.office import DESK_HOURS
from rules.working_hours import Calendar
from services.checks import tidy
from services.desk import Desk
from services.due import do_due, dues
from services.monitors import forget_set_aside
from services.retention import forget_old_keys, forget_old_notices
from storage.errors import Unavailable

LONGEST_SLEEP = 1.0  # seconds: another replica's row is seen within this
SHORTEST_SLEEP = 0.01  # seconds between two rounds, however much is due

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Duty:
    """A calendar duty: its name, when, and the service that does it, by the desk's hours if it asks for them."""

    name: str
    when: BaseTrigger
    service: Callable[..., Any]
    by_hours: bool = False


DUTIES = (
    Duty("forget old inbox keys", CronTrigger(hour=3, minute=30, timezone="UTC"), forget_old_keys),
    Duty("forget what was said long ago", CronTrigger(hour=3, minute=40, timezone="UTC"), forget_old_notices),
    Duty("forget what was set aside", CronTrigger(hour=3, minute=50, timezone="UTC"), forget_set_aside),
    Duty("pack what was seen of sites", IntervalTrigger(seconds=20, timezone="UTC"), tidy),
    Duty("safety tick", IntervalTrigger(seconds=30, timezone="UTC"), do_due, by_hours=True),
)


def scheduler(desk: Desk, hours: Calendar = DESK_HOURS, ladder: Sequence[Step] = LADDER) -> AsyncIOScheduler:
    """The calendar duties, not started yet. Nothing is kept here: each duty is a sweep over rows."""
    plan = AsyncIOScheduler(timezone="UTC")
    for duty in DUTIES:
        plan.add_job(
            desk.do,
            duty.when,
            args=[duty.service, hours, ladder] if duty.by_hours else [duty.service],
            name=duty.name,
            coalesce=True,
            max_instances=1,
            misfire_grace_time=None,
        )
    return plan


class Waiter:
    """Does what is due when it is due, however the desk's clock moves."""

    def __init__(
        self,
        desk: Desk,
        hours: Calendar = DESK_HOURS,
        ladder: Sequence[Step] = LADDER,
        courtesy: Courtesy | None = None,
    ) -> None:
        self._desk = desk
        self._courtesy = courtesy or Courtesy()
        self._ladder = ladder
        self._hours = hours
        self._news = asyncio.Event()

    def wake(self) -> None:
        """Something may be due earlier than was known: a commit told of something, or the clock was wound."""
        self._news.set()

    async def run(self) -> None:
        """Sweeps until cancelled, also while the database is away."""
        while True:
            await self._courtesy.give_way()
            # Cleared before looking: a row that comes between the look and the rest must wake us.
            self._news.clear()
            try:
                pause = await self._sweep()
            except Unavailable as trouble:
                log.warning("the database does not answer, trying again: %s", trouble)
                pause = LONGEST_SLEEP
            await asyncio.sleep(SHORTEST_SLEEP)
            await rest(pause - SHORTEST_SLEEP, self._news)

    async def is_due(self) -> bool:
        """True while something is due."""
        return any(wait <= 0 for wait in (await self._waits()).values())

    async def _sweep(self) -> float:
        """Looking is a read beside the writer; only due rows make it write. Seconds until it is worth another look."""
        waits = await self._waits()
        if due := [name for name, wait in waits.items() if wait <= 0]:
            await self._desk.do(do_due, self._hours, self._ladder, due)
        return min([LONGEST_SLEEP, *waits.values()])

    async def _waits(self) -> dict[str, float]:
        """Seconds until each sweep has something to do."""
        found, now = await self._desk.ask(dues), self._desk.now()
        return {name: (due - now).total_seconds() for name, due in found.items()}
