"""One author's messages reach staff in the order they were said, if they arrive within two seconds of one another."""

import asyncio
from dataclasses import dataclass

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from rules.cases import Action
from rules.forms import File
from rules.notices import Kind
from rules.people import PersonId
from rules.retries import MIRROR_WAIT
from services import outbox
from services.conversation import Said
from services.desk import Desk
from tests.cast import ANNA, CHANNEL, KARI, OLA, agency, does
from tests.talk import ROOT, Talk, another, message, talk, ts

PICTURE = File("F1", "skjermbilde.png", 10, "image/png")


def seconds(talk: Talk) -> list[int]:
    """Which seconds' words stand in the staff thread, in order."""
    return [int(spoken.ts[5:10]) for kind, spoken in talk.shown if kind is Kind.STEP]


async def test_what_overtook_waits_for_what_was_said_before(desk: Desk) -> None:
    case = await talk(desk)
    await case.says(KARI, message(3), at=10.0)
    await case.says(KARI, message(1), at=10.5)
    await case.says(KARI, message(2), at=11.0)
    await case.mirrors(11.9)
    assert seconds(case) == [], "nothing is said before its author had two seconds"
    await case.mirrors(13.0)
    assert seconds(case) == [1, 2, 3]
    assert not any(spoken.is_late for _kind, spoken in case.shown)


async def test_a_message_takes_its_files_along(desk: Desk) -> None:
    case = await talk(desk)
    await case.says(KARI, Said(CHANNEL, ROOT, ts(2), "This one", (PICTURE, PICTURE)), at=10.0)
    await case.says(KARI, message(1), at=10.0)
    await case.mirrors(12.0)
    stands = [(kind, int(spoken.ts[5:10])) for kind, spoken in case.shown]
    assert stands == [(Kind.STEP, 1), (Kind.STEP, 2), (Kind.FILE, 2), (Kind.FILE, 2)]


async def test_a_message_that_comes_too_late_says_so_and_stands_last(desk: Desk) -> None:
    case = await talk(desk)
    await case.says(KARI, message(2), at=10.0)
    await case.says(KARI, message(4), at=11.5)
    await case.mirrors(12.0)
    await case.says(KARI, message(1), at=12.1)
    await case.mirrors(20.0)
    assert seconds(case) == [2, 1, 4], "before what was said later and has not gone on yet"
    assert [spoken.ts for _kind, spoken in case.shown if spoken.is_late] == [ts(1)]


async def test_what_a_courier_holds_is_not_touched(desk: Desk) -> None:
    case = await talk(desk)
    await case.says(KARI, message(2), at=10.0)
    held = await case.takes_the(Kind.STEP, 12.0)
    await case.says(KARI, message(1), at=12.0)
    await case.sends(held, 12.0)
    await case.mirrors(14.0)
    assert seconds(case) == [2, 1]


async def test_what_may_stand_in_slack_already_is_not_touched(desk: Desk) -> None:
    case = await talk(desk)
    await case.says(KARI, message(2), at=10.0)
    tried = await case.takes_the(Kind.STEP, 12.0)
    await desk.do(outbox.again, tried, "one", 12.0, 1.0, "no answer", True, True)
    await case.says(KARI, message(1), at=12.1)
    await case.mirrors(20.0)
    assert seconds(case) == [2, 1]


async def test_others_words_keep_their_place(desk: Desk) -> None:
    case = await talk(desk)
    await case.says(KARI, message(4), at=10.0)
    await case.says(OLA, message(3), at=10.0)
    await case.says(KARI, message(2), at=10.0)
    await case.says(ANNA, message(1), at=10.0)
    await case.mirrors(12.0)
    assert seconds(case) == [2, 3, 4, 1]


async def test_an_answer_is_one_of_its_authors_messages(desk: Desk) -> None:
    case = await talk(desk)
    asked = await does(desk, ANNA, Action.TAKE, case.case)
    await does(desk, ANNA, Action.ASK, asked, question="Which browser?")
    await case.mirrors(5.0)
    await case.says(KARI, message(2), at=10.0)
    await case.says(KARI, message(1), at=10.0)
    await case.mirrors(12.0)
    assert seconds(case) == [1, 2]
    assert [entry.action for entry in await case.record()] == [Action.ANSWER, Action.WRITE], "as they were heard"


async def test_the_same_message_thrice_and_from_two_processes_is_one(desk: Desk) -> None:
    case = await talk(desk)
    await asyncio.gather(*(case.says(KARI, message(n), at=10.0) for n in (2, 1, 2, 1, 2, 1)))
    await case.mirrors(12.0)
    assert seconds(case) == [1, 2]


@dataclass(frozen=True)
class Arrival:
    """A message of this second arrives so long after the one before; a courier looked in between or not."""

    second: int
    pause: float
    looks: bool


SECONDS = st.integers(1, 8)
ARRIVALS = st.builds(Arrival, SECONDS, st.sampled_from([0.0, 0.7, 1.9, 2.1, 5.0]), st.booleans())


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(arrivals=st.lists(ARRIVALS, min_size=1, max_size=14))
def test_whatever_the_order_of_arrival(desk: Desk, arrivals: list[Arrival]) -> None:
    asyncio.run(_arrive(desk, arrivals))


async def _arrive(desk: Desk, arrivals: list[Arrival]) -> None:
    case, first, now = await _fresh(desk), dict[int, float](), 100.0
    for one in arrivals:
        now += one.pause
        if one.looks:
            await case.mirrors(now)
        second = case.case.id * 10 + one.second  # no other case has it
        await case.says(_author(second), message(second), at=now)
        first.setdefault(second, now)
    await case.mirrors(now + 100.0)
    stand = seconds(case)
    assert sorted(stand) == sorted(first), "each exactly once"
    _in_order(case, stand, first)


def _in_order(case: Talk, stand: list[int], first: dict[int, float]) -> None:
    late = {int(spoken.ts[5:10]) for _kind, spoken in case.shown if spoken.is_late}
    for place, second in enumerate(stand):
        overtaken_by = [other for other in stand[:place] if other > second and _author(other) == _author(second)]
        assert bool(overtaken_by) == (second in late), (
            "late is said of what stands after later words, and of nothing else"
        )
        assert not [other for other in overtaken_by if abs(first[other] - first[second]) < MIRROR_WAIT]


def _author(second: int) -> PersonId:
    return KARI if second % 2 else OLA


async def _fresh(desk: Desk) -> Talk:
    """A new case for each example; the people are set up once."""
    customer = await desk.ask(lambda tx: tx.customers.of_channel(CHANNEL))
    return await another(desk, (customer or await agency(desk)).id)
