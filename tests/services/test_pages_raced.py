"""Two processes over the same pages at once: each step once, and one person has it."""

import asyncio
import random
from collections import Counter
from contextlib import suppress
from datetime import timedelta

from rules.errors import AlreadyAcknowledged
from rules.notices import Kind
from rules.office import DESK_HOURS
from rules.pages import PageStep, What
from rules.people import PersonId
from services import outbox, pages
from services.desk import Desk
from services.due import do_due
from storage.database import Database
from tests.cast import INGRID, JONAS, agency, opened
from tests.conftest import TestClock
from tests.paged import BO, PER, on_rota, page_of
from tests.promised import LEVEL_A, oslo, with_operation

PAGES, STEPS = 5, 3
TWELVE_MINUTES = range(12)


async def sweeps(desk: Desk) -> None:
    await desk.do(do_due, DESK_HOURS, only=("pages",))


async def answers(desk: Desk, who: PersonId, page_id: int) -> bool:
    with suppress(AlreadyAcknowledged):
        return (await desk.do(pages.acknowledge, who, page_id)).acknowledged_by == who
    return False


async def steps_of(desk: Desk, page_id: int) -> list[PageStep]:
    return await desk.ask(lambda tx: tx.page_steps.of(page_id))


async def test_of_two_processes_each_step_is_taken_by_one_and_of_four_who_answer_one_has_it(
    database: Database, desk: Desk, clock: TestClock
) -> None:
    other_database = Database(database.url.render_as_string(hide_password=False))
    desks = [desk, Desk(other_database, clock.now, lambda: None)]
    clock.at = oslo(31, 3)
    await with_operation(desk, (await agency(desk)).id)
    await on_rota(desk, JONAS, PER)
    asked = [(await page_of(desk, await opened(desk, LEVEL_A))).id for _ in range(PAGES)]
    for _minute in TWELVE_MINUTES:
        await asyncio.gather(*(sweeps(one) for one in desks * 3))
        clock.at += timedelta(minutes=1)
    everybody = [(who, page_id, one) for page_id in asked for who in (JONAS, PER, BO, INGRID) for one in desks]
    random.Random(3).shuffle(everybody)
    has_it = await asyncio.gather(*(answers(one, who, page_id) for who, page_id, one in everybody))
    for page_id in asked:
        steps = await steps_of(desk, page_id)
        assert [step.what for step in steps] == [What.TOLD] * STEPS + [What.ACKNOWLEDGED]
        assert [step.number for step in steps][:STEPS] == [1, 2, 3]
    who_has = Counter(page_id for (_who, page_id, _one), has in zip(everybody, has_it, strict=True) if has)
    assert who_has == dict.fromkeys(asked, 2), "the same person by both processes, and nobody else"
    said = Counter(one.notice for one in await desk.ask(outbox.stuck) if one.notice.kind is Kind.PAGE)
    assert set(said.values()) == {1}
    other_database.close()
