"""What monitors say at one time goes on record together. Alone each has a transaction of its own at once; while that is
under way the others gather, and the next one takes all of them: a storm costs a quarter, and a person's click waits
behind one transaction, not behind the storm."""

import asyncio
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass

from handlers.courtesy import Courtesy
from rules.alerts import Signal
from services.desk import Desk
from services.monitors import take_all
from storage.errors import Unavailable

MOST_SIGNALS = 100  # in one transaction: 25 ms of a processor


@dataclass(frozen=True)
class Message:
    """What the monitor with this token said at one time, or a part of it; `kept` is done once it is on record, or holds
    why it is not."""

    token_hash: str
    signals: Sequence[Signal]
    kept: asyncio.Future[None]


class Together:
    """Messages on their way to the record, in the order in which they came."""

    def __init__(self, desk: Desk, courtesy: Courtesy | None = None) -> None:
        self._desk = desk
        self._courtesy = courtesy or Courtesy()
        self._waiting: deque[Message] = deque()
        self._work: asyncio.Task[None] | None = None

    async def take(self, token_hash: str, signals: Sequence[Signal]) -> None:
        """Returns once all of it is on record. Raises what kept it from that, MonitorGone for a token that opens
        nothing: another's message never does. Of many signals some may be on record then; sent again, they change
        nothing."""
        loop, starts = asyncio.get_running_loop(), range(0, len(signals) or 1, MOST_SIGNALS)
        parts = [Message(token_hash, signals[at : at + MOST_SIGNALS], loop.create_future()) for at in starts]
        self._waiting.extend(parts)
        if self._work is None or self._work.done():
            self._work = asyncio.create_task(self._take_all())
        with self._courtesy.owed():
            await asyncio.gather(*(part.kept for part in parts))

    async def _take_all(self) -> None:
        while self._waiting:
            some = self._next()
            failure = await self._stored(some)
            if failure is None or len(some) == 1 or isinstance(failure, Unavailable):
                _tell(some, failure)
                continue
            for message in some:  # one of them is to blame: the others are kept all the same
                _tell([message], await self._stored([message]))

    def _next(self) -> list[Message]:
        """The first that waits, and as many more as go with it."""
        some = [self._waiting.popleft()]
        count = len(some[0].signals)
        while self._waiting and (count := count + len(self._waiting[0].signals)) <= MOST_SIGNALS:
            some.append(self._waiting.popleft())
        return some

    async def _stored(self, some: Sequence[Message]) -> BaseException | None:
        """What kept them from being stored; None when they are."""
        said = [(message.token_hash, message.signals) for message in some]
        [result] = await asyncio.gather(self._desk.do(take_all, said), return_exceptions=True)
        return result if isinstance(result, BaseException) else None


def _tell(some: Sequence[Message], failure: BaseException | None) -> None:
    for message in some:
        if message.kept.done():  # whoever sent it hung up
            continue
        if failure is None:
            message.kept.set_result(None)
        else:
            message.kept.set_exception(failure)
