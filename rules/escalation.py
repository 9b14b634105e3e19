"""Escalation until somebody acknowledges (process.md section 9): whom each step alerts, and when the next one comes."""

from collections.abc import Mapping, Sequence
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


@dataclass(frozen=True)
class Climbed(Generic[T]):
    """A step that was taken: whom it alerts, and which one comes next, at which instant (UTC)."""

    number: int
    people: tuple[T, ...]
    next_number: int
    next_at: datetime


def climb(
    number: int,
    people: Mapping[Target, Sequence[T]],
    everybody: Sequence[T],
    now: datetime,
    ladder: Sequence[Step] = LADDER,
) -> Climbed[T]:
    """The step to take now, from step `number` on. Empty ones are skipped at once; where all are empty, `everybody`
    is alerted. The last step comes again and again."""
    last = len(ladder) - 1
    for at in range(min(number, last), len(ladder)):
        found = tuple(dict.fromkeys(people.get(ladder[at].target, ())))
        if found:
            return Climbed(at, found, min(at + 1, last), now + ladder[at].wait)
    return Climbed(last, tuple(dict.fromkeys(everybody)), last, now + ladder[last].wait)


def is_over(acknowledged_at: datetime | None, due_at: datetime) -> bool:
    """True when no further step comes: an acknowledgement at the very instant of the step wins."""
    return acknowledged_at is not None and acknowledged_at <= due_at
