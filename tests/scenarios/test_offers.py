"""What a customer says outside any case: offered as one, told to staff when nobody takes the offer, never lost."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import delete

from bot.plays.control import buttons, everything
from rules.people import Mode
from storage.people import people
from tests.office import DESK, ONCALL, SHARED, URGENT, Office

OFFER = "Shall we make this a case"


async def thread(office: Office, root: str) -> list[str]:
    """What the app says under a message."""
    await office.control.idle()
    found = await office.control.messages(SHARED, root)
    return [everything(one) for one in found[1:] if one.get("bot")]


async def offers(office: Office) -> int:
    """How many offers stand in the customer's channel, in all its threads."""
    await office.control.idle()
    roots = await office.control.messages(SHARED)
    threads = [await office.control.messages(SHARED, root["ts"]) for root in roots if root.get("reply_count")]
    return sum(OFFER in everything(one) for found in threads for one in found)


async def items(office: Office) -> list[dict[str, Any]]:
    """What staff see of inquiries."""
    await office.control.idle()
    return [one for one in await office.control.messages(DESK) if "*Fjordmat*, " in everything(one)]


async def test_a_message_is_offered_and_opened_with_its_words(office: Office) -> None:
    picture = [{"name": "kasse.png", "content_base64": "aGVp"}]
    root = await office.says("The checkout does nothing", files=picture)
    await office.says("since this morning")
    assert await offers(office) == 1
    form = await office.kari.clicks("Open a case", channel=SHARED, containing=OFFER)
    await office.kari.fills_in(form, {"How urgent is it?": URGENT})
    card = await office.card("SG-1001")
    staff = await office.control.messages(DESK, card["ts"])
    assert any("The checkout does nothing\nsince this morning" in everything(one) for one in staff)
    assert [file["name"] for one in staff for file in one.get("files", [])] == ["kasse.png"]
    said = await thread(office, root)
    assert any("Your case is SG-1001" in one for one in said)
    assert any("This is case SG-1001 now" in one for one in said)
    assert await offers(office) == 0


async def test_what_is_said_next_goes_to_the_case_it_became(office: Office) -> None:
    await office.says("The checkout does nothing")
    form = await office.kari.clicks("Open a case", channel=SHARED, containing=OFFER)
    await office.kari.fills_in(form, {"How urgent is it?": URGENT})
    later = await office.says("Now it says error 12")
    await office.says("and 13", thread_ts=later)
    staff = await office.staff_thread("SG-1001")
    assert [one for one in staff if "Now it says error 12" in one or "and 13" in one] != []
    assert any("and 13" in one for one in staff)
    assert await offers(office) == 0


async def test_staff_are_told_after_ten_minutes_of_opening_time(office: Office) -> None:
    await office.says("Can the logo be larger?")
    await office.winds_to(office.now + timedelta(minutes=9, seconds=30))
    assert await items(office) == []
    await office.winds_to(office.now + timedelta(seconds=31))
    (item,) = await items(office)
    assert "Can the logo be larger?" in everything(item)
    assert buttons(item) == ["Make a case", "Not a case"]


async def test_staff_make_it_a_case_with_its_words_and_its_author(office: Office) -> None:
    root = await office.says("Can the logo be larger?")
    await office.winds_to(office.now + timedelta(minutes=11))
    await items(office)
    form = await office.anna.clicks("Make a case", channel=DESK)
    await office.anna.fills_in(form, {"How urgent is it?": URGENT})
    assert "Fjordmat, Kari Nes" in everything(await office.card("SG-1001"))
    assert any("Your case is SG-1001" in one for one in await thread(office, root))
    (item,) = await items(office)
    assert buttons(item) == []
    assert "this is case SG-1001 now" in everything(item)
    late = await office.control.post("click", user="kari", channel=SHARED, text="Open a case", containing="SG-1001")
    assert late["error"] == "no_such_button"


async def test_not_a_case_says_who_and_can_be_undone_by_the_shortcut(office: Office) -> None:
    root = await office.says("Thank you for the lunch!")
    await office.winds_to(office.now + timedelta(minutes=11))
    await items(office)
    await office.anna.clicks("Not a case", channel=DESK)
    (item,) = await items(office)
    assert "not a case, says Anna Berg" in everything(item)
    shortcut = {"user": "anna", "callback_id": "case_from_message", "channel": SHARED, "message_ts": root}
    form = await office.control.post("shortcut", **shortcut)
    await office.anna.fills_in(form, {"How urgent is it?": URGENT})
    (item,) = await items(office)
    assert "this is case SG-1001 now" in everything(item)


