"""Trying again: waits that grow, and an end after ten minutes."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.notices import DESK, Item, Kind, Notice, mail_lane
from rules.retries import LOOKED, is_hopeless, needs_a_second_look, wait


def test_waits_grow_to_a_minute() -> None:
    assert [wait(attempts) for attempts in range(1, 11)] == [0.25, 0.5, 1, 2, 4, 8, 16, 32, 60, 60]


@given(st.integers(1, 1000))
def test_no_wait_is_shorter_than_the_one_before(attempts: int) -> None:
    assert 0.25 <= wait(attempts) <= wait(attempts + 1) <= 60


@pytest.mark.parametrize(("seconds", "hopeless"), [(0.0, False), (599.9, False), (600.0, True), (601.0, True)])
def test_ten_minutes_is_the_end(seconds: float, hopeless: bool) -> None:
    assert is_hopeless(1000.0, 1000.0 + seconds) is hopeless


def test_mail_waits_longer_and_for_a_day() -> None:
    assert [wait(attempts, mail_lane(1)) for attempts in (1, 9, 13, 1000)] == [0.25, 64, 600, 600]
    assert not is_hopeless(1000.0, 1000.0 + 86_399, mail_lane(1))
    assert is_hopeless(1000.0, 1000.0 + 86_400, mail_lane(1))


@pytest.mark.parametrize(
    ("attempts", "reason", "owed"),
    [
        (1, "no answer", True),
        (1, LOOKED, False),
        (3, "no answer", True),  # every lost answer, not only the first
        (0, None, False),  # who held it fell silent, and that was a whole lease ago
    ],
)
def test_after_each_lost_answer_there_is_a_second_look(attempts: int, reason: str | None, owed: bool) -> None:
    notice = Notice(DESK, "a", Kind.STEP)
    item = Item(1, "key", notice, attempts, True, 1.0, "waiting", reason, datetime(2026, 3, 30, tzinfo=UTC))
    assert needs_a_second_look(item) is owed
