"""Uptime to the second: each part of a month against a count of its seconds one by one."""

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rules.customers import Site
from rules.letters import Spell
from rules.page_report import bounds
from rules.people import Customer
from rules.uptime import Account, Outage, account, by_months, days_of, whole
from rules.uptime_reports import NobodyCalled, asked_for, named

OSLO = ZoneInfo("Europe/Oslo")
MARCH, APRIL = datetime(2026, 3, 1, tzinfo=UTC), datetime(2026, 4, 1, tzinfo=UTC)
SECOND = timedelta(seconds=1)
SHORT = 400  # seconds that are counted one by one


def at(day: int, hour: int = 0, second: int = 0) -> datetime:
    return datetime(2026, 3, day, hour, tzinfo=UTC) + timedelta(seconds=second)


def of(*outages: tuple[datetime, datetime | None], planned: tuple[Spell, ...] = ()) -> Account:
    return account([Outage(1, *one) for one in outages], planned)


@pytest.mark.parametrize(
    ("outages", "down", "count"),
    [([], 0, 0),
     ([(at(3), at(3, 0, 61))], 61, 1),
     ([(at(3), at(3, 2)), (at(3, 1), at(3, 3))], 3 * 3600, 1),  # two alerts of one outage: no second counts twice
     ([(at(3), at(3, 3)), (at(3, 1), at(3, 2))], 3 * 3600, 1),
     ([(at(3), at(3, 1)), (at(3, 2), at(3, 3))], 2 * 3600, 2),
     ([(at(1) - timedelta(days=1), at(1, 0, 30))], 30, 1),  # since February
     ([(APRIL - timedelta(seconds=5), None)], 5, 1),  # and it lasts
     ([(APRIL, None)], 0, 0), ([(MARCH - timedelta(1), MARCH)], 0, 0)],
)  # fmt: skip
def test_down_time_of_a_month(outages: list[tuple[datetime, datetime | None]], down: int, count: int) -> None:
    found = of(*outages).within(MARCH, APRIL)
    assert (found.down, found.outages) == (timedelta(seconds=down), count)
    assert found.share == pytest.approx(1 - down / (31 * 86400))


def test_what_was_planned_is_neither_up_nor_down() -> None:
    night = Spell(at(3), at(3, 4))
    found = of((at(3, 1), at(3, 5)), (at(3, 2), at(3, 3)), planned=(night,)).within(MARCH, APRIL)
    assert (found.down, found.planned, found.outages) == (timedelta(hours=1), timedelta(hours=4), 1)
    assert found.share == pytest.approx(1 - 1 / (31 * 24 - 4))
    assert of((at(3, 1), at(3, 3)), planned=(night,)).within(MARCH, APRIL).outages == 0


def test_what_may_be_our_own_fault_is_told_apart_unless_something_else_says_that_it_was_down() -> None:
    told = [Outage(1, at(3), at(3, 2), doubted=True), Outage(1, at(3, 1), at(3, 3))]
    found = account(told, [Spell(at(3), at(3, 0, 600))]).within(MARCH, APRIL)
    assert (found.down, found.doubted) == (timedelta(hours=2), timedelta(minutes=50))


def test_a_time_nobody_looked_has_no_share() -> None:
    assert of().within(APRIL, MARCH).share is None


@pytest.mark.parametrize(("month", "hours"), [(date(2026, 3, 1), 23), (date(2026, 10, 1), 25)])
def test_the_day_on_which_the_clock_is_changed_is_shorter_or_longer(month: date, hours: int) -> None:
    days = list(days_of(month, OSLO))
    assert sorted({end - begin for begin, end in days} - {timedelta(days=1)}) == [timedelta(hours=hours)]
    assert (days[0][0], days[-1][1], len(days)) == (*bounds(month, OSLO), 31)


