"""The queue: what presses most comes first, and nobody who waits for us is left out."""

from dataclasses import replace
from datetime import timedelta

from rules.cases import Action, Case, State
from rules.levels import Level, Urgency
from services.desk import Desk
from storage.tx import Tx
from tests.cast import ANNA, KARI, agency, does, opened


def becomes(tx: Tx, case: Case, level: Level) -> None:
    tx.cases.save(replace(case, level=level, due_at=None))


def waits(tx: Tx, case: Case) -> None:
    tx.cases.save(replace(case, wrote_at=tx.now + timedelta(hours=1)))


async def queue(desk: Desk) -> list[int]:
    cases = await desk.ask(lambda tx: tx.queue.next_up([State.RECEIVED, State.IN_REVIEW], 10))
    return [case.id for case in cases]


async def test_what_has_no_level_yet_is_on_top_and_then_the_nearest_promise(desk: Desk) -> None:
    await agency(desk)
    unset = await opened(desk)
    ordinary = await opened(desk, Urgency.CAN_WAIT)
    slow = await opened(desk, Urgency.DEGRADED)
    down = await opened(desk, Urgency.DOWN)
    await desk.do(becomes, unset, Level.NOT_SET)
    assert await queue(desk) == [unset.id, down.id, slow.id, ordinary.id]


async def test_who_wrote_on_a_closed_case_waits_too(desk: Desk) -> None:
    await agency(desk)
    closed = await does(desk, KARI, Action.WITHDRAW, await opened(desk), reason="It works")
    asked = await does(desk, ANNA, Action.TAKE, await opened(desk))
    asked = await does(desk, ANNA, Action.ASK, asked, question="Which browser?")
    assert await queue(desk) == []
    await desk.do(waits, closed)
    assert await queue(desk) == [closed.id]
