"""Customers' channels: whether each can be reached, and who is in it, is asked on start and hourly.

Events tell of both; what happened while nobody listened is found here.
"""

import asyncio
import logging

from slack_sdk.errors import SlackApiError

from handlers.house import House
from handlers.pace import waited_out
from handlers.slack import UNREACHABLE, code_of
from services import leaving, reach
from services.outbox import OUT_OF_REACH

EVERY = 3600.0  # seconds
AGAIN = 60.0  # seconds after a look that got no answer
BETWEEN = 1.5  # seconds from one channel to the next: Slack allows 50 such questions a minute

log = logging.getLogger(__name__)


async def keep_looking(house: House) -> None:
    """Looks on start and hourly, until cancelled."""
    while True:
        pause = EVERY if await _everywhere(house) else AGAIN
        await asyncio.sleep(pause)


async def _everywhere(house: House) -> bool:
    """Each customer's channel by itself; False when Slack could not be reached."""
    for channel_id in await house.desk.ask(reach.channels):
        try:
            await look(house, channel_id)
        except SlackApiError as error:
            log.warning("could not look who is in %s: %s", channel_id, code_of(error))
        except UNREACHABLE as error:
            log.warning("could not look who is in %s: %s", channel_id, type(error).__name__)
            return False
        await asyncio.sleep(BETWEEN)
    return True


async def look(house: House, channel_id: str) -> None:
    """How one customer's channel is: within reach or not, and who of theirs came or left."""
    try:
        channel = await waited_out(lambda: house.slack.channel(channel_id))
    except SlackApiError as error:
        if code_of(error) not in OUT_OF_REACH:
            raise
        return await house.desk.do(reach.gone, channel_id)
    if not channel.is_open:
        return await house.desk.do(reach.gone, channel_id)
    was_there = await house.desk.ask(reach.is_there, channel_id)
    await house.desk.do(reach.shared_with, channel_id, frozenset(channel.team_ids))
    if not was_there:
        house.gap.set()
    if not await house.desk.ask(reach.is_there, channel_id):
        return None
    at = house.desk.now()
    members = await waited_out(lambda: house.slack.members(channel_id))
    return await house.desk.do(leaving.members_are, channel_id, frozenset(members), at)
