"""The rota at the desk: set up, overridden, swapped, watched; and what who has duty may do."""

from datetime import UTC, datetime, timedelta

import pytest

from rules.cases import Action
from rules.errors import ChangeGone, DevelopersOnly, FieldErrors, LeadsOnly, NoShifts, NotAllowed, StaffOnly
from rules.levels import Urgency
from rules.notices import ONCALL, Kind
from rules.office import DESK_HOURS
from rules.people import PersonId, Place
from rules.rota_setup import NOBODY, WHOEVER, LayerSetting, person_value, shift_value
from services import due, oncall, outbox, people
from services.desk import Desk
from services.duty import on_duty
from tests.cast import ANNA, HOME, INGRID, JONAS, KARI, NAMES, agency, can_be_woken, does, opened, person
from tests.conftest import MONDAY_10, TestClock

PER = PersonId(HOME, "UPER")  # a second developer
NAMES.setdefault(PER, "Per")
WEEK, DAY = timedelta(weeks=1), timedelta(days=1)


def _typed(**values: object) -> dict[str, str]:
    read = {
        name: str(int(value.timestamp())) if isinstance(value, datetime) else str(value)
        for name, value in values.items()
    }
    return {name: value for name, value in read.items() if value}


async def _rota(desk: Desk, *turns: PersonId, since: datetime = MONDAY_10, layer: int = 1) -> None:
    """Ingrid sets a layer: a week each."""
    picked = [person_value(who) for who in turns]
    await desk.do(oncall.set_layer, INGRID, _typed(layer=layer, shift="weekly", length=1, since=since), picked)


async def _office(desk: Desk) -> None:
    await agency(desk)
    await desk.do(people.refresh_place, Place.ONCALL, [person(JONAS), person(PER)], HOME)
    await can_be_woken(desk, JONAS, PER)


async def _said(desk: Desk) -> list[Kind]:
    """The kinds of what waits to be said of the rota in the on-call channel, oldest first."""
    waiting = [item.notice for item in await desk.ask(outbox.stuck) if item.notice.lane == ONCALL]
    return [notice.kind for notice in waiting if notice.thread.startswith("rota")]


async def _look(desk: Desk) -> None:
    await desk.do(due.do_due, DESK_HOURS)


async def test_a_lead_sets_up_who_has_duty_and_it_hands_over_by_itself(desk: Desk, clock: TestClock) -> None:
    await _office(desk)
    assert await desk.ask(on_duty) == ()
    await _rota(desk, JONAS, PER)
    assert await desk.ask(on_duty) == (JONAS,)
    clock.advance(weeks=1)
    assert await desk.ask(on_duty) == (PER,)


async def test_only_a_lead_sets_it_up(desk: Desk) -> None:
    await _office(desk)
    for who, refusal in ((JONAS, LeadsOnly), (ANNA, LeadsOnly), (KARI, StaffOnly)):
        with pytest.raises(refusal):
            await desk.do(oncall.set_layer, who, {}, [])
        with pytest.raises(refusal):
            await desk.do(oncall.override, who, {})
    with pytest.raises(StaffOnly):
        await desk.ask(oncall.rota, KARI)


async def test_a_layer_set_anew_from_a_day_on_leaves_what_was_as_it_was(desk: Desk, clock: TestClock) -> None:
    await _office(desk)
    await _rota(desk, JONAS)
    await _rota(desk, PER, since=MONDAY_10 + WEEK)
    facts = await desk.ask(oncall.rota, ANNA)
    ((_number, spans),) = facts.layers
    assert [(one.start, one.people) for one in spans] == [(MONDAY_10, (JONAS,)), (MONDAY_10 + WEEK, (PER,))]
    await _rota(desk, JONAS, PER, since=MONDAY_10 + DAY)
    assert [one.since for one in await desk.ask(lambda tx: tx.rota.settings())] == [MONDAY_10, MONDAY_10 + DAY]


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"length": "0"}, "length"),
        ({"length": "many"}, "length"),
        ({"shift": "yearly"}, "shift"),
        ({"since": ""}, "since"),
        ({"since": MONDAY_10 - WEEK}, "since"),
        ({"layer": "3"}, "layer"),
    ],
)
async def test_what_is_no_layer_is_said_under_its_field(desk: Desk, wrong: dict[str, object], field: str) -> None:
    await _office(desk)
    right: dict[str, object] = {"layer": 1, "shift": "weekly", "length": 1, "since": MONDAY_10}
    with pytest.raises(FieldErrors) as refused:
        await desk.do(oncall.set_layer, INGRID, _typed(**right | wrong), [person_value(JONAS)])
    assert list(refused.value.fields) == [field]
    with pytest.raises(FieldErrors) as refused:
        await desk.do(oncall.set_layer, INGRID, _typed(**right), [person_value(ANNA)])
    assert list(refused.value.fields) == ["people"]


