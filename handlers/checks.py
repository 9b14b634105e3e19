"""Looking at every site in its turn: what fails is looked at again at once, and told only when it fails each time."""

import asyncio
import logging
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from zoneinfo import ZoneInfo

from aiohttp import ClientSession

from handlers.meters import Meters
from handlers.probe import Probe
from handlers.rest import rest
from rules.checks import (
    QUICK,
    SLICES,
    Verdict,
    Watched,
    What,
    as_facts,
    certificate_facts,
    looks_at_certificate,
    shows_certificates,
    wrong,
)
from rules.looks import HOUR, Seen
from rules.probe import Looked, Saw
from services import checks
from services.desk import Desk
from storage.errors import Unavailable

MOST_TAKEN = 500  # checks, until some of them are done
MOST_AT_ONCE = 100  # looks: one at https takes a third of a MiB
FASTEST = 250  # looks begun in a second, when many are overdue
MOST_UNSAID = 100_000  # looks kept while the database is away
MOST_VERDICTS = 50  # in one transaction
LONGEST_PAUSE = 1.0  # seconds: what was seen is stored within this
CONTROL_HOLDS = 15.0  # seconds for which a look at the control addresses holds

log = logging.getLogger(__name__)


@dataclass
class _Unsaid:
    """What was seen, and is not stored yet."""

    seen: list[tuple[int, Seen]] = field(default_factory=list)
    verdicts: list[Verdict] = field(default_factory=list)

    def __bool__(self) -> bool:
        return bool(self.seen or self.verdicts)


