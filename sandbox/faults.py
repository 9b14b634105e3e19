"""Faults on purpose: which call or delivery is broken next and how, drawn from a seed so that it can be seen again."""

import asyncio
import random
import secrets
from dataclasses import dataclass, field

from sandbox.kinds import Json

CALL_KINDS = ("ratelimited", "server_error", "timeout_before", "timeout_after", "connection_reset")
DELIVERY_KINDS = ("drop_socket", "deaf", "duplicate", "late", "reorder")
ANY = "any"
BY_CHANCE = {"connection_reset", "drop_socket"}
NEVER_HAPPENS = {"ratelimited", "server_error", "timeout_before"}
ONLY_WHEN_NAMED = {"auth.test", "apps.connections.open"}
MOST_SEEDS = 1_000_000


def fresh_seed() -> int:
    """One that is short enough to be typed."""
    return secrets.randbelow(MOST_SEEDS)


@dataclass(frozen=True)
class Drawn:
    """How one call or delivery is broken.

    `happens`: the call is carried out, or the app gets the delivery. `delay_s`: how much later it comes, for `late`.
    """

    kind: str
    happens: bool
    delay_s: float = 0.0


@dataclass
class Fault:
    """Breaks what fits `method` with a chance of `rate`, `count` times at most, `hits` times so far.

    A method is a Web API method, or for a delivery the envelope's type; None fits all but what must be named.
    """

    kind: str
    method: str | None = None
    rate: float = 1.0
    count: int | None = None
    seed: int = field(default_factory=fresh_seed)
    delay_s: float = 0.0
    hits: int = 0

    def __post_init__(self) -> None:
        self._random = random.Random(self.seed)

    def fits(self, method: str) -> bool:
        """It could break this one."""
        named = self.method == method if self.method else method not in ONLY_WHEN_NAMED
        return named and (self.count is None or self.hits < self.count)

    def draw(self) -> Drawn | None:
        """Its next draw; None leaves the call or delivery whole."""
        if self._random.random() >= self.rate:
            return None
        kind = self._random.choice(CALL_KINDS) if self.kind == ANY else self.kind
        happens = self._random.random() < 0.5 if kind in BY_CHANCE else kind not in NEVER_HAPPENS
        return Drawn(kind, happens, self.delay_s)

    def told(self) -> Json:
        """As the control tells it."""
        names = ("kind", "method", "rate", "count", "seed", "delay_s", "hits")
        return {name: getattr(self, name) for name in names}


class Faults:
    """All that were asked for, in that order: each draws for all it fits, the first to hit is the one that counts."""

    def __init__(self) -> None:
        self._all: list[Fault] = []
        self._over = asyncio.Event()

    def add(self, fault: Fault) -> None:
        """One more."""
        self._all.append(fault)

    def clear(self, kind: str | None = None) -> None:
        """Nothing is broken from now on; or nothing in this way."""
        self._all = [each for each in self._all if kind is not None and each.kind != kind]

    def told(self) -> list[Json]:
        """As the control tells them."""
        return [each.told() for each in self._all]

    def for_call(self, method: str) -> Drawn | None:
        """What breaks this call, if anything."""
        return self._drawn((*CALL_KINDS, ANY), method)

    def for_delivery(self, type_: str, *, one_is_held: bool) -> Drawn | None:
        """What breaks this delivery, if anything; while one is held, the next is free to overtake it."""
        kinds = [kind for kind in DELIVERY_KINDS if kind != "reorder" or not one_is_held]
        return self._drawn(kinds, type_)

    async def hold(self, seconds: float) -> None:
        """Lets somebody wait, at most until the sandbox ends."""
        try:
            async with asyncio.timeout(seconds):
                await self._over.wait()
        except TimeoutError:
            return

    def close(self) -> None:
        """Nobody waits any longer."""
        self._over.set()

    def _drawn(self, kinds: tuple[str, ...] | list[str], method: str) -> Drawn | None:
        draws = [(each, each.draw()) for each in self._all if each.kind in kinds and each.fits(method)]
        for fault, drawn in draws:
            if drawn is not None:
                fault.hits += 1
                return drawn
        return None
