"""A month's uptime in Slack: asked for with a command, read in a direct message, sent on to its customer."""

import sys
from datetime import timedelta
from typing import Any

import pytest

from bot.plays.control import buttons, everything
from rules.customers import Site
from storage.tx import Tx
from tests.office import DESK, SHARED, Office
from tests.scenarios.test_alerts import DOWN, MINUTE, UP, hears, watched
from tests.scenarios.test_files import SHARE, seed_of


async def asks(office: Office, text: str, who: str = "ingrid") -> str:
    """What the command answers to who typed it."""
    seen = await office.control.post("command", user=who, command="/case", text=text, channel=DESK)
    await office.control.idle()
    return str(seen)


async def reads(office: Office, who: str = "ingrid") -> list[dict[str, Any]]:
    """What stands in their direct messages, oldest first, but for pages."""
    found = await office.control.messages("saksgang", seen_by=who)
    return [one for one in found if "*Alert:*" not in everything(one)]


def files(messages: list[dict[str, Any]]) -> list[str]:
    return [str(one["name"]) for message in messages for one in message.get("files") or []]


async def _a_short_outage(office: Office) -> None:
    await watched(office)

    def another(tx: Tx) -> None:
        row = tx.customers.add("Nordlys", "CNORD", "nb", ()).id
        tx.sites.add(Site(0, row, "Nordlys", "nordlys.no", "https://nordlys.no"))

    await office.app.desk.do(another)
    await hears(office, DOWN)
    await office.winds_to(office.now + 3 * MINUTE)
    await hears(office, UP)
    await office.winds_to(office.now + timedelta(minutes=6))


async def test_in_words_as_a_picture_and_as_a_table_and_sent_on_to_its_customer_alone(office: Office) -> None:
    await _a_short_outage(office)
    assert "comes to you in a direct message" in await asks(office, "report uptime fjord")
    told, picture, table = await reads(office)
    assert "down once, for 3 min" in everything(told)
    assert "Nordlys" not in everything(told)
    month = f"{office.now:%Y-%m}"
    assert files([picture, table]) == [f"uptime-{month}.png", f"uptime-{month}.csv"]
    assert buttons(told) == ["Send to customer"]
    for _time in range(2):
        await office.control.post("click", user="ingrid", text="Send to customer", message_ts=told["ts"],
                                  channel="saksgang")  # fmt: skip
        await office.control.idle()
    [theirs] = [one for one in await office.control.messages(SHARED) if "Uptime" in everything(one)]
    assert buttons(theirs) == []
    under = await office.control.messages(SHARED, theirs["ts"])
    assert files(under) == [f"uptime-{month}.png", f"uptime-{month}.csv"]


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
async def test_of_all_sites_and_what_is_said_where_nothing_is_called_so(office: Office) -> None:
    await _a_short_outage(office)
    assert "No customer and no site is called Nobody" in await asks(office, "report uptime 2026-03 Nobody")
    office.expected_refusals |= set(SHARE)
    seed = seed_of(happens=True)
    await office.control.post("faults", kind="connection_reset", method=SHARE[0], count=1, seed=seed)
    assert "comes to you" in await asks(office, "report uptime")
    assert len(files(await reads(office))) == 2, "whose answer was lost is not shared again"
    assert "Nordlys" in everything((await reads(office))[0])
    assert buttons((await reads(office))[0]) == [], "it is of several customers"


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
async def test_without_the_extra_it_says_so_and_the_table_comes_all_the_same(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    await _a_short_outage(office)
    monkeypatch.setitem(sys.modules, "matplotlib", None)
    await asks(office, "report uptime")
    _told, missing, table = await reads(office)
    assert "who runs me can install the extra charts" in everything(missing)
    assert len(files([table])) == 1
