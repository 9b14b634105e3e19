"""A month's uptime: asked for with /case report uptime, and sent on to its customer."""

from typing import Any

from slack_bolt.context.ack.async_ack import AsyncAck
from slack_bolt.response import BoltResponse

from handlers.forms import pressed_row
from handlers.house import House
from handlers.views import uptime
from rules.people import PersonId
from rules.uptime import MonthFacts
from services.desk import DeliveryDesk
from services.people import staff_reads
from services.uptime_reports import ask, send_on


async def asked(ack: AsyncAck, words: str, desk: DeliveryDesk, who: PersonId, house: House) -> BoltResponse:
    """/case report uptime, with a month, a customer or a site behind it: it comes in a direct message."""

    def told(facts: MonthFacts) -> str:
        return uptime.comes(house.words(facts.language), facts)

    return await ack(text=str(await desk.do_once(None, told, ask, who, words) or ""))


async def sent_on(ack: AsyncAck, body: dict[str, Any], desk: DeliveryDesk, who: PersonId, house: House) -> BoltResponse:
    """*Send to customer* under a month of one customer: once, whoever presses it how often."""
    report = pressed_row(body)
    t = house.words(await desk.ask(staff_reads, who))
    name = await desk.do_once(f"uptime:{report}", lambda customer: customer.name, send_on, who, report)
    await house.slack.open_view(body["trigger_id"], uptime.sent_on(t, str(name)))
    return await ack()
