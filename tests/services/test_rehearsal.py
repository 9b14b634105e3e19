"""What is rehearsed at the start leaves nothing behind."""

import pytest

from services import outbox
from services.desk import Desk
from services.rehearsal import VOICE, TakenBack, rehearse
from storage.tx import Tx
from tests.alerted import DOWN, hears


async def test_a_rehearsal_says_nothing_and_stays_nowhere_even_in_a_storm(desk: Desk, news: list[str]) -> None:
    await hears(desk, DOWN)
    before, told = await desk.ask(outbox.stuck), len(news)
    with pytest.raises(TakenBack):
        await desk.do(rehearse)

    def kept(tx: Tx) -> tuple[object, object]:
        return tx.alerts.latest(VOICE, [f"host {number}" for number in range(10)]), tx.alerts.open_groups()

    assert await desk.ask(kept) == ({}, {})
    assert await desk.ask(outbox.stuck) == before
    assert len(news) == told
