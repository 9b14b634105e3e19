"""A storm is one card; from there each alert it stands for is acknowledged, silenced, or given a card of its own."""

from dataclasses import replace
from typing import Any

from bot.plays.control import buttons, everything
from rules.alerts import Alert
from services.alerts import receive
from tests.office import ONCALL, Office
from tests.scenarios.test_alerts import DOWN, cards

STORM = 18


async def storms(office: Office) -> dict[str, Any]:
    """The storm's card."""
    await office.app.desk.do(
        receive, "uptime_kuma", [replace(DOWN, key=f"k{n}", title=f"No. {n}.") for n in range(STORM)]
    )
    (card,) = await cards(office)
    return card


class Jonas:
    """At the list, with a stack of windows before him."""

    def __init__(self, office: Office, view: dict[str, Any]) -> None:
        self._office, self.view = office, view

    async def presses(self, text: str, key: str | None = None) -> str:
        """A button of the list, of the alert of this key if one is named."""
        value = {}
        if key is not None:
            alert = await alert_of(self._office, key)
            value = {"value": f"{alert.id}:{alert.version}"}
        seen = await self._office.control.post("click", user="jonas", view_id=self.view["id"], text=text, **value)
        assert seen["ok"], seen
        await self._office.control.idle()
        self.view = seen.get("view") or self.view
        return everything(self.view)


async def alert_of(office: Office, key: str) -> Alert:
    return (await office.app.desk.ask(lambda tx: tx.alerts.latest("uptime_kuma", [key])))[key]


async def test_each_alert_of_a_storm_is_seen_to_from_its_card(office: Office) -> None:
    card = await storms(office)
    assert "Show each" in buttons(card)
    seen = await office.control.post("click", user="jonas", channel=ONCALL, text="Show each")
    jonas = Jonas(office, seen["view"])
    assert "Page 1 of 2" in everything(jonas.view)
    assert everything(jonas.view).count("Give it a card") == 15

    assert "Jonas Lie has it" in await jonas.presses("Acknowledge", "k17")
    assert (await alert_of(office, "k17")).acknowledged_by is not None
    listed = jonas.view
    await jonas.presses("Silence", "k16")
    sent = await office.control.post("submit", user="jonas", view_id=jonas.view["id"], values={})
    assert sent["ok"], sent
    jonas.view = sent.get("view") or listed
    assert "silent until" in everything(jonas.view)
    assert "its card" not in await jonas.presses("Give it a card", "k15")
    (_storm, own) = await cards(office)
    assert "No. 15." in everything(own)
    assert "Silence" in buttons(own)
    assert "No. 0." in await jonas.presses("Later")

    all_of_it = await jonas.presses("Acknowledge all")
    assert "Acknowledge\n" not in all_of_it
    assert {(await alert_of(office, f"k{n}")).acknowledged_at is not None for n in range(STORM)} == {True}
    (storm, own) = await cards(office)
    assert "*Acknowledged:* Jonas Lie" in everything(storm)
    assert "*Acknowledged:* Jonas Lie" in everything(own)
