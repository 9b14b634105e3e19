"""Where a notice goes out: Slack, unless its lane has an outlet of its own, such as mail."""

from collections.abc import Mapping
from typing import Protocol

from rules.notices import Item
from services.outbox import Outcome


class Refused(Exception):
    """It will never be taken, however often it is tried; the reason is what people are shown."""


class Failed(Exception):
    """It was not taken this time, or nobody knows; the reason is what people are shown while it waits."""


class Sends(Protocol):
    """Says one item, or does a step towards it, or raises why not (handlers/courier.py knows what).

    `held_until` is the monotonic second after which it may not be begun any more."""

    async def send(self, item: Item, held_until: float) -> Outcome: ...

    def stop_waiting(self) -> None: ...


class Outlets:
    """One outlet for each beginning of a lane (`mail:`), and Slack for all else."""

    def __init__(self, slack: Sends, others: Mapping[str, Sends] | None = None) -> None:
        self._slack = slack
        self._others = others or {}

    async def send(self, item: Item, held_until: float) -> Outcome:
        """Says the item where its lane goes."""
        return await self._of(item.notice.lane).send(item, held_until)

    def stop_waiting(self) -> None:
        """The process ends: who waits for a turn goes back to the outbox."""
        for outlet in (self._slack, *self._others.values()):
            outlet.stop_waiting()

    def _of(self, lane: str) -> Sends:
        return next((outlet for start, outlet in self._others.items() if lane.startswith(start)), self._slack)
