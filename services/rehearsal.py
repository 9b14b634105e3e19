"""What takes longer the first time (statements are compiled, plans are made) is done once at the start, and taken back:
the first monitors of a storm are answered as soon as the others."""

from typing import NoReturn

from rules.alerts import STORM_ABOVE, Firing, Signal
from services.alerts import receive
from storage.tx import Tx

VOICE = "rehearsal"


class TakenBack(Exception):
    """Nothing of it stays."""


def rehearse(tx: Tx) -> NoReturn:
    """A small storm, one by one and together, and its end. Raises TakenBack."""
    some = [_says(number, Firing.FIRING) for number in range(STORM_ABOVE + 2)]
    for one in some:
        receive(tx, VOICE, [one])
    receive(tx, VOICE, [*some, _says(len(some), Firing.FIRING), _says(len(some) + 1, Firing.FIRING)])
    receive(tx, VOICE, [_says(0, Firing.RESOLVED)])
    raise TakenBack


def _says(number: int, state: Firing) -> Signal:
    return Signal(f"host {number}", state, title="no answer in 10 s", site=f"https://site{number}.example")