INSTANTS = st.integers(0, SHORT).map(lambda second: MARCH + second * SECOND)
SPELLS = st.tuples(INSTANTS, INSTANTS).map(sorted)
TIMES = st.lists(SPELLS.map(lambda one: Spell(one[0], one[1])), max_size=4)


@settings(max_examples=40, deadline=None)
@given(st.lists(st.tuples(SPELLS, st.booleans(), st.booleans()), max_size=5), TIMES, SPELLS)
def test_each_second_is_counted_as_what_it_was(
    told: list[tuple[list[datetime], bool, bool]], planned: list[Spell], between: list[datetime]
) -> None:
    outages = [Outage(1, begin, None if lasts else end, doubted) for (begin, end), lasts, doubted in told]
    found = account(outages, planned).within(*between)
    counted = {"planned": 0, "down": 0, "doubted": 0}
    second = between[0]
    while second < between[1]:
        sure = any(one.began <= second and (one.ended is None or second < one.ended) for one in outages
                   if not one.doubted)  # fmt: skip
        maybe = any(one.began <= second and (one.ended is None or second < one.ended) for one in outages)
        is_planned = any(one.begin <= second and one.end is not None and second < one.end for one in planned)
        was = "planned" if is_planned else "down" if sure else "doubted" if maybe else "up"
        counted |= {was: counted.get(was, 0) + 1}
        second += SECOND
    assert (found.planned, found.down, found.doubted) == tuple(
        counted[one] * SECOND for one in ("planned", "down", "doubted")
    )


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 90 * 86400), st.integers(0, 90 * 86400))
def test_an_outage_over_the_end_of_a_month_is_cut_there_and_nothing_is_lost(begin: int, length: int) -> None:
    spell = Spell(MARCH + begin * SECOND, MARCH + (begin + length) * SECOND)
    pieces = list(by_months(spell, OSLO))
    assert (pieces[0].begin, pieces[-1].end) == (spell.begin, spell.end)
    assert all(one.end == following.begin for one, following in pairwise(pieces))
    for one in pieces:
        assert one.end is not None
        last = max(one.begin, one.end - SECOND)
        assert one.begin.astimezone(OSLO).strftime("%Y-%m") == last.astimezone(OSLO).strftime("%Y-%m")


def test_half_a_second_is_of_the_second_it_is_in() -> None:
    assert whole(at(3) + timedelta(milliseconds=999)) == at(3)


FJORDMAT, FJELL = (Customer(number, name, "C", "nb", frozenset()) for number, name in ((1, "Fjordmat"), (2, "Fjell")))
SHOP, BLOG = (
    Site(number, 1, name, host, "") for number, name, host in ((1, "Fjordmat", "fjordmat.no"), (2, "Blog", "mat.no"))
)
HUT = Site(3, 2, "Hytta", "fjordhytta.no", "")


@pytest.mark.parametrize(
    ("words", "month", "found"),
    [("2026-10 fjordmat", date(2026, 10, 1), FJORDMAT), ("FJELL 2026-02", date(2026, 2, 1), FJELL),
     ("fjordmat.no", None, SHOP), ("blog", None, BLOG), ("fjordh", None, HUT), ("fje", None, FJELL)],
)  # fmt: skip
def test_a_month_and_a_name_in_any_order(words: str, month: date | None, found: Customer | Site) -> None:
    first_day, name = asked_for(words)
    assert (first_day, named(name, (FJORDMAT, FJELL), (SHOP, BLOG, HUT))) == (month, found)


@pytest.mark.parametrize(("words", "alike"), [("fj", ("Fjell", "Fjordmat")), ("nobody", ()), ("2026-13", ())])
def test_what_nobody_or_several_are_called_is_not_guessed(words: str, alike: tuple[str, ...]) -> None:
    with pytest.raises(NobodyCalled) as refused:
        named(asked_for(words)[1], (FJORDMAT, FJELL), (SHOP, BLOG))
    assert refused.value.alike == alike
