"""Who may do what for a customer: guests, named approvers, people heard for the first time."""

from dataclasses import replace

import pytest

from rules.cases import Action, State
from rules.customers import Approves, Contact
from rules.errors import CustomerUnknown, NoContact, NotAllowed, NotYourCase, OnlyApprover, StaffOnly
from rules.forms import CaseForm
from rules.levels import Urgency
from rules.notices import DESK, Kind
from rules.office import DESK_HOURS
from rules.people import Person, PersonId
from services import intake, lookup, outbox, people
from services.desk import Desk
from services.intake import Door
from storage.tx import Tx
from tests.cast import ANNA, CHANNEL, FJORDMAT, HOME, KARI, OLA, agency, does, in_test, opened

GRO = PersonId(HOME, "UGRO")
NEW = PersonId(FJORDMAT, "UNEW")


def _named(tx: Tx, who: PersonId, approves: Approves) -> None:
    contact = next(one for one in tx.contacts.of_person(who))
    tx.contacts.save(replace(contact, approves=approves))


def _left(tx: Tx, who: PersonId) -> None:
    tx.contacts.save(replace(tx.contacts.of_person(who)[0], left_at=tx.now))


async def _guest(desk: Desk, customer_id: int | None = None) -> None:
    await desk.do(people.remember, [Person(GRO, "Gro", is_guest=True)])
    if customer_id is not None:
        await desk.do(lambda tx: tx.contacts.add(Contact(0, customer_id, "Gro", GRO)))


async def test_those_in_the_channel_are_its_contacts_once_it_is_a_customers(desk: Desk) -> None:
    customer = await agency(desk)
    found = await desk.ask(lambda tx: tx.contacts.of(customer.id))
    assert {(contact.name, contact.approves) for contact in found} == {("Kari", ""), ("Ola", "")}


async def test_a_guest_set_as_contact_has_the_customers_doors(desk: Desk) -> None:
    customer = await agency(desk)
    await _guest(desk, customer.id)
    case = await opened(desk, who=GRO)
    assert case.contact == GRO
    assert [found.case.id for found in (await desk.ask(lookup.of_channel, GRO, CHANNEL)).found] == [case.id]
    case = await does(desk, GRO, Action.APPROVE, await in_test(desk, case))
    assert case.state is State.APPROVED
    with pytest.raises(StaffOnly):
        await desk.ask(lookup.mine, GRO)


async def test_a_guest_who_is_nobodys_contact_is_told_so(desk: Desk) -> None:
    await agency(desk)
    await _guest(desk)
    case = await opened(desk)
    with pytest.raises(NoContact):
        await opened(desk, who=GRO)
    with pytest.raises(NoContact):
        await does(desk, GRO, Action.WITHDRAW, case, reason="No")
    with pytest.raises(NoContact):
        await desk.ask(lookup.of_channel, GRO, CHANNEL)


async def test_staff_may_file_for_a_guest_who_is_a_contact(desk: Desk) -> None:
    customer = await agency(desk)
    await _guest(desk, customer.id)
    offered = (await desk.ask(intake.desks, ANNA)).contacts
    assert [person.name for person in offered[customer.id]] == ["Gro", "Kari", "Ola"]
    form = CaseForm("They called", Urgency.URGENT, customer_id=customer.id, contact=GRO, origin="phone")
    assert (await desk.do(intake.open_case, ANNA, form, Door(), DESK_HOURS)).case.contact == GRO


async def test_the_named_approver_approves_and_the_opener_is_told_who(desk: Desk) -> None:
    await agency(desk)
    case = await in_test(desk, await opened(desk))
    await desk.do(_named, OLA, Approves.BOTH)
    with pytest.raises(OnlyApprover) as refusal:
        await does(desk, KARI, Action.APPROVE, case)
    assert refusal.value.approvers == ("Ola",)
    assert (await does(desk, OLA, Action.APPROVE, case)).state is State.APPROVED


async def test_an_approver_who_is_withdrawn_or_left_approves_nothing(desk: Desk) -> None:
    await agency(desk)
    case = await in_test(desk, await opened(desk))
    await desk.do(_named, OLA, Approves.PUBLICATION)
    await desk.do(_named, OLA, Approves.MONEY)
    with pytest.raises(OnlyApprover):
        await does(desk, OLA, Action.APPROVE, case)
    await desk.do(_named, OLA, Approves.PUBLICATION)
    await desk.do(_left, OLA)
    with pytest.raises(NotYourCase):
        await does(desk, OLA, Action.APPROVE, case)
    assert (await does(desk, KARI, Action.APPROVE, case)).state is State.APPROVED


async def test_who_approves_money_may_withdraw_and_not_publish(desk: Desk) -> None:
    await agency(desk)
    case = await opened(desk)
    with pytest.raises(NotAllowed):
        await does(desk, OLA, Action.WITHDRAW, case, reason="Too dear")
    await desk.do(_named, OLA, Approves.MONEY)
    assert (await does(desk, OLA, Action.WITHDRAW, case, reason="Too dear")).state is State.WITHDRAWN


async def test_who_left_opens_no_case(desk: Desk) -> None:
    await agency(desk)
    await desk.do(_left, KARI)
    with pytest.raises(CustomerUnknown):
        await opened(desk)


async def test_staff_see_who_is_heard_for_the_first_time(desk: Desk) -> None:
    customer = await agency(desk)
    await opened(desk, who=NEW)
    await desk.do(people.remember, [Person(NEW, "Nina")])
    waiting = [item.notice for item in await desk.ask(outbox.stuck)]
    assert [notice.lane for notice in waiting if notice.kind is Kind.NEW_CONTACT] == [DESK]
    await opened(desk, who=NEW)
    assert len(await desk.ask(outbox.stuck)) == len(waiting) + 4, "once"
    nina = await desk.ask(lambda tx: tx.contacts.find(customer.id, NEW))
    assert nina is not None
    assert (nina.name, nina.approves) == ("Nina", Approves.NOTHING)
