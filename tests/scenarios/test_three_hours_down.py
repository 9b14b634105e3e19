"""Three hours in which nobody listened: all that was said, changed and asked meanwhile is there afterwards, once."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from bot.plays.control import everything
from rules.offers import Inquiry, Standing
from rules.people import Mode, PersonId
from storage.tx import Tx
from tests.office import DESK, SHARED, URGENT, Office


async def _says(office: Office, text: str, who: str = "kari", **more: Any) -> str:
    """Without waiting: the app is down."""
    said = await office.control.post("say", user=who, channel=SHARED, text=text, **more)
    return str(said["ts"])


async def _root(office: Office, number: str) -> str:
    return str((await office.customer_thread(number))[0]["ts"])


async def _three_hours(office: Office, thread: str, old_thread: str, edited: str) -> None:
    """The app is down, and they go on."""
    await office.goes_down()
    await _says(office, "First meanwhile", thread_ts=thread)
    await _says(office, "It is old again", thread_ts=old_thread)
    await office.control.advance(hours=1)
    await _says(office, "The form is broken too", who="ola")
    await office.control.post("edit", user="kari", channel=SHARED, ts=edited, text="Before")
    await office.control.advance(hours=1, minutes=50)
    second = await _says(office, "Secnd meanwhile", thread_ts=thread)
    await office.control.post("edit", user="kari", channel=SHARED, ts=second, text="Second meanwhile")
    await _says(office, "We are at it", who="anna", thread_ts=thread)
    await office.control.advance(minutes=10)


async def test_everything_said_meanwhile_is_there(office: Office) -> None:
    people: Any = office
    going_on, over = await office.opens_a_case(office.kari), await office.opens_a_case(office.kari, "The logo is old")
    form = await people.anna.opens("Withdraw", channel=DESK, containing=over)
    await people.anna.fills_in(form, {"Reason": "It is new"})
    thread, old_thread = await _root(office, going_on), await _root(office, over)
    edited = await office.says("Befor", thread_ts=thread)
    await _three_hours(office, thread, old_thread, edited)
    await office.comes_up()
    await office.control.idle()
    said = [(name, words.split("\n")[0]) for name, words in await office.mirrored(going_on)]
    assert said == [
        ("Kari Nes (Fjordmat)", "Before"),
        ("Kari Nes (Fjordmat)", "First meanwhile"),
        ("Kari Nes (Fjordmat)", "Second meanwhile"),
        ("Anna Berg to the customer", "We are at it"),
    ]
    assert [words for _name, words in await office.mirrored(over)] == ["It is old again"]
    assert "they wrote" in everything(await office.card(over)), "it is our turn"
    items = [everything(message) for message in await office.control.messages(DESK)]
    assert len([one for one in items if "The form is broken too" in one]) == 1, "not yet a case, for staff to decide"


@pytest.mark.parametrize("mode", [Mode.OFFER, Mode.AUTOMATIC])
async def test_a_reply_under_what_was_said_meanwhile_is_on_the_case_it_became(office: Office, mode: Mode) -> None:
    await office.sets_mode(mode)
    await office.goes_down()
    root = await _says(office, "The checkout does nothing")
    await office.control.advance(minutes=30)
    await _says(office, "in Firefox only", thread_ts=root)
    await office.control.advance(hours=1)
    await office.comes_up()
    await office.control.idle()
    if mode is Mode.OFFER:
        people: Any = office
        form = await people.kari.clicks("Open a case", channel=SHARED, containing="Shall we make this a case")
        await people.kari.fills_in(form, {"How urgent is it?": URGENT})
    assert len([one for one in await office.staff_thread("SG-1001") if "in Firefox only" in one]) == 1


async def test_a_reply_to_us_and_an_edit_in_the_channel_are_there(office: Office) -> None:
    ours = await office.says("We deploy at noon", who="anna")
    theirs = await office.says("Can the logo be larger?")
    await office.winds_to(office.now + timedelta(minutes=30))
    await office.goes_down()
    await _says(office, "That broke the shop", who="ola", thread_ts=ours)
    await office.control.post("edit", user="kari", channel=SHARED, ts=theirs, text="Can the logo be smaller?")
    await office.control.advance(hours=1)
    await office.comes_up()
    await office.control.idle()
    items = "\n".join(everything(message) for message in await office.control.messages(DESK))
    assert items.count("That broke the shop") == 1
    assert "Can the logo be smaller?" in items
    assert "larger" not in items


async def test_a_thread_that_is_gone_keeps_no_other_from_being_heard(office: Office) -> None:
    thread = await _root(office, number := await office.opens_a_case(office.kari))
    await office.app.desk.do(_whose_message_is_gone, office.facts["channels"][SHARED], office.now)
    await office.goes_down()
    await _says(office, "Meanwhile", thread_ts=thread)
    office.expected_refusals = {"conversations.replies"}
    await office.comes_up()
    await office.control.idle()
    assert [words for _name, words in await office.mirrored(number)] == ["Meanwhile"]


def _whose_message_is_gone(tx: Tx, channel_id: str, at: datetime) -> None:
    customer, author = tx.customers.all()[0], PersonId("T0", "U0")
    tx.offers.add(Inquiry(0, customer.id, channel_id, "1700000000.000100", author, at, at, Standing.GONE))
