"""The rota: layers, and what is agreed to differ, against other systems' rows and a look at each instant."""

import json
import os
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.oncall import Rotation
from rules.rota import Gap, Layer, Listed, Override, Rota

MONDAY = datetime(2026, 11, 30, 8, tzinfo=UTC)
DAY = timedelta(days=1)
OURS = {"schedule", "override_map", "priority_layers", "swap"}


def _weeks(*people: str, since: datetime | None = None, number: int = 1) -> Layer[str]:
    turns = Rotation(participants=people, start=MONDAY, shift="weekly", timezone="Europe/Oslo")
    return Layer(turns, since, number)


def _rota(*layers: Layer[str], over: tuple[Override[str], ...] = ()) -> Rota[str]:
    return Rota(layers, over)


def test_each_layer_has_its_own_person_on_duty() -> None:
    rota = _rota(_weeks("Ane", "Bo"), _weeks("Bo", "Ane", number=2))
    assert rota.on_duty(MONDAY) == [("Ane",), ("Bo",)]
    assert rota.on_duty(MONDAY + 7 * DAY) == [("Bo",), ("Ane",)]


def test_before_a_layer_begins_it_has_nobody() -> None:
    rota = _rota(_weeks("Ane", "Bo", since=MONDAY + DAY))
    assert rota.on_duty(MONDAY + DAY - timedelta(seconds=1)) == [()]
    assert rota.on_duty(MONDAY + DAY) == [("Ane",)]


def test_somebody_takes_a_day_from_whoever_has_it() -> None:
    rota = _rota(_weeks("Ane", "Bo"), over=(Override(MONDAY + DAY, MONDAY + 2 * DAY, "Cato", alone=True),))
    spans = rota.spans(0, MONDAY, MONDAY + 7 * DAY)
    assert [(one.start, one.people) for one in spans] == [
        (MONDAY, ("Ane",)),
        (MONDAY + DAY, ("Cato",)),
        (MONDAY + 2 * DAY, ("Ane",)),
    ]


def test_who_takes_over_again_is_taken_from_who_had_taken_over() -> None:
    over = (
        Override(MONDAY, MONDAY + 2 * DAY, "Bo", remove="Ane"),
        Override(MONDAY + DAY, MONDAY + 2 * DAY, "Cato", remove="Bo"),
    )
    rota = _rota(_weeks("Ane"), over=over)
    assert [rota.on_duty(MONDAY + days * DAY) for days in range(3)] == [[("Bo",)], [("Cato",)], [("Ane",)]]


def test_who_is_away_is_away_from_every_layer_and_who_comes_joins_the_first() -> None:
    layers = (_weeks("Ane"), _weeks("Bo", "Ane", number=2))
    away = _rota(*layers, over=(Override(MONDAY, MONDAY + 14 * DAY, None, remove="Ane"),))
    assert (away.on_duty(MONDAY), away.on_duty(MONDAY + 7 * DAY)) == ([(), ("Bo",)], [(), ()])
    joined = _rota(*layers, over=(Override(MONDAY, MONDAY + DAY, "Cato"),))
    assert joined.on_duty(MONDAY) == [("Ane", "Cato"), ("Bo",)]
    second = _rota(*layers, over=(Override(MONDAY, MONDAY + DAY, "Cato", alone=True, layer=2),))
    assert second.on_duty(MONDAY) == [("Ane",), ("Cato",)]


def test_a_gap_is_a_time_with_nobody_in_any_layer_or_with_somebody_who_is_not_there() -> None:
    over = (Override[str](MONDAY + DAY, MONDAY + 3 * DAY, None, remove="Ane"),)
    first, second = _weeks("Ane", "Bo"), _weeks("Cato", since=MONDAY + 2 * DAY, number=2)
    gaps = _rota(first, second, over=over).gaps(MONDAY, MONDAY + 8 * DAY, lambda who: who != "Bo")
    assert gaps == [
        Gap(MONDAY + DAY, MONDAY + 2 * DAY),
        Gap(MONDAY + 7 * DAY, MONDAY + 8 * DAY, "Bo"),
    ]
    assert _rota().gaps(MONDAY, MONDAY + DAY, lambda _who: True) == [Gap(MONDAY, MONDAY + DAY)]


