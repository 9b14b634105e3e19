"""Outsiders come into an internal channel: nothing more is said there, who can end it is told, and nothing is lost."""

import asyncio

import pytest

from bot.plays.control import everything
from handlers import courier
from tests.office import DESK, ONCALL, Office

NEUTRAL = "This channel is shared with another organisation now"
ALARM = "Another organisation can read what is said in"


@pytest.fixture(autouse=True)
def looks_often(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(courier, "HELD_WAIT", 0.1)


async def shared(office: Office, channel: str = DESK) -> None:
    user = "ingrid" if channel == DESK else "jonas"
    assert (await office.control.post("share", user=user, channel=channel, team="Bremuseet"))["ok"]


async def unshared(office: Office, channel: str = DESK) -> None:
    user = "ingrid" if channel == DESK else "jonas"
    assert (await office.control.post("unshare", user=user, channel=channel, team="Bremuseet"))["ok"]


async def read(office: Office, channel: str) -> str:
    return "\n".join(everything(message) for message in await office.control.messages(channel))


async def test_nothing_is_said_there_until_it_is_over_and_then_all_of_it(office: Office) -> None:
    await shared(office)
    await office.anna.sees(NEUTRAL, channel=DESK)
    before = await read(office, DESK)
    form = await office.kari.clicks("Open a case", channel="kunde-fjordmat")
    await office.kari.fills_in(
        form, {"What is the problem or task?": "Secret sauce", "How urgent is it?": "It can wait"}
    )
    await office.kari.sees("SG-1001", channel="kunde-fjordmat")
    await asyncio.sleep(0.5)
    assert await read(office, DESK) == before
    await unshared(office)
    await office.anna.sees("Secret sauce", channel=DESK)
    assert len(await office.cards()) == 1


@pytest.mark.parametrize(
    ("where", "other", "named"), [(DESK, ONCALL, "the Customer Success channel"), (ONCALL, DESK, "the on-call channel")]
)
async def test_leads_hear_of_it_in_person_and_the_other_channel_too(
    office: Office, where: str, other: str, named: str
) -> None:
    await shared(office, where)
    await office.ingrid.sees(ALARM, channel="saksgang")
    told = everything(await office.jonas.sees(ALARM, channel=other))
    assert named in told
    here = await read(office, where)
    assert NEUTRAL in here
    assert ALARM not in here, "outsiders learn nothing but that they can read it"
    await unshared(office, where)
    await office.control.idle()


async def test_it_is_told_once_however_often_slack_says_it(office: Office) -> None:
    await shared(office)
    await office.anna.sees(NEUTRAL, channel=DESK)
    event = {"type": "channel_shared", "channel": office.facts["channels"][DESK], "connected_team_id": "T0BRE"}
    for event_id in ("Ev0A", "Ev0B", "Ev0B"):
        payload = {"type": "event_callback", "event_id": event_id, "event": event}
        assert (await office.control.post("deliver", payload=payload))["acked"]
    await unshared(office)
    await office.control.idle()
    alarms = [message for message in await office.control.messages(ONCALL) if ALARM in everything(message)]
    assert len(alarms) == 1


async def test_a_customers_channel_may_be_shared_with_whom_they_like(office: Office) -> None:
    await office.control.post("share", user="ingrid", channel="kunde-fjordmat", team="Bremuseet")
    number = await office.opens_a_case(office.kari)
    assert "*Received*" in everything(await office.card(number))


async def test_a_new_id_counts_as_shared(office: Office) -> None:
    event = {"type": "channel_id_changed", "old_channel_id": office.facts["channels"][DESK], "new_channel_id": "C0NEW"}
    payload = {"type": "event_callback", "event_id": "Ev0NEW", "event": event}
    assert (await office.control.post("deliver", payload=payload))["acked"]
    await office.ingrid.sees(ALARM, channel="saksgang")
    await office.goes_down()
    await office.comes_up()
    await office.control.idle()
