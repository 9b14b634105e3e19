"""Looks kept compactly come back as they were, and tell what is normal."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.views.words import OSLO
from rules.looks import (
    CODES,
    HOUR,
    LONGEST_MS,
    HourSeen,
    Seen,
    hour_of,
    is_slow,
    normal,
    pack_batch,
    pack_day,
    pack_hour,
    same_hours,
    unpack_batch,
    unpack_day,
    unpack_hour,
)
from rules.probe import Saw

SHORT = st.integers(0, LONGEST_MS)
WITHIN = st.tuples(st.integers(0, HOUR - 1), SHORT, st.sampled_from(Saw))
HOURS = st.builds(HourSeen, SHORT, SHORT, SHORT, SHORT)


@given(st.integers(0, 10**6), st.lists(st.tuples(st.integers(1, 2**62), WITHIN)))
def test_a_batch_reads_back(hour: int, looks: list[tuple[int, tuple[int, int, Saw]]]) -> None:
    seen = [Seen(check, hour * HOUR + second, ms, saw) for check, (second, ms, saw) in looks]
    assert unpack_batch(pack_batch(seen), hour) == seen


@given(st.integers(0, 10**6), st.lists(WITHIN))
def test_an_hour_reads_back_in_order(hour: int, looks: list[tuple[int, int, Saw]]) -> None:
    seen = [Seen(7, hour * HOUR + second, ms, saw) for second, ms, saw in looks]
    assert unpack_hour(pack_hour(seen), 7, hour) == sorted(seen, key=lambda one: one.at)


@given(st.lists(HOURS, min_size=24, max_size=24))
def test_a_day_reads_back(hours: list[HourSeen]) -> None:
    assert unpack_day(pack_day(hours)) == hours


def test_everything_a_look_can_see_has_a_number_of_its_own() -> None:
    assert set(CODES) == set(Saw)
    assert len(set(CODES.values())) == len(CODES)


def test_an_hour_is_its_good_looks_middle_and_slow_end() -> None:
    good = [Seen(1, second, second * 10, Saw.WORKS) for second in range(100)]
    assert hour_of([*good, Seen(1, 100, 9_000, Saw.SILENCE)]) == HourSeen(101, 100, 500, 950)
    assert hour_of([Seen(1, 0, 9_000, Saw.SILENCE)]) == HourSeen(1)


def test_what_takes_longer_than_can_be_kept_is_kept_as_the_longest() -> None:
    assert unpack_hour(pack_hour([Seen(1, 0, 10**6, Saw.WORKS)]), 1, 0)[0].ms == LONGEST_MS


@pytest.mark.parametrize(
    ("ms", "usually", "slow"),
    [(1_200, 200, False), (1_201, 200, True), (3_000, 1_000, False), (3_001, 1_000, True), (9_999, None, False)],
)
def test_slow_is_three_times_the_normal_and_a_second_more(ms: int, usually: int | None, slow: bool) -> None:
    assert is_slow(ms, usually) is slow


def test_one_week_says_nothing_of_what_is_normal_two_do() -> None:
    assert normal([HourSeen(60, 60, 300, 400)]) is None
    assert normal([HourSeen(60, 60, 300, 400), HourSeen(60, 0, 0, 0)]) is None
    assert normal([HourSeen(60, 60, 300, 400), HourSeen(60, 60, 500, 700)]) == 400


def test_the_same_hour_of_the_week_is_by_the_wall_clock() -> None:
    monday = datetime(2026, 3, 30, 8, 30, tzinfo=UTC)  # 10:30, the day after the clock was changed
    a_week_before = datetime(2026, 3, 23, 9, tzinfo=UTC)  # 10:00 in winter
    assert same_hours(monday, OSLO)[0] == int(a_week_before.timestamp()) // HOUR
