"""*How to wake me*: a person's own ways beyond Slack, over a gateway on this machine."""

import asyncio
import logging
from collections.abc import AsyncIterator
from typing import Any

import pytest

from bot.plays.control import everything
from rules.people import PersonId
from tests.duty import sets_up
from tests.gateway import Gateway, open_gateway
from tests.office import DESK, ONCALL, Office


@pytest.fixture
async def gateway() -> AsyncIterator[Gateway]:
    async with open_gateway() as found:
        yield found


async def _window(office: Office, who: str) -> dict[str, Any]:
    """*How to wake me*, opened from /oncall."""
    await office.control.post("command", user=who, command="/oncall", text="", channel=DESK)
    answered = (await office.control.messages(DESK, seen_by=who))[-1]["ts"]
    seen = await office.control.post("click", user=who, text="How to wake me", channel=DESK, message_ts=answered)
    assert seen["ok"], seen
    found: dict[str, Any] = seen["view"]
    return found


async def _adds(office: Office, who: str, name: str, address: str) -> dict[str, Any]:
    """The person adds a way; what the form says."""
    await _window(office, who)
    form = (await office.control.post("click", user=who, text="Add a way"))["view"]
    answer: dict[str, Any] = await office.control.post(
        "submit", user=who, view_id=form["id"], values={"Name": name, "Address": address}
    )
    await office.control.idle()
    return answer


async def _told(office: Office, who: str) -> str:
    """What the app wrote to the person last."""
    await office.control.idle()
    return everything((await office.control.messages("saksgang", seen_by=who))[-1])


async def test_a_way_is_set_and_tried_and_its_address_never_shown(
    office: Office, gateway: Gateway, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.DEBUG):
        shown = await _adds(office, "jonas", "SMS", gateway.address("sesame123"))
        assert "SMS" in everything(shown["view"])
        assert "json://…123" in everything(shown["view"])
        await office.control.post("click", user="jonas", text="Try it")
        assert "took the message" in await _told(office, "jonas")
        ((title, words),) = gateway.arrived
        assert (title, words) == ("Saksgang: a try", "Nothing is wrong. You asked to try this way, and it works.")
        gateway.refuses = True
        await office.control.post("click", user="jonas", text="Try it")
        assert "SMS does not work: it was not taken" in (await _told(office, "jonas")).replace("*", "")
    ours = [record for record in caplog.records if not record.name.startswith(("slack_", "aiohttp", "asyncio"))]
    assert not [record for record in ours if "sesame" in record.getMessage()]
    calls = (await office.control.get("calls"))["calls"]
    assert "sesame" not in str(calls)


async def test_what_nothing_can_be_sent_to_is_said_under_its_field(office: Office) -> None:
    errors = (await _adds(office, "jonas", "SMS", "sms 467 00 845"))["errors"]
    assert list(errors) == ["Address"]
    assert "Nothing can be sent to this address" in errors["Address"]


async def test_nobody_else_reads_tries_or_removes_it(office: Office, gateway: Gateway) -> None:
    await _adds(office, "jonas", "SMS", gateway.address())
    assert "SMS" not in everything(await _window(office, "ingrid"))
    (way,) = await office.app.desk.ask(lambda tx: tx.wakeups.of(next(iter(tx.wakeups.owners()))))
    assert "sesame" not in repr(way)
    own = await _window(office, "jonas")
    office.expected_refusals = {"views.open"}  # a forged press has no trigger to be answered with
    forged = [_forged(office, action_id, str(way.id), own["id"]) for action_id in ("wake_up_try", "wake_up_remove")]
    await asyncio.gather(*(office.control.post("deliver", payload=payload) for payload in forged))
    await office.control.idle()
    assert gateway.asked == 0
    assert len(await office.app.desk.ask(lambda tx: tx.wakeups.of(way.owner))) == 1
    await office.control.post("click", user="jonas", text="Remove", view_id=own["id"])
    assert await office.app.desk.ask(lambda tx: tx.wakeups.of(way.owner)) == []


async def test_who_left_leaves_no_address_behind(office: Office, gateway: Gateway) -> None:
    people = {name: PersonId(office.facts["team_id"], office.facts["people"][name]) for name in ("Jonas", "Anna")}
    for name in people:
        await _adds(office, name, "SMS", gateway.address(name))

    async def left() -> dict[str, int]:
        await office.control.idle()
        return await office.app.desk.ask(lambda tx: {name: len(tx.wakeups.of(who)) for name, who in people.items()})

    await office.control.post("leave", user="jonas", channel=ONCALL)
    assert await left() == {"Jonas": 1, "Anna": 1}, "who left a channel may come back"
    await office.control.post("deactivate", user="jonas")
    assert await left() == {"Jonas": 0, "Anna": 1}
    await office.goes_down()
    await office.control.post("leave", user="anna", channel=DESK)
    await office.control.post("deactivate", user="anna")
    await office.comes_up()
    assert await left() == {"Jonas": 0, "Anna": 0}, "also while nobody listened"


async def test_who_begins_duty_on_quiet_hears_of_it(office: Office, gateway: Gateway) -> None:
    await office.control.post("dnd", user="jonas", until_s=3600)
    await sets_up(office, "Jonas Lie")
    heard = await _told(office, "jonas")
    assert "Slack is quiet for you until" in heard
    assert "Slack is quiet for them until" in everything(
        (await office.control.messages("saksgang", seen_by="ingrid"))[-1]
    )


async def test_what_slack_does_not_tell_counts_as_not_paused(office: Office) -> None:
    office.expected_refusals = {"dnd.info"}
    await office.control.post("faults", kind="server_error", method="dnd.info")
    await sets_up(office, "Jonas Lie")
    await office.control.idle()
    told = [everything(one) for one in await office.control.messages("saksgang", seen_by="ingrid")]
    assert not [one for one in told if "quiet" in one]


def _forged(office: Office, action_id: str, value: str, view_id: str) -> dict[str, Any]:
    """Ingrid presses a button of Jonas's."""
    action = {"action_id": action_id, "block_id": "b", "type": "button", "value": value, "action_ts": "1.0"}
    who = {"id": office.facts["people"]["Ingrid"], "team_id": office.facts["team_id"]}
    return {
        "type": "block_actions", "actions": [action], "user": who, "team": {"id": office.facts["team_id"]},
        "trigger_id": f"t-{action_id}", "view": {"id": view_id, "hash": "h"}, "api_app_id": "A1",
    }  # fmt: skip
