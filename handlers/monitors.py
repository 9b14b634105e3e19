"""*Monitors* in the App Home: who else may tell us of sites, made and revoked by those who set up."""

import json
import secrets
from typing import Any

from slack_bolt.context.ack.async_ack import AsyncAck
from slack_bolt.response import BoltResponse

from handlers import ids
from handlers.forms import meant, pressed_row, typed
from handlers.home import drawn
from handlers.house import House
from handlers.views import monitors as views
from rules.errors import MonitorGone
from rules.monitors import SHORTEST_TOKEN, hashed
from rules.people import PersonId
from services.desk import DeliveryDesk
from services.monitors import listed, make, revoke


async def show(ack: AsyncAck, body: dict[str, Any], desk: DeliveryDesk, who: PersonId, house: House) -> BoltResponse:
    """*Monitors*: all of them."""
    facts = await desk.ask(listed, who)
    await house.slack.open_view(body["trigger_id"], views.monitor_list(house.words(facts.language), facts))
    return await ack()


async def edit(ack: AsyncAck, body: dict[str, Any], desk: DeliveryDesk, who: PersonId, house: House) -> BoltResponse:
    """*Add a monitor*. The form carries the token, so that a form sent again shows the same address."""
    facts = await desk.ask(listed, who)
    form = views.monitor_form(house.words(facts.language), json.dumps({"token": secrets.token_urlsafe(32)}))
    await house.slack.push_view(body["trigger_id"], form)
    return await ack()


async def added(ack: AsyncAck, view: dict[str, Any], desk: DeliveryDesk, who: PersonId, house: House) -> BoltResponse:
    """The form of a monitor, sent: its address is shown in its place."""
    facts = await desk.ask(listed, who)
    token, values = str(meant(view).get("token")), typed(view)
    if len(token) < SHORTEST_TOKEN:
        raise MonitorGone
    await desk.do(make, who, values, hashed(token))
    t = house.words(facts.language)
    if view.get("previous_view_id"):
        shown = views.monitor_list(t, await desk.ask(listed, who))
        await drawn(house.slack.update_view(str(view["previous_view_id"]), shown))
    source = values.get(ids.MONITOR_SOURCE, "")
    address = f"{house.public_url.rstrip('/')}/hooks/{source}/{token}"
    made = views.address_made(t, source, address, is_whole=bool(house.public_url))
    return await ack(response_action="update", view=made)


async def revoked(ack: AsyncAck, body: dict[str, Any], desk: DeliveryDesk, who: PersonId, house: House) -> BoltResponse:
    """*Revoke*."""
    await desk.do(revoke, who, pressed_row(body))
    if view_id := (body.get("view") or {}).get("id"):
        facts = await desk.ask(listed, who)
        await drawn(house.slack.update_view(view_id, views.monitor_list(house.words(facts.language), facts)))
    return await ack()