async def test_what_reads_like_an_outage_is_told_at_once_and_at_night_to_the_duty(office: Office) -> None:
    await office.says("Nettsiden ligger nede!")
    assert len(await items(office)) == 1
    assert await office.control.messages(ONCALL) == []
    await office.winds_to(office.now + timedelta(hours=10))
    await office.says("The site is down again")
    assert len(await items(office)) == 2
    assert "The site is down again" in everything(await office.jonas.sees("no case yet", channel=ONCALL))


@pytest.mark.parametrize("mode", [Mode.OFF, Mode.AUTOMATIC])
async def test_a_mention_and_the_emoji_work_in_every_mode(office: Office, mode: Mode) -> None:
    await office.sets_mode(Mode.OFF)
    plain = await office.says("Just so you know")
    assert await offers(office) == 0
    await office.sets_mode(mode)
    await office.control.post("react", user="ola", channel=SHARED, message_ts=plain, name="ticket")
    await office.control.post("react", user="kari", channel=SHARED, message_ts=plain, name="eyes")
    assert await offers(office) == (1 if mode is Mode.OFF else 0)
    if mode is Mode.OFF:
        bot = office.app.house.identity.bot_user_id
        await office.says(f"<@{bot}> please help", who="ola")
        assert await offers(office) == 2


async def test_automatic_makes_a_case_without_a_level_at_once(office: Office) -> None:
    await office.sets_mode(Mode.AUTOMATIC)
    root = await office.says("The checkout does nothing")
    await office.says("in Firefox")
    assert "Level not set" in everything(await office.card("SG-1001"))
    assert any("in Firefox" in one for one in await office.staff_thread("SG-1001"))
    receipt = next(one for one in await office.control.messages(SHARED, root) if "Your case is" in one["text"])
    assert buttons(receipt) == ["My site is down"]
    assert len(await office.cards()) == 1
    assert await offers(office) == 0


async def test_what_is_taken_back_is_offered_no_more(office: Office) -> None:
    root = await office.says("Never mind")
    await office.control.post("edit", user="kari", channel=SHARED, message_ts=root, text="Never mind me")
    await office.winds_to(office.now + timedelta(minutes=11))
    (item,) = await items(office)
    assert "Never mind me" in everything(item)
    await office.control.post("delete", user="kari", channel=SHARED, message_ts=root)
    (item,) = await items(office)
    assert "taken back" in everything(item)
    assert "Never mind" not in everything(item)


async def test_our_own_people_are_offered_nothing(office: Office) -> None:
    await office.says("We deploy at noon", who="anna")
    await office.winds_to(office.now + timedelta(minutes=11))
    assert await offers(office) == 0
    assert await items(office) == []


async def test_a_reply_to_our_words_is_offered_too(office: Office) -> None:
    root = await office.says("We deploy at noon", who="anna")
    await office.says("Then the shop stops", thread_ts=root)
    await office.says("as it did in May", thread_ts=root)
    assert await offers(office) == 1
    assert any(OFFER in one for one in await thread(office, root))


@pytest.mark.parametrize("fault", ["duplicate", "reorder", "late"])
async def test_however_deliveries_come_there_is_one_offer(office: Office, fault: str) -> None:
    await office.control.post("faults", kind=fault, method="events_api", delay_s=0.3)
    for text in ("The checkout", "does nothing", "in Firefox"):
        await office.control.post("say", user="kari", channel=SHARED, text=text)
    await office.control.get("idle", timeout_s=20)
    await office.control.post("faults", clear=True)
    assert await offers(office) == 1
    form = await office.kari.clicks("Open a case", channel=SHARED, containing=OFFER)
    await office.kari.fills_in(form, {"How urgent is it?": URGENT})
    assert any("The checkout\ndoes nothing\nin Firefox" in one for one in await office.staff_thread("SG-1001"))


