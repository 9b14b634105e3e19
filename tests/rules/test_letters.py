"""Letters about persistent downtime: after 15 down-minutes, hourly, once when it is over; never one per flap."""

import itertools
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.letters import (
    AGAIN_EVERY,
    FIRST_AFTER,
    GOOD_AFTER_FLAPPING,
    Downtime,
    Due,
    Letter,
    LetterKind,
    Spell,
    Written,
    as_written,
    next_letter,
    outside,
    persistent_at,
)

NOTHING = Written()
BEGIN = datetime(2026, 3, 29, 1, 10, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


def at(minutes: float) -> datetime:
    return BEGIN + minutes * MINUTE


def down(*spells: tuple[float, float | None], flaps: bool = False, over: float | None = None) -> Downtime:
    """Spells in minutes from the beginning."""
    found = tuple(Spell(at(begin), None if end is None else at(end)) for begin, end in spells)
    return Downtime(found, flaps, None if over is None else at(over))


@pytest.mark.parametrize(
    ("downtime", "minutes"),
    [
        (down((0, None)), 15),
        (down((0, 14.99)), None),
        (down((0, 15)), 15),
        (down((0, 10), (14, None)), 19),
        (down((0, 10), (14, 18)), None),
        (down((0, 10), (90, None)), 95),  # one event, however long it was up between
        (down((0, 5), (20, 25), (58, None), flaps=True), 68),  # what leaves the window is missing then
        (down((0, 5), (20, 25), (40, None), flaps=True), 45),
        (down((0, 10), (90, None), flaps=True), 105),  # the window is 60 minutes
        (down((0, 4), (61, 65), (122, 126), flaps=True), None),
    ],
)
def test_fifteen_down_minutes_of_one_event(downtime: Downtime, minutes: float | None) -> None:
    assert persistent_at(downtime) == (None if minutes is None else at(minutes))


@pytest.mark.parametrize(
    ("downtime", "written", "due"),
    [
        (down((0, None)), NOTHING, Due(LetterKind.FIRST, at(15))),
        (down((0, 14)), NOTHING, None),
        (down((0, 14), over=19), NOTHING, None),
        (down((0, 120)), Written(at(15), at(75)), None),  # it is over soon, or down again
        (down((0, 120), (123, None)), Written(at(15), at(75)), Due(LetterKind.AGAIN, at(135))),
        (down((0, 140), (144, None)), Written(at(15), at(75)), Due(LetterKind.AGAIN, at(144))),
        (down((0, None)), Written(at(15), at(15)), Due(LetterKind.AGAIN, at(75))),
        (down((0, None)), Written(at(15), at(40)), Due(LetterKind.AGAIN, at(100))),  # news at 40
        (down((0, 90), over=95), Written(at(15), at(75)), Due(LetterKind.LAST, at(95))),
        (down((0, 90), over=95), Written(at(15), at(95), is_last=True), None),
        (down((0, 90), over=95, flaps=True), Written(at(15), at(75)), Due(LetterKind.LAST, at(120))),
        (down((0, 90), flaps=True), Written(at(15), at(75)), Due(LetterKind.AGAIN, at(135))),
        (down((0, 90), over=95), NOTHING, Due(LetterKind.LAST, at(95))),  # nobody could be written to meanwhile
    ],
)
def test_what_is_due_next(downtime: Downtime, written: Written, due: Due | None) -> None:
    assert next_letter(downtime, written) == due
    assert next_letter(downtime, written, held=True) is None


@pytest.mark.parametrize(
    ("window", "left"),
    [
        (Spell(at(-5), at(0)), [(0, 20)]),
        (Spell(at(-5), at(5)), [(5, 20)]),
        (Spell(at(5), at(10)), [(0, 5), (10, 20)]),
        (Spell(at(5)), [(0, 5)]),
        (Spell(at(-1)), []),
        (Spell(at(20), at(30)), [(0, 20)]),
    ],
)
def test_maintenance_is_no_downtime(window: Spell, left: list[tuple[float, float]]) -> None:
    assert outside([Spell(at(0), at(20))], [window]) == down(*left).spells


def test_a_letter_is_kept_as_it_was_written() -> None:
    letter = Letter(LetterKind.LAST, "Shop", "https://fjordmat.no", at(0), 16 * MINUTE, at(90), True, "Disk", 2)
    assert as_written(letter.as_facts()) == letter


CHANGES = st.lists(st.floats(0.1, 90), min_size=1, max_size=12)


@given(CHANGES, st.booleans())
def test_one_first_letter_hourly_ones_apart_and_one_last(waits: list[float], flaps: bool) -> None:
    """The event as it unfolds: letters are written when they are due, as the sweep does."""
    edges, clock = [0.0], 0.0
    for wait in waits:
        clock += wait
        edges.append(clock)
    if len(edges) % 2:
        edges.append(clock + 20)
    over = edges[-1] + 5
    told: list[Due] = []
    written = NOTHING
    for now, downtime in unfolding(edges, flaps, over):
        while (due := next_letter(downtime, written)) is not None and due.at <= now:
            told.append(Due(due.kind, max(due.at, told[-1].at if told else due.at)))
            written = Written(written.first_at or due.at, due.at, due.kind is LetterKind.LAST)
    kinds = [one.kind for one in told]
    assert kinds.count(LetterKind.FIRST) <= 1
    assert kinds.count(LetterKind.LAST) == (1 if persistent_at(down(*spells(edges), flaps=flaps)) else 0)
    assert not kinds or (kinds[0] is LetterKind.FIRST and kinds[-1] is LetterKind.LAST)
    for before, after in itertools.pairwise(told):
        assert after.kind is LetterKind.LAST or after.at - before.at >= AGAIN_EVERY
    if kinds and flaps:
        assert told[-1].at >= at(edges[-1]) + GOOD_AFTER_FLAPPING
    first = persistent_at(down(*spells(edges), flaps=flaps))
    assert not kinds or told[0].at == first
    total = sum((end - begin for begin, end in spells(edges)), 0.0)
    assert (first is not None) or flaps or total * MINUTE < FIRST_AFTER


def spells(edges: list[float]) -> list[tuple[float, float]]:
    return list(zip(edges[::2], edges[1::2], strict=True))


def unfolding(edges: list[float], flaps: bool, over: float) -> list[tuple[datetime, Downtime]]:
    """Each minute, and each change: what is known then."""
    moments = sorted({*edges, over, over + 60, *(float(minute) for minute in range(int(over) + 1))})
    return [(at(moment), _known(edges, moment, flaps, over)) for moment in moments]


def _known(edges: list[float], moment: float, flaps: bool, over: float) -> Downtime:
    seen = [(begin, end if end <= moment else None) for begin, end in spells(edges) if begin <= moment]
    return down(*seen, flaps=flaps, over=over if moment >= over else None)
