"""Escalation: who is alerted at which step, and when the next one comes."""

from datetime import UTC, datetime, timedelta

import pytest

from rules.escalation import LADDER, Climbed, Step, Target, alerted, climb, ladder_of

NOW = datetime(2026, 11, 30, 2, tzinfo=UTC)
DUTY, NEXT, EVERYBODY = Target.DUTY, Target.NEXT, Target.EVERYBODY
FULL = [["Ane"], ["Bo"], ["Ane", "Bo", "Ingrid"]]
ALL = ["Ane", "Bo", "Cato", "Ingrid"]


def _minutes(number: int, minutes: int) -> tuple[int, datetime]:
    return number, NOW + timedelta(minutes=minutes)


def test_duty_at_once_the_next_layer_after_5_minutes_everybody_after_10_and_every_10() -> None:
    at, number, told = NOW, 0, []
    for _ in range(5):
        step = climb(number, FULL, ALL, at)
        told.append(((at - NOW).total_seconds() / 60, step.people))
        number, at = step.next_number, step.next_at
    everybody = ("Ane", "Bo", "Ingrid")
    assert told == [(0, ("Ane",)), (5, ("Bo",)), (10, everybody), (20, everybody), (30, everybody)]


@pytest.mark.parametrize(
    ("people", "number", "expected"),
    [
        ([[], *FULL[1:]], 0, Climbed(1, ("Bo",), *_minutes(2, 5), (0,))),
        ([[], [], FULL[2]], 0, Climbed(2, ("Ane", "Bo", "Ingrid"), *_minutes(2, 10), (0, 1))),
        ([FULL[0], [], FULL[2]], 1, Climbed(2, ("Ane", "Bo", "Ingrid"), *_minutes(2, 10), (1,))),
        ([[], [], []], 0, Climbed(2, tuple(ALL), *_minutes(2, 10), (0, 1, 2), True)),
    ],
)
def test_an_empty_step_is_skipped_at_once_and_nobody_at_all_means_everybody(
    people: list[list[str]], number: int, expected: Climbed[str]
) -> None:
    assert climb(number, people, ALL, NOW) == expected


def test_who_is_in_a_step_twice_is_alerted_once() -> None:
    assert climb(0, [["Ane", "Ane"], [], []], ALL, NOW).people == ("Ane",)


def test_the_ladder_is_a_list_that_can_be_another() -> None:
    ladder = [Step(DUTY, timedelta(minutes=30)), Step(NEXT, timedelta(minutes=60))]
    first = climb(0, FULL, ALL, NOW, ladder)
    second = climb(first.next_number, FULL, ALL, first.next_at, ladder)
    assert (second.people, first.next_at - NOW, second.next_at - first.next_at) == (
        ("Bo",),
        timedelta(minutes=30),
        timedelta(minutes=60),
    )
    assert LADDER[0].target is DUTY


def test_each_next_is_the_next_layer_that_has_somebody_new() -> None:
    ladder = [Step(one, timedelta(minutes=5)) for one in (DUTY, NEXT, NEXT, EVERYBODY)]
    assert alerted(ladder, [[], ["Ane"], ["Ane"], ["Bo", "Ane"]], ALL) == [("Ane",), ("Bo",), (), tuple(ALL)]
    assert alerted(LADDER, [], []) == [(), (), ()]


@pytest.mark.parametrize(
    ("number", "minutes_late", "expected"),
    [
        (0, 60, Climbed(0, ("Ane",), *_minutes(1, 5))),
        (1, 4, Climbed(1, ("Bo",), *_minutes(2, 5))),
        (1, 5, Climbed(2, ("Bo", "Ane", "Ingrid"), *_minutes(2, 10))),
        (2, 60, Climbed(2, ("Ane", "Bo", "Ingrid"), *_minutes(2, 10))),
    ],
)
def test_what_fell_due_meanwhile_is_one_step_but_the_first_is_taken_by_itself(
    number: int, minutes_late: int, expected: Climbed[str]
) -> None:
    assert climb(number, FULL, ALL, NOW, fell_at=NOW - timedelta(minutes=minutes_late)) == expected


def test_a_ladder_is_written_as_people_say_it() -> None:
    assert ladder_of("duty 5, next 5, everybody 10") == LADDER
    assert ladder_of("Duty 1") == (Step(DUTY, timedelta(minutes=1)),)


@pytest.mark.parametrize(
    "words", ["", "duty", "duty 0", "duty 121", "next 5", "duty 5,, next 5", "duty 5 next 5", "Per 5"]
)
def test_what_is_no_ladder_is_refused(words: str) -> None:
    with pytest.raises(ValueError, match=r"escalation|duty"):
        ladder_of(words)
