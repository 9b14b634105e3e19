"""A click among a million stored cases against one among a thousand."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from bench.rounds import Better, Comparison, Pair, Round, Size, by_turns
from bench.stage import desk_over, folder, opened, prepared, take_all


@asynccontextmanager
async def stage(size: Size, rounds: int) -> AsyncIterator[Round]:
    """Two files; the cases that are taken are spread over all that is stored."""
    a_round = size.few // rounds
    with folder() as where:
        few, many = _url(where, "few"), _url(where, "many")
        of_few = await prepared(few, size.few, a_round * rounds)
        of_many = await prepared(many, size.many, a_round * rounds)
        with opened(many) as crowded, opened(few) as sparse:

            async def play(number: int) -> Pair:
                mine = slice(number * a_round, (number + 1) * a_round)
                return await by_turns(
                    number,
                    lambda: take_all(desk_over(crowded), of_many[mine]),
                    lambda: take_all(desk_over(sparse), of_few[mine]),
                )

            yield play


def _url(where: Path, name: str) -> str:
    return f"sqlite:///{where / name}.db"


COMPARISONS = [
    Comparison(
        "stored-cases",
        "a click's transaction among 1,000,000 stored cases",
        "the same among 1,000",
        1.25,
        Better.LOW,
        stage,
    )
]
