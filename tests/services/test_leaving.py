"""Who leaves hands over (process.md section 1): contacts to their colleagues, one of us to whom a lead says."""

import asyncio
import threading
from dataclasses import replace

import pytest

from rules.cases import Action, Case, State
from rules.customers import Approves, Contact
from rules.errors import FieldErrors, LeadsOnly, NothingLeft, NotYourCase
from rules.notices import DESK, Kind
from rules.office import DESK_HOURS
from rules.people import Person, PersonId, Place
from services import leaving, outbox, people
from services.desk import Desk
from storage.tx import Tx
from tests.cast import ANNA, CHANNEL, HOME, INGRID, JONAS, KARI, OLA, agency, does, in_test, opened, person
from tests.conftest import TestClock

A_WHILE = 0.3  # seconds


def _key(who: PersonId) -> str:
    return f"{who.team_id}:{who.user_id}"


def _name(tx: Tx, who: PersonId, approves: Approves) -> None:
    tx.contacts.save(replace(tx.contacts.of_person(who)[0], approves=approves))


async def _now(desk: Desk, case: Case) -> Case:
    found = await desk.ask(lambda tx: tx.cases.get(case.id))
    assert found is not None
    return found


async def _told(desk: Desk, *kinds: Kind) -> list[tuple[str, Kind]]:
    waiting = [item.notice for item in await desk.ask(outbox.stuck)]
    return [(notice.lane, notice.kind) for notice in waiting if notice.kind in kinds]


async def _row(desk: Desk, who: PersonId) -> int:
    found = await desk.ask(lambda tx: tx.people.find(who))
    assert found is not None
    return found.row_id


async def test_a_contacts_cases_go_to_a_colleague_who_is_told(desk: Desk) -> None:
    customer = await agency(desk)
    case = await opened(desk)
    await desk.do(leaving.left_channel, CHANNEL, KARI.user_id)
    assert (await _now(desk, case)).contact == OLA
    assert await _told(desk, Kind.HANDED_OVER) == [(f"customer:{customer.id}", Kind.HANDED_OVER)]
    assert await _told(desk, Kind.CONTACT_LEFT) == [(DESK, Kind.CONTACT_LEFT)]
    with pytest.raises(NotYourCase):
        await does(desk, KARI, Action.WITHDRAW, case, reason="No")


