"""Escalation until somebody acknowledges (process.md section 9): whom each step alerts, and when the next one comes."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Generic, TypeVar

T = TypeVar("T")


class Target(StrEnum):
    """Whom a step alerts: who has duty, the next layer, everybody on the rota and the leads."""

    DUTY = "duty"
    NEXT = "next"
    EVERYBODY = "everybody"


@dataclass(frozen=True)
class Step:
    """Whom to alert, and how long (real time) to wait after it."""

    target: Target
    wait: timedelta


LADDER = (
    Step(Target.DUTY, timedelta(minutes=5)),
    Step(Target.NEXT, timedelta(minutes=5)),
    Step(Target.EVERYBODY, timedelta(minutes=10)),
)
MOST_STEPS, LONGEST_WAIT = 10, 120  # minutes
_STEP = re.compile(r"(duty|next|everybody)\s+([0-9]{1,3})")


@dataclass(frozen=True)
class Climbed(Generic[T]):
    """A step that was taken: whom it alerts, which one comes next, at which instant (UTC), and which empty ones were
    skipped on the way; `is_nobody`: nobody was in any of them, so it alerts whoever there is."""

    number: int
    people: tuple[T, ...]
    next_number: int
    next_at: datetime
    skipped: tuple[int, ...] = ()
    is_nobody: bool = False


def ladder_of(words: str) -> tuple[Step, ...]:
    """The steps as a setting names them, each with the minutes to wait after it: "duty 5, next 5, everybody 10".
    ValueError for what cannot be read, or begins with another than the duty."""
    found = [_STEP.fullmatch(part.strip().lower()) for part in words.split(",")]
    steps = tuple(Step(Target(one[1]), timedelta(minutes=int(one[2]))) for one in found if one is not None)
    waits = {step.wait // timedelta(minutes=1) for step in steps}
    if len(steps) != len(found) or len(steps) > MOST_STEPS or not all(1 <= one <= LONGEST_WAIT for one in waits):
        raise ValueError(f"{words!r} is no escalation")
    if steps[0].target is not Target.DUTY:
        raise ValueError(f"{words!r} does not begin with the duty")
    return steps


def alerted(ladder: Sequence[Step], layers: Sequence[Sequence[T]], everybody: Sequence[T]) -> list[tuple[T, ...]]:
    """Whom each step of the ladder alerts: `layers` are who has duty now, layer by layer. The duty is the first layer
    that has somebody; each *next* is the one after it, without those who were alerted before."""
    found: list[tuple[T, ...]] = []
    seen: set[T] = set()
    rest = iter([tuple(layer) for layer in layers])
    for step in ladder:
        if step.target is Target.EVERYBODY:
            found.append(tuple(dict.fromkeys(everybody)))
            continue
        fresh = next((new for layer in rest if (new := tuple(dict.fromkeys(x for x in layer if x not in seen)))), ())
        seen |= set(fresh)
        found.append(fresh)
    return found


def climb(
    number: int,
    people: Sequence[Sequence[T]],
    everybody: Sequence[T],
    now: datetime,
    ladder: Sequence[Step] = LADDER,
    fell_at: datetime | None = None,
) -> Climbed[T]:
    """The step to take now, from step `number` on, which fell due at `fell_at` (default: now). Empty ones are skipped
    at once; where all are empty, `everybody` is alerted. The last step comes again and again.

    Steps that fell due one after the other while nobody was there to take them are one step, for all of their people;
    but the first one is taken by itself, for nobody was given the time to answer it.
    """
    last = len(ladder) - 1
    due = fell_at or now
    taken, found, skipped = None, list[T](), list[int]()
    for at in range(min(number, last), len(ladder)):
        if taken is not None and (number == 0 or due > now):
            break
        if not people[at]:
            skipped.append(at)
            continue
        taken, due = at, due + ladder[at].wait
        found += people[at]
    if taken is None:
        return Climbed(last, tuple(dict.fromkeys(everybody)), last, now + ladder[last].wait, tuple(skipped), True)
    before = tuple(at for at in skipped if at < taken)
    return Climbed(taken, tuple(dict.fromkeys(found)), min(taken + 1, last), now + ladder[taken].wait, before)
