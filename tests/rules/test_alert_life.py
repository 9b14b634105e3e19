"""The life of an alert, as its monitor's signals tell it: late, twice and in any order."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rules.alert_life import Heard, bounded, heard, resolved, settled
from rules.alerts import ENDED, LONGEST_KEY, Alert, Change, Firing, Signal
from rules.people import PersonId

BEGIN = datetime(2026, 3, 29, 1, 10, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
JONAS = PersonId("THOME", "UJONAS")


def at(minutes: float) -> datetime:
    return BEGIN + timedelta(minutes=minutes)


def fires(since: float | None = None, title: str = "") -> Signal:
    return Signal("k", Firing.FIRING, title=title, since=None if since is None else at(since))


def is_well(since: float | None = None) -> Signal:
    return Signal("k", Firing.RESOLVED, since=None if since is None else at(since))


class Story:
    """One key of a monitor: what arrives when, and what becomes of it."""

    def __init__(self) -> None:
        self.alert: Alert | None = None
        self.good: datetime | None = None
        self.changes: list[tuple[Change, datetime]] = []
        self.cards = 0

    def hears(self, signal: Signal, minute: float) -> Heard:
        result = heard("m", self.alert, signal, at(minute), self.good)
        if self.alert is None and signal.state is Firing.RESOLVED:
            self.good = max(self.good or at(0), signal.since or at(minute))
        self.alert = result.alert
        self.cards += result.is_new
        self.changes += result.happened
        return result

    def passes(self, minute: float) -> Alert:
        assert self.alert is not None
        result = settled(self.alert, at(minute))
        self.changes += result.happened
        assert result.alert is not None
        self.alert = result.alert
        return self.alert

    @property
    def told(self) -> list[Change]:
        return [change for change, _at in self.changes]


def test_it_is_over_after_five_good_minutes() -> None:
    story = Story()
    story.hears(fires(), 0)
    story.hears(is_well(), 14)
    assert not story.passes(18.99).is_over
    assert story.passes(19).ended_at == at(19)
    assert story.passes(19).down_until(at(60)) == 14 * MINUTE
    assert story.told == [Change.OPENED, Change.GOOD, Change.OVER]


def test_a_failure_within_the_good_minutes_goes_on_with_it() -> None:
    story = Story()
    story.hears(fires(), 0)
    story.hears(is_well(), 3)
    story.hears(fires(), 7)
    assert story.passes(30).down_until(at(30)) == 26 * MINUTE
    assert (story.told, story.cards) == ([Change.OPENED, Change.GOOD, Change.FAILED_AGAIN], 1)


@pytest.mark.parametrize(("again", "cards"), [(17.99, 1), (18, 1), (18.01, 2)])
def test_failing_again_within_ten_minutes_of_its_end_is_the_same_card(again: float, cards: int) -> None:
    story = Story()
    story.hears(fires(), 0)
    assert story.alert is not None
    story.alert = replace(story.alert, acknowledged_at=at(1), acknowledged_by=JONAS)
    story.hears(is_well(), 3)
    story.hears(fires(), again)
    assert story.cards == cards
    assert story.alert is not None
    assert story.alert.acknowledged_at is None, "it was over: somebody has to see it anew"
    assert not story.alert.is_over


def test_it_ends_at_its_instant_however_late_that_is_seen() -> None:
    story = Story()
    story.hears(fires(), 0)
    story.hears(is_well(), 1)
    assert story.hears(fires(), 90).is_new, "it was over at minute 6, though nobody looked"


def test_the_fourth_change_within_an_hour_makes_it_flapping_and_over_after_thirty_good_minutes() -> None:
    story = Story()
    for minute, signal in ((0, fires()), (1, is_well()), (4, fires()), (5, is_well())):
        story.hears(signal, minute)
    assert Change.FLAPPING in story.told
    assert not story.passes(34.9).is_over
    story.alert = replace(story.passes(34.9), acknowledged_at=at(6), acknowledged_by=JONAS)
    story.hears(fires(), 34.9)
    story.hears(is_well(), 35)
    assert story.passes(64.9).acknowledged_by == JONAS
    assert story.passes(65).ended_at == at(65)
    assert (story.cards, story.told.count(Change.FLAPPING)) == (1, 1)


@pytest.mark.parametrize(("last", "flaps"), [(60, True), (60.1, False)])
def test_flapping_is_four_changes_in_an_hour_also_over_several_cards(last: float, flaps: bool) -> None:
    story = Story()
    for minute, signal in ((0, fires()), (1, is_well()), (40, fires()), (last, is_well())):
        story.hears(signal, minute)
    assert story.cards == 2
    assert story.alert is not None
    assert story.alert.is_flapping is flaps


def test_since_is_believed_within_reason() -> None:
    story = Story()
    story.hears(fires(-7), 0)
    assert story.alert is not None
    assert story.alert.failing_since == at(-7)
    month, future = Story(), Story()
    month.hears(fires(-60 * 24 * 30), 0)
    future.hears(fires(90), 0)
    assert month.alert is not None
    assert future.alert is not None
    assert month.alert.failing_since == at(-60 * 24)
    assert future.alert.failing_since == at(0)


def test_a_clock_far_ahead_makes_nothing_that_is_true_later_old_news() -> None:
    story = Story()
    for minute, signal in ((0, fires(60 * 24 * 365)), (1, is_well(1)), (30, fires(30))):
        story.hears(bounded(signal, at(minute)), minute)
    assert story.alert is not None
    assert story.alert.failing_since == at(30)
    assert bounded(fires(60), at(0)).since == at(60), "a clock that is a little ahead still tells its news apart"


def test_a_good_one_names_the_failing_it_ends_or_when_it_became_good() -> None:
    names_failing, names_good = Story(), Story()
    for story, since in ((names_failing, 0), (names_good, 4)):
        story.hears(fires(0), 0)
        story.hears(is_well(since), 6)
    assert names_failing.passes(6).down_until(at(6)) == 6 * MINUTE
    assert names_good.passes(6).down_until(at(6)) == 4 * MINUTE


def test_no_minute_is_counted_twice() -> None:
    story = Story()
    story.hears(fires(0), 0)
    story.hears(is_well(), 5)
    story.hears(fires(3), 6)
    assert story.passes(8).down_until(at(8)) == 8 * MINUTE


def test_what_was_seen_in_the_monitor_is_acknowledged_by_nobody_of_ours() -> None:
    story = Story()
    story.hears(fires(0), 0)
    result = story.hears(Signal("k", Firing.ACKNOWLEDGED, since=at(0)), 2)
    assert result.changes == {Change.SEEN_ELSEWHERE}
    assert story.hears(Signal("k", Firing.ACKNOWLEDGED), 3).happened == ()


def test_what_a_person_resolved_stays_so_while_the_monitor_repeats_itself() -> None:
    story = Story()
    story.hears(fires(0), 0)
    assert story.alert is not None
    story.alert = resolved(story.alert, at(5))
    assert story.hears(fires(0), 6).happened == ()
    assert story.hears(fires(8), 8).changes == {Change.REOPENED}


def test_the_same_again_shows_what_it_says_now() -> None:
    story = Story()
    story.hears(fires(0, title="500 from /"), 0)
    result = story.hears(fires(0, title="no answer in 10 s"), 1)
    assert (result.happened, story.passes(1).title) == ((), "no answer in 10 s")


def test_a_key_too_long_to_keep_is_still_one_key() -> None:
    long = replace(fires(), key="k" * 5000, title="t" * 5000, facts={str(n): "v" * 500 for n in range(99)})
    other = replace(long, key="k" * 4999)
    assert bounded(long, at(0)).key == bounded(bounded(long, at(0)), at(0)).key != bounded(other, at(0)).key
    assert len(bounded(long, at(0)).key) <= LONGEST_KEY


# What a monitor has to say of one key: spells of failing, each with its own `since`.
SPELLS = st.lists(st.tuples(st.integers(1, 40), st.integers(1, 40)), min_size=1, max_size=5)


def truth(lengths: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Each failing: from minute, to minute."""
    found, now = [], 0
    for down, up in lengths:
        found.append((now, now + down))
        now += down + up
    return found


