"""The inbox: which key was there before, when a delivery's and an intent's are recorded together."""

import pytest

from services.desk import Desk
from storage.tx import Tx

DELIVERY, INTENT = "delivery:1", "intent:take"


def both(tx: Tx) -> str | None:
    return tx.inbox.first_seen([DELIVERY, INTENT], tx.now)


def one(tx: Tx, key: str) -> bool:
    return tx.inbox.record(key, tx.now)


async def test_both_are_new_once(desk: Desk) -> None:
    assert await desk.do(both) is None
    assert await desk.do(both) == DELIVERY


@pytest.mark.parametrize(("there", "new_afterwards"), [(DELIVERY, {INTENT}), (INTENT, set())])
async def test_nothing_is_recorded_after_a_key_that_was_there(desk: Desk, there: str, new_afterwards: set[str]) -> None:
    await desk.do(one, there)
    assert await desk.do(both) == there
    assert {key for key in (DELIVERY, INTENT) if await desk.do(one, key)} == new_afterwards