async def test_an_override_holds_for_its_time_and_can_be_taken_back(desk: Desk, clock: TestClock) -> None:
    await _office(desk)
    await _rota(desk, JONAS)
    times = {"start": MONDAY_10 + DAY, "end": MONDAY_10 + 2 * DAY, "layer": 1}
    await desk.do(oncall.override, INGRID, _typed(who=person_value(PER), instead=WHOEVER, **times))
    clock.advance(days=1)
    assert await desk.ask(on_duty) == (PER,)
    (change,) = await desk.ask(lambda tx: tx.rota.changes(tx.now))
    with pytest.raises(LeadsOnly):
        await desk.do(oncall.take_back, JONAS, change.id)
    await desk.do(oncall.take_back, INGRID, change.id)
    assert await desk.ask(on_duty) == (JONAS,)
    assert (await desk.ask(oncall.rota, INGRID)).changes == ()
    with pytest.raises(ChangeGone):
        await desk.do(oncall.take_back, INGRID, change.id)
    assert await _said(desk) == [Kind.LAYER_SET, Kind.ROTA_CHANGED, Kind.ROTA_TAKEN_BACK]


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"who": "x"}, "who"),
        ({"instead": person_value(PER)}, "instead"),
        ({"who": NOBODY, "instead": NOBODY}, "instead"),
        ({"end": MONDAY_10 - DAY}, "end"),
        ({"start": MONDAY_10 + 3 * DAY}, "end"),
        ({"start": ""}, "start"),
        ({"layer": "2"}, "layer"),
    ],
)
async def test_what_is_no_override_is_said_under_its_field(desk: Desk, wrong: dict[str, object], field: str) -> None:
    await _office(desk)
    await _rota(desk, JONAS)
    right = {"who": person_value(PER), "instead": WHOEVER, "start": MONDAY_10, "end": MONDAY_10 + DAY, "layer": 1}
    with pytest.raises(FieldErrors) as refused:
        await desk.do(oncall.override, INGRID, _typed(**right | wrong))
    assert list(refused.value.fields) == [field]


async def test_two_developers_swap_a_week(desk: Desk, clock: TestClock) -> None:
    await _office(desk)
    await _rota(desk, JONAS, PER)
    shifts = await desk.ask(oncall.own_shifts, JONAS)
    mine, theirs = shift_value(*shifts.mine[0]), shift_value(*shifts.others[0])
    clock.advance(minutes=1)  # the form was open for a while
    await desk.do(oncall.swap, JONAS, {"shift": mine, "to": person_value(PER), "in_return": theirs})
    assert await desk.ask(on_duty) == (PER,)
    clock.advance(weeks=1)
    assert await desk.ask(on_duty) == (JONAS,)
    clock.advance(weeks=1)
    assert await desk.ask(on_duty) == (JONAS,)


async def test_only_ones_own_shift_is_given_and_only_for_one_of_theirs(desk: Desk) -> None:
    await _office(desk)
    await _rota(desk, JONAS)
    shifts = await desk.ask(oncall.own_shifts, JONAS)
    mine = shift_value(*shifts.mine[0])
    for wrong, field in (
        ({"shift": "1:9"}, "shift"),
        ({"to": person_value(JONAS)}, "to"),
        ({"in_return": mine}, "in_return"),
    ):
        with pytest.raises(FieldErrors) as refused:
            await desk.do(oncall.swap, JONAS, {"shift": mine, "to": person_value(PER)} | wrong)
        assert list(refused.value.fields) == [field]
    with pytest.raises(NoShifts):
        await desk.ask(oncall.own_shifts, PER)
    await desk.do(people.refresh_place, Place.ONCALL, [person(JONAS), person(PER), person(INGRID)], HOME)
    await _rota(desk, INGRID, layer=2)
    hers = shift_value(*(await desk.ask(oncall.own_shifts, JONAS)).others[0])
    with pytest.raises(FieldErrors) as refused:
        await desk.do(oncall.swap, JONAS, {"shift": mine, "to": person_value(PER), "in_return": hers})
    assert list(refused.value.fields) == ["in_return"]
    with pytest.raises(DevelopersOnly):
        await desk.ask(oncall.own_shifts, ANNA)


