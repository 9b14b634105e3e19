"""What is forgotten: keys and sent notices older than a week, and nothing else."""

from rules.notices import DESK, Kind, Notice
from services import outbox
from services.desk import Desk
from services.outbox import Sent
from services.retention import forget_old_keys, forget_old_notices
from storage.tx import Tx
from tests.conftest import TestClock

NOW = 1_000_000.0


def put(tx: Tx) -> None:
    tx.outbox.put(Notice(DESK, "a", Kind.STEP), Notice(DESK, "b", Kind.STEP), at=tx.now)


async def test_a_week_after_it_was_sent_a_notice_is_forgotten(desk: Desk, clock: TestClock) -> None:
    await desk.do(put)
    sent, _waits = await desk.do(outbox.claim, "one", NOW, 10)
    await desk.do(outbox.sent, sent, "one", NOW, Sent("C1"))
    clock.advance(days=7)
    assert await desk.do(forget_old_notices) == 0
    clock.advance(microseconds=1)
    assert await desk.do(forget_old_notices) == 1
    assert [item.notice.thread for item in await desk.ask(outbox.everything)] == ["b"], "what waits is never forgotten"


async def test_a_key_is_kept_while_a_repeat_can_come(desk: Desk, clock: TestClock) -> None:
    await desk.for_delivery("Ev1").do(put)
    clock.advance(days=7)
    assert await desk.do(forget_old_keys) == 0
    clock.advance(microseconds=1)
    assert await desk.do(forget_old_keys) == 1
