"""Monitors themselves send to the app: an alert, and that it is over. Collected only where one is installed
(`tests/scenarios/real_monitors.py`)."""

from html import unescape
from pathlib import Path
from typing import Any

import pytest

from bot.plays.control import everything
from rules.alerts import Alert
from storage.tx import Tx
from tests.office import ONCALL, Office
from tests.scenarios.real_monitors import HERE, SAYS, SITE, RealMonitor, until
from tests.scenarios.test_monitors import admits, told


@pytest.fixture
def database_url(tmp_path: Path) -> str:
    """What a monitor sends does not depend on the database."""
    return f"sqlite:///{tmp_path / 'saksgang.db'}"


async def cards(office: Office) -> list[dict[str, Any]]:
    """The cards about the site in the on-call channel."""
    return [one for one in await office.control.messages(ONCALL) if SITE in everything(one)]


async def alerts_of(office: Office) -> list[Alert]:
    """The alerts those cards are of."""
    places = [(office.facts["channels"][ONCALL], card["ts"]) for card in await cards(office)]

    def there(tx: Tx) -> list[Alert]:
        return [alert for place in places if (alert := tx.alerts.at(*place)) is not None]

    return await office.app.desk.ask(there)


@pytest.mark.parametrize("monitor", HERE, ids=lambda monitor: monitor.source)
async def test_what_a_real_monitor_sees_is_on_cards_that_say_so_and_again_when_it_is_good(
    office: Office, tmp_path: Path, monitor: RealMonitor
) -> None:
    folder = tmp_path / monitor.source
    folder.mkdir()
    path = await admits(office, monitor.source)
    address = f"http://127.0.0.1:{office.app.port}{path}"
    async with monitor.started(str(monitor.program), folder, address) as watching:
        await watching.fails()

        async def fail() -> bool:
            return any(alert.failing_since for alert in await alerts_of(office))

        await until(fail)
        await office.control.idle()
        assert any(SAYS in unescape(everything(card)) for card in await cards(office))
        await watching.recovers()

        async def are_good() -> bool:
            return not any(alert.failing_since for alert in await alerts_of(office))

        await until(are_good)
    assert len({alert.key for alert in await alerts_of(office)}) == len(await cards(office))
    assert await told(office) == [], "there was nothing it could not read"
