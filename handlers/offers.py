"""What is pressed under an offer, and under an item that is not yet a case."""

import uuid
from typing import Any

from slack_bolt.context.ack.async_ack import AsyncAck
from slack_bolt.response import BoltResponse

from handlers import intake
from handlers.forms import pressed_row
from handlers.house import House
from handlers.views import case_form
from rules.people import PersonId
from services import offers
from services.desk import DeliveryDesk


async def taken(ack: AsyncAck, body: dict[str, Any], desk: DeliveryDesk, who: PersonId, house: House) -> BoltResponse:
    """*Open a case* under what somebody said, or *Make a case* of an item: the form with their words filled in."""
    found = await desk.ask(offers.form, who, pressed_row(body))
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
    await desk.do(offers.not_a_case, who, pressed_row(body))
    return await ack()
