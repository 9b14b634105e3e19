"""A promise in Slack: its card in the on-call channel, reminders to who should see to it, the press that answers."""

import json
from datetime import timedelta
from typing import Any

from bot.plays.control import buttons, everything
from bot.plays.seen import shown_to_customers
from tests.office import CAN_WAIT, DESK, DOWN, ONCALL, SHARED, URGENT, Office


async def _cards(office: Office) -> list[dict[str, Any]]:
    await office.control.idle()
    return [one for one in await office.control.messages(ONCALL) if "*Countdown:*" in everything(one)]


async def _under(office: Office, card: dict[str, Any]) -> list[str]:
    await office.control.idle()
    return [everything(one) for one in (await office.control.messages(ONCALL, card["ts"]))[1:]]


def _user(office: Office, name: str) -> str:
    return f"<@{office.facts['people'][name]}>"


async def test_a_promise_is_counted_down_on_one_card_until_somebody_is_on_it(office: Office) -> None:
    number = await office.opens_a_case(office.kari)
    monday = office.now
    await office.winds_to(monday + timedelta(hours=3, minutes=29))
    assert await _cards(office) == []
    await office.winds_to(monday + timedelta(hours=3, minutes=30))
    (card,) = await _cards(office)
    assert "50 % of 7 h used" in everything(card)
    assert _user(office, "Anna") in everything(card)
    assert buttons(card) == ["I'm on it", "Take", "Open the case"]
    await office.winds_to(monday + timedelta(hours=5, minutes=15))
    (reminder,) = await _under(office, card)
    assert f"75 % of the time for *{number}* is used" in reminder
    assert any("75 % of the time" in one for one in await office.staff_thread(number)), "Customer Success is not there"

    await office.jonas.clicks("I'm on it", channel=ONCALL)
    (card,) = await _cards(office)
    assert "over, it is answered" in everything(card)
    assert buttons(card) == ["Open the case"]
    assert f"Jonas Lie is on it: we are working on {number}" in everything((await office.customer_thread(number))[-1])
    assert "*Assignee:* Jonas Lie" in everything(await office.card(number))
    await office.winds_to(monday + timedelta(days=2))
    assert len(await _under(office, card)) == 1, "nothing more is said"


async def test_take_is_no_answer_and_open_the_case_leads_to_its_card(office: Office) -> None:
    number = await office.opens_a_case(office.kari, **{"How urgent is it?": DOWN})
    (card,) = await _cards(office)
    for name in ("Anna", "Jonas"):
        assert _user(office, name) in everything(card)
    await office.jonas.clicks("Take", channel=ONCALL)
    (card,) = await _cards(office)
    assert "*Assignee:* Jonas Lie" in everything(card)
    assert buttons(card) == ["I'm on it", "Take", "Open the case"]
    await office.winds_to(office.now + timedelta(hours=2, minutes=30))
    overdue = (await _under(office, card))[-1]
    assert "*overdue by 30 min*" in overdue
    for name in ("Jonas", "Ingrid"):
        assert _user(office, name) in overdue
    shown = await office.card(number)
    address = next(one["url"] for block in card["blocks"] for one in block.get("elements", []) if "url" in one)
    assert address.endswith(shown["ts"].replace(".", ""))


async def test_a_case_is_taken_from_who_has_it_already(office: Office) -> None:
    number = await office.opens_a_case(office.kari, **{"How urgent is it?": DOWN})
    await office.anna.clicks("Take it", channel=DESK, containing=number)
    await office.control.idle()
    await office.jonas.clicks("Take", channel=ONCALL, containing=number)
    (card,) = await _cards(office)
    assert "*Assignee:* Jonas Lie" in everything(card)
    assert "Jonas Lie took the case over." in (await office.staff_thread(number))[-1]
    again = await office.control.post("click", user="jonas", channel=ONCALL, text="Take", containing=number)
    assert f"{number} is yours already" in str(again["shown"])


async def test_a_restart_loses_no_reminder_and_repeats_none(office: Office) -> None:
    number = await office.opens_a_case(office.kari)
    monday = office.now
    await office.winds_to(monday + timedelta(hours=3, minutes=30))
    (card,) = await _cards(office)
    await office.goes_down()
    await office.control.advance(hours=20)
    await office.comes_up()
    (late,) = await _under(office, card)
    assert f"90 % of the time for *{number}* is used" in late
    assert "_Late: this was for <!date^" in late
    await office.goes_down()
    await office.comes_up()
    assert len(await _under(office, card)) == 1
    assert len(await _cards(office)) == 1


async def test_who_waits_for_an_answer_is_not_forgotten(office: Office) -> None:
    number = await office.opens_a_case(office.kari, **{"How urgent is it?": URGENT})
    await office.anna.clicks("Take it", channel=DESK, containing=number)
    await office.control.idle()
    root = (await office.customer_thread(number))[0]
    await office.says("Any news?", thread_ts=root["ts"])
    assert "; answer by <!date^" in everything(await office.card(number))
    await office.winds_to(office.now + timedelta(days=1))
    nudge = (await office.staff_thread(number))[-1]
    assert f"{_user(office, 'Anna')} the customer has waited 7 h for an answer" in nudge
    assert "they have waited 7 h since" in everything(await office.card(number))


async def test_what_can_wait_has_a_target_that_only_we_see(office: Office) -> None:
    number = await office.opens_a_case(office.kari, **{"How urgent is it?": CAN_WAIT})
    by = "our target is <!date^"
    assert by in everything(await office.card(number))
    why = await office.control.post("click", user="anna", channel=DESK, text="Why this deadline?", containing=number)
    assert "Our own target, for us only: 35 h of opening time: " in everything(why["view"])
    await office.control.post("open_home", user="anna")
    await office.control.idle()
    assert "our target <!date^" in str((await office.control.get("home", user="anna"))["view"])
    await office.control.post("command", user="kari", channel=SHARED, command="/case", text="mine")
    await office.kari.clicks("My cases", channel=SHARED)
    assert "target" not in json.dumps(await shown_to_customers(office.control))
    form = await office.anna.opens("Reply to customer", channel=DESK, containing=number)
    await office.anna.fills_in(await office.anna.fills_in(form, {"Your reply": "We look into it"}), {})
    assert by not in everything(await office.card(number)), "it is answered"


async def test_before_you_go_home(office: Office) -> None:
    number = await office.opens_a_case(office.kari)
    await office.winds_to(office.now + timedelta(hours=5, minutes=30))
    await office.control.idle()
    said = [everything(one) for one in await office.control.messages(DESK)]
    (home,) = [one for one in said if "Before you go home" in one]
    assert f"|{number}> Fjordmat, Level B" in home
