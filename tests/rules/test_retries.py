"""Trying again: waits that grow, and an end after ten minutes."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.retries import is_hopeless, wait


def test_waits_grow_to_a_minute() -> None:
    assert [wait(attempts) for attempts in range(1, 9)] == [1, 2, 4, 8, 16, 32, 60, 60]


@given(st.integers(1, 1000))
def test_no_wait_is_shorter_than_the_one_before(attempts: int) -> None:
    assert 1 <= wait(attempts) <= wait(attempts + 1) <= 60


@pytest.mark.parametrize(("seconds", "hopeless"), [(0.0, False), (599.9, False), (600.0, True), (601.0, True)])
def test_ten_minutes_is_the_end(seconds: float, hopeless: bool) -> None:
    assert is_hopeless(1000.0, 1000.0 + seconds) is hopeless
