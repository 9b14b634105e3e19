"""The internal channels: whether outsiders read them is asked on start, hourly, and when Slack says it changed."""

import asyncio
import logging
from typing import Any

from slack_sdk.errors import SlackApiError

from handlers.house import House
from handlers.slack import UNREACHABLE
from services.desk import DeliveryDesk
from services.internal import looked_at

EVERY = 3600.0  # seconds
AGAIN = 60.0  # seconds after a look that got no answer

log = logging.getLogger(__name__)


async def sharing_changed(event: dict[str, Any], desk: DeliveryDesk, house: House) -> None:
    """A channel began or ceased to be shared with another organisation; Slack is asked how it is now."""
    if (place := house.places.get(event["channel"])) is not None:
        at = desk.now()
        channel = await house.slack.channel(event["channel"])
        await desk.do(looked_at, place, channel.is_shared_outside, at)


async def id_changed(event: dict[str, Any], desk: DeliveryDesk, house: House) -> None:
    """A channel got a new id, which happens as its sharing begins: until a look says otherwise it counts as shared."""
    if (place := house.places.get(event["old_channel_id"])) is not None:
        log.error("the channel %s of the settings is %s now", event["old_channel_id"], event["new_channel_id"])
        await desk.do(looked_at, place, True, desk.now())


async def keep_looking(house: House) -> None:
    """Looks on start and hourly, until cancelled."""
    while True:
        try:
            for channel_id, place in house.places.items():
                at = house.desk.now()
                channel = await house.slack.channel(channel_id)
                await house.desk.do(looked_at, place, channel.is_shared_outside, at)
            pause = EVERY
        except (SlackApiError, *UNREACHABLE) as error:
            log.warning("could not look who reads the internal channels (%s); trying again", error)
            pause = AGAIN
        await asyncio.sleep(pause)
