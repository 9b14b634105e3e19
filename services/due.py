"""What falls due by itself: every deadline is a column, and each kind of them has a sweep."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from rules.escalation import LADDER, Step
from rules.working_hours import Calendar
from services import countdown, go_home, mornings, page_sweep, readers, rota_watch
from services import help as help_message
from services.alerts import end_due
from services.cases import close_due
from services.letters import write_due
from services.offers import tell_staff_of_due
from services.questions import remind_due
from storage.tx import Tx

Ladder = Sequence[Step]


@dataclass(frozen=True)
class Sweep:
    """When something of its kind falls due next (UTC, None: never), and what does it, some at a time, and returns how
    much."""

    next_due: Callable[[Tx], datetime | None]
    do: Callable[[Tx, Calendar, Ladder], int]


# In the order in which they are done: what is over wakes nobody, and who is to be woken comes first.
SWEEPS = {
    "alerts": Sweep(lambda tx: tx.alerts.next_due(), lambda tx, _desk, _ladder: end_due(tx)),
    "pages": Sweep(lambda tx: tx.pages.next_due(), page_sweep.sweep),
    "letters": Sweep(lambda tx: tx.letters.next_due(), lambda tx, desk, _ladder: write_due(tx, desk)),
    "readers": Sweep(readers.next_due, lambda tx, desk, _ladder: readers.report(tx, desk)),
    "mornings": Sweep(lambda tx: tx.mornings.next_due(), lambda tx, _desk, _ladder: mornings.offer_due(tx)),
    "promises": Sweep(countdown.next_due, lambda tx, desk, _ladder: countdown.count_down(tx, desk)),
    "turns": Sweep(countdown.next_turn, lambda tx, desk, _ladder: countdown.remind_of_turn(tx, desk)),
    "going home": Sweep(go_home.next_due, lambda tx, desk, _ladder: go_home.remind_to_go_home(tx, desk)),
    "the rota": Sweep(rota_watch.next_due, lambda tx, desk, _ladder: rota_watch.watch(tx, desk)),
    "closing": Sweep(lambda tx: tx.cases.next_due(), lambda tx, desk, _ladder: close_due(tx, desk)),
    "questions": Sweep(lambda tx: tx.cases.next_to_remind(), lambda tx, desk, _ladder: remind_due(tx, desk)),
    "inquiries": Sweep(lambda tx: tx.offers.next_due(), lambda tx, _desk, _ladder: tell_staff_of_due(tx)),
    "need help": Sweep(help_message.next_due, lambda tx, desk, _ladder: help_message.show_due(tx, desk)),
}


def do_due(tx: Tx, desk: Calendar, ladder: Ladder = LADDER, only: Collection[str] = tuple(SWEEPS)) -> int:
    """Does what has fallen due, some at a time; returns how much. `ladder` is whom a page tells, step by step; `only`
    names the sweeps of SWEEPS that have something to do."""
    return sum(sweep.do(tx, desk, ladder) for name, sweep in SWEEPS.items() if name in only)


def dues(tx: Tx) -> dict[str, datetime]:
    """The instant (UTC) at which something of each sweep falls due next, where anything ever will."""
    found = ((name, sweep.next_due(tx)) for name, sweep in SWEEPS.items())
    return {name: due for name, due in found if due is not None}


def next_due(tx: Tx) -> datetime | None:
    """The instant (UTC) at which something falls due next; None when nothing ever will."""
    return min(dues(tx).values(), default=None)
