"""The app goes down and comes up again: nothing is lost, nothing is said twice."""

import pytest

from handlers import courier
from tests.office import DESK, SHARED, Office


async def test_what_was_said_meanwhile_is_on_the_case_once(office: Office) -> None:
    number = await office.opens_a_case(office.kari)
    root = (await office.customer_thread(number))[0]["ts"]
    await office.control.post("say", user="kari", channel=SHARED, text="Before", thread_ts=root)
    await office.control.idle()
    await office.goes_down()
    for n in range(20):
        await office.control.post("say", user="kari", channel=SHARED, text=f"Meanwhile {n}", thread_ts=root)
    await office.comes_up()
    for n in range(20):
        await office.anna.sees(f"Meanwhile {n}", channel=DESK, thread_ts=(await office.card(number))["ts"])
    steps = await office.staff_thread(number)
    said = [words for step in steps if (words := step.splitlines()[-1]).startswith(("Before", "Meanwhile"))]
    assert sorted(said) == sorted(["Before", *(f"Meanwhile {n}" for n in range(20))]), "each once"


async def test_buttons_on_old_messages_work_after_a_restart(office: Office) -> None:
    number = await office.opens_a_case(office.kari)
    await office.brings_to_test(number)
    await office.goes_down()
    seen = await office.control.post(
        "click", user="kari", channel=SHARED, text="Approve", containing="test.fjordmat.no"
    )
    assert not seen["ok"], "Slack shows the person its own error"
    await office.comes_up()
    await office.kari.clicks("Approve", channel=SHARED, containing="test.fjordmat.no")
    await office.shows(number, "Approved", "Publish", "Reply to customer", "Back to work", "Merge")


async def test_a_lost_connection_is_replaced_and_nothing_is_lost(office: Office) -> None:
    connections = office.app.connections
    assert connections is not None
    number = await office.opens_a_case(office.kari)
    for _ in range(3):
        await connections.renew()
        await office.opens_a_case(office.kari)
    assert len(await office.cards()) == 4
    assert number in str(await office.card(number))


async def test_a_channel_the_app_was_taken_out_of_keeps_no_other_from_being_caught_up_with(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(courier, "HELD_WAIT", 0.1)
    office.expected_refusals |= {"conversations.history", "conversations.replies", "pins.list"}
    await office.opens_a_case(office.kari)
    await office.control.idle()
    await office.goes_down()
    await office.control.post("remove_bot", user="anna", channel=SHARED)
    await office.comes_up()
    await office.anna.sees("Fjordmat cannot be reached", channel=DESK)
    await office.control.post("invite_bot", user="anna", channel=SHARED)
    await office.control.idle()


async def test_a_pause_slack_asks_for_while_catching_up_begins_nothing_anew(office: Office) -> None:
    office.expected_refusals.add("conversations.replies")
    for _ in range(3):
        await office.opens_a_case(office.kari)
    await office.control.idle()
    await office.goes_down()
    before = await _threads_read(office)
    await office.control.post("faults", kind="ratelimited", method="conversations.replies", rate=0.5, seed=3)
    await office.comes_up()
    await office.control.idle()
    assert await _threads_read(office) - before == 3, "each once"


async def _threads_read(office: Office) -> int:
    calls = (await office.control.get("calls"))["calls"]
    return sum(call["method"] == "conversations.replies" and call["response"]["ok"] for call in calls)
