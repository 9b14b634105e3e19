"""People and channels that go away, over the real app: who is left takes over, and what cannot be said waits."""

from typing import Any

import pytest

from bot.plays.control import everything
from handlers import courier
from tests.office import DESK, SHARED, Office


@pytest.fixture(autouse=True)
def looks_often(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(courier, "HELD_WAIT", 0.1)


async def _happens(office: Office, **event: Any) -> None:
    """An event the local Slack does not make by itself."""
    payload = {
        "type": "event_callback",
        "event_id": f"Ev{event}",
        "team_id": office.facts["team_id"],
        "event": event | {"event_ts": "1.0"},
    }
    assert (await office.control.post("deliver", payload=payload))["acked"]
    await office.control.idle()


async def test_a_contact_leaves_in_the_middle_of_a_test_and_a_colleague_approves(office: Office) -> None:
    number = await office.opens_a_case(office.kari)
    await office.brings_to_test(number)
    await office.control.post("leave", user="kari", channel=SHARED)
    await office.control.idle()
    said = await office.customer_thread(number)
    assert "Kari Nes is not here any more" in everything(said[-1])
    assert f"<@{office.facts['people']['Ola']}>" in said[-1]["text"]
    assert "Ola Vik takes over" in (await office.staff_thread(number))[-1]
    assert "Kari Nes (Fjordmat) is not there any more" in everything(await office.anna.sees("Kari Nes (", channel=DESK))
    await office.ola.clicks("Approve", channel=SHARED, containing="is with you now")
    await office.control.idle()
    assert "Approved" in everything(await office.card(number))


async def test_one_of_us_is_deactivated_and_a_lead_gives_their_cases_away(office: Office) -> None:
    numbers = [await office.opens_a_case(office.kari, problem) for problem in ("It fails", "It is slow")]
    for number in numbers:
        await office.jonas.clicks("Take it", channel=DESK, containing=number)
        await office.control.idle()
    for channel in (DESK, "on-call"):
        await office.control.post("leave", user="jonas", channel=channel)
    await office.control.idle()
    card = everything(await office.ingrid.sees("Jonas Lie is not one of us any more", channel="saksgang"))
    assert all(number in card for number in numbers)
    form = await office.ingrid.opens("Reassign all", channel="saksgang")
    await office.ingrid.fills_in(form, {"To whom": "Anna Berg"})
    for number in numbers:
        assert "Anna Berg" in everything(await office.card(number))
    again = await office.control.post("click", user="ingrid", channel="saksgang", text="Reassign all")
    assert "no open case any more" in str(again["shown"])


@pytest.mark.parametrize(("ends", "begins"), [("unshare", "share"), ("remove_bot", "invite_bot")])
async def test_what_is_to_be_said_waits_while_the_channel_is_out_of_reach(
    office: Office, ends: str, begins: str
) -> None:
    number = await office.opens_a_case(office.kari)
    await office.control.post(ends, user="ingrid", channel=SHARED, team="Fjordmat")
    await office.anna.sees("Fjordmat cannot be reached", channel=DESK)
    await office.anna.clicks("Take it", channel=DESK, containing=number)
    form = await office.anna.opens("Ask the customer", channel=DESK, containing=number)
    await office.anna.fills_in(form, {"Your question": "Which browser?"})
    await office.control.post(begins, user="ingrid", channel=SHARED, team="Fjordmat")
    await office.anna.sees("Fjordmat can be reached", channel=DESK)
    assert "Which browser?" in everything((await office.customer_thread(number))[-1])


async def test_an_archived_channel_is_told_of_once(office: Office) -> None:
    channel = office.facts["channels"][SHARED]
    for event in ("channel_archive", "group_archive"):
        await _happens(office, type=event, channel=channel, user=office.facts["people"]["Ingrid"])
    told = [message for message in await office.control.messages(DESK) if "cannot be reached" in everything(message)]
    assert len(told) == 1
    await _happens(office, type="channel_unarchive", channel=channel, user=office.facts["people"]["Ingrid"])
    await office.anna.sees("Fjordmat can be reached", channel=DESK)


@pytest.mark.parametrize("is_up", [True, False])
async def test_what_was_said_while_the_app_was_out_of_the_channel_is_heard_when_it_is_back(
    office: Office, is_up: bool
) -> None:
    number = await office.opens_a_case(office.kari)
    thread = (await office.customer_thread(number))[0]["ts"]
    if not is_up:
        office.expected_refusals = {"conversations.history", "conversations.replies", "pins.list"}
        await office.goes_down()
    await office.control.post("remove_bot", user="ingrid", channel=SHARED)
    await office.control.post("say", user="kari", channel=SHARED, text="Is anybody there?", thread_ts=thread)
    await office.control.post("say", user="ola", channel=SHARED, text="The form is broken too")
    await office.control.advance(hours=3)
    if is_up:
        await office.goes_down()
    await office.comes_up()
    await office.anna.sees("Fjordmat cannot be reached", channel=DESK)
    await office.control.post("invite_bot", user="ingrid", channel=SHARED)
    await office.anna.sees("The form is broken too", channel=DESK)
    await office.control.idle()
    assert [words for _name, words in await office.mirrored(number)] == ["Is anybody there?"]
    told = [everything(message) for message in await office.control.messages(DESK)]
    assert len([one for one in told if "The form is broken too" in one]) == 1
