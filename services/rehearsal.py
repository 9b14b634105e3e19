"""What takes long the first time is done once at the start: the first monitors of a storm are answered as soon as the
others, and the first pages go out as soon (docs/performance.md, "Answering monitors in a storm")."""

from datetime import UTC, datetime

from rules.alerts import STORM_ABOVE, Firing, Signal
from rules.monitors import Monitor
from rules.notices import ONCALL
from rules.office import DESK_HOURS
from rules.people import Person, PersonId, Place
from services import notices, outbox
from services.monitors import take_all
from services.outbox import Sent
from services.page_sweep import sweep
from services.people import refresh_place
from storage.tx import Tx

THEN = datetime(2026, 1, 5, 2, tzinfo=UTC)  # any night
HOME, CHANNEL, TOKEN = "T", "C", "token"
MACHINE, MOST = 1.0, 64
ROUNDS = 3  # cards, what is said in their threads, and what is drawn again


def small_storm(tx: Tx) -> None:
    """Monitors say one by one, and then together, that something is wrong; people are paged, all of it is posted, and
    it is good again."""
    refresh_place(tx, Place.ONCALL, [Person(PersonId(HOME, name), name) for name in ("A", "B")], HOME)
    tx.monitors.add(Monitor(0, "generic", "", tx.now), TOKEN)
    for number in range(STORM_ABOVE):
        take_all(tx, [(TOKEN, [_says(number, Firing.FIRING)])])
    _is_told(tx)
    together = [_says(number, Firing.FIRING) for number in range(2 * STORM_ABOVE)]
    take_all(tx, [(TOKEN, [one]) for one in together])
    for _round in range(ROUNDS):
        _is_told(tx)
    take_all(tx, [(TOKEN, [_says(number, Firing.RESOLVED) for number in range(STORM_ABOVE)])])


def _is_told(tx: Tx) -> None:
    sweep(tx, DESK_HOURS)
    outbox.next_at(tx)
    for item in outbox.claim(tx, "rehearsal", MACHINE, MOST):
        if item.notice.lane == ONCALL:
            notices.facts(tx, item, DESK_HOURS)
        outbox.sent(tx, item, "rehearsal", MACHINE, Sent(CHANNEL, f"{item.id}.0"))


def _says(number: int, state: Firing) -> Signal:
    return Signal(f"host {number}", state, title="no answer in 10 s", site=f"https://site{number}.example")