class Watch:
    """Looks at each page once in `every` seconds (0: never), shared with all other processes. `control` are addresses
    that fail only when it is our own fault; `quick` are the waits (seconds) before each look that confirms."""

    def __init__(
        self,
        desk: Desk,
        probe: Probe,
        every: int,
        zone: ZoneInfo,
        control: Sequence[str] = (),
        quick: Sequence[float] = QUICK,
        meters: Meters | None = None,
    ) -> None:
        self._desk = desk
        self._meters = meters or Meters()
        self._probe = probe
        self._every = every
        self._zone = zone
        self._quick = quick
        self._control = Control(probe, control)
        self._news = asyncio.Event()
        self._under_way: set[int] = set()
        self._at_once = asyncio.Semaphore(MOST_AT_ONCE)
        self._normals: dict[int, tuple[int, dict[int, int]]] = {}
        self._unsaid = _Unsaid()
        self._is_busy = False

    def wake(self) -> None:
        """The clock was wound: something may be due."""
        self._news.set()

    async def is_idle(self) -> bool:
        """True while nothing is due, looked at or to be told."""
        if not self._every:
            return True
        # Asked about first: what was due before is taken, and then seen here, until it is stored.
        due = await self._desk.ask(checks.next_due)
        is_due = due is not None and due <= self._desk.now().timestamp()
        return not (is_due or self._is_busy or self._under_way or self._unsaid)

    async def run(self) -> None:
        """Looks until cancelled, also while the database is away."""
        async with self._probe.session() as session, asyncio.TaskGroup() as looks:
            while True:
                self._news.clear()
                self._is_busy, pause = True, LONGEST_PAUSE
                try:
                    await self._store()
                    pause = await self._begin(session, looks)
                except Unavailable as trouble:
                    log.warning("the database does not answer, trying again: %s", trouble)
                finally:
                    self._is_busy = False
                await rest(pause, self._news)

    async def _begin(self, session: ClientSession, looks: asyncio.TaskGroup) -> float:
        """Takes a part of the round that is due; seconds until it is worth another look. Looking for one is a read
        beside the writer."""
        if not self._every or len(self._under_way) >= MOST_TAKEN:
            return LONGEST_PAUSE
        due = await self._desk.ask(checks.next_due)
        now = self._desk.now().timestamp()
        if due is None or due > now:
            return LONGEST_PAUSE if due is None else min(due - now, LONGEST_PAUSE)
        taken = await self._desk.do(checks.take, self._every) or []
        usually = await self._usually(taken[0].slice) if taken else {}
        apart = self._every / SLICES / max(len(taken), 1)
        for place, one in enumerate(taken):
            if one.check.id not in self._under_way:
                self._under_way.add(one.check.id)
                looks.create_task(self._look(session, one, usually.get(one.check.id), place * apart))
        return len(taken) / FASTEST

    async def _usually(self, part: int) -> dict[int, int]:
        """What is normal in this hour, asked once in it."""
        hour = int(self._desk.now().timestamp()) // HOUR
        if self._normals.get(part, (0, {}))[0] != hour:
            self._normals[part] = hour, await self._desk.ask(checks.normals, part, self._zone)
        return self._normals[part][1]

    async def _look(self, session: ClientSession, one: Watched, usually: int | None, wait: float) -> None:
        """A check's turn: a look, and those that confirm."""
        try:
            await asyncio.sleep(wait)
            at, looked = await self._seen(session, one)
            what, began = wrong(looked, usually), at
            for pause in self._quick if what is not None and what not in one.failing else ():
                await asyncio.sleep(pause)
                at, looked = await self._seen(session, one)
                if wrong(looked, usually) is not what:
                    what = None
                    break
            self._judge(one, what, looked, began if what is not None else at, usually)
            if looks_at_certificate(one.check, at, self._every) or What.CERTIFICATE in one.failing:
                await self._look_at_certificates(one, at, shows_certificates(one.check, looked))
        finally:
            self._under_way.discard(one.check.id)
            # Where many are looked at, what they see is stored together.
            if self._unsaid.verdicts or not self._under_way:
                self._news.set()

    async def _seen(self, session: ClientSession, one: Watched) -> tuple[datetime, Looked]:
        async with self._at_once:
            at = self._desk.now().replace(microsecond=0)
            looked = await self._probe.check(session, one.check)
        self._meters.looks.labels(looked.saw.value).inc()
        self._meters.looked_at.set_to_current_time()
        self._unsaid.seen.append((one.slice, Seen(one.check.id, int(at.timestamp()), looked.ms, looked.saw)))
        return at, looked

    def _judge(self, one: Watched, what: What | None, looked: Looked, at: datetime, usually: int | None) -> None:
        """Notes what is news: a failure that was confirmed, one that looks otherwise now, one that is over."""
        if what is not None:
            facts = as_facts(one.check, looked, usually, at.date())
            known = one.failing.get(what)
            if known is None or (what is What.DOWN and facts != known.facts):
                self._note(one, what, at, facts)
        if looked.saw is Saw.WORKS:
            for over in {What.DOWN, What.SLOW} & one.failing.keys() - {what}:
                self._note(one, over, at, None)

    async def _look_at_certificates(self, one: Watched, at: datetime, shown_at: Sequence[str]) -> None:
        days = [day for address in shown_at if (day := await self._probe.last_day(address)) is not None]
        if not days or len(days) < len(shown_at):
            return
        facts, known = certificate_facts(min(days), at.date()), one.failing.get(What.CERTIFICATE)
        if facts != (known.facts if known else None):
            self._note(one, What.CERTIFICATE, at, facts)

    def _note(self, one: Watched, what: What, at: datetime, facts: dict[str, str] | None) -> None:
        self._unsaid.verdicts.append(Verdict(one.check.id, one.site_id, what, at, facts))

    async def _store(self) -> None:
        """Stores what was seen, some verdicts at a time; what could not be stored is kept for the next time."""
        if self._control.fails and await self._control.look():
            await self._desk.do(checks.control_is_well, self._desk.now())
        while (unsaid := self._unsaid).seen or unsaid.verdicts:
            now, self._unsaid = unsaid.verdicts[:MOST_VERDICTS], _Unsaid([], unsaid.verdicts[MOST_VERDICTS:])
            try:
                since = await self._ours(now)
                await self._desk.do(checks.record, unsaid.seen, now, since)
            except Unavailable:
                self._unsaid.seen = [*unsaid.seen, *self._unsaid.seen][-MOST_UNSAID:]
                self._unsaid.verdicts = [*now, *self._unsaid.verdicts]
                raise
            if not self._unsaid.verdicts:
                return

    async def _ours(self, verdicts: Sequence[Verdict]) -> datetime | None:
        """Since when it is our own fault that these fail; None when it is not."""
        began = [one.at for one in verdicts if one.what is What.DOWN and one.facts is not None]
        return min(began) if began and not await self._control.look() else None


class Control:
    """Addresses that fail only when it is our own fault: when all of them do."""

    def __init__(self, probe: Probe, addresses: Sequence[str]) -> None:
        self._probe = probe
        self._addresses = addresses
        self._looked_at = float("-inf")
        self.fails = False

    async def look(self) -> bool:
        """True when one of them answers, or none is named; asked anew only after a while."""
        now = asyncio.get_running_loop().time()
        if self._addresses and now - self._looked_at > CONTROL_HOLDS:
            looked = await asyncio.gather(*(self._probe.look(address) for address in self._addresses))
            self.fails = all(one.status is None for one in looked)
            self._looked_at = now
        return not self.fails
