"""Escalation: who is alerted at which step, and when the next one comes."""

from datetime import UTC, datetime, timedelta

import pytest

from rules.escalation import LADDER, Climbed, Step, Target, climb, is_over

NOW = datetime(2026, 11, 30, 2, tzinfo=UTC)
DUTY, NEXT, EVERYBODY = Target.DUTY, Target.NEXT, Target.EVERYBODY
FULL = {DUTY: ["Ane"], NEXT: ["Bo"], EVERYBODY: ["Ane", "Bo", "Ingrid"]}
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
        ({**FULL, DUTY: []}, 0, Climbed(1, ("Bo",), *_minutes(2, 5))),
        ({**FULL, DUTY: [], NEXT: []}, 0, Climbed(2, ("Ane", "Bo", "Ingrid"), *_minutes(2, 10))),
        ({**FULL, NEXT: []}, 1, Climbed(2, ("Ane", "Bo", "Ingrid"), *_minutes(2, 10))),
        ({}, 0, Climbed(2, tuple(ALL), *_minutes(2, 10))),
    ],
)
def test_an_empty_step_is_skipped_at_once_and_nobody_at_all_means_everybody(
    people: dict[Target, list[str]], number: int, expected: Climbed[str]
) -> None:
    assert climb(number, people, ALL, NOW) == expected


def test_who_is_in_a_step_twice_is_alerted_once() -> None:
    assert climb(0, {DUTY: ["Ane", "Ane"]}, ALL, NOW).people == ("Ane",)


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


def test_an_acknowledgement_at_the_very_instant_wins() -> None:
    second = timedelta(seconds=1)
    assert is_over(NOW, NOW)
    assert is_over(NOW - second, NOW)
    assert not is_over(NOW + second, NOW)
    assert not is_over(None, NOW)