async def test_what_was_said_while_the_app_was_down_is_offered_once(office: Office) -> None:
    await office.says("Before")
    await office.goes_down()
    await office.control.post("say", user="ola", channel=SHARED, text="The shop is odd")
    await office.winds_to(office.now + timedelta(hours=1))
    await office.comes_up()
    await office.control.idle()
    assert await offers(office) == 2
    assert len(await items(office)) == 2
    await office.goes_down()
    await office.comes_up()
    assert await offers(office) == 2
    assert len(await items(office)) == 2


async def test_words_for_down_in_the_thread_of_a_case_without_a_level_alert_us(office: Office) -> None:
    await office.sets_mode(Mode.AUTOMATIC)
    root = await office.says("Something is odd")
    await office.says("Now the whole site is down", thread_ts=root)
    assert "reads like an outage" in everything(await office.anna.sees("SG-1001", channel=DESK))


async def test_a_customer_who_presses_everything_in_the_wrong_order(office: Office) -> None:
    await office.says("The checkout does nothing")
    old = await office.kari.clicks("Open a case", channel=SHARED, containing=OFFER)
    form = await office.ola.clicks("Open a case", channel=SHARED, containing=OFFER)
    await office.ola.fills_in(form, {"How urgent is it?": URGENT})
    await office.control.idle()
    values = {"How urgent is it?": URGENT}
    late = await office.control.post("submit", user="kari", view_id=old["view"]["id"], values=values)
    assert "This is SG-1001 already" in str(late["errors"])
    await office.winds_to(office.now + timedelta(hours=1))
    assert len(await office.cards()) == 1
    assert await items(office) == []
    await office.sets_mode(Mode.AUTOMATIC)
    await office.says("And the menu is odd")
    await office.kari.clicks("My site is down", channel=SHARED, containing="Your case is SG-1002")
    await office.control.idle()
    again = await office.control.post("click", user="kari", channel=SHARED, text="My site is down")
    assert again["error"] == "no_such_button"
    clicks = [one["payload"] for one in (await office.control.get("deliveries"))["deliveries"]]
    press = next(one for one in reversed(clicks) if "site_down" in str(one.get("actions")))
    office.expected_refusals.add("views.open")
    await office.control.post("deliver", payload={"type": "interactive", "payload": press | {"trigger_id": "again.1"}})
    steps = [one for one in await office.staff_thread("SG-1002") if "says the site is down" in one]
    assert len(steps) == 1


async def test_words_said_as_something_one_does_are_heard_too(office: Office) -> None:
    number = await office.opens_a_case(office.kari)
    thread_of_case = str((await office.customer_thread(number))[0]["ts"])
    root = await office.says("We deploy at noon", who="anna")
    for nth, thread_ts in enumerate([thread_of_case, root]):
        event = {
            "type": "message",
            "subtype": "me_message",
            "channel": office.facts["channels"][SHARED],
            "user": office.facts["people"]["Kari"],
            "user_team": office.teams["kari"],
            "text": "cannot log in any more",
            "thread_ts": thread_ts,
            "ts": f"{office.now.timestamp() + nth:.6f}",
        }
        payload = {"type": "event_callback", "event_id": f"Ev0ME{nth}", "event": event}
        assert (await office.control.post("deliver", payload=payload))["acked"]
    assert await office.mirrored(number) == [("Kari Nes (Fjordmat)", "cannot log in any more")]
    assert await offers(office) == 1


async def test_a_guest_nobody_has_met_is_heard_and_staff_are_told(office: Office) -> None:
    await office.app.desk.do(lambda tx: tx.people._connection.execute(delete(people).where(people.c.is_guest)))
    gro = office.facts["people"]["Gro"]
    event = {
        "type": "message",
        "channel": office.facts["channels"][SHARED],
        "user": gro,
        "team": office.facts["team_id"],
        "text": "The logo is old",
        "thread_ts": await office.says("We deploy at noon", who="anna"),
        "ts": f"{office.now.timestamp() + 1:.6f}",
    }
    payload = {"type": "event_callback", "event_id": "Ev0GRO", "event": event}
    assert (await office.control.post("deliver", payload=payload))["acked"]
    assert await offers(office) == 1
    await office.winds_to(office.now + timedelta(minutes=11))
    (item,) = await items(office)
    assert "*Fjordmat*, Gro Aas: not yet a case" in everything(item)