async def test_however_many_cases_all_are_handed_over(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(leaving, "MOST_AT_ONCE", 2)
    await agency(desk)
    cases = [await opened(desk) for _one in range(5)]
    await desk.do(leaving.left_channel, CHANNEL, KARI.user_id)
    assert {(await _now(desk, case)).contact for case in cases} == {OLA}


async def test_a_pending_approval_goes_to_who_approves_now(desk: Desk) -> None:
    await agency(desk)
    await desk.do(_name, OLA, Approves.PUBLICATION)
    case = await in_test(desk, await opened(desk))
    await desk.do(leaving.left_channel, CHANNEL, OLA.user_id)
    assert (await _now(desk, case)).contact == KARI, "it was hers before"
    assert len(await _told(desk, Kind.HANDED_OVER)) == 1
    assert (await does(desk, KARI, Action.APPROVE, case)).state is State.APPROVED


async def test_an_approver_takes_over_before_others(desk: Desk) -> None:
    await agency(desk)
    case = await opened(desk, who=OLA)
    nina = PersonId(KARI.team_id, "UNINA")
    await opened(desk, who=nina)
    await desk.do(_name, nina, Approves.BOTH)
    await desk.do(leaving.left_channel, CHANNEL, OLA.user_id)
    assert (await _now(desk, case)).contact == nina


async def test_with_nobody_left_the_contact_stays_on_the_case_and_staff_are_told(desk: Desk) -> None:
    await agency(desk)
    await desk.do(leaving.left_channel, CHANNEL, OLA.user_id)
    case = await opened(desk)
    await desk.do(leaving.deactivated, KARI)
    assert (await _now(desk, case)).contact == KARI
    assert await _told(desk, Kind.HANDED_OVER) == []
    row = (await desk.ask(lambda tx: tx.contacts.of_person(KARI)))[0].id
    facts = await desk.ask(leaving.contact_facts, row)
    assert facts is not None
    assert facts.is_last


async def _ola(desk: Desk) -> Contact:
    return (await desk.ask(lambda tx: tx.contacts.of_person(OLA)))[0]


async def _there(desk: Desk, clock: TestClock, *who: PersonId) -> None:
    clock.advance(seconds=1)
    await desk.do(leaving.members_are, CHANNEL, frozenset(one.user_id for one in who), clock.now())


async def test_who_is_found_again_approves_again_as_does_who_comes_back(desk: Desk, clock: TestClock) -> None:
    await agency(desk)
    await desk.do(_name, OLA, Approves.PUBLICATION)
    case = await in_test(desk, await opened(desk))
    await _there(desk, clock, KARI, OLA)
    await _there(desk, clock, KARI)
    assert (await _told(desk, Kind.HANDED_OVER)) != [], "it was his to approve"
    with pytest.raises(NotYourCase):
        await does(desk, OLA, Action.APPROVE, case)
    await _there(desk, clock, KARI, OLA)
    assert (await does(desk, OLA, Action.APPROVE, case)).state is State.APPROVED


async def test_who_was_never_seen_in_the_channel_has_not_left_it(desk: Desk, clock: TestClock) -> None:
    await agency(desk)
    await _there(desk, clock, KARI)
    assert (await _ola(desk)).left_at is None


async def test_who_was_taken_out_in_set_up_does_not_come_back_by_staying(desk: Desk, clock: TestClock) -> None:
    await agency(desk)
    await _there(desk, clock, KARI, OLA)
    await desk.do(leaving.contact_left, await _ola(desk))
    await _there(desk, clock, KARI, OLA)
    assert (await _ola(desk)).left_at is not None


async def test_who_is_set_as_a_contact_again_stays_one_though_not_in_the_channel(desk: Desk, clock: TestClock) -> None:
    await agency(desk)
    await _there(desk, clock, KARI, OLA)
    await _there(desk, clock, KARI)
    await desk.do(lambda tx: tx.contacts.save(replace(tx.contacts.of_person(OLA)[0], left_at=None)))
    await _there(desk, clock, KARI)
    assert (await _ola(desk)).left_at is None


async def test_an_old_answer_of_slacks_undoes_nothing(desk: Desk, clock: TestClock) -> None:
    await agency(desk)
    asked_at, both = clock.now(), frozenset({KARI.user_id, OLA.user_id})
    clock.advance(seconds=1)
    await desk.do(leaving.left_channel, CHANNEL, OLA.user_id)
    await desk.do(leaving.members_are, CHANNEL, both, asked_at)
    assert (await _ola(desk)).left_at is not None
    clock.advance(seconds=1)
    asked_at = clock.now()
    clock.advance(seconds=1)
    await desk.do(leaving.came_back, CHANNEL, person(OLA))
    await desk.do(leaving.members_are, CHANNEL, frozenset({KARI.user_id}), asked_at)
    assert (await _ola(desk)).left_at is None


async def test_leaving_twice_tells_once_and_coming_back_gives_the_rights_back(desk: Desk) -> None:
    await agency(desk)
    await desk.do(_name, OLA, Approves.BOTH)
    for _time in range(2):
        await desk.do(leaving.left_channel, CHANNEL, OLA.user_id)
        await desk.do(leaving.deactivated, OLA)
    assert len(await _told(desk, Kind.CONTACT_LEFT)) == 1
    await desk.do(leaving.came_back, CHANNEL, person(OLA))
    ola = await _ola(desk)
    assert (ola.left_at, ola.approves) == (None, Approves.BOTH)


async def test_leads_get_one_card_when_one_of_us_is_gone(desk: Desk) -> None:
    await agency(desk)
    case = await does(desk, JONAS, Action.TAKE, await opened(desk))
    ingrid = await _row(desk, INGRID)
    await desk.do(people.left, Place.DESK, JONAS)
    assert await _told(desk, Kind.LEFT_US) == [], "still on call"
    gone = Person(JONAS, "Jonas", is_guest=True)
    for _time in range(2):
        await desk.do(leaving.changed, gone, HOME, True)
        await desk.do(people.left, Place.ONCALL, JONAS)
    assert await _told(desk, Kind.LEFT_US) == [(f"person:{ingrid}", Kind.LEFT_US)]
    facts = await desk.ask(leaving.leaver_facts, await _row(desk, JONAS))
    assert facts is not None
    assert [one.number for one in facts.cases] == [case.number]


async def test_who_leaves_both_places_at_once_is_told_of_too(desk: Desk) -> None:
    """Neither of the two transactions may take the other's place for the last one."""
    await agency(desk)
    await does(desk, JONAS, Action.TAKE, await opened(desk))
    second_is_under_way, second_is_done = threading.Event(), threading.Event()

    def first(tx: Tx) -> None:
        people.left(tx, Place.DESK, JONAS)
        second_is_under_way.wait(A_WHILE)
        second_is_done.wait(A_WHILE)

    def second(tx: Tx) -> None:
        second_is_under_way.set()
        people.left(tx, Place.ONCALL, JONAS)
        second_is_done.set()

    await asyncio.gather(desk.do(first), desk.do(second))
    ingrid = await _row(desk, INGRID)
    assert await _told(desk, Kind.LEFT_US) == [(f"person:{ingrid}", Kind.LEFT_US)]


async def test_with_no_leads_the_desk_gets_the_card_and_without_cases_nobody_does(desk: Desk) -> None:
    await agency(desk)
    await desk.do(people.left, Place.LEADS, INGRID)
    assert await _told(desk, Kind.LEFT_US) == []
    await does(desk, ANNA, Action.TAKE, await opened(desk))
    await desk.do(people.refresh_place, Place.DESK, [person(JONAS)], HOME)
    assert await _told(desk, Kind.LEFT_US) == [(DESK, Kind.LEFT_US)]


async def test_a_lead_gives_all_their_cases_to_a_colleague(desk: Desk) -> None:
    await agency(desk)
    cases = [await does(desk, JONAS, Action.TAKE, await opened(desk)) for _one in range(3)]
    row = await _row(desk, JONAS)
    await desk.do(leaving.changed, Person(JONAS, "Jonas", is_guest=True), HOME, True)
    with pytest.raises(LeadsOnly):
        await desk.do(leaving.reassign, ANNA, row, _key(ANNA), DESK_HOURS)
    with pytest.raises(FieldErrors):
        await desk.do(leaving.reassign, INGRID, row, _key(JONAS), DESK_HOURS)
    await desk.do(leaving.reassign, INGRID, row, _key(ANNA), DESK_HOURS)
    assert {(await _now(desk, case)).assignee for case in cases} == {ANNA}
    with pytest.raises(NothingLeft):
        await desk.ask(leaving.to_reassign, INGRID, row)
    with pytest.raises(NothingLeft):
        await desk.ask(leaving.to_reassign, INGRID, 0)
