"""How long a site was down, as the cards of its alert and of its case tell it."""

import re
from datetime import timedelta

from bot.plays.control import everything
from rules.alert_quiet import Window
from storage.tx import Tx
from tests.office import Office
from tests.scenarios.test_alerts import DOWN, MINUTE, UP, hears, presses, sends, the_card, watched

SECOND = timedelta(seconds=1)


async def _plans(office: Office, begins: timedelta, length: timedelta) -> None:
    def plan(tx: Tx) -> None:
        customer = tx.customers.all()[0]
        tx.windows.add(Window(0, customer.id, None, tx.now + begins, tx.now + begins + length))

    await office.app.desk.do(plan)


async def _redraws(office: Office) -> int:
    return sum(call["method"] == "chat.update" for call in (await office.control.get("calls"))["calls"])


def down(card: dict[str, object]) -> str:
    """The line about it, as it stands on the card; an instant reads as its fallback."""
    [line] = [one for one in everything(card).split("\n") if one.startswith("*Down:*")]
    return re.sub(r"<!date\^\d+\^([^|]*)\|[^>]*>", r"\1", line)


async def test_to_the_second_on_the_alert_and_its_case_live_while_it_lasts_and_final_when_over(office: Office) -> None:
    await watched(office)
    await _plans(office, 5 * MINUTE, 6 * MINUTE)
    await hears(office, DOWN)
    await office.winds_to(office.now + 3 * MINUTE + 4 * SECOND)
    form = await presses(office, "jonas", "Make it a case")
    await sends(office, "jonas", form, **{"What is the problem or task?": "fjordmat.no answers with an error"})
    card = await the_card(office)
    assert re.fullmatch(r"\*Down:\* began \{ago\}, 3 min \d s by \{time_secs\}", down(card))
    [number] = [everything(one).split(" ")[0] for one in await office.cards()]
    for one in (await office.card(number), (await office.customer_thread(number))[0]):
        assert "{ago}" in down(one)
    drawn = await _redraws(office)
    await office.winds_to(office.now + 2 * SECOND)
    assert await _redraws(office) == drawn, "nobody draws it again for each second"
    await office.winds_to(office.now + 12 * MINUTE)
    await hears(office, UP)
    for one in (await the_card(office), await office.card(number), (await office.customer_thread(number))[0]):
        assert re.fullmatch(r"\*Down:\* 9 min \d+ s in all; 6 min of planned maintenance not counted", down(one))