async def test_service_is_restored_by_who_has_duty_or_a_lead_once_there_is_a_rota(desk: Desk) -> None:
    await _office(desk)
    case = await opened(desk, Urgency.DOWN)
    await _rota(desk, PER)
    with pytest.raises(NotAllowed):
        await does(desk, JONAS, Action.RESTORE_SERVICE, case, reason="It is down")
    await does(desk, PER, Action.RESTORE_SERVICE, case, reason="It is down")


async def test_any_developer_restores_service_while_there_is_no_rota_or_nobody_has_duty(desk: Desk) -> None:
    await _office(desk)
    case = await opened(desk, Urgency.DOWN)
    await _rota(desk)
    await does(desk, JONAS, Action.RESTORE_SERVICE, case, reason="It is down")


async def test_a_new_gap_is_told_at_once_and_then_every_monday_at_nine(desk: Desk, clock: TestClock) -> None:
    await _office(desk)
    await _rota(desk, JONAS)
    await _look(desk)
    assert Kind.ROTA_GAPS not in await _said(desk)
    away = {"who": NOBODY, "instead": person_value(JONAS), "layer": 1}
    times = {"start": MONDAY_10 + 10 * DAY, "end": MONDAY_10 + 11 * DAY}
    await desk.do(oncall.override, INGRID, _typed(**away, **times))
    await _look(desk)
    assert (await _said(desk)).count(Kind.ROTA_GAPS) == 1
    await _rota(desk, PER, since=MONDAY_10 + 20 * DAY)
    await _look(desk)
    assert (await _said(desk)).count(Kind.ROTA_GAPS) == 1, "what was told is not news"
    clock.at = datetime(2026, 4, 6, 7, tzinfo=UTC)  # Easter Monday 09:00 in Oslo
    assert await desk.ask(due.next_due) == clock.at
    await _look(desk)
    await _look(desk)
    assert (await _said(desk)).count(Kind.ROTA_GAPS) == 2
    clock.advance(days=7)
    await _look(desk)
    assert (await _said(desk)).count(Kind.ROTA_GAPS) == 2


async def test_who_leaves_the_on_call_channel_is_a_gap_and_has_no_duty(desk: Desk) -> None:
    await _office(desk)
    await _rota(desk, JONAS)
    await _rota(desk, PER, layer=2)
    await _look(desk)
    await desk.do(people.left, Place.ONCALL, JONAS)
    await _look(desk)
    assert (await _said(desk)).count(Kind.ROTA_GAPS) == 1
    assert await desk.ask(on_duty) == (PER,)
    facts = await desk.ask(lambda tx: oncall.gap_facts(tx, 0))
    assert facts is not None
    assert {one.who for one in facts.gaps} == {JONAS}


async def test_the_user_group_follows_at_the_instant_of_the_hand_over(desk: Desk, clock: TestClock) -> None:
    await _office(desk)
    await _rota(desk, JONAS, PER)
    await _look(desk)
    assert (await _said(desk)).count(Kind.DUTY_GROUP) == 1
    clock.at = MONDAY_10 + WEEK - timedelta(seconds=1)
    await _look(desk)
    assert (await _said(desk)).count(Kind.DUTY_GROUP) == 1
    clock.advance(seconds=1)
    await _look(desk)
    await _look(desk)
    assert (await _said(desk)).count(Kind.DUTY_GROUP) == 2


async def test_shifts_of_a_calendar_are_a_layer_too(desk: Desk, clock: TestClock) -> None:
    await _office(desk)
    shifts = ((MONDAY_10, MONDAY_10 + DAY, JONAS), (MONDAY_10 + 2 * DAY, MONDAY_10 + 3 * DAY, PER))
    await desk.do(oncall.put_layer, LayerSetting(1, MONDAY_10, shift=None, listed=shifts))
    found = []
    for _day in range(3):
        found.append(await desk.ask(on_duty))
        clock.advance(days=1)
    assert found == [(JONAS,), (), (PER,)]
