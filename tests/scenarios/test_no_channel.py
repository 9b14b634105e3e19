"""A customer without a channel: staff see it, and everything that was to be said is said when there is one."""

from datetime import date

from bot.customer_yaml import read
from bot.plays.control import everything
from rules.cases import Action, Press, seen
from rules.customer_changes import House
from rules.customer_file import check
from rules.forms import CaseForm
from rules.levels import Urgency
from rules.office import DESK_HOURS
from rules.people import Place
from services.cases import move
from services.customer_file import bring
from services.intake import Door, open_case
from tests.office import DESK, Office

CHANNEL = "kunde-bremuseet"


async def test_what_was_done_before_there_was_a_channel_is_told_when_there_is_one(office: Office) -> None:
    desk = office.app.desk
    entry = check(read("customers: [{name: Bremuseet, language: en}]")).entries[0]
    await desk.do(bring, entry, House(date(2026, 3, 30), "en"), 20)
    anna = next(iter(await desk.ask(lambda tx: tx.people.members(Place.DESK))))
    customer = await desk.ask(lambda tx: tx.customers.by_name("Bremuseet"))
    assert customer is not None
    form = CaseForm("They called about the menu", Urgency.URGENT, customer_id=customer.id, origin="phone")
    case = (await desk.do(open_case, anna, form, Door(), DESK_HOURS)).case
    other = (await desk.do(open_case, anna, form, Door(), DESK_HOURS)).case
    await office.anna.sees("Bremuseet has no channel yet", channel=DESK)
    for action, said in ((Action.TAKE, {}), (Action.CLOSE, {"summary": "Mended on the phone"})):
        case = await desk.do(move, anna, Press(case.id, action, seen(case, action)), said, DESK_HOURS)
    await office.control.post("invite_bot", user="ingrid", channel=CHANNEL)
    await office.ingrid.sees("Assign to customer", channel=DESK)
    assign = await office.ingrid.clicks("Assign to customer", channel=DESK)
    await office.ingrid.fills_in(assign, {"Or one that is set up already": "Bremuseet"})
    await office.control.idle()
    [card] = [one for one in await office.control.messages(CHANNEL) if f"SG-{case.number}" in everything(one)]
    told = [everything(one) for one in await office.control.messages(CHANNEL, thread_ts=card["ts"])]
    assert "Your case is" in told[1]
    assert "Mended on the phone" in told[2]
    for one in (case, other):
        assert "has no channel yet" not in everything(await office.card(f"SG-{one.number}"))