@settings(max_examples=60, deadline=None)
@given(SPELLS, st.booleans(), st.data())
def test_duplicates_and_late_news_change_nothing(
    lengths: list[tuple[int, int]], ends_well: bool, data: st.DataObject
) -> None:
    said = [signal for low, _high in truth(lengths) for signal in (fires(low), is_well(low))]
    said = said if ends_well else said[:-1]
    order = data.draw(st.permutations(said + data.draw(st.lists(st.sampled_from(said), max_size=6))))
    story, now = Story(), truth(lengths)[-1][1]
    for signal in order:
        story.hears(signal, now)
    fails = story.alert is not None and story.alert.is_failing
    assert fails is not ends_well, "whatever the order, it is as the newest news says"
    before = story.alert
    for signal in order:
        story.hears(signal, now)
    assert story.alert == before, "all of it again is no news"


@pytest.mark.parametrize(
    ("began", "ended", "lasted"),
    [(0, 9, 9), (0, 30, 14), (None, 9, 14), (0, None, 14)],
    ids=["as it says", "not in the future", "no clock of its own told of the failing", "it does not say"],
)
def test_a_monitor_that_tells_late_says_when_it_became_good(
    began: float | None, ended: float | None, lasted: float
) -> None:  # fmt: skip
    story = Story()
    story.hears(fires(began), 0)
    facts = {} if ended is None else {ENDED: at(ended).isoformat()}
    after = story.hears(replace(is_well(began), facts=facts), 14).alert
    assert after is not None
    assert (after.down, after.ended_at) == (lasted * MINUTE, at(14) if lasted == 9 else None)


@settings(max_examples=60, deadline=None)
@given(SPELLS, st.booleans())
def test_how_long_it_failed_is_counted_to_the_second(lengths: list[tuple[int, int]], names_good: bool) -> None:
    story, down = Story(), timedelta(0)
    for low, high in truth(lengths):
        opened = story.hears(fires(low), low + 0.5)
        down = timedelta(0) if opened.is_new else down
        story.hears(is_well(high if names_good else low), high + 0.25)
        down += (high + (0 if names_good else 0.25) - low) * MINUTE
    assert story.alert is not None
    assert story.alert.down == down


@settings(max_examples=60, deadline=None)
@given(SPELLS, st.sets(st.integers(0, 400), max_size=8))
def test_when_time_is_looked_at_changes_nothing(lengths: list[tuple[int, int]], looks: set[int]) -> None:
    rare, often = Story(), Story()
    for low, high in truth(lengths):
        for signal, minute in ((fires(low), low), (is_well(low), high)):
            rare.hears(signal, minute)
            for look in sorted(one for one in looks if one <= minute and often.alert):
                often.passes(look)
            often.hears(signal, minute)
    assert rare.passes(1000) == often.passes(1000)
    assert rare.cards == often.cards
