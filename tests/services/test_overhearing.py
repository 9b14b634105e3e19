"""What is overheard in shared channels, on both databases: one inquiry, one offer, one item, none lost."""

import asyncio
from collections import Counter
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest

from rules.cases import Action, Case
from rules.errors import AlreadyACase, CustomerUnknown, InquiryUnknown, StaffOnly
from rules.forms import CaseForm, File
from rules.levels import Level, Urgency
from rules.notices import DESK, ONCALL, Kind
from rules.offers import Inquiry, Saying, Standing, timestamp
from rules.office import DESK_HOURS
from rules.people import Mode, Person, PersonId
from services import channels, offers, outbox, overhearing, people
from services.desk import Desk
from services.intake import Door, open_case
from storage.tx import Tx
from tests.cast import ANNA, CHANNEL, FJORDMAT, HOME, INGRID, KARI, OLA, SIRI, agency
from tests.conftest import MONDAY_10, TestClock

NEW_CHANNEL = "CNEW"


def said(text: str, at: datetime = MONDAY_10, who: PersonId = KARI, **more: Any) -> Saying:
    return replace(Saying(CHANNEL, timestamp(at), who, text), **more)


async def hears(desk: Desk, *sayings: Saying) -> None:
    for saying in sayings:
        await desk.do(overhearing.overheard, saying, HOME, DESK_HOURS, 0.0)


async def inquiries(desk: Desk) -> list[Inquiry]:
    def every(tx: Tx) -> list[Inquiry]:
        found = [tx.offers.get(row) for row in range(1, 20)]
        return [replace(one, words=tx.overheard.of_inquiry(one.id)) for one in found if one is not None]

    return await desk.ask(every)


async def told(desk: Desk) -> Counter[Kind]:
    return Counter(item.notice.kind for item in await desk.ask(outbox.stuck))


async def set_mode(desk: Desk, mode: Mode) -> None:
    def change(tx: Tx) -> None:
        customer = tx.customers.of_channel(CHANNEL)
        assert customer is not None
        tx.customers.save(replace(customer, mode=mode))

    await desk.do(change)


async def case_of(desk: Desk, case_id: int | None) -> Case:
    found = await desk.ask(lambda tx: tx.cases.get(case_id or 0))
    assert found is not None
    return found


async def takes(desk: Desk, who: PersonId, inquiry: Inquiry, urgency: Urgency = Urgency.URGENT) -> Case:
    form = CaseForm(inquiry.text or "It broke", urgency, customer_id=inquiry.customer_id, contact=inquiry.author)
    door = Door(CHANNEL, inquiry.root_ts, inquiry.id)
    return (await desk.do(open_case, who, form, door, DESK_HOURS)).case


async def test_quick_messages_are_one_inquiry_and_one_offer(desk: Desk, clock: TestClock) -> None:
    await agency(desk)
    later = [said(f"word {nth}", MONDAY_10 + timedelta(minutes=9 * nth)) for nth in range(3)]
    await hears(desk, *later, *later)
    (inquiry,) = await inquiries(desk)
    assert inquiry.text == "word 0\nword 1\nword 2"
    assert (inquiry.root_ts, inquiry.said_at) == (timestamp(MONDAY_10), MONDAY_10)
    assert (await told(desk))[Kind.OFFER] == 1


async def test_another_author_or_another_quarter_of_an_hour_is_another_inquiry(desk: Desk) -> None:
    await agency(desk)
    await hears(desk, said("one"), said("two", MONDAY_10 + timedelta(seconds=1), OLA))
    await hears(desk, said("three", MONDAY_10 + timedelta(minutes=10, microseconds=1)))
    assert [one.text for one in await inquiries(desk)] == ["one", "two", "three"]


async def test_the_first_message_is_the_thread_even_if_it_arrives_last(desk: Desk) -> None:
    await agency(desk)
    await hears(desk, said("second", MONDAY_10 + timedelta(seconds=2)), said("first"))
    (inquiry,) = await inquiries(desk)
    assert (inquiry.root_ts, inquiry.said_at, inquiry.text) == (timestamp(MONDAY_10), MONDAY_10, "first\nsecond")


async def test_two_processes_hear_two_messages_at_once(desk: Desk) -> None:
    await agency(desk)
    sayings = [said(f"{nth}", MONDAY_10 + timedelta(seconds=nth)) for nth in range(6)]
    await asyncio.gather(*(hears(desk, saying) for saying in [*sayings, *sayings]))
    (inquiry,) = await inquiries(desk)
    assert len(inquiry.words) == 6
    assert (await told(desk))[Kind.OFFER] == 1


