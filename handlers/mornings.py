"""The morning after a page at night: handed over with a form."""

from typing import Any

from slack_bolt.context.ack.async_ack import AsyncAck
from slack_bolt.response import BoltResponse

from handlers import ids
from handlers.forms import NO_ROW, meant, pressed_row, row_number, typed
from handlers.house import House
from handlers.views import mornings as views
from rules.people import PersonId
from services.desk import DeliveryDesk
from services.mornings import hand_over, to_hand_over


async def offered(ack: AsyncAck, body: dict[str, Any], desk: DeliveryDesk, who: PersonId, house: House) -> BoltResponse:
    """*Hand over the morning*."""
    facts = await desk.ask(to_hand_over, who, pressed_row(body))
    await house.slack.open_view(body["trigger_id"], views.form(house.words(facts.language), facts))
    return await ack()


async def handed_over(ack: AsyncAck, view: dict[str, Any], desk: DeliveryDesk, who: PersonId) -> BoltResponse:
    """The form, sent."""
    row_id = row_number(meant(view).get("morning")) or NO_ROW
    await desk.do(hand_over, who, row_id, typed(view).get(ids.TO, ""))
    return await ack()
