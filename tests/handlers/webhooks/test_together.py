"""What monitors say at one time goes on record together, and nobody's message depends on another's."""

import asyncio
from collections.abc import Callable, Sequence
from typing import Any, cast

import pytest

from handlers.webhooks.together import MOST_SIGNALS, Together
from rules.alerts import Firing, Signal
from services.desk import Desk
from storage.errors import Unavailable

OSLO, BERGEN = "Oslo's token", "Bergen's token"
Said = Sequence[tuple[str, Sequence[Signal]]]


def down(key: str) -> Signal:
    return Signal(key, Firing.FIRING)


class HeldDesk:
    """A desk whose transactions end when they are let go; those with `poison` in them fail."""

    def __init__(self) -> None:
        self.transactions: list[list[str]] = []
        self.may_end = asyncio.Event()
        self.failure: Exception = ValueError("poison")

    async def do(self, _service: Callable[..., Any], said: Said) -> int:
        keys = [signal.key for _token, signals in said for signal in signals]
        self.transactions.append(keys)
        await self.may_end.wait()
        if "poison" in keys:
            raise self.failure
        return len(keys)


@pytest.fixture
def held() -> HeldDesk:
    return HeldDesk()


@pytest.fixture
def together(held: HeldDesk) -> Together:
    return Together(cast("Desk", held))


async def sent(together: Together, *keys: str) -> list[asyncio.Task[None]]:
    """A message for each of these keys, the first of them on its way to the record before the others come."""
    tasks = []
    for number, key in enumerate(keys):
        tasks.append(asyncio.create_task(together.take((OSLO, BERGEN)[number % 2], [down(key)])))
        for _turn in range(3):
            await asyncio.sleep(0)
    return tasks


async def test_what_comes_while_one_is_on_its_way_goes_together(held: HeldDesk, together: Together) -> None:
    tasks = await sent(together, "1", "2", "3", "4")
    assert held.transactions == [["1"]]
    assert not any(task.done() for task in tasks), "nobody is answered before it is on record"
    held.may_end.set()
    await asyncio.gather(*tasks)
    assert held.transactions == [["1"], ["2", "3", "4"]]


async def test_a_storm_is_cut_into_transactions_no_click_waits_long_for(held: HeldDesk, together: Together) -> None:
    many = [down(str(number)) for number in range(MOST_SIGNALS + 5)]
    tasks = await sent(together, "first")
    tasks += [asyncio.create_task(together.take(OSLO, many[:60])), asyncio.create_task(together.take(OSLO, many[60:]))]
    tasks += [asyncio.create_task(together.take(OSLO, many))]
    held.may_end.set()
    await asyncio.gather(*tasks)
    assert [len(keys) for keys in held.transactions] == [1, 60, 45, MOST_SIGNALS, 5]


async def test_a_message_of_many_is_on_record_as_a_whole_or_not_answered(held: HeldDesk, together: Together) -> None:
    many = [*(down(str(number)) for number in range(MOST_SIGNALS)), down("poison"), down("after")]
    task = asyncio.create_task(together.take(OSLO, many))
    held.may_end.set()
    with pytest.raises(ValueError, match="poison"):
        await task
    await together.take(OSLO, [])
    assert [len(keys) for keys in held.transactions] == [MOST_SIGNALS, 2, 0]


async def test_one_that_cannot_be_kept_keeps_no_other_from_the_record(held: HeldDesk, together: Together) -> None:
    tasks = await sent(together, "1", "2", "poison", "3")
    held.may_end.set()
    ends = await asyncio.gather(*tasks, return_exceptions=True)
    assert [str(end) for end in ends] == ["None", "None", "poison", "None"]
    assert held.transactions[-3:] == [["2"], ["poison"], ["3"]]


async def test_while_the_database_is_away_all_hear_so_at_once(held: HeldDesk, together: Together) -> None:
    held.failure = Unavailable()
    tasks = await sent(together, "1", "2", "poison", "3")
    held.may_end.set()
    ends = await asyncio.gather(*tasks, return_exceptions=True)
    assert [isinstance(end, Unavailable) for end in ends] == [False, True, True, True]
    assert len(held.transactions) == 2


async def test_who_hung_up_is_on_record_all_the_same(held: HeldDesk, together: Together) -> None:
    first, second, third = await sent(together, "1", "2", "3")
    first.cancel()
    second.cancel()
    held.may_end.set()
    await third
    assert held.transactions == [["1"], ["2", "3"]]
    await together.take(OSLO, [down("later")])