async def test_submission_is_the_instant_of_the_first_message(desk: Desk, clock: TestClock) -> None:
    await agency(desk)
    picture = File("F1", "a.png", 3, "image/png")
    await hears(desk, said("It broke", files=(picture,)))
    clock.advance(minutes=40)
    case = await takes(desk, KARI, (await inquiries(desk))[0], Urgency.DOWN)
    assert (case.submitted_at, case.due_at) == (MONDAY_10, MONDAY_10 + timedelta(hours=2))
    assert await desk.ask(lambda tx: tx.attachments.get(1).file) == picture


async def test_only_one_of_two_forms_makes_the_case(desk: Desk) -> None:
    await agency(desk)
    await hears(desk, said("It broke"))
    (inquiry,) = await inquiries(desk)
    case = await takes(desk, KARI, inquiry)
    with pytest.raises(AlreadyACase) as refusal:
        await takes(desk, ANNA, inquiry)
    assert refusal.value.number == case.number
    for pressed in (offers.form, offers.not_a_case):
        with pytest.raises(AlreadyACase):
            await desk.do(pressed, ANNA, inquiry.id)


async def test_another_customers_inquiry_cannot_be_taken(desk: Desk) -> None:
    await agency(desk)
    await hears(desk, said("It broke"))
    with pytest.raises(CustomerUnknown):
        await desk.do(offers.form, SIRI, 1)
    with pytest.raises(StaffOnly):
        await desk.do(offers.not_a_case, KARI, 1)
    with pytest.raises(InquiryUnknown):
        await desk.do(offers.form, ANNA, 99)
    form = CaseForm("Mine", Urgency.URGENT)
    await desk.do(open_case, SIRI, form, Door("CBRE", None, 1), DESK_HOURS)
    assert (await inquiries(desk))[0].standing is Standing.OFFERED, "a forged form does not end it"


async def test_the_item_comes_once_and_not_for_what_became_a_case(desk: Desk, clock: TestClock) -> None:
    await agency(desk)
    await hears(desk, said("one"), said("two", MONDAY_10 + timedelta(microseconds=1), OLA))
    await takes(desk, KARI, (await inquiries(desk))[0])
    clock.advance(minutes=10, microseconds=1)
    assert await desk.do(offers.tell_staff_of_due) == 1
    assert await desk.do(offers.tell_staff_of_due) == 0
    assert [one.standing for one in await inquiries(desk)] == [Standing.CASE, Standing.NOT_YET]
    assert await desk.ask(lambda tx: tx.offers.next_due()) is None


async def test_new_words_after_not_a_case_are_told_again(desk: Desk, clock: TestClock) -> None:
    await agency(desk)
    await hears(desk, said("Thanks"))
    await hears(desk, said("so much", MONDAY_10 + timedelta(minutes=1)))
    clock.advance(minutes=11)
    await desk.do(offers.tell_staff_of_due)
    await desk.do(offers.not_a_case, ANNA, 1)
    await hears(desk, said("but the shop is odd", clock.now(), thread_ts=timestamp(MONDAY_10)))
    (inquiry,) = await inquiries(desk)
    assert (inquiry.standing, inquiry.decided_by) == (Standing.OFFERED, None)
    assert inquiry.due_at == clock.now() + timedelta(minutes=10)


@pytest.mark.parametrize(("hour", "lanes"), [(0, [DESK]), (10, [DESK, ONCALL])])
async def test_an_outage_is_told_at_once_and_at_night_to_the_duty_too(
    desk: Desk, clock: TestClock, hour: int, lanes: list[str]
) -> None:
    await agency(desk)
    clock.advance(hours=hour)
    await hears(desk, said("The site is down", clock.now()))
    kinds = {Kind.NOT_YET_A_CASE, Kind.INQUIRY_DOWN}
    assert [one.notice.lane for one in await desk.ask(outbox.stuck) if one.notice.kind in kinds] == lanes


async def test_the_duty_is_told_once_however_often_somebody_says_that_it_is_down(desk: Desk, clock: TestClock) -> None:
    await agency(desk)
    clock.advance(hours=10)
    for number, text in enumerate(["Hello?", "The site is down", "Is anybody there? The site is down!"]):
        await hears(desk, said(text, clock.now() + timedelta(seconds=number)))
    assert (await told(desk))[Kind.INQUIRY_DOWN] == 1


async def test_automatic_takes_words_for_down_to_desk_or_duty(desk: Desk, clock: TestClock) -> None:
    await agency(desk)
    await set_mode(desk, Mode.AUTOMATIC)
    await hears(desk, said("The site is down"))
    case = await case_of(desk, 1)
    assert (case.level, case.contact, case.due_at) == (Level.NOT_SET, KARI, None)
    assert (await told(desk))[Kind.CASE_DOWN] == 1


