"""What is pressed under an offer, and under an item that is not yet a case."""

import uuid
from typing import Any

from slack_bolt.context.ack.async_ack import AsyncAck
from slack_bolt.response import BoltResponse

from handlers import intake
from handlers.forms import row_number
from handlers.house import House
from handlers.views import case_form
from rules.people import PersonId
from services import offers
from services.desk import DeliveryDesk

NO_ROW = 0  # no inquiry has it: what a forged button names is none


async def taken(ack: AsyncAck, body: dict[str, Any], desk: DeliveryDesk, who: PersonId, house: House) -> BoltResponse:
    """*Open a case* under what somebody said, or *Make a case* of an item: the form with their words filled in."""
    found = await desk.ask(offers.form, who, row_number(body["actions"][0].get("value")) or NO_ROW)
    inquiry = found.inquiry
    start = case_form.Start(
        uuid.uuid4().hex,
        inquiry.channel_id,
        inquiry.root_ts,
        inquiry.problem,
        offer_id=inquiry.id,
        contact=found.contact,
    )
    if found.for_us:
        return await intake.open_for_staff(ack, body, desk, who, house, start)
    await house.slack.open_view(body["trigger_id"], case_form.customer_form(house.words(found.language), start))
    return await ack()


async def declined(
    ack: AsyncAck, body: dict[str, Any], desk: DeliveryDesk, who: PersonId, house: House
) -> BoltResponse:
    """*Not a case*: there is nothing to do, and the item says who said so."""
    await desk.do(offers.not_a_case, who, row_number(body["actions"][0].get("value")) or NO_ROW)
    return await ack()
