"""The hourly look whether *Need help?* is still pinned in each customer's channel: an event may have been missed."""

import asyncio
import logging

from slack_sdk.errors import SlackApiError

from handlers.house import House
from handlers.slack import UNREACHABLE, code_of
from services import help as help_message

EVERY = 3600.0  # seconds

log = logging.getLogger(__name__)


class Pinned:
    """Looks at once, then hourly."""

    def __init__(self, house: House) -> None:
        self._house = house

    async def run(self) -> None:
        """Looks until cancelled."""
        while True:
            await self.once()
            await asyncio.sleep(EVERY)

    async def once(self) -> None:
        """Whatever is not pinned any more is posted and pinned again. A channel that cannot be read is left for next
        time."""
        for channel_id, ts in await self._house.desk.ask(help_message.standing):
            try:
                pinned = await self._house.slack.pinned(channel_id)
            except SlackApiError as error:
                log.warning("could not look at the pins of %s: %s", channel_id, code_of(error))
            except UNREACHABLE as error:
                log.warning("could not look at the pins of %s: %s", channel_id, type(error).__name__)
            else:
                if ts not in pinned:
                    await self._house.desk.do(help_message.unpinned, channel_id, ts)
