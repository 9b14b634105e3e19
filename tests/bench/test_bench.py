"""The bench itself: each comparison plays a tiny round, and the table says whether its goal is met."""

import pytest

from bench.__main__ import COMPARISONS
from bench.rounds import QUICK, Better, Comparison, NotHere, Pair, Result, compare
from bench.table import markdown


@pytest.mark.parametrize("comparison", COMPARISONS, ids=lambda one: one.name)
async def test_each_comparison_plays(comparison: Comparison) -> None:
    try:
        result = await compare(comparison, QUICK, 1)
    except NotHere as why:
        pytest.skip(str(why))
    assert result.median > 0


@pytest.mark.parametrize(
    ("better", "goal", "ratio", "met"),
    [
        (Better.LOW, 1.0, "0.50 x", "yes"),
        (Better.LOW, 0.4, "0.50 x", "no"),
        (Better.HIGH, 1.0, "2.00 x", "yes"),
        (Better.HIGH, 2.5, "2.00 x", "no"),
    ],
)
def test_half_the_time_is_twice_the_speed(better: Better, goal: float, ratio: str, met: str) -> None:
    comparison = Comparison("click", "ours", "theirs", goal, better, COMPARISONS[0].stage)
    line = markdown([Result(comparison, [Pair(1.0, 2.0), Pair(9.0, 2.0), Pair(0.1, 2.0)])], 3).splitlines()[-1]
    assert f"| {ratio} |" in line
    assert line.endswith(f"| {met} |")