async def test_automatic_makes_one_case_of_quick_messages_however_many(desk: Desk) -> None:
    await agency(desk)
    await set_mode(desk, Mode.AUTOMATIC)
    await hears(desk, *(said(f"word {nth}", MONDAY_10 + timedelta(minutes=9 * nth)) for nth in range(4)))
    assert [one.case_id for one in await inquiries(desk)] == [1]
    words = [entry for entry in await desk.ask(lambda tx: tx.history.of_case(1)) if entry.action is Action.WRITE]
    assert len(words) == 3


async def test_an_edit_while_the_item_is_on_its_way_is_shown_after_it(desk: Desk) -> None:
    await agency(desk)
    await hears(desk, said("The site is down"))
    await desk.do(overhearing.changed, said("The site is down since nine"), timestamp(MONDAY_10 + timedelta(minutes=1)))
    assert (await told(desk))[Kind.NOT_YET_A_CASE] == 2


async def test_what_was_deleted_before_it_was_heard_does_not_come_back(desk: Desk) -> None:
    await agency(desk)
    saying = said("Oops")
    await desk.do(overhearing.took_back, saying)
    await hears(desk, saying)
    assert await inquiries(desk) == []


async def test_what_was_said_before_yesterday_is_told_to_staff_alone(desk: Desk, clock: TestClock) -> None:
    await agency(desk)
    clock.advance(days=2)
    await hears(desk, said("Long ago"))
    await desk.do(offers.tell_staff_of_due)
    assert (await told(desk))[Kind.OFFER] == 0
    assert (await told(desk))[Kind.NOT_YET_A_CASE] == 1


async def test_unclaimed_words_become_inquiries_once_the_channel_is_somebodys(desk: Desk, clock: TestClock) -> None:
    await agency(desk)
    row = await desk.do(channels.invited, NEW_CHANNEL, "ny", "Ny", ("TNEW",), [])
    per = PersonId("TNEW", "UPER")
    old = said("Eight days ago", clock.now(), per, channel_id=NEW_CHANNEL)
    await hears(desk, old)
    clock.advance(days=8)
    new = said("The menu is odd", clock.now(), per, channel_id=NEW_CHANNEL)
    await hears(desk, new, new, said("Hello", clock.now(), ANNA, channel_id=NEW_CHANNEL))
    assert await inquiries(desk) == []
    await desk.do(channels.claim, INGRID, row, "Ny", "nb")
    await hears(desk, old, new)
    assert [one.text for one in await inquiries(desk)] == ["The menu is odd"]


async def test_words_in_a_channel_of_nobodys_knowledge_are_not_kept(desk: Desk) -> None:
    await agency(desk)
    await hears(desk, said("Lunch?", channel_id="CLUNCH"))
    assert await desk.ask(lambda tx: tx.overheard.at("CLUNCH", timestamp(MONDAY_10))) is None


@pytest.mark.parametrize("channel_id", [CHANNEL, NEW_CHANNEL])
async def test_a_guest_of_the_house_is_heard_like_any_stranger(desk: Desk, clock: TestClock, channel_id: str) -> None:
    await agency(desk)
    row = await desk.do(channels.invited, NEW_CHANNEL, "ny", "Ny", ("TNEW",), [])
    gro = PersonId(HOME, "UGRO")
    await desk.do(people.remember, [Person(gro, "Gro", is_guest=True)])
    await hears(desk, said("The logo is old", clock.now(), gro, channel_id=channel_id))
    await desk.do(channels.claim, INGRID, row, "Ny", "nb")
    assert [one.text for one in await inquiries(desk)] == ["The logo is old"]


async def test_people_of_the_house_have_no_inquiries(desk: Desk) -> None:
    await agency(desk)
    await hears(desk, said("We deploy at noon", who=ANNA), said("Me too", who=PersonId(HOME, "UNEW")))
    assert await inquiries(desk) == []
    await desk.do(overhearing.asked_for, said("We deploy at noon", who=ANNA), DESK_HOURS)
    assert [one.text for one in await inquiries(desk)] == ["We deploy at noon"], "the emoji asks all the same"


async def test_somebody_of_neither_house_is_told_to_staff(desk: Desk) -> None:
    await agency(desk)
    stranger = PersonId("TPARTNER", "UPIA")
    await set_mode(desk, Mode.AUTOMATIC)
    await hears(desk, said("Your customer's shop is odd", who=stranger))
    (inquiry,) = await inquiries(desk)
    assert (inquiry.standing, inquiry.author.team_id != FJORDMAT) == (Standing.OFFERED, True)
