"""Our own checks, from the form in which a lead says what is looked at to the card in the on-call channel."""

from functools import partial
from pathlib import Path

import pytest

from bot.plays.control import everything
from handlers.checks import Watch
from tests.office import ONCALL, Office, open_office
from tests.scenarios.test_manage import Lead
from tests.websites import website

EVERY = 60


async def card(office: Office) -> str:
    """What the only card in the on-call channel says."""
    await office.control.advance(seconds=EVERY)
    await office.control.idle()
    found = await office.control.messages(ONCALL)
    [alert] = [one for one in found if (one.get("blocks") or [{}])[0].get("type") == "header"]
    return everything(alert)


async def test_a_lead_says_what_is_looked_at_and_the_on_call_channel_hears_of_it(
    database_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.app.Watch", partial(Watch, quick=(0.0, 0.0, 0.0)))
    async with website() as fjordmat, open_office(database_url, tmp_path, check_seconds=EVERY) as office:
        ingrid = Lead(office)
        await ingrid.opens_home()
        await ingrid.presses("Manage")
        await ingrid.presses("Sites")
        await ingrid.presses("New site")
        await ingrid.saves(
            Name="Shop",
            Link="https://fjordmat.no",
            Pages_we_look_at_every_minute=f'{fjordmat.address}/handlekurv 200 5s "Velkommen"',
        )
        fjordmat.status = 500
        assert "Shop: 500 from /handlekurv" in await card(office)
        fjordmat.status, fjordmat.text = 200, "Coming soon"
        assert 'Shop: "Velkommen" is not on the page (/handlekurv)' in await card(office)
        fjordmat.text = "Velkommen til Fjordmat"
        assert "*Good* since" in await card(office)
        paged = await office.control.messages(ONCALL)
        assert any("Shop" in everything(one) for one in paged)
        await office.nothing_unexpected()
