"""Whatever monitors say and people press, in any order: who fails is told of, and no card or page says what is not."""

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from datetime import timedelta
from random import Random

import pytest

from rules.alerts import CHECKS, CONTROL, Alert, Firing, Signal
from rules.errors import RuleError
from rules.pages import About
from services import alert_course
from services.desk import Desk
from storage.tx import Tx
from tests.alerted import DOWN, customers, hears, of
from tests.cast import JONAS
from tests.conftest import TestClock
from tests.paged import PER, on_rota
from tests.promised import passes

CUSTOMERS, NOBODYS, MOST_ALERTS = 6, 7, 400
PRESSES = (
    alert_course.acknowledge,
    alert_course.resolve,
    alert_course.hold_letters,
    alert_course.release_letters,
)
MINUTES = (0.2, 1, 4, 6, 11, 40)


class Walk:
    """One history at the desk, step by step."""

    def __init__(self, desk: Desk, clock: TestClock, seed: int) -> None:
        self._desk, self._clock, self._chance = desk, clock, Random(seed)

    async def goes_on(self) -> None:
        """One more thing happens."""
        match self._chance.choice(["says", "says", "says", "many", "control", "passes", "presses", "presses"]):
            case "says":
                await hears(self._desk, self._one())
            case "many":
                await hears(self._desk, *(self._one() for _one in range(self._chance.choice([3, 12]))))
            case "control":
                await hears(self._desk, replace(DOWN, key=CONTROL, site="", state=self._state()), source=CHECKS)
            case "passes":
                minutes = timedelta(minutes=self._chance.choice(MINUTES))
                await passes(self._desk, self._clock, self._clock.at + minutes)
            case "presses":
                await self._presses()

    async def _presses(self) -> None:
        """A button of any card."""
        alerts = await self._desk.ask(lambda tx: tx.alerts.many(range(1, MOST_ALERTS)))
        if with_cards := sorted(row for row, alert in alerts.items() if not alert.is_folded):
            with suppress(RuleError):
                await self._desk.do(self._chance.choice(PRESSES), JONAS, self._chance.choice(with_cards))

    def _one(self) -> Signal:
        number = self._chance.randrange(CUSTOMERS + NOBODYS)
        signal = of(number) if number < CUSTOMERS else replace(DOWN, key=f"n{number}", site="")
        return replace(signal, state=self._state(), severity=self._chance.choice(["critical", "critical", "warning"]))

    def _state(self) -> Firing:
        return self._chance.choice([Firing.FIRING, Firing.FIRING, Firing.RESOLVED])


def wrong(tx: Tx) -> Iterator[tuple[str, Alert]]:
    """What is not as it has to be."""
    alerts = tx.alerts.many(range(1, MOST_ALERTS))
    assert len(alerts) < MOST_ALERTS - 1
    for alert in alerts.values():
        group = alerts[alert.group_id] if alert.group_id is not None else None
        is_paged = tx.pages.open_about(About(alert_id=alert.id)) is not None
        stood_for = group is not None and group.is_failing
        needs_somebody = alert.is_failing and (alert.is_outage or alert.group is not None)
        if needs_somebody and not is_paged and not stood_for and alert.acknowledged_at is None:
            yield "nobody is told of it", alert
        if alert.is_over and (is_paged or alert.is_failing):
            yield "it is over, and goes on", alert
        if alert.group is not None and alert.is_failing is not tx.alerts.any_fails(alert.id):
            yield "it does not stand as what it stands for", alert
        has_letters = alert.is_outage and alert.customer_id is not None
        waits = has_letters and alert.is_failing and alert.holds_letters
        if waits and alert.is_folded and not (group and group.holds_letters):
            yield "its letters wait, and no card says so", alert


@pytest.mark.parametrize("seed", [3, 16])
async def test_in_any_order_who_fails_is_told_of_and_nothing_is_said_that_is_not(
    desk: Desk, clock: TestClock, seed: int
) -> None:
    await customers(desk, CUSTOMERS)
    await on_rota(desk, JONAS, PER)
    walk = Walk(desk, clock, seed)
    for _step in range(60):
        await walk.goes_on()
        assert await desk.ask(lambda tx: list(wrong(tx))) == []