def test_the_next_edge_of_any_layer_is_when_somebody_has_to_be_told() -> None:
    rota = _rota(_weeks("Ane", "Bo"), _weeks("Cato", since=MONDAY + DAY, number=2))
    assert [rota.next_edge(MONDAY), rota.next_edge(MONDAY + DAY)] == [MONDAY + DAY, MONDAY + 7 * DAY]


def _rows() -> Iterator[Any]:
    theirs = Path(os.environ.get("VECTORS_DIR", ""), "oncall.jsonl")
    if not (theirs.is_absolute() and theirs.exists()):
        yield pytest.param({}, marks=pytest.mark.skip(reason="VECTORS_DIR names no folder with oncall.jsonl"))
        return
    for line in theirs.read_text("utf-8").splitlines():
        row = json.loads(line)
        if row["kind"] in OURS:
            yield pytest.param(row, id=row["id"])


@pytest.mark.parametrize("row", list(_rows()))
def test_rows(row: dict[str, Any]) -> None:
    at = datetime.fromisoformat(row["query_time"])
    rota = Rota((Layer(Listed(tuple(_base(row, at)))),), tuple(_over(row)))
    assert sorted(rota.on_duty(at)[0]) == sorted(row["expected_oncall"])


def _base(row: dict[str, Any], at: datetime) -> Iterator[tuple[datetime, datetime, str]]:
    midnight = at.replace(hour=0, minute=0, second=0)
    for user in row.get("base_users", []):
        yield midnight, midnight + DAY, user
    for rule in row.get("rules", []):  # all of them are of every day
        yield _clock(midnight, rule["from"]), _clock(midnight, rule["to"]), rule["target"]
    for shift in [*row.get("shifts", []), *([row["shift"]] if "shift" in row else [])]:
        start = midnight + timedelta(hours=shift.get("start_h", shift.get("daily_from_h")))
        yield start, start + timedelta(hours=shift["hours"]), shift["user"]


def _clock(midnight: datetime, text: str) -> datetime:
    hours, minutes = text.split(":")
    return midnight + timedelta(hours=int(hours), minutes=int(minutes))


def _over(row: dict[str, Any]) -> Iterator[Override[str]]:
    read = datetime.fromisoformat
    for one in row.get("overrides", []):
        if "start_h" in one:
            start = read(row["query_time"]).replace(hour=one["start_h"], minute=0)
            yield Override(start, start + timedelta(hours=one["hours"]), one["user"], alone=True)
        else:
            yield Override(read(one["start"]), read(one["end"]), one.get("add"), one.get("remove"))
    for one in row.get("temporary_schedules", []):
        yield Override(read(one["start"]), read(one["end"]), alone=True)
        for shift in one["shifts"]:
            yield Override(read(shift["start"]), read(shift["end"]), shift["user"])
    swap = row.get("swap")
    if swap and swap["taken_by"]:
        yield Override(read(swap["from"]), read(swap["to"]), swap["taken_by"], remove=row["shift"]["user"])


HOURS = st.integers(0, 24 * 40)
PEOPLE = st.sampled_from(["Ane", "Bo", "Cato", None])
OVERRIDES = st.lists(st.tuples(HOURS, HOURS, PEOPLE, PEOPLE, st.booleans()), max_size=4)


@given(OVERRIDES, st.integers(1, 3), HOURS)
def test_a_span_says_what_a_look_at_each_hour_says(
    drawn: list[tuple[int, int, str | None, str | None, bool]], people: int, began: int
) -> None:
    over = tuple(
        Override(MONDAY + timedelta(hours=min(a, b)), MONDAY + timedelta(hours=max(a, b)), add, remove, alone)
        for a, b, add, remove, alone in drawn
    )
    rota = _rota(_weeks(*["Ane", "Bo", "Dag"][:people], since=MONDAY + timedelta(hours=began)), over=over)
    spans = rota.spans(0, MONDAY, MONDAY + 40 * DAY)
    assert (spans[0].start, spans[-1].end) == (MONDAY, MONDAY + 40 * DAY)
    assert all(one.end == other.start and one.people != other.people for one, other in pairwise(spans))
    for hour in range(0, 24 * 40, 7):
        at = MONDAY + timedelta(hours=hour)
        assert rota.on_duty(at)[0] == next(one.people for one in spans if one.start <= at < one.end)
